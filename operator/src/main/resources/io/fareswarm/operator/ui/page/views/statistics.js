import {el, empty, fill, name, painted, table, text} from '../dom.js';
import {bytes, count, ms, percent, rate} from '../format.js';
import {notStarted, runView, tasksOf} from '../run.js';

export const title = 'Statistics';

const KEY = 'fareswarm.columns';
const time = (id, label, pick, hint) => ({id, title: label, hint: `${hint}, in ms`, numeric: true, value: r => pick(r.latencyMs ?? {}), cell: r => ms(pick(r.latencyMs ?? {}))});
const COLUMNS = [
  {id: 'type', title: 'Type', fixed: true, value: r => r.method, cell: r => r.method},
  {id: 'name', title: 'Name', fixed: true, head: true, value: r => r.name, paint: paintName},
  {id: 'requests', title: 'Requests', numeric: true, value: r => r.requests, cell: r => count(r.requests)},
  {id: 'failures', title: 'Failures', numeric: true, value: r => r.failures, cell: r => count(r.failures)},
  {id: 'failurePercent', title: 'Failed', hint: 'Failures and dropped requests, in percent', optional: true, numeric: true, value: r => r.failurePercent, cell: r => percent(r.failurePercent)},
  {id: 'dropped', title: 'Dropped', hint: 'Requests that were due but never started', numeric: true, value: r => r.dropped, cell: r => count(r.dropped)},
  time('p50', 'Median', l => l.p50, 'Half of the requests took at most this time'),
  {...time('p90', '90%', l => l.p90, '90th percentile'), optional: true},
  time('p95', '95%', l => l.p95, '95th percentile'),
  time('p99', '99%', l => l.p99, '99th percentile'),
  {...time('p999', '99.9%', l => l.p999, '99.9th percentile'), optional: true},
  time('mean', 'Average', l => l.mean, 'Average latency'),
  time('min', 'Min', l => l.min, 'Shortest latency'),
  time('max', 'Max', l => l.max, 'Longest latency'),
  {id: 'size', title: 'Average size', hint: 'Bytes of a response, headers and body', numeric: true, value: size, cell: r => bytes(size(r))},
  {id: 'rps', title: 'Current RPS', numeric: true, value: r => r.rps, cell: r => rate(r.rps)},
  {id: 'fps', title: 'Current failures/s', numeric: true, value: r => r.fps, cell: r => rate(r.fps)},
  {id: 'throughput', title: 'RPS of the run', hint: 'Requests per second over the duration', optional: true, numeric: true, value: r => r.throughput, cell: r => rate(r.throughput)}];

/** Rows of the statistics: {tasks, all}, from the result and the current second of a run. */
export function statistics(view) {
  const methods = new Map(tasksOf(view.spec).map(t => [t.name, t.request?.method ?? 'GET']));
  const live = new Map((view.live?.tasks ?? []).map(t => [t.name, t]));
  const now = now => ({rps: now?.requests ?? null, fps: now?.failures ?? null});
  return {
    tasks: (view.result?.tasks ?? []).map(t => ({...t, method: methods.get(t.name) ?? '', ...now(live.get(t.name))})),
    all: view.result ? [{...view.result, name: 'All tasks', method: '', total: true, ...now(view.live?.all)}] : [],
  };
}

/** Table of all tasks, and of all together. */
export function mount(root, {store, run}) {
  const hidden = new Set(read());
  const chosen = () => COLUMNS.filter(c => !hidden.has(c.id) && !(!runView(store.state, run)?.active && ['rps', 'fps'].includes(c.id)));
  let active = null;
  const list = table({label: 'Statistics', remember: 'statistics', key: r => r.name, sort: {id: 'requests', descending: true}, columns: chosen()});
  const none = empty('');
  const menu = el('details', {class: 'columns', on: {keydown: event => {
    if (event.key === 'Escape') {
      menu.open = false;
      menu.firstElementChild.focus();
    }
  }, focusout: event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  }}}, el('summary', {class: 'button small'}, 'Columns'),
  el('fieldset', {tabindex: -1}, el('legend', {class: 'sr'}, 'Columns to show'), COLUMNS.filter(c => !c.fixed).map(column => el('label', null,
      el('input', {type: 'checkbox', prop: {checked: !hidden.has(column.id)}, on: {change: event => {
        hidden[event.target.checked ? 'delete' : 'add'](column.id);
        localStorage.setItem(KEY, JSON.stringify([...hidden]));
        list.columns(chosen());
      }}}), column.title))));
  const head = el('div', {class: 'row section-head'}, el('span', {class: 'soft space'}, 'Latencies in ms'), menu);
  fill(root, el('h2', {class: 'sr'}, 'Statistics'), head, none, list.node);
  return {
    update(state) {
      const view = runView(state, run);
      const {tasks, all} = statistics(view);
      none.hidden = tasks.length > 0;
      list.node.hidden = head.hidden = !none.hidden;
      if (!none.hidden) text(none.firstChild, reason(view));
      if (active !== view.active) {
        active = view.active;
        list.columns(chosen());
      }
      list.update(tasks, all);
    },
    destroy() {},
  };
}

/** Why a run has no figures. */
function reason(view) {
  const waits = notStarted(view);
  if (waits) return waits;
  if (view.missing) return 'This run is not stored.';
  return view.active ? 'No request has ended yet. The figures appear with the first responses.' : 'The run ended before a request did.';
}

function paintName(td, row) {
  painted(td, row.name, () => name(row.name));
}

function size(row) {
  return row.requests ? row.bytesReceived / row.requests : null;
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? COLUMNS.filter(c => c.optional).map(c => c.id);
  } catch {
    return COLUMNS.filter(c => c.optional).map(c => c.id);
  }
}
