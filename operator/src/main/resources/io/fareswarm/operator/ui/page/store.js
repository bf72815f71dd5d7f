const MAX_EVENTS = 500;
const MAX_POINTS = 600;

/** Key of a resource in `state.resources` and `state.events`. */
export const keyOf = (kind, namespace, name) => `${kind}/${namespace}/${name}`;

/** Key of a run in `state.series`. */
export const runKey = ({namespace, name, run}) => `${namespace}/${name}/${run}`;

/**
 * State of the page: `session`, `connection` {state, message, retryAt}, `synced`, `resources` by key, `events` by key,
 * `series` by run {series, status, points}, `runs` (stored runs) by namespace/name, `stale` (keys that a `reset` has not sent again
 * yet).
 * Subscribers are notified at most once per animation frame.
 */
export function createStore() {
  const state = {session: null, connection: {state: 'connecting'}, synced: false, stale: new Set(),
    resources: new Map(), events: new Map(), series: new Map(), runs: new Map()};
  const listeners = new Set();
  let due = false;

  function changed() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      listeners.forEach(listener => listener(state));
    });
  }

  return {
    state,
    changed,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Changes the state by a function and notifies the subscribers. */
    update(change) {
      change(state);
      changed();
    },
    /** Applies an event of the stream. */
    apply(event) {
      applyEvent(state, event);
      changed();
    },
  };
}

/** Applies an event of the stream {type, data} to the state. */
export function applyEvent(state, {type, data}) {
  if (type === 'reset') {
    state.stale = new Set(state.resources.keys());
    state.events.clear();
  } else if (type === 'synced') {
    state.stale.forEach(key => state.resources.delete(key));
    state.stale.clear();
    state.synced = true;
  } else if (type === 'resource') {
    const {kind, metadata} = data.object;
    const key = keyOf(kind, metadata.namespace, metadata.name);
    state.stale.delete(key);
    if (data.type === 'delete') {
      state.resources.delete(key);
      state.events.delete(key);
    } else {
      if (state.resources.get(key)?.metadata.uid !== metadata.uid) forgetRuns(state, metadata);
      state.resources.set(key, data.object);
      if (kind === 'LoadTest') recordRun(state, data.object);
    }
  } else if (type === 'event') {
    const key = keyOf(data.kind, data.namespace, data.name);
    const same = e => e.reason === data.reason && e.message === data.message && e.type === data.type && data.count > (e.count ?? 1);
    state.events.set(key, [...(state.events.get(key) ?? []).filter(e => !same(e)), data].slice(-MAX_EVENTS));
  }
}

/** A new resource under an old name: what is stored of the old one's runs is not its own. */
function forgetRuns(state, {namespace, name}) {
  if (!state.resources.has(keyOf('LoadTest', namespace, name))) return;
  state.runs.delete(`${namespace}/${name}`);
  for (const key of state.series.keys()) if (key.startsWith(`${namespace}/${name}/`)) state.series.delete(key);
}

function recordRun(state, {metadata, status}) {
  if (status?.run && status.live) recordPoint(state, runKey({...metadata, run: status.run.number}), status.live);
}

function recordPoint(state, key, live) {
  const stored = state.series.get(key) ?? {series: null, status: 'none', points: []};
  const last = stored.points.at(-1);
  if (!last || live.second > last.t) {
    stored.points = limitPoints([...stored.points, pointOf(live)]);
    state.series.set(key, stored);
  }
}

/** Window of a series, as in series.json, from a status's `live`; `tasks` are named. */
export function pointOf(live) {
  const size = Math.max(1, live.seconds);
  return {t: live.second, width: size, seconds: size, users: live.users, lagMs: live.lagMs,
    n: live.all.requests * size, failures: live.all.failures * size, dropped: 0,
    p50: live.all.p50 ?? null, p95: live.all.p95 ?? null, p99: live.all.p99 ?? null,
    heat: live.heat?.requests.map((n, i) => [live.heat.firstBucket + i, n]).filter(([, n]) => n > 0) ?? null,
    tasks: (live.tasks ?? []).map(t => [t.requests * size, t.failures * size, t.p50 ?? null, t.p95 ?? null, t.p99 ?? null]),
    names: (live.tasks ?? []).map(t => t.name)};
}

function limitPoints(points) {
  let shown = points;
  for (let width = 4; shown.length > MAX_POINTS; width *= 2) shown = mergeWindows(shown, width);
  return shown;
}

/**
 * Windows merged to a greater width in seconds: counts are added, users and lag are the greatest, and a percentile is
 * the greatest of the merged windows, an upper bound. `covered` are the seconds that have samples, `seconds` those in which load was sent.
 */
