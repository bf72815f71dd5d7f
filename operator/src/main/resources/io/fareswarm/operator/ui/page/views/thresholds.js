import {el, empty, fill, name, painted, set, table} from '../dom.js';
import {clock, count, exact} from '../format.js';
import {runView, warmupOf} from '../run.js';

export const title = 'Thresholds';

const STATES = {'+': 'passed', x: 'failed', '.': 'not judged'};
const MOST_TIMES = 10;

/** Cells of a threshold's windows {from, to, state}, oldest first, in seconds of the run, warm-up included; a cell may have several windows. */
export function cellsOf(threshold, warmup) {
  const {fromSecond, cellSeconds, cells} = threshold.windows?.strip ?? {cells: ''};
  return [...cells].map((cell, i) => {
    const from = warmup + fromSecond + i * cellSeconds;
    return {from, to: Math.min(from + cellSeconds, warmup + threshold.windows.throughSecond), state: STATES[cell] ?? STATES['.']};
  });
}

/** Limit of a threshold, such as ≤ 250 ms in each 10s; as the server wrote it if it sent no numbers. */
export const limitOf = ({limit, figures}) => figures ? `${figures.atMost ? '≤' : '≥'} ${exact(figures.limit, figures.unit)}${/ in each .*$/.exec(limit)?.[0] ?? ''}` : limit;

/** Observed value of a threshold; a text if nothing was measured. */
export const observedOf = ({observed, figures}) => Number.isFinite(figures?.observed) ? exact(figures.observed, figures.unit) : observed;

/** Notes of a run's failed windows for its charts. */
export const failedWindows = (thresholds, warmup) => thresholds.flatMap(threshold => cellsOf(threshold, warmup)
    .filter(cell => cell.state === 'failed').map(cell => ({t: cell.from, kind: 'failedWindow', text: `${threshold.name}, ${limitOf(threshold)}`})));

const span = ({from, to}) => `${clock(from)}–${clock(to)}`;

/** Table of the thresholds: limit, observed value, windows, and whether each passed. */
export function mount(root, {run}) {
  let spec = {};
  let active = false;
  const list = table({label: 'Thresholds', key: t => t.name, columns: [
    {id: 'state', title: 'State', paint: (td, t) => painted(td, word(t), () => el('span', {class: `state ${t.passed ? 'Passed' : 'Failed'}`}, word(t)))},
    {id: 'name', title: 'Name', head: true, paint: (td, t) => painted(td, t.name, () => name(t.name))},
    {id: 'task', title: 'Task', paint: (td, t) => painted(td, ruleOf(t)?.task ?? '', () => ruleOf(t)?.task ? name(ruleOf(t).task) : el('span', {class: 'soft'}, 'all'))},
    {id: 'limit', title: 'Limit', short: true, cell: limitOf},
    {id: 'observed', title: 'Observed', short: true, cell: observedOf},
    {id: 'windows', title: 'Windows', hint: 'Results of the windows; times of the run, warm-up included', paint: (td, t) => painted(td, JSON.stringify(t.windows ?? null), () => windows(t, td.querySelector('.strip')))}]});
  const word = t => t.passed ? (active ? 'Passes' : 'Passed') : (active ? 'Fails' : 'Failed');
  const ruleOf = threshold => spec.thresholds?.find(t => t.name === threshold.name);
  const none = empty('No threshold has been judged yet.', 'The result of each threshold appears while the run goes on.');

  /** `drawn` is the strip of the threshold's last status, whose elements are used again; null before. */
  function windows(threshold, drawn) {
    if (!threshold.windows) return el('span', {class: 'soft'}, 'the run as a whole');
    const {failed, judged, worstSecond} = threshold.windows;
    const warmup = warmupOf(spec);
    const strip = cellsOf(threshold, warmup);
    const times = strip.filter(cell => cell.state === 'failed');
    return [el('p', null, `${count(failed)} failed of ${count(judged)} judged`,
        worstSecond !== undefined ? `; worst from ${clock(warmup + worstSecond)}` : ''),
    strip.length ? draw(drawn ?? el('div', {class: 'strip', 'aria-hidden': 'true'}), strip) : null,
    times.length ? el('p', {class: 'soft'}, times.length > MOST_TIMES ? 'Failed last: ' : 'Failed: ', times.slice(-MOST_TIMES).map(span).join(', ')) : null];
  }

  function draw(strip, cells) {
    while (strip.childElementCount > cells.length) strip.lastElementChild.remove();
    cells.forEach((cell, i) => {
      const node = strip.children[i] ?? strip.appendChild(el('i'));
      set(node, 'class', cell.state.replace(' ', '-'));
      set(node, 'title', `${span(cell)}: ${cell.state}`);
    });
    return strip;
  }

  fill(root, el('h2', {class: 'sr'}, 'Thresholds'), none, list.node);
  return {
    update(state) {
      const view = runView(state, run);
      spec = view.spec;
      active = view.active;
      none.hidden = view.thresholds.length > 0;
      list.node.hidden = !none.hidden;
      list.update(view.thresholds);
    },
    destroy() {},
  };
}
