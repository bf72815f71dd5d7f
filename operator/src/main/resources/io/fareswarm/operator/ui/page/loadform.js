import {el} from './dom.js';
import {grid, group} from './fields.js';
import {get, put} from './manifest.js';

const WAITS = {none: 'None', constant: 'Constant', between: 'Between two times', pacing: 'Fixed period', throughput: 'Requests per second of a user'};
const NEW_WAIT = {constant: '1s', between: {min: '1s', max: '5s'}, pacing: '1s', throughput: 1};

/** Kind of a `load`: users, arrivals or capacity. */
export const loadKind = spec => spec.load?.capacity ? 'capacity' : spec.load?.arrivals ? 'arrivals' : 'users';

const hasStages = spec => Boolean(get(spec, ['load', loadKind(spec), 'stages']));

/** Fields of the load and its length that everybody needs. */
export function simpleLoad(bound) {
  const {spec} = bound.manifest;
  if (hasStages(spec)) return el('p', {class: 'hint'}, 'The load changes in stages, which are under Advanced.');
  if (loadKind(spec) === 'capacity') return capacityBounds(bound);
  return grid(amount(bound), spec.requests === undefined ? duration(bound)
    : bound.number(['spec', 'requests'], 'Number of requests', {attributes: {inputmode: 'numeric'}}));
}

/** Fields of the load that can be changed while a test runs. */
export function editableLoad(bound) {
  const {spec} = bound.manifest;
  if (hasStages(spec)) return el('p', {class: 'hint'}, 'The load changes in stages; they cannot be edited during the run.');
  if (loadKind(spec) === 'capacity') return el('p', {class: 'hint'}, 'The run searches for the capacity, which cannot be edited during the run.');
  return grid(amount(bound), spec.requests === undefined ? duration(bound) : null);
}

const duration = bound => bound.time(['spec', 'duration'], 'Duration', {hint: 'Such as 30s, 5m or 1h', attributes: {placeholder: '60s'}});

function amount(bound) {
  const kind = loadKind(bound.manifest.spec);
  const load = ['spec', 'load', kind];
  if (kind === 'arrivals') return bound.number([...load, 'rate'], 'Requests per second', {hint: 'Over all workers'});
  return [bound.number([...load, 'count'], 'Users', {hint: 'Peak number over all workers', attributes: {inputmode: 'numeric'}}),
    bound.number([...load, 'spawnRate'], 'Ramp up', {hint: 'Users started per second', attributes: {placeholder: '100'}})];
}

/** Fields of a search for the capacity that everybody needs. */
function capacityBounds(bound) {
  const load = ['spec', 'load', 'capacity'];
  return grid(bound.number([...load, 'start'], 'First rate', {hint: 'Requests per second', attributes: {placeholder: '50'}}),
      bound.number([...load, 'max'], 'Maximum rate', {hint: 'Requests per second', attributes: {placeholder: '20000'}}),
      bound.time([...load, 'time'], 'Length at most', {hint: 'Such as 5m or 10m', attributes: {placeholder: '10m'}}));
}

/** The other fields of a search for the capacity. */
function capacityPrecision(bound) {
  const load = ['spec', 'load', 'capacity'];
  return grid(bound.text([...load, 'precision'], 'Precision', {hint: 'Half the distance of the bounds, of the rate', attributes: {placeholder: '5%'}}),
      bound.text([...load, 'confidence'], 'Confidence', {hint: 'Of the bounds', attributes: {placeholder: '95%'}}),
      bound.time([...load, 'step', 'min'], 'Shortest step', {attributes: {placeholder: '10s'}}),
      bound.time([...load, 'step', 'max'], 'Confirming step', {attributes: {placeholder: '60s'}}),
      bound.number([...load, 'maxInFlight'], 'Maximum in flight', {hint: 'A request that is due at this limit is dropped', attributes: {placeholder: '5000'}}));
}

/** Fields of the kind of load: users, arrivals or capacity, constant or in stages, and the wait between requests. */
export function loadForm(bound, {changed, rebuild}) {
  const {spec} = bound.manifest;
  const kind = loadKind(spec);
  return group('Load',
      bound.radio(['spec', 'load'], 'Kind', {users: 'Users: each waits for its response', arrivals: 'Arrivals: a rate that does not depend on the target',
        capacity: 'Capacity: searches for the highest rate within all limits'}, kind,
          value => {
            spec.load = {users: {users: {count: 10, spawnRate: 1}}, arrivals: {arrivals: {rate: 10}}, capacity: {capacity: {start: 50}}}[value];
            if (value === 'capacity') ['duration', 'requests', 'warmup'].forEach(key => delete spec[key]);
            else if (!spec.requests) spec.duration ??= '60s';
          }),
      kind === 'capacity' ? capacityPrecision(bound) : lengthAndSpacing(bound, {changed, rebuild}));
}

