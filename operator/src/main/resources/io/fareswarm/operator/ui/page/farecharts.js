import {el, fill, text} from './dom.js';
import {count, money, number} from './format.js';
import {caption, drawnByWidth, key, linear, svg, ticks} from './svg.js';

const HEIGHT = 300;
const STRIP = 56;
const EDGE = {left: 52, right: 16, top: 12, bottom: 40};

/** Kilometres per degree of longitude and of latitude at a latitude. */
export function kilometresPerDegree(latitude) {
  return {longitude: 111.32 * Math.cos(latitude * Math.PI / 180), latitude: 111.13};
}

/**
 * Dollars per kilometre of straight-line distance by direction, from price = w0 * |dlon| + w1 * |dlat| + w2:
 * {east: along a line of latitude, north: along a line of longitude, least, most: over all directions}.
 */
export function perKilometre(weights, latitude = 40.75) {
  const degree = kilometresPerDegree(latitude);
  const east = weights[0] / degree.longitude;
  const north = weights[1] / degree.latitude;
  const diagonal = east > 0 && north > 0 || east < 0 && north < 0 ? Math.sign(east) * Math.hypot(east, north) : null;
  const all = [east, north, ...(diagonal === null ? [] : [diagonal])];
  return {east, north, least: Math.min(...all), most: Math.max(...all)};
}

/** Words for a bin of distances; the last bin is open. */
function distances({from, to, open}) {
  return open ? `${number(from)} and over` : `${number(from)} to ${number(to)}`;
}

/** Figure of the mean fare by distance with the number of rides, and of the prices that the model gives. */
export function fareFigure({widthKm, mean, count: rides}, weights) {
  const prices = perKilometre(weights);
  const end = mean.length * widthKm;
  const price = (perKm, km) => weights[2] + perKm * km;
  const box = el('div', {class: 'drawn'});
  const reading = el('output', {class: 'figure-reading'});
  const shown = mean.map((value, i) => ({value, rides: rides?.[i] ?? 0, from: i * widthKm, to: (i + 1) * widthKm, open: i === mean.length - 1})).filter(bin => bin.rides > 0);
  const top = Math.max(...shown.map(bin => bin.value), price(prices.most, end), 1);
  const most = Math.max(1, ...shown.map(bin => bin.rides));

  function draw(width) {
    const x = linear([0, end], [EDGE.left, width - EDGE.right]);
    const y = linear([0, top], [HEIGHT - EDGE.bottom - STRIP, EDGE.top]);
    const floor = HEIGHT - EDGE.bottom;
    const bar = linear([0, most], [0, STRIP - 16]);
    const line = (perKm, kind) => svg('line', {class: kind, x1: x(0), y1: y(price(perKm, 0)), x2: x(end), y2: y(price(perKm, end))});
    const band = [[0, prices.least], [end, prices.least], [end, prices.most], [0, prices.most]].map(([km, perKm]) => `${x(km)},${y(price(perKm, km))}`);
    const clip = svg('clipPath', {id: 'fare-plot'}, svg('rect', {x: x(0), y: y(top), width: x(end) - x(0), height: y(0) - y(top)}));
    const words = `Mean fare by straight-line distance up to ${number(end)} km; the values are in the table below.`;
    fill(box, svg('svg', {width, height: HEIGHT, role: 'img', 'aria-label': words}, clip,
        ticks(0, top, 6).map(v => [svg('line', {class: 'rule', x1: x(0), x2: x(end), y1: y(v), y2: y(v)}),
          svg('text', {class: 'y', x: EDGE.left - 8, y: y(v) + 4}, `$${number(v)}`)]),
        ticks(0, end, Math.max(3, width / 80)).map(v => svg('text', {class: 'x', x: x(v), y: floor + 16}, number(v))),
        svg('text', {class: 'x', x: (x(0) + x(end)) / 2, y: floor + 33}, 'straight-line distance, km'),
        svg('line', {class: 'rule', x1: x(0), x2: x(end), y1: floor, y2: floor}),
        shown.map(bin => svg('rect', {class: 'count', x: x(bin.from) + 0.5, width: Math.max(1, x(bin.to) - x(bin.from) - 1),
          y: floor - bar(bin.rides), height: bar(bin.rides)})),
        svg('g', {'clip-path': 'url(#fare-plot)'}, svg('polygon', {class: 'band', points: band.join(' ')}),
            line(prices.east, 'east'), line(prices.north, 'north')),
        shown.map(bin => svg('circle', {class: 'mean', cx: x((bin.from + bin.to) / 2), cy: y(bin.value), r: 4}))));
    box.onpointermove = event => {
      const at = Math.floor((event.offsetX - x(0)) / (x(end) - x(0)) * mean.length);
      const bin = shown.find(each => each.from === at * widthKm);
      text(reading, bin ? `${distances(bin)} km: ${money(bin.value)} mean of ${count(bin.rides)} rides` : '');
    };
    box.onpointerleave = () => text(reading, '');
  }

  const node = el('figure', {class: 'chart'}, caption('Fares by distance', reading),
      el('p', {class: 'keys-below'}, key('mean', 'mean fare of the rides'), key('count', 'number of rides'),
          key('east', `model, ride along a line of latitude (${money(prices.east)}/km)`),
          key('north', `model, ride along a line of longitude (${money(prices.north)}/km)`), key('band', 'model, all directions')),
      box,
      el('p', {class: 'soft'}, 'The model adds dollars per degree east or west and dollars per degree north or south, so its price depends on the direction. '
          + 'The two lines are rides along a line of latitude and along a line of longitude; the band holds the rides of all directions with that '
          + 'straight-line distance. A diagonal ride goes both ways, so it can cost more than both lines.'),
      asTable(['km', 'mean fare', 'rides'], shown.map(bin => [distances(bin), money(bin.value), count(bin.rides)])));
  return {node, destroy: drawnByWidth(box, draw)};
}

