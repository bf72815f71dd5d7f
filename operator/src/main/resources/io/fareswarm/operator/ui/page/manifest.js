/** Value at a path of keys, or undefined. */
export const get = (object, path) => path.reduce((at, key) => at?.[key], object);

/** Sets the value at a path; undefined removes it, and the objects that are empty then. Objects on the way are made. */
export function put(object, path, value) {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) delete object[key];
    else object[key] = value;
    return;
  }
  if (object[key] === undefined || object[key] === null) {
    if (value === undefined) return;
    object[key] = typeof rest[0] === 'number' ? [] : {};
  }
  put(object[key], rest, value);
  if (value === undefined && !Array.isArray(object[key]) && Object.keys(object[key]).length === 0) delete object[key];
}

/** Manifest of a new LoadTest: a model as target if there is one, first of all one that is available. */
export function newTest(namespace, models, tests) {
  const taken = new Set(tests.filter(t => t.metadata.namespace === namespace).map(t => t.metadata.name));
  const own = models.filter(m => m.metadata.namespace === namespace);
  const available = m => m.status?.conditions?.some(c => c.type === 'Available' && c.status === 'True');
  const model = (own.find(available) ?? own[0])?.metadata.name;
  let name = 'load-test';
  for (let n = 2; taken.has(name); n++) name = `load-test-${n}`;
  return {apiVersion: 'fareswarm.io/v1beta1', kind: 'LoadTest', metadata: {name, namespace},
    spec: {target: model ? {model} : {url: ''}, duration: '60s', load: {users: {count: 10, spawnRate: 1}},
      ...(model ? {} : {tasks: [newTask([])]}), thresholds: [{name: 'errors', failureRatio: {max: '1%'}}]}};
}

/** Manifest that runs an existing LoadTest again: all its fields, with the next run number. */
export function nextRun({apiVersion, kind, metadata, spec, status}) {
  const {stopRun, ...rest} = structuredClone(spec);
  return {apiVersion, kind, metadata: {name: metadata.name, namespace: metadata.namespace},
    spec: {...rest, run: Math.max(spec.run ?? 1, status?.run?.number ?? 0) + 1}};
}

/** New task with a name that none of the others has. */
export const newTask = others => ({name: freeName('request', others), weight: 1, request: {method: 'GET', path: '/'}, expect: {status: ['2xx']}});

/** The name, or the name with a number, so that no other has it. */
export function freeName(name, others) {
  const taken = new Set(others.map(o => o.name));
  if (!taken.has(name)) return name;
  let n = 2;
  while (taken.has(`${name} ${n}`)) n++;
  return `${name} ${n}`;
}

/** JSON merge patch (RFC 7386) that turns `before` into `after`; undefined if they are equal. */
export function mergePatch(before, after) {
  if (same(before, after)) return undefined;
  if (!isObject(before) || !isObject(after)) return isObject(after) ? mergePatch({}, after) ?? {} : after;
  const patch = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = key in after ? mergePatch(before[key], after[key]) : null;
    if (change !== undefined) patch[key] = change;
  }
  return patch;
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

function same(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => key in b && same(a[key], b[key]));
}

/** Keys of a problem's path: `spec.tasks[0].name` is spec, tasks, 0, name. */
export const keysOf = path => [...path.matchAll(/[^.[\]]+/g)].map(([key]) => /^\d+$/.test(key) ? Number(key) : key);

/**
 * Problems by field: {fields: Map(field -> messages), others}. A problem belongs to the field with its path, else to the field of
 * the nearest enclosing path, or to `others` when no field has one. Field paths are written like problem paths.
 */
export function assign(problems, fields) {
  const known = new Set(fields);
  const found = new Map();
  const others = [];
  for (const problem of problems) {
    let path = problem.path;
    while (path && !known.has(path)) path = path.replace(/(\.[^.[\]]+|\[\d+\]|^[^.[\]]+)$/, '');
    if (path) found.set(path, [...(found.get(path) ?? []), problem.path === path ? problem.message : `${problem.path.slice(path.length).replace(/^\./, '')}: ${problem.message}`]);
    else others.push(problem.path ? `${problem.path}: ${problem.message}` : problem.message);
  }
  return {fields: found, others};
}

/** Keys as a problem's path writes them. */
export const pathOf = keys => keys.reduce((path, key) => typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${key}` : key, '');
