// Reading a computed style makes the browser lay out the page, so the colours are read once per theme.
const colours = new Map();
const ramps = new Map();
globalThis.addEventListener?.('themechange', () => colours.clear());

/** A colour variable of the page's style, such as `--a`, in the theme of now. */
export function themeColour(name) {
  if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888');
  return colours.get(name);
}

/** Whether the page is dark now. */
export function isDark() {
  const [r, g, b] = rgbOf(themeColour('--page'));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

function rgbOf(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map(digit => digit + digit).join('') : hex.slice(1, 7);
  return [0, 2, 4].map(i => Number.parseInt(full.slice(i, i + 2), 16) || 0);
}

/** Calls `listener` when the page's theme changes, by system or by choice. Returns a function that ends it. */
export function onThemeChange(listener) {
  addEventListener('themechange', listener);
  return () => removeEventListener('themechange', listener);
}

// Lightness falls evenly from the page's side to the ink's side, so that equal steps look equal; hue turns from blue to magenta or yellow
// as a second sign. Lightness, chroma, hue of OKLCH.
const LIGHT = [[0.90, 0.045, 225], [0.70, 0.12, 245], [0.51, 0.19, 275], [0.30, 0.17, 300]];
const DARK = [[0.30, 0.07, 270], [0.50, 0.15, 285], [0.70, 0.16, 350], [0.93, 0.11, 95]];

/** 256 colours from few to many as CSS text, perceptually even: lightness falls on a light page and rises on a dark one. */
export function ramp(dark) {
  if (!ramps.has(dark)) ramps.set(dark, newRamp(dark));
  return ramps.get(dark);
}

function newRamp(dark) {
  const stops = (dark ? DARK : LIGHT).map(oklabOf);
  return Array.from({length: 256}, (_, i) => {
    const place = i / 255 * (stops.length - 1);
    const from = Math.min(Math.floor(place), stops.length - 2);
    return cssOf(stops[from].map((value, axis) => value + (stops[from + 1][axis] - value) * (place - from)));
  });
}

function oklabOf([lightness, chroma, hue]) {
  const angle = hue * Math.PI / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function cssOf([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s];
  const channels = linear.map(value => {
    const light = Math.min(Math.max(value, 0), 1);
    return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  });
  return `rgb(${channels.join(' ')})`;
}

/** Index in a ramp for a count: by its cube root, so that rare samples are visible beside frequent ones. */
export function shade(count, most) {
  return Math.round(255 * Math.cbrt(count / Math.max(most, 1)));
}
