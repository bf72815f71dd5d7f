const NONE = '–';
const formats = new Map();

function intl(value, options) {
  const id = JSON.stringify(options);
  if (!formats.has(id)) formats.set(id, new Intl.NumberFormat(undefined, options));
  return formats.get(id).format(value);
}

const missing = value => value === null || value === undefined || Number.isNaN(value);

/** Whole number, such as 12,345; "–" without a value, as in all functions here. */
export const count = value => missing(value) ? NONE : intl(value, {maximumFractionDigits: 0});

/** Number with the given number of significant digits, and all digits before the point. */
export function number(value, digits = 3) {
  if (missing(value)) return NONE;
  return Math.abs(value) >= 10 ** (digits - 1)
    ? intl(value, {maximumFractionDigits: 0})
    : intl(value, {maximumSignificantDigits: digits});
}

/** Events per second: one decimal below 1,000. */
export function rate(value) {
  if (missing(value)) return NONE;
  const decimals = Math.abs(value) >= 1000 ? 0 : value !== 0 && Math.abs(value) < 1 ? 2 : 1;
  return intl(value, {minimumFractionDigits: value === 0 ? 0 : decimals, maximumFractionDigits: decimals});
}

/** Number with exactly the given number of decimals. */
export const fixed = (value, decimals) => missing(value) ? NONE
  : intl(value, {minimumFractionDigits: decimals, maximumFractionDigits: decimals});

/** Milliseconds with three significant digits, without the unit. */
export const ms = value => missing(value) ? NONE : Math.abs(value) >= 100 || value === 0 ? count(value)
  : intl(value, {minimumSignificantDigits: 3, maximumSignificantDigits: 3});

/** Milliseconds with their unit, seconds from 10 s. */
export const latency = value => missing(value) ? NONE : value >= 10_000 ? `${number(value / 1000)} s` : `${ms(value)} ms`;

/** Dollars with two decimals, or more where the value has them, as "$" in every language. */
export const money = (value, decimals = 2) => missing(value) ? NONE : intl(value, {style: 'currency', currency: 'USD',
  currencyDisplay: 'narrowSymbol', maximumFractionDigits: decimals});

/** Percentage of a value that is already in percent; "< 0.01 %" for a small one that is not zero. */
export function percent(value) {
  if (missing(value)) return NONE;
  if (value > 0 && value < 0.01) return `< ${intl(0.0001, {style: 'percent', maximumFractionDigits: 2})}`;
  const digits = value === 0 || value === 100 || value >= 99.995 ? 0 : value < 1 ? 2 : 1;
  return intl(value / 100, {style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits});
}

/** Number with all its digits and its unit: `ms`, `%`, `/s`, or none; milliseconds are seconds from 10 s. */
export function exact(value, unit) {
  if (missing(value)) return NONE;
  const all = {maximumFractionDigits: 12};
  if (unit === '%') return intl(value, {style: 'unit', unit: 'percent', ...all});
  if (unit === 'ms') return value >= 10_000 ? `${intl(value / 1000, all)} s` : `${intl(value, all)} ms`;
  return `${intl(value, all)}${unit}`;
}

/** Bytes in B, KiB, MiB or GiB. */
export function bytes(value) {
  if (missing(value)) return NONE;
  const unit = value < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** unit)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

/** Seconds as 45s, 1m 30s or 2h 5m. */
export function duration(seconds) {
  if (missing(seconds)) return NONE;
  const whole = Math.max(0, Math.round(seconds));
  if (seconds > 0 && seconds < 1) return `${Math.round(seconds * 1000)}ms`;
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (h) return m ? `${h}h ${m}m` : `${h}h`;
  return m ? (s ? `${m}m ${s}s` : `${m}m`) : `${s}s`;
}

/** Seconds as a clock, 1:05 or 2:00:05, for axes and progress. */
export function clock(seconds) {
  if (missing(seconds)) return NONE;
  const whole = Math.max(0, Math.floor(seconds));
  const two = value => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Seconds of a time as the CRDs write it, such as `1m30s` or `250ms`; null if it is not one. */
export function seconds(written) {
  if (!/^(\d{1,6}([.]\d{1,3})?(h|m|s|ms))+$/.test(written ?? '')) return null;
  const units = {h: 3600, m: 60, s: 1, ms: 0.001};
  return [...written.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce((sum, [, value, unit]) => sum + Number(value) * units[unit], 0);
}

/** Date and time in the reader's locale. */
export const dateTime = iso => valid(iso) ? new Date(iso).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'}) : NONE;

/** Time of day in the reader's locale. */
export const time = iso => valid(iso) ? new Date(iso).toLocaleTimeString() : NONE;

function valid(iso) {
  return Boolean(iso) && !Number.isNaN(Date.parse(iso));
}

/** Age such as "3 minutes ago". */
export function ago(iso, now = Date.now()) {
  if (!valid(iso)) return NONE;
  const passed = (Date.parse(iso) - now) / 1000;
  const [unit, length] = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]].find(([, l]) => Math.abs(passed) >= l) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, {numeric: 'auto'}).format(Math.round(passed / length), unit);
}