/** Fields of a load of users or arrivals: its length, and the spacing of its requests. */
function lengthAndSpacing(bound, {changed, rebuild}) {
  const {manifest} = bound;
  const {spec} = manifest;
  const kind = loadKind(spec);
  const load = ['spec', 'load', kind];
  const stages = Boolean(get(manifest, [...load, 'stages']));
  const length = stages ? 'stages' : spec.requests === undefined ? 'duration' : 'requests';
  return [
      bound.radio(['spec', 'length'], 'Length', {duration: 'A duration', requests: 'A number of requests', stages: 'Stages'}, length, value => setLength(manifest, load, kind, value)),
      stages ? stagesForm(bound, load, {changed, rebuild}) : null,
      kind === 'arrivals' ? grid(
          bound.select([...load, 'distribution'], 'Spacing', {constant: 'Constant', poisson: 'Poisson: independent arrivals'}, {read: v => v ?? 'constant'}),
          bound.number([...load, 'maxInFlight'], 'Maximum in flight', {hint: 'A request that is due at this limit is dropped', attributes: {placeholder: '5000'}}))
        : waitForm(bound, [...load, 'wait'])];
}

function setLength(manifest, load, kind, value) {
  const {spec} = manifest;
  delete spec.duration;
  delete spec.requests;
  const own = get(manifest, load);
  const peak = (kind === 'users' ? own.count : own.rate) ?? Math.max(1, ...(own.stages ?? []).map(s => s.to));
  delete own.stages;
  if (value === 'stages') {
    own.stages = [{duration: '30s', to: peak, shape: 'ramp'}, {duration: '60s', to: peak, shape: 'ramp'}];
    for (const key of ['count', 'spawnRate', 'rate']) delete own[key];
  } else {
    if (kind === 'users') own.count ??= peak;
    else own.rate ??= peak;
    if (value === 'requests') spec.requests = 1000;
    else spec.duration = '60s';
  }
}

function stagesForm(bound, load, {changed, rebuild}) {
  const list = get(bound.manifest, [...load, 'stages']);
  const edit = change => () => {
    change();
    changed();
    rebuild();
  };
  return el('div', {class: 'lines'}, bound.place([...load, 'stages']),
      list.map((stage, i) => el('div', {class: 'line'},
          bound.time([...load, 'stages', i, 'duration'], `Stage ${i + 1}: length`),
          bound.number([...load, 'stages', i, 'to'], load.at(-1) === 'users' ? 'To users' : 'To requests/s'),
          bound.select([...load, 'stages', i, 'shape'], 'Shape', {ramp: 'Ramp', step: 'Step'}, {read: v => v ?? 'ramp'}),
          el('button', {type: 'button', class: 'button small quiet', 'aria-label': `Remove stage ${i + 1}`, 'aria-disabled': list.length === 1 ? 'true' : null,
            on: {click: edit(() => list.length > 1 && list.splice(i, 1))}}, 'Remove'))),
      el('button', {type: 'button', class: 'button small quiet', on: {click: edit(() => list.push({duration: '30s', to: 0, shape: 'ramp'}))}}, 'Add a stage'));
}

function waitForm(bound, path) {
  const wait = get(bound.manifest, path);
  const kind = !wait || wait.constant === '0s' ? 'none' : Object.keys(NEW_WAIT).find(k => k in wait) ?? 'none';
  const fields = {
    none: () => [], constant: () => bound.time([...path, 'constant'], 'Time'), pacing: () => bound.time([...path, 'pacing'], 'Period'),
    between: () => [bound.time([...path, 'between', 'min'], 'Shortest'), bound.time([...path, 'between', 'max'], 'Longest')],
    throughput: () => bound.number([...path, 'throughput'], 'Requests per second')};
  return grid(bound.select(path, 'Wait after a response', WAITS, {read: () => kind,
    write: value => put(bound.manifest, path, value === 'none' ? undefined : {[value]: structuredClone(NEW_WAIT[value])})}), fields[kind]());
}
