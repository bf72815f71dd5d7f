import uPlot from './lib/uPlot.esm.js';
import {isDark, ramp, shade, themeColour} from './colour.js';
import {clock, count, latency, number, percent} from './format.js';
import {el, text} from './dom.js';
import {plotOptions} from './plot.js';

const LEGEND_WIDTH = 64;
const LEGEND_HEIGHT = 10;

/** Lower and upper bound of a bucket in ms; the first begins at a step below its upper bound, the last is open and drawn as one step. */
export function bucketBounds(uppers, bucket) {
  const step = uppers.length > 1 ? uppers[1] / uppers[0] : 10;
  const upper = uppers[bucket] ?? uppers.at(-1) * step;
  return [bucket > 0 ? uppers[bucket - 1] : uppers[0] / step, upper];
}

/** Index of the bucket that holds a latency in ms. */
export function bucketOf(uppers, ms) {
  const found = uppers.findIndex(upper => ms <= upper);
  return found < 0 ? uppers.length - 1 : found;
}

/** First and last bucket with samples and the greatest count of a cell: `{first, last, most}`; null without samples. */
export function heatExtent(cells) {
  let first = Infinity, last = -1, most = 0;
  for (const row of cells) {
    for (const [bucket, samples] of row ?? []) {
      first = Math.min(first, bucket);
      last = Math.max(last, bucket);
      most = Math.max(most, samples);
    }
  }
  return last < 0 ? null : {first, last, most};
}

/**
 * Heat map of latency over time: one column per window, one row per bucket on a log axis, colour by count.
 *
 * `update(x, columns, bounds)` reads `columns.t`, `columns.ends`, `columns.heat`. Else as lineChart.
 */
