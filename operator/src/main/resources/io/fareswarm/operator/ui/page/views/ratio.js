import {el, empty, fill, name, table, text} from '../dom.js';
import {count, percent} from '../format.js';
import {runView, tasksOf} from '../run.js';
import {storedResult} from '../storedresult.js';

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

/** Rows of the target's addresses: {address, requests, failures, share in percent}; none if there is one address only. */
export function shares(addresses) {
  const all = addresses.reduce((sum, a) => sum + a.requests, 0);
  return addresses.length < 2 ? [] : addresses.map(a => ({...a, share: all ? 100 * a.requests / all : null}));
}

/** Share of the requests that each task should have and has, and after a run that of each address of the target. */
export function mount(root, {run, api, store}) {
  const read = storedResult({run, api, store});
  const list = table({label: 'Ratio of the tasks', remember: 'ratio', key: r => r.name, sort: {id: 'expected', descending: true}, columns: [
    {id: 'name', title: 'Task', head: true, value: r => r.name, paint: (td, r) => td.firstChild || fill(td, name(r.name))},
    {id: 'weight', title: 'Weight', numeric: true, value: r => r.weight, cell: r => count(r.weight)},
    {id: 'expected', title: 'By weight', value: r => r.expected, paint: bar(r => r.expected, '')},
    {id: 'observed', title: 'Observed', hint: 'Of all requests of the run until now', value: r => r.observed, paint: bar(r => r.observed, 'second')}]});
  const none = empty('The load test has no tasks.');
  const addresses = table({label: 'Addresses of the target', remember: 'addresses', key: a => a.address, sort: {id: 'share', descending: true}, columns: [
    {id: 'address', title: 'Address', head: true, value: a => a.address, paint: (td, a) => td.firstChild || fill(td, name(a.address))},
    {id: 'requests', title: 'Requests', numeric: true, value: a => a.requests, cell: a => count(a.requests)},
    {id: 'failures', title: 'Failures', numeric: true, value: a => a.failures, cell: a => count(a.failures)},
    {id: 'share', title: 'Share', value: a => a.share, paint: bar(a => a.share, 'second')}]});
  const target = el('section', {class: 'addresses', hidden: true}, el('h2', {class: 'section-head'}, 'Addresses of the target'), addresses.node);
  fill(root, el('h2', {class: 'sr'}, 'Ratio'), none, list.node, target);
  return {
    update(state) {
      const view = runView(state, run);
      const {spec, result} = view;
      const rows = ratios(spec, result);
      none.hidden = rows.length > 0;
      list.node.hidden = !none.hidden;
      list.update(rows);
      const each = shares(read(view)?.addresses ?? []);
      target.hidden = each.length === 0;
      addresses.update(each);
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
