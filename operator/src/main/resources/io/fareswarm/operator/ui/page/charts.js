import {onThemeChange} from './colour.js';
import {heatChart} from './heatchart.js';
import {lineChart} from './linechart.js';
import {clock, dateTime, time} from './format.js';
import {el, fill, set, text} from './dom.js';
import {NOTE_LETTER, NOTE_WORD, notesAt} from './plot.js';
import {saveCharts} from './chartpng.js';

const MOST_NOTES = 200;

/**
 * Charts with one cursor and one zoom.
 *
 * `specs`: those of lineChart, or {id, title, unit, kind: 'heat'}. `tools`: nodes for the toolbar. `title() -> text` and `file` for the image.
 * `update({x, columns, bounds?, notes, notesLeftOut?, warmup, end, startedAt?})`: x and end in seconds from the start, x the middle of each window.
 */
export function chartGroup({specs, tools = [], title, file}) {
  const reading = el('output', {class: 'charts-reading'});
  const whole = el('button', {type: 'button', class: 'button small', disabled: true, on: {click: () => reset()}}, 'Whole run');
  const save = el('button', {type: 'button', class: 'button small',
    on: {click: () => saveCharts({title: title(), subtitle: reading.textContent, charts, notes: data.notes, file: file()})}}, 'Save as PNG');
  const tip = el('div', {class: 'note-tip', 'aria-hidden': 'true', hidden: true});
  const list = el('ol', {class: 'notes'});
  const notes = el('section', {class: 'notes-box', hidden: true, 'aria-label': 'Notes of the run'}, el('h2', null, 'Notes'), list);
  const group = {
    range: () => zoomed ?? [0, Math.max(data.end, 1)],
    data: () => data,
    point: (seconds, plot) => moving || settling || point(seconds, charts.find(chart => chart.plot === plot)),
    zoom, reset,
  };
  let data = {x: [], columns: {}, notes: [], warmup: 0, end: 1};
  let zoomed = null;
  let index = null;
  let moving = false;
  let settling = false;
  let shownNotes = '';
  const charts = specs.map(spec => (spec.kind === 'heat' ? heatChart : lineChart)(spec, group));
  const grid = el('div', {class: 'charts'}, charts.map(chart => chart.node));
  const node = el('div', {class: 'chart-group'}, el('div', {class: 'chart-tools'}, tools, reading, whole, save), grid, notes);

  charts.forEach(chart => {
    chart.target.addEventListener('keydown', event => key(event, chart));
    chart.target.addEventListener('focus', () => {
      if (chart.target.matches(':focus-visible') && index === null && data.x.length) goTo(data.x.length - 1, chart);
    });
  });
  const sizes = new ResizeObserver(resize);
  sizes.observe(grid);
  const themes = onThemeChange(() => requestAnimationFrame(() => charts.forEach(chart => chart.plot.redraw(false, true))));

  function resize() {
    for (const {plot, target} of charts) {
      const width = target.clientWidth;
      if (width > 0 && width !== plot.width) plot.setSize({width, height: plot.height});
    }
    settle();
  }

  // uPlot applies new data, scales and sizes in a microtask and then reports the cursor's old place in pixels as a new instant.
  function settle() {
    if (settling) return;
    settling = true;
    queueMicrotask(() => queueMicrotask(() => {
      settling = false;
      if (index !== null) setCursors(data.x[index], null);
      charts.forEach(chart => chart.show(index));
    }));
  }

  function setCursors(seconds, except) {
    moving = true;
    for (const {plot} of charts) {
      if (plot !== except?.plot) plot.setCursor(seconds === null ? {left: -10, top: -10} : {left: plot.valToPos(seconds, 'x'), top: -10}, false);
    }
    moving = false;
  }

  /** Moves the cursor of all charts to an instant; null hides it. */
  function point(seconds, from) {
    index = seconds === null || !data.x.length ? null : nearest(data.x, seconds);
    setCursors(index === null ? null : seconds, from);
    charts.forEach(chart => chart.show(index, chart === from));
    describe(seconds, from);
  }

  const start = at => data.columns.t?.[at] ?? data.x[at];

  function describe(seconds, from) {
    let noted = [];
    if (index === null) {
      text(reading, data.x.length ? `${clock(group.range()[0])} to ${clock(group.range()[1])}` : '');
    } else {
      noted = notesAt((from ?? charts[0]).plot, data.notes, seconds, start(index), data.columns.ends?.[index]).map(noteText);
      const at = data.startedAt ? ` · ${time(new Date(Date.parse(data.startedAt) + start(index) * 1000).toISOString())}` : '';
      text(reading, [`at ${clock(start(index))}${at}`, ...noted].join(' · '));
    }
    showTip(noted, seconds, from);
    for (const chart of charts) {
      set(chart.target, 'aria-valuemax', Math.round(data.end));
      set(chart.target, 'aria-valuenow', Math.round(index === null ? 0 : data.x[index]));
      set(chart.target, 'aria-valuetext', index === null ? 'no instant chosen' : `${clock(start(index))}: ${chart.valueText(index)}`);
    }
  }

  function showTip(noted, seconds, from) {
    tip.hidden = !noted.length || !from;
    if (tip.hidden) return;
    text(tip, noted.join('\n'));
    const {plot} = from;
    const left = plot.valToPos(seconds, 'x');
    plot.over.append(tip);
    tip.style.left = `${Math.max(0, Math.min(left + 10, plot.over.clientWidth - tip.offsetWidth))}px`;
  }

  function goTo(next, chart) {
    const [min, max] = group.range();
    const seconds = data.x[next];
    if (seconds < min || seconds > max) {
      const half = (max - min) / 2;
      zoom(Math.max(0, seconds - half), Math.max(0, seconds - half) + 2 * half);
    }
    index = next;
    setCursors(seconds, null);
    charts.forEach(each => each.show(next));
    describe(seconds, chart);
  }

  function key(event, chart) {
    if (!data.x.length || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = data.x.length - 1;
    const step = event.shiftKey ? 10 : 1;
    const from = index ?? last;
    const [min, max] = group.range();
    const around = data.x[from];
    const actions = {
      ArrowLeft: () => goTo(Math.max(0, from - step), chart),
      ArrowRight: () => goTo(Math.min(last, from + step), chart),
      PageUp: () => goTo(Math.min(last, from + 10), chart),
      PageDown: () => goTo(Math.max(0, from - 10), chart),
      Home: () => goTo(0, chart),
      End: () => goTo(last, chart),
      ArrowUp: () => bucket(1, from, chart),
      ArrowDown: () => bucket(-1, from, chart),
      '+': () => zoom(Math.max(0, around - (max - min) / 4), around + (max - min) / 4),
      '-': () => zoom(Math.max(0, around - (max - min)), around + (max - min)),
      0: reset,
      Escape: () => zoomed ? reset() : point(null, null),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }

  function bucket(steps, at, chart) {
    chart.step?.(steps, at);
    goTo(at, chart);
  }

  function zoom(min, max) {
    if (!(max - min >= 1)) return;
    zoomed = min <= 0 && max >= data.end ? null : [min, Math.min(max, data.end)];
    rescale();
  }

  function reset() {
    zoomed = null;
    rescale();
  }

  function rescale() {
    whole.disabled = !zoomed;
    const [min, max] = group.range();
    charts.forEach(({plot}) => plot.setScale('x', {min, max}));
    describe(index === null ? null : data.x[index], null);
    settle();
  }

  function listNotes() {
    const id = JSON.stringify([data.notes, data.notesLeftOut]);
    if (id === shownNotes) return;
    shownNotes = id;
    notes.hidden = !data.notes.length;
    const left = Math.max(0, data.notes.length - MOST_NOTES) + (data.notesLeftOut ?? 0);
    fill(list, data.notes.slice(0, MOST_NOTES).map(note => el('li', null, el('button', {type: 'button', class: 'note',
      on: {click: () => data.x.length && goTo(nearest(data.x, note.t), null)}},
      el('span', {class: `note-letter ${note.kind}`, 'aria-hidden': 'true'}, NOTE_LETTER[note.kind] ?? 'N'),
      el('span', {class: 'note-time'}, clock(note.t)), el('bdi', null, noteText(note))))),
    left > 0 ? el('li', null, `and ${left} more`) : null);
  }

  return {
    node,
    update(next) {
      data = {notes: [], warmup: 0, ...next};
      if (zoomed && zoomed[0] >= data.end) zoomed = null;
      if (index !== null && index >= data.x.length) index = null;
      charts.forEach(chart => chart.update(data.x, data.columns, data.bounds));
      charts.forEach(chart => chart.show(index));
      describe(index === null ? null : data.x[index], null);
      listNotes();
      resize();
    },
    destroy() {
      sizes.disconnect();
      themes();
      charts.forEach(chart => chart.destroy());
    },
  };
}

/** A note as words, such as "Edit: load.users.count 10 -> 20". */
export function noteText(note) {
  return `${NOTE_WORD[note.kind] ?? 'Note'}: ${note.text}`;
}

/** Index of the value of an ascending list that is nearest to a number. */
export function nearest(values, to) {
  let low = 0, high = values.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] <= to) low = middle;
    else high = middle;
  }
  return to - values[low] <= values[high] - to ? low : high;
}

/** A run's name and time for titles: "default/taxi-rush, run 3, 12 Mar 2026, 14:03:20". */
export function runTitle(run, startedAt) {
  return [`${run.namespace}/${run.name}`, `run ${run.run}`, ...(startedAt ? [dateTime(startedAt)] : [])].join(', ');
}