/** Words for a bin of residuals; the outer bins are open. */
export function residualBin({from, width, count: rides}, i) {
  const [low, high] = [from + i * width, from + (i + 1) * width];
  if (i === 0) return `under ${signedDollars(high)}`;
  return i === rides.length - 1 ? `${signedDollars(low)} and over` : `${signedDollars(low)} to ${signedDollars(high)}`;
}

const signedDollars = value => `${value < 0 ? '−' : ''}$${number(Math.abs(value))}`;

/** Figure of the residuals: fare minus prediction, in dollars. */
export function residualFigure(residuals) {
  const {from, width: binWidth, count: rides} = residuals;
  const all = rides.reduce((sum, each) => sum + each, 0);
  const most = Math.max(1, ...rides);
  const end = from + rides.length * binWidth;
  const box = el('div', {class: 'drawn'});
  const reading = el('output', {class: 'figure-reading'});

  function draw(width) {
    const x = linear([from, end], [EDGE.left, width - EDGE.right]);
    const y = linear([0, most], [HEIGHT - EDGE.bottom, EDGE.top]);
    fill(box, svg('svg', {width, height: HEIGHT, role: 'img', 'aria-label': `Histogram of ${count(all)} residuals; the values are in the table below.`},
        ticks(0, most, 5).map(v => [svg('line', {class: 'rule', x1: x(from), x2: x(end), y1: y(v), y2: y(v)}),
          svg('text', {class: 'y', x: EDGE.left - 8, y: y(v) + 4}, new Intl.NumberFormat(undefined, {notation: 'compact'}).format(v))]),
        ticks(from, end, Math.max(3, width / 80)).map(v => svg('text', {class: 'x', x: x(v), y: HEIGHT - EDGE.bottom + 16}, signedDollars(v))),
        svg('text', {class: 'x', x: (x(from) + x(end)) / 2, y: HEIGHT - 7}, 'fare minus prediction'),
        rides.map((each, i) => svg('rect', {class: i === 0 || i === rides.length - 1 ? 'bar open' : 'bar', x: x(from + i * binWidth) + 0.5,
          width: Math.max(1, x(from + (i + 1) * binWidth) - x(from + i * binWidth) - 1), y: y(each), height: y(0) - y(each)})),
        from < 0 && end > 0 ? svg('line', {class: 'zero', x1: x(0), x2: x(0), y1: EDGE.top, y2: y(0)}) : null));
    box.onpointermove = event => {
      const i = Math.floor((event.offsetX - x(from)) / (x(end) - x(from)) * rides.length);
      text(reading, rides[i] === undefined ? '' : `${residualBin(residuals, i)}: ${count(rides[i])} rides (${number(100 * rides[i] / Math.max(1, all))} %)`);
    };
    box.onpointerleave = () => text(reading, '');
  }

  const node = el('figure', {class: 'chart'}, caption('Residuals', reading),
      el('p', {class: 'keys-below'}, key('bar', 'number of rides'), key('bar open', 'open bin: everything beyond')), box,
      el('p', {class: 'soft'}, 'To the right of zero the ride cost more than the model predicts, to the left less.'),
      asTable(['fare minus prediction', 'rides'], rides.map((each, i) => [residualBin(residuals, i), count(each)])));
  return {node, destroy: drawnByWidth(box, draw)};
}

function asTable(heads, rows) {
  const box = {class: 'wide', tabindex: 0, role: 'region', 'aria-label': `Table: ${heads.join(', ')}`};
  return el('details', {class: 'as-table'}, el('summary', null, 'As a table'), el('div', box, el('table', null,
      el('thead', null, el('tr', null, heads.map(head => el('th', {scope: 'col'}, head)))),
      el('tbody', null, rows.map(([first, ...rest]) => el('tr', null, el('th', {scope: 'row'}, first), rest.map(cell => el('td', {class: 'n'}, cell))))))));
}
