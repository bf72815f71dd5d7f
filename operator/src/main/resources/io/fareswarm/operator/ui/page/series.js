/**
 * Windows of series.json with named figures: {warmup, tasks, bucketsMs, windows: [{t, width, covered, seconds, users, lagMs, n, failures,
 * dropped, p50, p95, p99, heat, tasks: [[n, failures, p50, p95, p99]]}], notes: [{t, kind: 'edit' | 'lost' | 'replaced', text}],
 * notesLeftOut, workers: like those of a status's `live`; none after the end}. `t`, `width`, `covered` (the part that has samples) and `seconds` (the part in which load was sent) are seconds; `n` and
 * `failures` are those of `seconds`.
 */
export function readSeries({warmup = 0, tasks, bucketsMs, windows, notes = [], notesLeftOut = 0, workers = []}) {
  return {warmup, tasks, bucketsMs, notes, notesLeftOut,
    workers: workers.map(([index, attempt, state, users, requests, lagMs, turnMs, cpu, memoryMiB]) => ({index, attempt, state, users, requests, lagMs, turnMs, cpu, memoryMiB})),
    windows: windows.map(({t, s, users, lagMs, all, heat, tasks: rows, load}) => {
      const [, , dropped, p50, p95, p99] = all;
      const {s: seconds, all: [n, failures], tasks: counted} = load ?? {s, all, tasks: rows};
      return {t, width: s, covered: s, seconds, users, lagMs, n, failures, dropped, p50, p95, p99, heat,
        tasks: rows.map(([, , , ...percentiles], i) => [...counted[i].slice(0, 2), ...percentiles])};
    })};
}
