import {el, fill, text} from './dom.js';
import {latency, number, rate} from './format.js';
import {caption, drawnByWidth, key, linear, svg, ticks} from './svg.js';

const HEIGHT = 260;
const EDGE = {left: 56, right: 16, top: 12, bottom: 40};

/**
 * Chart of lines over the rate of the steps of a search. `lines`: [{kind, label, value(step)}], where `kind` is a class of the stylesheet;
 * `log`: whether the vertical axis is logarithmic; `format`: text of a value. Returns {node, update(steps), destroy()}; each step has `rate`.
 */
export function kneeChart({title, unit, lines, log, format}) {
  const box = el('div', {class: 'drawn'});
  const reading = el('output', {class: 'figure-reading'});
  const node = el('figure', {class: 'chart'},
      caption(title, reading, unit), el('p', {class: 'keys-below'}, lines.map(line => key(line.kind, line.label))), box);
  let steps = [];
  let width = 0;

  function draw() {
    if (!width || !steps.length) return;
    const values = steps.flatMap(step => lines.map(line => line.value(step))).filter(value => value > 0);
    const most = Math.max(...steps.map(step => step.rate));
    const x = linear([0, most], [EDGE.left, width - EDGE.right]);
    const [bottom, high] = log ? [10 ** Math.floor(Math.log10(Math.min(...values, 1))), 10 ** Math.ceil(Math.log10(Math.max(...values, 1)))] : [0, Math.max(...values, 1)];
    const top = log ? Math.max(high, bottom * 10) : high;
    const scale = linear(log ? [Math.log10(bottom), Math.log10(top)] : [0, top], [HEIGHT - EDGE.bottom, EDGE.top]);
    const y = value => scale(log ? Math.log10(Math.max(value, bottom)) : value);
    const marks = log ? Array.from({length: Math.round(Math.log10(top / bottom)) + 1}, (_, i) => bottom * 10 ** i) : ticks(0, top, 5);
    const words = `${title} over the rate of arrivals; the values are in the table of the steps.`;
    const parts = lines.map(line => {
      const points = steps.filter(step => line.value(step) > 0).map(step => [x(step.rate), y(line.value(step))]);
      return [svg('polyline', {class: line.kind, points: points.map(point => point.join(',')).join(' ')}),
        points.map(([cx, cy]) => svg('circle', {class: line.kind, cx, cy, r: 3}))];
    });
    fill(box, svg('svg', {width, height: HEIGHT, role: 'img', 'aria-label': words},
        marks.map(value => [svg('line', {class: 'rule', x1: x(0), x2: x(most), y1: y(value), y2: y(value)}),
          svg('text', {class: 'y', x: EDGE.left - 8, y: y(value) + 4}, number(value))]),
        ticks(0, most, Math.max(3, width / 100)).map(value => svg('text', {class: 'x', x: x(value), y: HEIGHT - EDGE.bottom + 16}, number(value))),
        svg('text', {class: 'x', x: (x(0) + x(most)) / 2, y: HEIGHT - 7}, 'requests a second'), parts));
    box.onpointermove = event => {
      const nearest = steps.reduce((best, step) => Math.abs(x(step.rate) - event.offsetX) < Math.abs(x(best.rate) - event.offsetX) ? step : best);
      text(reading, `${rate(nearest.rate)}/s: ${lines.map(line => `${line.label} ${format(line.value(nearest))}`).join(', ')}`);
    };
    box.onpointerleave = () => text(reading, '');
  }

  const destroy = drawnByWidth(box, found => {
    width = found;
    draw();
  });
  return {
    node, destroy,
    update(all) {
      steps = [...all].sort((a, b) => a.rate - b.rate);
      node.hidden = steps.length === 0;
      draw();
    },
  };
}

/** The two charts of a search: latency and throughput over the rate. */
export function kneeCharts() {
  return [
    kneeChart({title: 'Latency', unit: 'ms, logarithmic', log: true, format: latency, lines: [
      {kind: 'p50', label: 'p50', value: step => step.counts.p50}, {kind: 'p95', label: 'p95', value: step => step.counts.p95},
      {kind: 'p99', label: 'p99', value: step => step.counts.p99}]}),
    kneeChart({title: 'Responses', unit: 'per second', log: false, format: value => `${rate(value)}/s`,
      lines: [{kind: 'p50', label: 'responses', value: step => step.counts.throughput}]}),
  ];
}
