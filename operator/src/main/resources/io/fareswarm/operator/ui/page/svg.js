import {clean, el} from './dom.js';

/** New SVG element with attributes and children, as `el` of dom.js makes HTML. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null).map(child => child instanceof Node ? child : clean(child)));
  return node;
}

/** Linear scale from a range of values to a range of pixels. */
export function linear([from, to], [start, end]) {
  const factor = to === from ? 0 : (end - start) / (to - from);
  return value => start + (value - from) * factor;
}

/** About `wanted` round values from `from` to `to`. */
export function ticks(from, to, wanted) {
  const raw = (to - from) / Math.max(1, wanted);
  if (!(raw > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(each => each >= raw);
  const result = [];
  for (let k = Math.ceil(from / step - 1e-9); k * step <= to + step * 1e-9; k++) result.push(k * step || 0);
  return result;
}

/** Calls `draw(width)` now and whenever the width of `box` changes. Returns a function that ends it. */
export function drawnByWidth(box, draw) {
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (box.clientWidth > 0 && box.clientWidth !== width) draw(width = box.clientWidth);
  });
  observer.observe(box);
  return () => observer.disconnect();
}

/** Caption of a drawn figure: its title, the unit if it has one, and the reading under the pointer. */
export function caption(title, reading, unit) {
  return el('figcaption', null, el('span', {class: 'chart-title'}, title, unit ? el('small', null, unit) : null), el('span', {class: 'keys'}, reading));
}

/** Entry of a drawn figure's key. `kind` is the class of what it names. */
export function key(kind, label) {
  return el('span', {class: 'figure-key'}, el('span', {class: `mark ${kind}`, 'aria-hidden': 'true'}), label);
}
