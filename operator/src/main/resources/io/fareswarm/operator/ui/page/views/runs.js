import {comparison} from '../compare.js';
import {el, empty, fill, name, set, table, text} from '../dom.js';
import {count, dateTime, latency, percent, rate} from '../format.js';
import {runHash} from '../route.js';
import {joinSeries, reportDirectory, seriesOf, storedRuns} from '../store.js';

/** Name of the tab. */
export const title = 'Runs';

/** The choice of two runs after one was checked or unchecked: a third replaces the one that was chosen first. */
export function chosen(before, run, checked) {
  const others = before.filter(each => each !== run);
  return checked ? [...others, run].slice(-2) : others;
}

/** Stored runs of a LoadTest: a table, two of them side by side, and the charts of one. */
export function mount(root, context) {
  const {api, store} = context;
  const test = {namespace: context.run.namespace, name: context.run.name};
  const series = new Map();
  const say = el('p', {class: 'soft', role: 'status'});
  const none = el('div');
  const side = el('div');
  let choice = null;
  let pair = null;
  let runs = [];
  let closed = false;

  const list = table({label: `Stored runs of ${test.name}`, key: row => row.run, rows: [], sort: {id: 'run', descending: true}, columns: [
    {id: 'compare', title: 'Compare', paint: paintCheck},
    {id: 'run', title: 'Run', head: true, value: row => row.run, paint: paintRun},
    {id: 'when', title: 'When', value: row => row.startedAt, paint: (cell, row) => {
      cell.className = 'nowrap';
      text(cell, dateTime(row.startedAt));
    }},
    {id: 'verdict', title: 'Verdict', value: verdictOf, paint: (cell, row) => {
      const state = cell.firstChild ?? cell.appendChild(el('span'));
      set(state, 'class', `state ${verdictOf(row)}`);
      text(state, verdictOf(row));
    }},
    figure('requests', 'Requests', row => row.result?.requests, count),
    figure('rps', 'RPS', row => row.result?.throughput, rate),
    ...['p50', 'p95', 'p99'].map(p => figure(p, p, row => row.result?.latencyMs?.[p], latency)),
    figure('failures', 'Failures', row => row.result?.failurePercent, percent),
    {id: 'files', title: 'Files', paint: paintFiles},
  ]});
  const tableBox = el('div', {class: 'runs'}, list.node, say);
  root.append(el('h2', {class: 'sr'}, 'Runs'), tableBox, none, side);

  function paintCheck(cell, row) {
    const box = cell.firstChild ?? cell.appendChild(el('input', {type: 'checkbox', 'aria-label': `Compare run ${row.run}`,
      on: {change: event => choose(chosen(choice, row.run, event.target.checked))}}));
    box.checked = choice.includes(row.run);
  }

  function paintRun(cell, row) {
    if (!cell.firstChild) cell.append(el('a', {href: runHash({...test, run: row.run}, 'charts'), 'aria-label': `Charts of run ${row.run}`}, String(row.run)));
  }

  function paintFiles(cell, row) {
    const files = (row.files ?? []).join('\n');
    if (cell.dataset.files === files) return;
    cell.dataset.files = files;
    const words = row.files?.length === 1 ? '1 file' : `${count(row.files?.length)} files`;
    fill(cell, row.files?.length ? el('details', {class: 'files'}, el('summary', null, words),
        row.files.map(file => el('button', {type: 'button', class: 'text-button', on: {click: () => save(row.run, file)}}, name(file)))) : '–');
  }

  async function save(run, file) {
    try {
      const address = URL.createObjectURL(await api.download(test.namespace, test.name, run, file));
      el('a', {href: address, download: `${test.name}-${run}-${file}`}).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      text(say, '');
    } catch (problem) {
      text(say, `${file} of run ${run} could not be loaded: ${problem.message}`);
    }
  }

  function choose(next) {
    choice = next;
    draw();
  }

  /** Series of a run, loaded once; of a run that goes on, the store's. */
  async function load(row) {
    if (row.live) return seriesOf(store.state, {...test, run: row.run});
    if (!series.has(row.run)) {
      series.set(row.run, api.series(test.namespace, test.name, row.run)
          .then(stored => ({...joinSeries(stored, []), status: 'ready'}), () => null));
    }
    const found = await series.get(row.run);
    if (!found) series.delete(row.run);
    return found;
  }

  async function drawPair(rows) {
    const id = rows.map(row => `${row.run} ${Boolean(row.live)}`).join();
    if (pair?.id !== id) {
      pair?.shown.destroy();
      pair = {id, shown: comparison(test, ...rows)};
      fill(side, pair.shown.node);
    } else if (!rows.some(row => row.live)) {
      return;
    }
    const now = pair;
    now.shown.results(...rows);
    const both = await Promise.all(rows.map(load));
    if (pair === now && !closed) now.shown.series(...both);
  }

  function draw() {
    choice ??= wanted(context.rest) ?? runs.slice(0, 2).map(row => row.run);
    list.update(runs);
    const rows = runs.filter(row => choice.includes(row.run)).sort((a, b) => a.run - b.run);
    if (rows.length === 2) {
      drawPair(rows);
      return;
    }
    pair?.shown.destroy();
    pair = null;
    fill(side, empty(runs.length < 2 ? 'One run is stored.' : 'Check two runs to compare them.',
        runs.length < 2 ? 'Run the test again to compare two runs.' : 'They appear side by side, with their charts over each other.'));
  }

  return {
    update(state) {
      const stored = storedRuns(state, test);
      runs = stored ?? [];
      tableBox.hidden = !runs.length;
      none.hidden = Boolean(runs.length);
      if (!runs.length) {
        fill(side);
        fill(none, stored ? empty('No run is stored yet.', `A run is stored when it ends, ${where(state)}.`)
          : empty('Loading the runs …'));
        return;
      }
      draw();
    },
    destroy() {
      closed = true;
      pair?.shown.destroy();
    },
  };
}

/** The two runs that an address asks for: `compare/2/3`; null for none. */
function wanted(rest = []) {
  const runs = rest[0] === 'compare' ? rest.slice(1, 3).map(Number).filter(Number.isInteger) : [];
  return runs.length === 2 ? runs : null;
}

function where(state) {
  const directory = reportDirectory(state);
  return directory === null ? 'for as many runs as historyLimit says' : `in ${directory}`;
}

const verdictOf = row => row.live ? row.phase ?? 'Running' : row.verdict ?? row.phase ?? '–';

function figure(id, heading, value, format) {
  return {id, title: heading, numeric: true, value, cell: row => format(value(row))};
}
