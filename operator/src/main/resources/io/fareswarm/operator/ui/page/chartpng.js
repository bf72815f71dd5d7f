import {themeColour} from './colour.js';
import {clean} from './dom.js';
import {clock} from './format.js';

const EDGE = 20;
const LINE = 18;

/** Saves all charts as one PNG: title, legends, charts, notes. `charts` as in chartGroup. */
export async function saveCharts({title, subtitle, charts, notes, file}) {
  const blob = await new Promise(resolve => image({title, subtitle, charts, notes}).toBlob(resolve, 'image/png'));
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Canvas with the title, each chart under its legend, and the notes, at the screen's resolution. */
export function image({title, subtitle, charts, notes}) {
  const ratio = devicePixelRatio;
  const width = Math.max(640, ...charts.map(({plot}) => plot.width)) + 2 * EDGE;
  const listed = notes.slice(0, 20);
  const measure = document.createElement('canvas').getContext('2d');
  measure.font = '13px system-ui, sans-serif';
  const legends = charts.map(chart => laidOut(measure, chart.legend(), width - 2 * EDGE));
  const height = 76 + charts.reduce((sum, {plot}, i) => sum + plot.height + LINE * (legends[i].lines + 1) + 16, 0) + listed.length * LINE + EDGE;
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext('2d');
  ctx.scale(ratio, ratio);
  ctx.fillStyle = themeColour('--card');
  ctx.fillRect(0, 0, width, height);
  write(ctx, 'bold 18px', '--text', clean(title, 120), EDGE, 34);
  write(ctx, '13px', '--soft', clean(subtitle, 160), EDGE, 56);
  let y = 76;
  charts.forEach(({plot, spec}, i) => {
    write(ctx, 'bold 14px', '--text', spec.title + (spec.unit ? `, ${spec.unit}` : ''), EDGE, y + 12);
    y += LINE + 4;
    legends[i].entries.forEach(entry => drawEntry(ctx, entry, y));
    y += legends[i].lines * LINE;
    ctx.drawImage(plot.ctx.canvas, EDGE, y, plot.width, plot.height);
    y += plot.height + 12;
  });
  listed.forEach(note => {
    write(ctx, '13px', '--soft', clean(`${clock(note.t)}  ${note.text}`, 140), EDGE, y + 12);
    y += LINE;
  });
  return canvas;
}

function laidOut(measure, entries, width) {
  let x = 0, line = 0;
  const placed = entries.map(entry => {
    const label = clean(`${entry.label} ${entry.value}`.trim(), 120);
    const wide = measure.measureText(label).width + (entry.ramp ? 140 : 30) + 18;
    if (x > 0 && x + wide > width) {
      x = 0;
      line++;
    }
    const at = {...entry, label, x, line};
    x += wide;
    return at;
  });
  return {entries: placed, lines: line + 1};
}

function drawEntry(ctx, {label, x, line, colour, dash, ramp}, top) {
  const left = EDGE + x;
  const y = top + line * LINE + 6;
  if (ramp) {
    ramp.forEach((fill, i) => {
      ctx.fillStyle = fill;
      ctx.fillRect(left + i * 128 / 256, y - 5, 1, 10);
    });
  } else {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2.5;
    ctx.setLineDash(dash ?? []);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + 22, y);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  write(ctx, '13px', '--text', label, left + (ramp ? 136 : 28), y + 4);
}

function write(ctx, font, colour, words, x, y) {
  ctx.font = `${font} system-ui, sans-serif`;
  ctx.fillStyle = themeColour(colour);
  ctx.fillText(words, x, y, ctx.canvas.width / devicePixelRatio - x - EDGE);
}
