import uPlot from './lib/uPlot.esm.js';
import {themeColour} from './colour.js';
import {clock, number} from './format.js';
import {el, text} from './dom.js';
import {plotOptions} from './plot.js';
import {extremes} from './timeline.js';

/**
 * Chart of lines over time.
 *
 * `spec`: {id, title, unit, format(value) -> text of a value in the legend, series: [{column, label, colour, dash?}]}; `group` as in plotOptions.
 * Returns {node, plot, update(x, columns), show(index | null), resize(width), legend() -> [{label, value, colour, dash}], destroy()}.
 */
export function lineChart(spec, group) {
  const entries = spec.series.map((series, i) => {
    const value = el('span', {class: 'key-value'});
    const most = el('span', {class: 'key-most'});
    const button = el('button', {type: 'button', class: 'key-line', 'aria-pressed': 'true', on: {click: () => toggle(i)},
      title: `Show or hide ${series.label}`}, swatch(series), el('span', null, series.label), value, most);
    return {button, value, most, series};
  });
  const words = el('p', {class: 'sr', id: `chart-${spec.id}-words`});
  const target = el('div', {class: 'plot', role: 'slider', tabindex: 0, 'aria-label': `${spec.title}: instant`,
    'aria-describedby': words.id, 'aria-valuemin': 0, 'aria-valuemax': 0, 'aria-valuenow': 0});
  const node = el('figure', {class: 'chart'},
      el('figcaption', null, el('span', {class: 'chart-title'}, spec.title, el('small', null, spec.unit)),
          el('span', {class: 'keys'}, entries.map(entry => entry.button))), target, words);
  const stroke = colour => () => themeColour(colour);
  const plot = new uPlot(plotOptions({
    group, width: 300, height: spec.height ?? 190,
    y: {range: (_, __, max) => max > 0 ? [0, uPlot.rangeNum(0, max, 0.08, true)[1]] : [0, 1],
      values: (_, splits) => splits.map(value => number(value))},
    series: spec.series.map(({label, colour, dash}) => ({label, width: 1.75, stroke: stroke(colour), dash: dash?.map(length => length * devicePixelRatio),
      points: {show: false, filter: lonely}})),
  }), [[], ...spec.series.map(() => [])], target);
  let data = {x: [], columns: {}};

  function toggle(i) {
    const shown = !plot.series[i + 1].show;
    plot.setSeries(i + 1, {show: shown});
    entries[i].button.setAttribute('aria-pressed', String(shown));
  }

  function show(index) {
    for (const {value, series} of entries) {
      const column = data.columns[series.column] ?? [];
      text(value, spec.format(index === null ? extremes(data.x, column)?.latest : column[index]));
    }
  }

  return {
    node, plot, target, show, spec,
    update(x, columns) {
      data = {x, columns};
      plot.setData([x, ...spec.series.map(series => columns[series.column] ?? x.map(() => null))]);
      const sentences = entries.map(({series, most}) => {
        const found = extremes(x, columns[series.column] ?? []);
        text(most, found ? `max ${spec.format(found.greatest)}` : '');
        return found ? `${series.label}: latest ${spec.format(found.latest)}, greatest ${spec.format(found.greatest)} at ${clock(found.at)}.`
          : `${series.label}: no samples.`;
      });
      text(words, `${spec.title}${spec.unit ? `, ${spec.unit}` : ''}. ${sentences.join(' ')}`);
    },
    valueText: index => spec.series.map(series => `${series.label} ${spec.format((data.columns[series.column] ?? [])[index])}`).join(', '),
    legend: () => entries.filter((_, i) => plot.series[i + 1].show).map(({series, value, most}) => ({label: series.label,
      value: [value.textContent, most.textContent].filter(Boolean).join(', '), colour: themeColour(series.colour), dash: series.dash})),
    destroy: () => plot.destroy(),
  };
}

/** Indices of the windows between two gaps, which have no line and are drawn as points; null for none. `filter` of uPlot's points. */
export function lonely({data}, i) {
  const values = data[i];
  const gap = (k, step) => {
    while (k >= 0 && k < values.length && values[k] === undefined) k += step;
    return values[k] == null;
  };
  const alone = [...values.keys()].filter(k => values[k] != null && gap(k - 1, -1) && gap(k + 1, 1));
  return alone.length ? alone : null;
}

function swatch({colour, dash}) {
  const line = el('span', {class: `swatch ${dash ? (dash[0] < 3 ? 'dotted' : 'dashed') : ''}`, 'aria-hidden': 'true'});
  line.style.borderTopColor = `var(${colour})`;
  return line;
}
