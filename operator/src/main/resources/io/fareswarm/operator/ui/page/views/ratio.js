import {el, empty, fill, name, table, text} from '../dom.js';
import {count, percent} from '../format.js';
import {runView, tasksOf} from '../run.js';

export const title = 'Ratio';

/** Share of each task in percent: {name, weight, expected, observed}; observed is null without requests. */
export function ratios(spec, result) {
  const tasks = tasksOf(spec);
  const weights = tasks.reduce((sum, t) => sum + (t.weight ?? 1), 0);
  const counts = new Map((result?.tasks ?? []).map(t => [t.name, t.requests + t.dropped]));
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  return tasks.map(t => ({name: t.name, weight: t.weight ?? 1, expected: 100 * (t.weight ?? 1) / weights,
    observed: total ? 100 * (counts.get(t.name) ?? 0) / total : null}));
}

/** Share of the requests that each task should have and has. */
export function mount(root, {run}) {
  const list = table({label: 'Ratio of the tasks', remember: 'ratio', key: r => r.name, sort: {id: 'expected', descending: true}, columns: [
    {id: 'name', title: 'Task', head: true, value: r => r.name, paint: (td, r) => td.firstChild || fill(td, name(r.name))},
    {id: 'weight', title: 'Weight', numeric: true, value: r => r.weight, cell: r => count(r.weight)},
    {id: 'expected', title: 'By weight', value: r => r.expected, paint: bar(r => r.expected, '')},
    {id: 'observed', title: 'Observed', hint: 'Of all requests of the run until now', value: r => r.observed, paint: bar(r => r.observed, 'second')}]});
  const none = empty('The load test has no tasks.');
  fill(root, el('h2', {class: 'sr'}, 'Ratio'), none, list.node);
  return {
    update(state) {
      const {spec, result} = runView(state, run);
      const rows = ratios(spec, result);
      none.hidden = rows.length > 0;
      list.node.hidden = !none.hidden;
      list.update(rows);
    },
    destroy() {},
  };
}

const bar = (value, kind) => (td, row) => {
  td.firstChild ?? td.append(el('span', {class: 'share'}, el('span', {class: 'n'}), el('span', {class: `meter ${kind}`, 'aria-hidden': 'true'}, el('i'))));
  const [figure, meter] = td.firstChild.children;
  text(figure, percent(value(row)));
  meter.firstChild.style.width = `${value(row) ?? 0}%`;
};
