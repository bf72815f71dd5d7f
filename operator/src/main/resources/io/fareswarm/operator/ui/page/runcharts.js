import {chartGroup, runTitle} from './charts.js';
import {latency, number, rate} from './format.js';
import {el, empty, fill, name} from './dom.js';
import {notStarted} from './run.js';
import {columnsOf, notesOf} from './timeline.js';

const RATE = {id: 'rate', title: 'Requests and failures', unit: 'per second', format: rate, series: [
  {column: 'requests', label: 'RPS', colour: '--a'}, {column: 'failures', label: 'Failures/s', colour: '--bad', dash: [6, 3]}]};
const LATENCY = {id: 'latency', title: 'Latency', unit: 'ms, from due until ended', format: latency, series: [
  {column: 'p50', label: 'p50', colour: '--a'}, {column: 'p95', label: 'p95', colour: '--b', dash: [6, 3]},
  {column: 'p99', label: 'p99', colour: '--c', dash: [2, 2]}]};
const HEAT = {id: 'heat', kind: 'heat', wide: true, title: 'Latency heat map', unit: 'ms, all tasks'};
const LAG = {id: 'lag', title: 'Generator lag', unit: 'ms, greatest of the workers', format: latency, height: 150,
  series: [{column: 'lag', label: 'lag', colour: '--c'}]};
const users = open => ({id: 'users', title: open ? 'Requests in flight' : 'Users', unit: '', format: value => number(value, 4), height: 150,
  series: [{column: 'users', label: open ? 'in flight' : 'users', colour: '--a'}]});

/**
 * All charts of one run, with a select of its tasks.
 *
 * `run`: {namespace, name, run}; `open`: whether the load is given as arrivals.
 * `update({series, edits, marks, startedAt, active, phase})`: `series` as seriesOf returns it; `marks` the notes of failed windows.
 */
export function runCharts(run, open) {
  const choice = el('select', {class: 'input', on: {change: () => draw()}}, el('option', {value: '-1'}, 'All tasks'));
  const group = chartGroup({specs: [RATE, LATENCY, HEAT, users(open), LAG],
    tools: [el('label', {class: 'field-inline'}, 'Task', choice)],
    title: () => `${runTitle(run, last?.startedAt)}${choice.value === '-1' ? '' : `, task ${choice.selectedOptions[0].textContent}`}`,
    file: () => `${run.name}-run-${run.run}.png`});
  const nothing = el('div');
  const node = el('div', null, group.node, nothing);
  let last = null;
  let names = null;
  let drawn = null;

  function draw() {
    const {series, edits, marks, startedAt} = last;
    const columns = columnsOf(series, Number(choice.value));
    group.update({x: columns.x, columns, bounds: series.bucketsMs, notes: notesOf([...series.notes, ...marks], edits), notesLeftOut: series.notesLeftOut, warmup: series.warmup, startedAt,
      end: Math.max(columns.ends.at(-1) ?? 0, 1)});
  }

  return {
    node,
    update(next) {
      last = next;
      const {series} = next;
      const known = JSON.stringify(series.tasks);
      if (known !== names) {
        names = known;
        const before = choice.value;
        fill(choice, el('option', {value: '-1'}, 'All tasks'), series.tasks.map((task, i) => el('option', {value: i}, name(task).textContent)));
        choice.value = [...choice.options].some(option => option.value === before) ? before : '-1';
      }
      const some = series.windows.length > 0;
      group.node.hidden = !some;
      nothing.hidden = some;
      if (!some) fill(nothing, nothingYet(series.status, next));
      const newest = series.windows.at(-1);
      const id = [series.windows.length, newest?.t, newest?.n, series.notes.length, next.edits?.length, next.marks.map(mark => mark.t).join(), series.status].join(' ');
      if (some && id !== drawn) {
        drawn = id;
        draw();
      }
    },
    destroy: () => group.destroy(),
  };
}

function nothingYet(status, run) {
  const waits = notStarted(run);
  if (waits) return empty(waits);
  if (status === 'loading') return empty('Loading the charts …');
  if (status === 'error') {
    return empty('The stored series of this run could not be loaded.', 'Reload the page to try again. The other files of the run are under Downloads.');
  }
  return run.active ? empty('No samples yet.', 'The charts begin with the first responses of the workers.')
    : empty('No charts are stored for this run.', 'A run stores its series every few seconds while it sends load.');
}
