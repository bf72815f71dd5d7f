const FIGURES = ['p50', 'p95', 'p99'];

/**
 * Columns for the charts from a run's series as `seriesOf` of the store returns it: `t`, `ends`, `x` (the middle), `requests` and
 * `failures` (per second), `p50`, `p95`, `p99`, `users`, `lag`, `heat`, one value per window, null without a value. A window in which no
 * load was sent has undefined for its rates: they are unknown, and a chart draws no gap.
 *
 * A missing window is a row of nulls, which a chart draws as a gap; before a `joined` window, the one before it is longer. The last window ends with its samples: a run that goes on fills it later.
 *
 * @param task index of a task; -1 for all tasks
 */
export function columnsOf({windows, width}, task = -1) {
  const columns = {t: [], ends: [], x: [], requests: [], failures: [], p50: [], p95: [], p99: [], users: [], lag: [], heat: []};
  let end = null;
  for (const [i, window] of windows.entries()) {
    if (end !== null && window.t > end) {
      if (window.joined) columns.ends[columns.ends.length - 1] = window.t;
      else add(columns, end, window.t, null, null);
    }
    const wide = window.width ?? width;
    const seconds = window.seconds ?? wide;
    const last = i === windows.length - 1;
    add(columns, window.t, window.t + (last ? window.covered ?? seconds : wide), window, task < 0 ? ofAll(window, seconds) : ofTask(window.tasks?.[task], seconds));
    end = window.t + wide;
  }
  return columns;
}

const per = (count, seconds) => seconds > 0 ? count / seconds : undefined;

function ofAll({n, failures, p50, p95, p99}, seconds) {
  return {requests: per(n, seconds), failures: per(failures, seconds), p50, p95, p99};
}

function ofTask(row, seconds) {
  if (!row) return null;
  const [n, failures, p50, p95, p99] = row;
  return {requests: per(n, seconds), failures: per(failures, seconds), p50, p95, p99};
}

function add(columns, t, end, window, figures) {
  columns.t.push(t);
  columns.ends.push(end);
  columns.x.push((t + end) / 2);
  for (const name of ['requests', 'failures', ...FIGURES]) columns[name].push(figures ? figures[name] : null);
  columns.users.push(window?.users ?? null);
  columns.lag.push(window?.lagMs ?? null);
  columns.heat.push(window?.heat ?? null);
}

/** Notes of a run, oldest first: those of series.json, and the edits of its status that are not among them. */
export function notesOf(stored = [], edits = []) {
  const later = edits.slice(stored.filter(note => note.kind === 'edit').length)
      .map(edit => ({t: edit.second, kind: 'edit', text: edit.change}));
  return [...stored, ...later].sort((a, b) => a.t - b.t);
}

/** The latest and the greatest value of a column as `{latest, greatest, at}`; null when it has none. */
export function extremes(t, column) {
  let found = null;
  column.forEach((value, i) => {
    if (value === null || value === undefined) return;
    const more = found === null || value > found.greatest;
    found = {latest: value, greatest: more ? value : found.greatest, at: more ? t[i] : found.at};
  });
  return found;
}

/** The columns of two runs over each other: `x` is the union of their times; a column has undefined where only the other run has a window. */
export function overlaid(left, right) {
  const x = [...new Set([...left.x, ...right.x])].sort((a, b) => a - b);
  const place = new Map(x.map((t, i) => [t, i]));
  const columns = {};
  for (const [prefix, run] of [['left', left], ['right', right]]) {
    for (const name of ['requests', 'failures', ...FIGURES]) {
      const spread = new Array(x.length).fill(undefined);
      run.x.forEach((t, i) => {
        spread[place.get(t)] = run[name][i];
      });
      columns[`${prefix}.${name}`] = spread;
    }
  }
  return {x, columns};
}