export function heatChart(spec, group) {
  const reading = el('span', {class: 'key-value heat-reading'});
  const scales = [0, 1].map(() => el('canvas', {class: 'heat-scale', width: LEGEND_WIDTH, height: LEGEND_HEIGHT, 'aria-hidden': 'true'}));
  const [middle, most] = [el('span'), el('span')];
  const key = el('span', {class: 'heat-key', hidden: true}, '1', scales[0], middle, scales[1], most);
  const words = el('p', {class: 'sr', id: `chart-${spec.id}-words`});
  const target = el('div', {class: 'plot', role: 'slider', tabindex: 0, 'aria-label': `${spec.title}: instant`,
    'aria-describedby': words.id, 'aria-valuemin': 0, 'aria-valuemax': 0, 'aria-valuenow': 0});
  const cell = el('div', {class: 'heat-cell', hidden: true});
  const node = el('figure', {class: spec.wide ? 'chart broad' : 'chart'},
      el('figcaption', null, el('span', {class: 'chart-title'}, spec.title, el('small', null, spec.unit)),
          el('span', {class: 'keys'}, reading, key)), target, words);
  let data = {x: [], columns: {t: [], ends: [], heat: []}, bounds: []};
  let extent = null;
  let bucket = null;
  const range = () => extent ? [Math.log10(bucketBounds(data.bounds, extent.first)[0]), Math.log10(bucketBounds(data.bounds, extent.last)[1])] : [0, 2];
  const plot = new uPlot(plotOptions({
    group, width: 300, height: spec.height ?? 220,
    y: {range, grid: false, splits: () => logSplits(...range()), values: (_, splits) => splits.map(split => axisText(10 ** split))},
    series: [{show: true, paths: () => null, points: {show: false}}],
    before: drawCells,
  }), [[], []], target);
  plot.over.append(cell);

  function drawCells(u) {
    if (!extent) return;
    const {ctx, bbox} = u;
    const colours = ramp(isDark());
    const rows = new Map();
    const row = i => {
      if (!rows.has(i)) rows.set(i, bucketBounds(data.bounds, i).map(ms => Math.round(u.valToPos(Math.log10(ms), 'y', true))));
      return rows.get(i);
    };
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    data.columns.heat.forEach((cells, i) => {
      if (!cells) return;
      const left = Math.round(u.valToPos(data.columns.t[i], 'x', true));
      const right = Math.max(left + 1, Math.round(u.valToPos(data.columns.ends[i], 'x', true)));
      if (right < bbox.left || left > bbox.left + bbox.width) return;
      for (const [which, samples] of cells) {
        const [bottom, top] = row(which);
        ctx.fillStyle = colours[shade(samples, extent.most)];
        ctx.fillRect(left, top, right - left, bottom - top);
      }
    });
    ctx.restore();
    for (const [half, scale] of scales.entries()) {
      const bar = scale.getContext('2d');
      for (let at = 0; at < LEGEND_WIDTH; at++) {
        bar.fillStyle = colours[Math.floor(128 * (half + at / LEGEND_WIDTH))];
        bar.fillRect(at, 0, 1, LEGEND_HEIGHT);
      }
    }
  }

  function bucketText(i) {
    const [lower, upper] = bucketBounds(data.bounds, i);
    if (i === data.bounds.length - 1) return `over ${latency(lower)}`;
    return i === 0 ? `up to ${latency(upper)}` : `${latency(lower)} to ${latency(upper)}`;
  }

  function readingText(index) {
    const cells = data.columns.heat[index];
    if (!cells) return 'no samples stored for this instant yet';
    const all = cells.reduce((sum, [, samples]) => sum + samples, 0);
    if (bucket === null) {
      const [fullest, samples] = cells.reduce((best, next) => next[1] > best[1] ? next : best, [0, 0]);
      return samples ? `${count(all)} requests, most of them ${bucketText(fullest)}: ${count(samples)}` : 'no samples';
    }
    const samples = cells.find(([which]) => which === bucket)?.[1] ?? 0;
    return `${bucketText(bucket)}: ${count(samples)} of ${count(all)} (${percent(all ? 100 * samples / all : 0)})`;
  }

  function mark(index) {
    cell.hidden = index === null || bucket === null;
    if (cell.hidden) return;
    const [lower, upper] = bucketBounds(data.bounds, bucket).map(ms => plot.valToPos(Math.log10(ms), 'y'));
    const left = plot.valToPos(data.columns.t[index], 'x');
    Object.assign(cell.style, {left: `${left}px`, top: `${upper}px`, height: `${lower - upper}px`,
      width: `${Math.max(1, plot.valToPos(data.columns.ends[index], 'x') - left)}px`});
  }

  return {
    node, plot, target, spec,
    update(x, columns, bounds) {
      data = {x, columns, bounds: bounds ?? []};
      extent = data.bounds.length ? heatExtent(columns.heat) : null;
      plot.setData([x, x.map(() => null)]);
      key.hidden = !extent;
      if (extent) {
        text(middle, count(extent.most / 8));
        text(most, `${count(extent.most)} requests a window`);
      }
      text(words, extent ? `${spec.title}. Lowest bucket: ${bucketText(extent.first)}; highest: ${bucketText(extent.last)}; `
          + `at most ${count(extent.most)} requests in one cell.` : `${spec.title}: no samples stored yet.`);
    },
    /** Shows the values at a window; `own` when the pointer is in this chart, so that its bucket counts. */
    show(index, own) {
      const inside = own && extent && plot.cursor.top >= 0;
      if (inside) bucket = bucketOf(data.bounds, 10 ** plot.posToVal(plot.cursor.top, 'y'));
      else if (own !== undefined) bucket = null;
      text(reading, index === null ? (extent ? '' : 'no samples stored yet') : readingText(index));
      mark(index);
    },
    /** Moves the marked bucket up or down by `steps`. */
    step(steps, index) {
      if (!extent) return;
      const fullest = (data.columns.heat[index] ?? []).reduce((best, next) => next[1] > best[1] ? next : best, [extent.first, 0])[0];
      bucket = bucket === null ? fullest : Math.min(extent.last, Math.max(extent.first, bucket + steps));
    },
    valueText: readingText,
    legend: () => [{label: reading.textContent || `1 to ${extent ? count(extent.most) : 0} requests a window`, value: '', ramp: ramp(isDark()),
      colour: themeColour('--soft')}],
    destroy: () => plot.destroy(),
  };
}

/** Positions of 1, 2 and 5 times powers of ten between two logarithms; only powers of ten over more than three decades. */
export function logSplits(low, high) {
  const factors = high - low > 3 ? [1] : high - low > 1.6 ? [1, 3] : [1, 2, 5];
  const splits = [];
  for (let power = Math.floor(low); power <= high; power++) {
    for (const factor of factors) {
      const split = power + Math.log10(factor);
      if (split >= low && split <= high) splits.push(split);
    }
  }
  return splits;
}

function axisText(ms) {
  return ms >= 1000 ? `${number(ms / 1000, 2)} s` : `${number(ms, 2)}`;
}
