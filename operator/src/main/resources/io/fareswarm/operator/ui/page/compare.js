import {chartGroup} from './charts.js';
import {el, fill, name, table} from './dom.js';
import {count, latency, number, percent, rate} from './format.js';
import {warmupOf} from './run.js';
import {columnsOf, notesOf, overlaid} from './timeline.js';
import {failedWindows} from './views/thresholds.js';

const points = value => `${number(value)} points`;

/** Figures of a result that two runs are compared by. `better`: which direction is an improvement, or null. */
export const FIGURES = [
  {title: 'RPS', of: result => result.throughput, format: rate, better: 'more'},
  {title: 'Failures', of: result => result.failurePercent, format: percent, difference: points, better: 'less'},
  {title: 'p50', of: result => result.latencyMs?.p50, format: latency, better: 'less'},
  {title: 'p95', of: result => result.latencyMs?.p95, format: latency, better: 'less'},
  {title: 'p99', of: result => result.latencyMs?.p99, format: latency, better: 'less'},
  {title: 'Mean', of: result => result.latencyMs?.mean, format: latency, better: 'less'},
  {title: 'Max', of: result => result.latencyMs?.max, format: latency, better: 'less'},
  {title: 'Requests', of: result => result.requests, format: count, better: null},
  {title: 'Dropped', of: result => result.dropped, format: count, better: 'less'},
  {title: 'Users or requests in flight', of: result => result.users, format: count, better: null},
];

/**
 * The figures of two results side by side: {title, left, right, difference, percent, judgement}, formatted by `format` and `formatDifference`.
 * `percent` is null when the left figure is 0; `judgement` is 'better', 'worse', 'equal' or null.
 */
export function compareFigures(left, right) {
  return FIGURES.map(({title, of, format, difference: formatDifference = format, better}) => {
    const [a, b] = [of(left ?? {}) ?? null, of(right ?? {}) ?? null];
    if (a === null && b === null) return null;
    const difference = a === null || b === null ? null : b - a;
    const change = difference === null || a === 0 ? null : 100 * difference / Math.abs(a);
    return {title, format, formatDifference, left: a, right: b, difference, percent: change, judgement: judged(difference, change, better)};
  }).filter(row => row !== null);
}

function judged(difference, change, better) {
  if (difference === null || better === null) return null;
  if (difference === 0 || change !== null && Math.abs(change) < 0.05) return 'equal';
  return (difference > 0) === (better === 'more') ? 'better' : 'worse';
}

/** The fields in which two specs differ, as {path, left, right} in the order of the paths; undefined where a spec has no value. `run` is left out. */
export function compareSpecs(left, right) {
  const [a, b] = [new Map(leaves(left ?? {}, '')), new Map(leaves(right ?? {}, ''))];
  return [...new Set([...a.keys(), ...b.keys()])].filter(path => !['run', 'stopRun'].includes(path) && a.get(path) !== b.get(path)).sort()
      .map(path => ({path, left: a.get(path), right: b.get(path)}));
}

// Entries of a list with names are matched by name, so that a moved task is no difference.
function leaves(value, path) {
  if (Array.isArray(value)) {
    return value.length ? value.flatMap((item, i) => leaves(item, `${path}[${item?.name ?? i}]`)) : [[path, '[]']];
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    return entries.length ? entries.flatMap(([key, item]) => leaves(item, path ? `${path}.${key}` : key)) : [[path, '{}']];
  }
  return [[path, String(value)]];
}

const SIGNED = new Intl.NumberFormat(undefined, {signDisplay: 'exceptZero', maximumFractionDigits: 1});

function signed(value, format) {
  if (value === null) return '–';
  return value === 0 ? '±0' : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;
}

const SIGN = {better: '✓ better', worse: '✗ worse', equal: '= equal'};

