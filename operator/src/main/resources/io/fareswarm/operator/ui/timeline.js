/** Most windows that a chart draws; more are merged into wider ones. */
export const MOST_WINDOWS = 600;

/**
 * The windows of a run in order: those of its series.json, then the points of `status.live` that come later.
 *
 * Rates are per second, times in ms, absent figures null.
 */
export function windowsOf(series, live = []) {
  const width = series?.width ?? 1;
  const stored = (series?.windows ?? []).map(window => ({
    t: window.t, width, users: window.users, lag: window.lagMs ?? null, heat: window.heat ?? null,
    all: figures(window.n / width, window.failures / width, window.p50, window.p95, window.p99),
    tasks: new Map((series.tasks ?? []).map((name, i) => [name, window.tasks?.[i]])
      .filter(([, row]) => row)
      .map(([name, [n, failures, p50, p95, p99]]) => [name, figures(n / width, failures / width, p50, p95, p99)])),
  }));
  const end = stored.length ? stored.at(-1).t + width : -Infinity;
  const later = live.filter(point => point.second >= end).map(point => ({
    t: point.second, width: point.seconds ?? 1, users: point.users, lag: point.lagMs ?? null, heat: null,
    all: liveFigures(point.all),
    tasks: new Map((point.tasks ?? []).map(task => [task.name, liveFigures(task)])),
  }));
  return merged(stored.concat(later), MOST_WINDOWS);
}

function figures(requests, failures, p50, p95, p99) {
  return {requests, failures, p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null};
}

function liveFigures(of) {
  return figures(of?.requests ?? null, of?.failures ?? null, of?.p50, of?.p95, of?.p99);
}

/**
 * The windows, merged into windows of twice, four times … the width until there are at most `most`.
 *
 * A rate becomes the mean, a percentile, the users and the lag the greatest of the merged windows; counts are added.
 */
export function merged(windows, most) {
  let result = windows;
  for (let width = 2 * Math.max(1, ...windows.map(window => window.width)); result.length > most; width *= 2) {
    const groups = Map.groupBy(result, window => Math.floor(window.t / width));
    result = [...groups].map(([group, parts]) => parts.length === 1 ? parts[0] : joined(group * width, width, parts));
  }
  return result;
}

function joined(t, width, parts) {
  const names = new Set(parts.flatMap(part => [...part.tasks.keys()]));
  return {
    t, width, users: greatest(parts, part => part.users), lag: greatest(parts, part => part.lag),
    heat: parts.some(part => part.heat) ? addedHeat(parts) : null,
    all: joinedFigures(parts, part => part.all),
    tasks: new Map([...names].map(name => [name, joinedFigures(parts, part => part.tasks.get(name))])),
  };
}

function joinedFigures(parts, of) {
  return figures(mean(parts, part => of(part)?.requests), mean(parts, part => of(part)?.failures),
    greatest(parts, part => of(part)?.p50), greatest(parts, part => of(part)?.p95), greatest(parts, part => of(part)?.p99));
}

function addedHeat(parts) {
  const counts = new Map();
  for (const [bucket, count] of parts.flatMap(part => part.heat ?? [])) {
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function mean(parts, of) {
  const known = parts.filter(part => of(part) != null);
  const seconds = known.reduce((sum, part) => sum + part.width, 0);
  return known.length ? known.reduce((sum, part) => sum + of(part) * part.width, 0) / seconds : null;
}

function greatest(parts, of) {
  return parts.reduce((most, part) => of(part) == null ? most : Math.max(most ?? -Infinity, of(part)), null);
}

/**
 * Columns for the charts: `t`, `ends`, `requests`, `failures`, `p50`, `p95`, `p99`, `users`, `lag`, `heat`, one value per window.
 *
 * A missing window is a row of nulls, which a chart draws as a gap.
 *
 * @param task name of a task; null for all tasks
 */
export function columnsOf(windows, task = null) {
  const columns = {t: [], ends: [], requests: [], failures: [], p50: [], p95: [], p99: [], users: [], lag: [], heat: []};
  const add = (t, end, window, of) => {
    columns.t.push(t);
    columns.ends.push(end);
    for (const name of ['requests', 'failures', 'p50', 'p95', 'p99']) {
      columns[name].push(of?.[name] ?? null);
    }
    columns.users.push(window?.users ?? null);
    columns.lag.push(window?.lag ?? null);
    columns.heat.push(window?.heat ?? null);
  };
  windows.forEach((window, i) => {
    const before = windows[i - 1];
    if (before && window.t > before.t + before.width) {
      add(before.t + before.width, window.t, null, null);
    }
    add(window.t, window.t + window.width, window, task === null ? window.all : window.tasks.get(task));
  });
  return columns;
}

/** Notes of a run, oldest first: those of series.json, and the edits of its status that are not among them. */
export function notesOf(series, edits = []) {
  const stored = series?.notes ?? [];
  const known = new Set(stored.filter(note => note.kind === 'edit').map(note => note.text));
  const later = edits.filter(edit => !known.has(edit.change))
    .map(edit => ({t: edit.second, kind: 'edit', text: edit.change}));
  return stored.concat(later).sort((a, b) => a.t - b.t);
}

/** Names of the tasks of a run, in the order of series.json, then those that only the live points have. */
export function taskNames(series, live = []) {
  return [...new Set([...(series?.tasks ?? []), ...live.flatMap(point => (point.tasks ?? []).map(task => task.name))])];
}

/** The latest and the greatest value of a column as `{latest, greatest, at}`; null when it has none. */
export function extremes(t, column) {
  let latest = null, most = null, at = null;
  column.forEach((value, i) => {
    if (value != null) {
      latest = value;
      if (most === null || value > most) {
        most = value;
        at = t[i];
      }
    }
  });
  return most === null ? null : {latest, greatest: most, at};
}

/** Columns of several runs over each other: the union of their times, and each column with undefined where its run has no window. */
export function aligned(runs) {
  const times = [...new Set(runs.flatMap(run => run.t))].sort((a, b) => a - b);
  const index = new Map(times.map((t, i) => [t, i]));
  const spread = (run, column) => {
    const result = new Array(times.length).fill(undefined);
    run.t.forEach((t, i) => {result[index.get(t)] = column[i];});
    return result;
  };
  return {t: times, spread};
}
