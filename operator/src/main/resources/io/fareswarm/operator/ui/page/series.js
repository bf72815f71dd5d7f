const NOTES = {WorkerLost: 'lost', WorkerReplaced: 'replaced'};

/**
 * Windows of series.json with named figures: {warmup, tasks, bucketsMs, windows: [{t, width, covered, seconds, users, lagMs, n, failures,
 * dropped, p50, p95, p99, heat, tasks: [[n, failures, p50, p95, p99]]}], notes: [{t, kind: 'edit', text}]}. `t`, `width`, `covered` (the
 * part that has samples) and `seconds` (the part in which load was sent) are seconds; `n` and `failures` are those of `seconds`.
 */
export function readSeries({warmup = 0, tasks, bucketsMs, windows, notes = []}) {
  return {warmup, tasks, bucketsMs, notes: notes.map(note => ({...note, kind: 'edit'})),
    windows: windows.map(({t, s, users, lagMs, all, heat, tasks: rows, load}) => {
      const [, , dropped, p50, p95, p99] = all;
      const {s: seconds, all: [n, failures], tasks: counted} = load ?? {s, all, tasks: rows};
      return {t, width: s, covered: s, seconds, users, lagMs, n, failures, dropped, p50, p95, p99, heat,
        tasks: rows.map(([, , , ...percentiles], i) => [...counted[i].slice(0, 2), ...percentiles])};
    })};
}

/** Notes of the workers that a run lost and replaced, from the events of its LoadTest; a run's events lie between its times. */
export function workerNotes(events, startsAt, finishedAt = null) {
  const start = Date.parse(startsAt);
  return events.filter(event => NOTES[event.reason]).map(event => ({at: Date.parse(event.time), kind: NOTES[event.reason], text: event.message}))
      .filter(({at}) => at >= start && (!finishedAt || at <= Date.parse(finishedAt) + 2000))
      .map(({at, ...note}) => ({t: Math.floor((at - start) / 1000), ...note}));
}