/** Comparison of two stored runs: figures, charts over each other, differences of the specs. `left` and `right` as in api/runs. */
export function comparison(run, left, right) {
  const labels = [left, right].map(each => `Run ${each.run}`);
  const figures = table({label: `Figures of runs ${left.run} and ${right.run}`, key: row => row.title, stacks: false, columns: [
    {id: 'figure', title: 'Figure', head: true, cell: row => row.title},
    {id: 'left', title: labels[0], numeric: true, cell: row => row.format(row.left)},
    {id: 'right', title: labels[1], numeric: true, cell: row => row.format(row.right)},
    {id: 'change', title: 'Change', numeric: true, cell: row => signed(row.difference, row.formatDifference)},
    {id: 'percent', title: 'Change, %', numeric: true, cell: row => row.percent === null ? '–' : SIGNED.format(row.percent).replace('-', '−')},
    {id: 'judgement', title: 'Better or worse', paint: (cell, row) => {
      cell.className = `judged ${row.judgement ?? ''}`;
      cell.textContent = row.judgement ? SIGN[row.judgement] : '';
    }},
  ]});
  figures.node.classList.add('compared');
  const which = el('select', {class: 'input', on: {change: draw}}, ['p50', 'p95', 'p99'].map(p => el('option', {value: p, selected: p === 'p95'}, p)));
  const lines = figure => [{column: `left.${figure}`, label: labels[0], colour: '--a'},
    {column: `right.${figure}`, label: labels[1], colour: '--c', dash: [6, 3]}];
  const charts = chartGroup({
    specs: [{id: 'compare-rate', title: 'RPS', unit: '', format: rate, series: lines('requests')},
      {id: 'compare-latency', title: 'Latency', unit: 'ms, the chosen percentile', format: latency, series: lines('latency')},
      {id: 'compare-failures', title: 'Failures/s', unit: '', format: rate, height: 140, series: lines('failures')}],
    tools: [el('label', {class: 'field-inline'}, 'Percentile', which)],
    title: () => `${run.namespace}/${run.name}, runs ${left.run} and ${right.run}, ${which.value}`,
    file: () => `${run.name}-runs-${left.run}-${right.run}.png`,
  });
  figures.update(compareFigures(left.result, right.result));
  const state = el('p', {class: 'soft', role: 'status'}, 'Loading the charts …');
  charts.node.hidden = true;
  let both = null;

  function draw() {
    if (!both) return;
    const {x, columns} = both.over;
    const latencyOf = side => columns[`${side}.${which.value}`];
    charts.update({x, columns: {...columns, 'left.latency': latencyOf('left'), 'right.latency': latencyOf('right')},
      notes: both.notes, notesLeftOut: both.notesLeftOut, warmup: Math.max(both.left.warmup, both.right.warmup), end: both.end});
  }

  /** Notes of both runs, each with its run. */
  function notes(series) {
    return [left, right].flatMap((run, i) => notesOf([...series[i]?.notes ?? [], ...failedWindows(run.thresholds ?? [], warmupOf(run.spec ?? {}))])
        .map(note => ({...note, text: `${labels[i]}: ${note.text}`}))).sort((a, b) => a.t - b.t);
  }

  return {
    node: el('div', {class: 'comparison'}, el('h2', null, `Run ${left.run} and run ${right.run}`), warning(left, right), figures.node,
        el('h3', null, 'Over each other, from the start of each run'), state, charts.node,
        el('h3', null, 'What differs in their specs'), differences(left, right, labels)),
    /** Shows the figures of results that have changed. */
    results(newLeft, newRight) {
      figures.update(compareFigures(newLeft.result, newRight.result));
    },
    /** Shows the charts of two series as seriesOf returns them; null for one that could not be loaded. */
    series(leftSeries, rightSeries) {
      const missing = [leftSeries, rightSeries].flatMap((series, i) => series?.windows.length ? [] : [labels[i]]);
      fill(state, missing.length ? `${missing.join(' and ')}: no series is stored, so there is no chart of it.` : '');
      const [a, b] = [leftSeries, rightSeries].map(series => columnsOf(series ?? {windows: [], width: 1}));
      both = {over: overlaid(a, b), left: leftSeries ?? {warmup: 0}, right: rightSeries ?? {warmup: 0},
        notes: notes([leftSeries, rightSeries]), notesLeftOut: (leftSeries?.notesLeftOut ?? 0) + (rightSeries?.notesLeftOut ?? 0),
        end: Math.max(a.ends.at(-1) ?? 0, b.ends.at(-1) ?? 0, 1)};
      charts.node.hidden = missing.length === 2;
      draw();
    },
    destroy: () => charts.destroy(),
  };
}

function warning(left, right) {
  const fields = compareSpecs(left.spec, right.spec).length;
  const words = fields === 1 ? 'one field' : `${count(fields)} fields`;
  return fields ? el('p', {class: 'soft'}, `Their specs differ in ${words}, listed at the end: a change may come from that.`) : null;
}

function differences(left, right, labels) {
  const rows = compareSpecs(left.spec, right.spec);
  if (!rows.length) return el('p', {class: 'soft'}, 'Nothing: both runs had the same spec.');
  const value = (cell, shown) => fill(cell, shown === undefined ? el('span', {class: 'soft'}, 'not set') : name(shown, 200));
  return table({label: 'Differences of the specs', key: row => row.path, rows, columns: [
    {id: 'path', title: 'Field', head: true, paint: (cell, row) => cell.firstChild ?? cell.append(el('code', null, name(row.path, 120)))},
    {id: 'left', title: labels[0], paint: (cell, row) => value(cell, row.left)},
    {id: 'right', title: labels[1], paint: (cell, row) => value(cell, row.right)},
  ]}).node;
}
