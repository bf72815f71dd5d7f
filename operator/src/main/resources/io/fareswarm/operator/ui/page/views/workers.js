import {el, empty, fill, painted, set, table, text} from '../dom.js';
import {count, duration, fixed, ms, rate} from '../format.js';
import {notStarted, runView} from '../run.js';
import {runKey} from '../store.js';

export const title = 'Workers';

const STATES = {Running: 'Running', Ready: 'good', Lost: 'bad', Replaced: 'good'};

/** Table of the workers that send load, and how many there are by state. */
export function mount(root, {run}) {
  const summary = el('p', {class: 'section-head'});
  const list = table({label: 'Workers', remember: 'workers', key: w => w.index, sort: {id: 'index', descending: false}, columns: [
    {id: 'index', title: 'Worker', head: true, value: w => w.index, paint: (td, w) => painted(td, `${w.index} ${Boolean(w.older)}`, () => [String(w.index),
      w.older ? el('span', {class: 'soft', title: 'Up to half a minute old'}, ' *') : null])},
    {id: 'state', title: 'State', value: w => w.state, paint: (td, w) => {
      td.firstChild ?? td.append(el('span'));
      text(td.firstChild, w.state);
      set(td.firstChild, 'class', `state ${STATES[w.state] ?? 'plain'}`);
    }},
    {id: 'attempt', title: 'Attempt', numeric: true, hint: '2 or more: the worker replaced a lost one', value: w => w.attempt, cell: w => count(w.attempt)},
    {id: 'users', title: 'Users', numeric: true, value: w => w.users, cell: w => count(w.users)},
    {id: 'rps', title: 'RPS', numeric: true, value: w => w.requests, cell: w => rate(w.requests)},
    {id: 'lag', title: 'Lag p99 ms', numeric: true, hint: '99th percentile of how late the worker sent requests that were due, in its last second', value: w => w.lagMs, cell: w => ms(w.lagMs)},
    {id: 'turn', title: 'Turn ms', numeric: true, hint: 'Longest turn of the send loop in the last second: nothing is sent meanwhile', value: w => w.turnMs, cell: w => ms(w.turnMs)},
    {id: 'cpu', title: 'CPU cores', numeric: true, value: w => w.cpu, cell: w => fixed(w.cpu, 2)},
    {id: 'memory', title: 'Memory MiB', numeric: true, value: w => w.memoryMiB, cell: w => count(w.memoryMiB)}]});
  const none = empty('');
  fill(root, el('h2', {class: 'sr'}, 'Workers'), summary, none, list.node);
  return {
    update(state) {
      const view = runView(state, run);
      const {live, workers, active, current} = view;
      const rows = live ? rowsOf(live.workers, state.series.get(runKey({...run, run: view.run}))?.series?.workers) : [];
      text(summary, workers ? sentence(workers, active) + shortened(rows, workers) : '');
      none.hidden = rows.length > 0;
      if (!none.hidden) {
        text(none.firstChild, notStarted(view) ?? (active ? 'The workers are not sending load yet.' : current ? 'No worker is running: the run has ended.' : 'The workers of a stored run are gone.'));
      }
      list.node.hidden = !none.hidden;
      list.update(rows);
    },
    destroy() {},
  };
}

/** The workers of a status, and after them those that only the stored series of the run has, with `older`. */
export function rowsOf(live, stored = []) {
  const current = new Set(live.map(w => w.index));
  return [...live, ...stored.filter(w => !current.has(w.index)).map(w => ({...w, older: true}))];
}

/** What a table says whose rows are not all from the status: it has 32 workers at most, and fewer beside many tasks. */
export function shortened(rows, {desired}) {
  const shown = new Set(rows.map(w => w.index)).size;
  const older = new Set(rows.filter(w => w.older).map(w => w.index)).size;
  const missing = shown === 0 || shown >= desired ? '' : ` The table has ${count(shown)} of ${count(desired)} workers; the others follow within half a minute.`;
  return older ? ` The ${count(shown - older)} with the greatest lag or turn are up to date; the others, marked with *, are up to half a minute old.${missing}` : missing;
}

function sentence({desired, ready, lost, replaced = 0, lostSeconds = 0}, active) {
  const parts = [active ? `${count(ready)} of ${count(desired)} ready` : `${count(desired)} worker${desired === 1 ? '' : 's'}`];
  if (lost) parts.push(`${count(lost)} lost`, `${count(replaced)} replaced`);
  if (lostSeconds) parts.push(`${duration(lostSeconds)} of measurements missing`);
  return `${parts.join(', ')}.`;
}
