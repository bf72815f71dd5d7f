const part = text => encodeURIComponent(text);

/** Address of a tab of a run; `run` null for the current one. */
export const runHash = ({namespace, name, run = null}, tab = 'statistics') =>
  `#/run/${part(namespace)}/${part(name)}/${tab}${run === null ? '' : `/${run}`}`;

/**
 * Screen of an address: {screen: home | form | run | models, key, title} with `run` {namespace, name, run}, `tab` and `rest`,
 * or `again` {namespace, name}, or `model` {namespace, name} | null. Two addresses with the same key are one screen.
 */
export function parseRoute(hash) {
  const [kind, namespace, name, tab, number, ...rest] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (kind === 'run' && name) {
    const run = /^[1-9]\d{0,6}$/.test(number ?? '') ? Number(number) : null;
    return {screen: 'run', key: `run/${namespace}/${name}`, title: name, run: {namespace, name, run}, tab: tab || 'statistics', rest};
  }
  if (kind === 'again' && name) return {screen: 'form', key: hash, title: `Run ${name} again`, again: {namespace, name}};
  if (kind === 'new') return {screen: 'form', key: 'new', title: 'New test', again: null};
  if (kind === 'model' && name) return {screen: 'models', key: hash, title: name, model: {namespace, name}};
  if (kind === 'models') return {screen: 'models', key: 'models', title: 'Models', model: null};
  return {screen: 'home', key: 'home', title: ''};
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
