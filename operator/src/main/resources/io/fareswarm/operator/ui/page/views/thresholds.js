import {el, empty, fill, name, painted, table} from '../dom.js';
import {clock, count, seconds} from '../format.js';
import {runView} from '../run.js';
import {seriesOf} from '../store.js';

export const title = 'Thresholds';

const MAX_STRIP = 60;

/** Windows of a threshold {from, failed}, the latest at the end, `from` in seconds of the run, warm-up included; null if the series does not name the failed ones. */
export function windowsOf(threshold, length, series) {
  const {judged, failed, throughSecond} = threshold.windows;
  const offset = series.warmup;
  const notes = series.notes.filter(n => n.kind === 'failedWindow' && n.threshold === threshold.name);
  if (!length || notes.length !== failed || throughSecond === undefined) return null;
  const failures = new Set(notes.map(n => Math.floor((n.t - offset) / length)));
  const last = Math.floor(throughSecond / length);
  const first = Math.max(0, last - MAX_STRIP);
  return judged === 0 ? [] : Array.from({length: last - first}, (_, i) => ({from: offset + (first + i) * length, failed: failures.has(first + i)}));
}

/** Table of the thresholds: limit, observed value, windows, and whether each passed. */
export function mount(root, {run}) {
  let series = null;
  let spec = {};
  let active = false;
  const list = table({label: 'Thresholds', key: t => t.name, columns: [
    {id: 'state', title: 'State', paint: (td, t) => painted(td, word(t), () => el('span', {class: `state ${t.passed ? 'Passed' : 'Failed'}`}, word(t)))},
    {id: 'name', title: 'Name', head: true, paint: (td, t) => painted(td, t.name, () => name(t.name))},
    {id: 'task', title: 'Task', paint: (td, t) => painted(td, ruleOf(t)?.task ?? '', () => ruleOf(t)?.task ? name(ruleOf(t).task) : el('span', {class: 'soft'}, 'all'))},
    {id: 'limit', title: 'Limit', short: true, cell: t => t.limit},
    {id: 'observed', title: 'Observed', short: true, cell: t => t.observed},
    {id: 'windows', title: 'Windows', paint: (td, t) => painted(td, JSON.stringify([t.windows, series.notes.length]), () => windows(t))}]});
  const word = t => t.passed ? (active ? 'Passes' : 'Passed') : (active ? 'Fails' : 'Failed');
  const ruleOf = threshold => spec.thresholds?.find(t => t.name === threshold.name);
  const none = empty('No threshold has been judged yet.', 'The result of each threshold appears while the run goes on.');

  function windows(threshold) {
    if (!threshold.windows) return el('span', {class: 'soft'}, 'the run as a whole');
    const {failed, judged, worstSecond} = threshold.windows;
    const length = seconds(ruleOf(threshold)?.window);
    const strip = windowsOf(threshold, length, series);
    return [el('p', null, `${count(failed)} failed of ${count(judged)} judged`, length ? `, each ${ruleOf(threshold).window}` : '',
        failed && worstSecond !== undefined ? `; worst from ${clock((seconds(spec.warmup) ?? 0) + worstSecond)}` : ''),
    strip?.length ? el('div', {class: 'strip', 'aria-hidden': 'true'}, strip.map(w => el('i', {class: w.failed ? 'failed' : null,
      title: `from ${clock(w.from)}: ${w.failed ? 'failed' : 'passed'}`}))) : null,
    strip && failed ? el('p', {class: 'soft'}, 'Failed from ', strip.filter(w => w.failed).slice(-10).map(w => clock(w.from)).join(', ')) : null];
  }

  fill(root, el('h2', {class: 'sr'}, 'Thresholds'), none, list.node);
  return {
    update(state) {
      const view = runView(state, run);
      spec = view.spec;
      active = view.active;
      series = seriesOf(state, {...run, run: view.run});
      none.hidden = view.thresholds.length > 0;
      list.node.hidden = !none.hidden;
      list.update(view.thresholds);
    },
    destroy() {},
  };
}