export function mergeWindows(windows, width) {
  const merged = [];
  for (const window of windows) {
    const t = Math.floor(window.t / width) * width;
    const last = merged.at(-1);
    const seconds = window.seconds ?? window.width;
    const part = {...window, t, width, seconds, covered: window.covered ?? seconds};
    if (last?.t === t) merged[merged.length - 1] = mergeTwo(last, part);
    else merged.push(part);
  }
  return merged;
}

const greatest = (a, b) => a === null || a === undefined ? b ?? null : b === null || b === undefined ? a : Math.max(a, b);

function mergeTwo(a, b) {
  const task = (x, y) => !x || !y ? x ?? y : [x[0] + y[0], x[1] + y[1], greatest(x[2], y[2]), greatest(x[3], y[3]), greatest(x[4], y[4])];
  const heat = new Map(a.heat ?? []);
  (b.heat ?? []).forEach(([bucket, n]) => heat.set(bucket, (heat.get(bucket) ?? 0) + n));
  return {...a, seconds: a.seconds + b.seconds, covered: a.covered + b.covered, users: greatest(a.users, b.users), lagMs: greatest(a.lagMs, b.lagMs),
    n: a.n + b.n, failures: a.failures + b.failures, dropped: (a.dropped ?? 0) + (b.dropped ?? 0),
    p50: greatest(a.p50, b.p50), p95: greatest(a.p95, b.p95), p99: greatest(a.p99, b.p99),
    heat: heat.size ? [...heat].sort((x, y) => x[0] - y[0]) : null,
    tasks: Array.from({length: Math.max(a.tasks?.length ?? 0, b.tasks?.length ?? 0)}, (_, i) => task(a.tasks?.[i], b.tasks?.[i]))};
}

/**
 * Series of a run: the stored windows and the live points after them.
 * {status: 'none' | 'loading' | 'ready' | 'error', width, warmup, tasks, bucketsMs, windows, notes, notesLeftOut}. Counts are per window:
 * divide them by its `seconds`. `width` is the greatest of the windows.
 */
export function seriesOf(state, run) {
  const {series, status, points} = state.series.get(runKey(run)) ?? {series: null, status: 'none', points: []};
  return {status, ...joinSeries(series, points, state.session?.bucketsMs)};
}

/**
 * The join of a series as `readSeries` returns it (or null) and later live points; live points are merged to the width of its windows.
 * `bounds` are the bounds of the heat map's buckets without a series.
 */
export function joinSeries(series, points, bounds = []) {
  const tasks = series?.tasks ?? points.at(-1)?.names ?? [];
  const stored = series?.windows ?? [];
  const pointWidth = points[0]?.width ?? 1;
  const last = stored.at(-1);
  const end = last ? last.t + last.width : -1;
  const wide = Math.max(pointWidth, ...stored.map(w => w.width));
  const named = points.filter(p => p.t >= end).map(p => ({...p, tasks: tasks.map(name => p.tasks[p.names.indexOf(name)] ?? null)}));
  const later = wide > pointWidth ? mergeWindows(named, wide) : named;
  // A second between the series and the first point is in no window of either, and the statuses may lack a window between two: no gaps.
  const joined = later.map((p, i) => {
    const before = i ? later[i - 1].t + later[i - 1].width : last ? end : null;
    return before !== null && p.t > before && p.t - before < 2 * pointWidth ? {...p, joined: true} : p;
  });
  let windows = [...stored, ...joined];
  let width = Math.max(pointWidth, ...windows.map(w => w.width));
  while (windows.length > MAX_POINTS) windows = mergeWindows(windows, width *= 2);
  return {width, warmup: series?.warmup ?? 0, tasks, bucketsMs: series?.bucketsMs ?? bounds, windows, notes: series?.notes ?? [],
    notesLeftOut: series?.notesLeftOut ?? 0};
}

/** All resources of a kind, by namespace and name. */
export function resources(state, kind) {
  return [...state.resources.values()].filter(r => r.kind === kind)
      .sort((a, b) => a.metadata.namespace.localeCompare(b.metadata.namespace) || a.metadata.name.localeCompare(b.metadata.name));
}

/** The resource, or null. */
export const find = (state, kind, namespace, name) => state.resources.get(keyOf(kind, namespace, name)) ?? null;

/** Steps of a resource, newest last. */
export const eventsOf = (state, kind, namespace, name) => state.events.get(keyOf(kind, namespace, name)) ?? [];

/** Stored runs of a LoadTest, newest first; null while they are not loaded. */
export const storedRuns = (state, {namespace, name}) => state.runs.get(`${namespace}/${name}`) ?? null;

/** Directory on this machine in which all reports stay until somebody deletes them; null on a cluster, which stores `historyLimit` runs. */
export const reportDirectory = ({session}) => session?.mode === 'local' ? session.reports : null;

/** Whether a phase is one in which the run has not ended. */
export const isActive = phase => ['Pending', 'Preparing', 'Running', 'Finishing'].includes(phase);
