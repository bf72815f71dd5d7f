import {isDark, onThemeChange, ramp, themeColour} from './colour.js';
import {el} from './dom.js';
import {kilometresPerDegree} from './farecharts.js';
import {fixed} from './format.js';
import {inside, rounded} from './ride.js';
import {drawnByWidth, linear, ticks} from './svg.js';

const WIDEST = 460;
const EDGE = {left: 46, right: 8, top: 8, bottom: 24};
const STEP = 0.001;

/**
 * Map of the pickups' counts with two points that can be dragged.
 *
 * `picture` as in status.model.facts.picture. `onPick(point)`: a click on the map, {lon, lat}. `onMove(which, point, done)`: 'pickup' or
 * 'dropoff' was moved; `done` is false while it is dragged. Returns {node, show({pickup, dropoff}), destroy()}.
 */
export function rideMap(picture, {onPick, onMove}) {
  const degree = kilometresPerDegree((picture.north + picture.south) / 2);
  const ratio = (picture.north - picture.south) * degree.latitude / ((picture.east - picture.west) * degree.longitude);
  const canvas = el('canvas', {class: 'map-canvas', role: 'img', 'aria-label': 'Map of New York drawn from the number of pickups in each cell. '
      + 'Click to set a point; the points can also be moved by the arrow keys.'});
  const points = {pickup: marker('pickup', 'P', 'Pickup'), dropoff: marker('dropoff', 'D', 'Drop-off')};
  const box = el('div', {class: 'map'}, canvas, points.pickup, points.dropoff);
  const node = el('div', {class: 'map-box'}, box);
  let shown = null;
  let width = 0;
  let height = 0;
  const x = () => linear([picture.west, picture.east], [EDGE.left, width - EDGE.right]);
  const y = () => linear([picture.south, picture.north], [height - EDGE.bottom, EDGE.top]);

  function marker(which, letter, words) {
    const button = el('button', {type: 'button', class: `map-point ${which}`, data: {words}}, letter);
    button.addEventListener('pointerdown', event => {
      button.setPointerCapture(event.pointerId);
      event.preventDefault();
      button.focus();
    });
    button.addEventListener('pointermove', event => button.hasPointerCapture(event.pointerId) && onMove(which, pointAt(event), false));
    button.addEventListener('pointerup', event => button.hasPointerCapture(event.pointerId) && onMove(which, pointAt(event), true));
    button.addEventListener('keydown', event => {
      const [east, north] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]}[event.key] ?? [0, 0];
      if (!east && !north) return;
      event.preventDefault();
      const step = event.shiftKey ? 10 * STEP : STEP;
      onMove(which, {lon: rounded(shown[which].lon + east * step), lat: rounded(shown[which].lat + north * step)}, true);
    });
    return button;
  }

  function pointAt(event) {
    const area = canvas.getBoundingClientRect();
    const within = (value, low, high) => Math.min(high, Math.max(low, value));
    const lon = linear([EDGE.left, width - EDGE.right], [picture.west, picture.east])(event.clientX - area.left);
    const lat = linear([height - EDGE.bottom, EDGE.top], [picture.south, picture.north])(event.clientY - area.top);
    return {lon: rounded(within(lon, picture.west, picture.east)), lat: rounded(within(lat, picture.south, picture.north))};
  }

  canvas.addEventListener('click', event => onPick(pointAt(event)));

  function draw() {
    if (!width) return;
    const scale = devicePixelRatio;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    Object.assign(box.style, {width: `${width}px`, height: `${height}px`});
    const ctx = canvas.getContext('2d');
    ctx.scale(scale, scale);
    ctx.clearRect(0, 0, width, height);
    drawCells(ctx);
    drawGraticule(ctx);
    if (shown) drawRide(ctx);
    for (const [which, button] of Object.entries(points)) {
      const at = shown?.[which];
      button.hidden = !at || !inside(picture, at);
      if (button.hidden) continue;
      Object.assign(button.style, {left: `${x()(at.lon)}px`, top: `${y()(at.lat)}px`});
      button.setAttribute('aria-label', `${button.dataset.words} at longitude ${at.lon}, latitude ${at.lat}; `
          + 'arrow keys move it, with Shift ten times as far');
    }
  }

  function drawCells(ctx) {
    const colours = ramp(isDark());
    const rows = Math.ceil(picture.levels.length / picture.columns);
    const wide = (width - EDGE.left - EDGE.right) / picture.columns;
    const high = (height - EDGE.top - EDGE.bottom) / rows;
    [...picture.levels].forEach((level, i) => {
      if (!(level > 0)) return;
      const [left, top] = [EDGE.left + i % picture.columns * wide, EDGE.top + Math.floor(i / picture.columns) * high];
      ctx.fillStyle = colours[Math.round(255 * level / 9)];
      ctx.fillRect(Math.floor(left), Math.floor(top), Math.ceil(left + wide) - Math.floor(left), Math.ceil(top + high) - Math.floor(top));
    });
  }

  function drawGraticule(ctx) {
    ctx.font = '11px system-ui, sans-serif';
    ctx.lineWidth = 1;
    const line = (fromX, fromY, toX, toY) => {
      ctx.globalAlpha = 0.35;
      ctx.strokeStyle = themeColour('--soft');
      ctx.beginPath();
      ctx.moveTo(fromX, fromY);
      ctx.lineTo(toX, toY);
      ctx.stroke();
      ctx.globalAlpha = 1;
    };
    ctx.fillStyle = themeColour('--soft');
    ctx.textAlign = 'center';
    for (const lon of ticks(picture.west, picture.east, width / 110)) {
      const at = Math.round(x()(lon)) + 0.5;
      line(at, EDGE.top, at, height - EDGE.bottom);
      ctx.fillText(`${fixed(Math.abs(lon), 2)}° ${lon < 0 ? 'W' : 'E'}`, Math.min(at, width - 30), height - 8);
    }
    ctx.textAlign = 'right';
    for (const lat of ticks(picture.south, picture.north, height / 100)) {
      const at = Math.round(y()(lat)) + 0.5;
      line(EDGE.left, at, width - EDGE.right, at);
      ctx.fillText(`${fixed(Math.abs(lat), 2)}°`, EDGE.left - 6, Math.max(at + 4, EDGE.top + 10));
    }
    ctx.strokeStyle = themeColour('--rule');
    ctx.strokeRect(EDGE.left + 0.5, EDGE.top + 0.5, width - EDGE.left - EDGE.right - 1, height - EDGE.top - EDGE.bottom - 1);
  }

  function drawRide(ctx) {
    const [from, to] = [shown.pickup, shown.dropoff].map(point => [x()(point.lon), y()(point.lat)]);
    ctx.save();
    ctx.beginPath();
    ctx.rect(EDGE.left, EDGE.top, width - EDGE.left - EDGE.right, height - EDGE.top - EDGE.bottom);
    ctx.clip();
    for (const [colour, wide] of [['--card', 5], ['--text', 2]]) {
      ctx.strokeStyle = themeColour(colour);
      ctx.lineWidth = wide;
      ctx.beginPath();
      ctx.moveTo(...from);
      ctx.lineTo(...to);
      ctx.stroke();
    }
    ctx.restore();
  }

  const widths = drawnByWidth(node, available => {
    width = Math.min(WIDEST, available);
    height = Math.round((width - EDGE.left - EDGE.right) * ratio) + EDGE.top + EDGE.bottom;
    draw();
  });
  const themes = onThemeChange(() => requestAnimationFrame(draw));
  return {
    node,
    show(ride) {
      shown = ride;
      draw();
    },
    destroy() {
      widths();
      themes();
    },
  };
}
