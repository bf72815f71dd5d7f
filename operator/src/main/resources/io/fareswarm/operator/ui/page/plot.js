import {themeColour} from './colour.js';
import {clock} from './format.js';

const LEFT = 58;
const FONT = '11px system-ui, sans-serif';
// Failed windows beyond this number are drawn as ticks at the top, so that the lines of the chart stay visible.
const MOST_LINES = 20;
const TICK = 9;
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800];

/** Letter that stands on a note's line in a chart, by the note's kind. */
export const NOTE_LETTER = {edit: 'E', lost: 'L', replaced: 'R', failedWindow: 'F'};

/** Word for a note's kind. */
export const NOTE_WORD = {edit: 'Edit', lost: 'Worker lost', replaced: 'Worker replaced', failedWindow: 'Failed window'};

/**
 * Options of uPlot that all charts of a group share: the time axis, the cursor, dragging, the warm-up and the notes.
 *
 * `group`: {range() -> [min, max] in seconds, data() -> {notes, warmup}, point(seconds, uPlot), zoom(min, max), reset()}.
 * `y`: {range, splits?, values, incrs?, grid?}. `series` are uPlot's, without the time. `before` draws under the series.
 */
export function plotOptions({group, width, height, series, y, before}) {
  const soft = () => themeColour('--soft');
  const rule = () => themeColour('--rule');
  const axis = {stroke: soft, font: FONT, grid: {stroke: rule, width: 1}, ticks: {stroke: rule, width: 1, size: 4}, gap: 4};
  return {
    width, height,
    padding: [14, 12, 0, 0],
    legend: {show: false},
    series: [{}, ...series],
    scales: {x: {time: false, range: () => group.range()}, y: {range: y.range}},
    axes: [
      {...axis, space: 64, size: 28, incrs: SECONDS, values: (_, splits) => splits.map(clock)},
      {...axis, space: 26, size: LEFT, values: y.values, ...(y.splits ? {splits: y.splits} : {}),
        ...(y.grid === false ? {grid: {show: false}} : {})},
    ],
    cursor: {
      y: false,
      drag: {x: true, y: false, setScale: false, dist: 4},
      points: {size: 7},
      bind: {dblclick: () => () => {
        group.reset();
        return null;
      }},
    },
    hooks: {
      drawAxes: [u => {
        drawWarmup(u, group.data().warmup);
        before?.(u);
      }],
      draw: [u => drawNotes(u, group.data().notes)],
      setCursor: [u => group.point(u.cursor.left < 0 ? null : u.posToVal(u.cursor.left, 'x'), u)],
      setSelect: [u => {
        const {left, width: wide} = u.select;
        if (wide > 0) {
          group.zoom(u.posToVal(left, 'x'), u.posToVal(left + wide, 'x'));
          u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
        }
      }],
    },
  };
}

function drawWarmup(u, warmup) {
  if (!warmup) return;
  const {ctx, bbox} = u;
  const from = Math.max(bbox.left, u.valToPos(0, 'x', true));
  const to = Math.min(bbox.left + bbox.width, u.valToPos(warmup, 'x', true));
  if (to <= from) return;
  ctx.save();
  ctx.globalAlpha = 0.10;
  ctx.fillStyle = themeColour('--soft');
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.restore();
}

function drawNotes(u, notes) {
  const {ctx, bbox} = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${10 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.lineWidth = ratio;
  let lastLabel = -Infinity;
  const crowded = notes.filter(note => note.kind === 'failedWindow' && note.t >= u.scales.x.min && note.t <= u.scales.x.max).length > MOST_LINES;
  for (const note of notes) {
    const x = Math.round(u.valToPos(note.t, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    const colour = themeColour(note.kind === 'lost' || note.kind === 'failedWindow' ? '--bad' : '--soft');
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.setLineDash([4 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x + 0.5, bbox.top + 2 * ratio);
    ctx.lineTo(x + 0.5, bbox.top + (crowded && note.kind === 'failedWindow' ? TICK * ratio : bbox.height));
    ctx.stroke();
    if (x - lastLabel > 11 * ratio) {
      ctx.fillText(NOTE_LETTER[note.kind] ?? 'N', x, bbox.top - 3 * ratio);
      lastLabel = x;
    }
  }
  ctx.restore();
}

/** Notes whose line is within a few pixels of an instant in a chart, or in the window from `start` to `end`. */
export function notesAt(u, notes, seconds, start, end) {
  const reach = 5 * (u.scales.x.max - u.scales.x.min) / Math.max(1, u.bbox.width / devicePixelRatio);
  return notes.filter(({t}) => Math.abs(t - seconds) <= reach || t >= start && t < end);
}
