import {el} from './dom.js';
import {grid, group} from './fields.js';
import {freeName, put} from './manifest.js';
import {tasksOf} from './run.js';

const time = (key, label, placeholder) => ({key, label, type: 'time', placeholder});
const KINDS = {
  percentile: {label: 'Latency percentile', field: 'latency', initial: {percentile: 99, max: '250ms'}, is: l => l.percentile !== undefined,
    inputs: [{key: 'percentile', label: 'Percentile', type: 'number', placeholder: '99'}, time('max', 'At most', '250ms')]},
  mean: {label: 'Mean latency', field: 'latency', initial: {mean: '100ms'}, is: l => l.mean !== undefined, inputs: [time('mean', 'At most', '100ms')]},
  longest: {label: 'Longest latency', field: 'latency', initial: {max: '1s'}, is: () => true, inputs: [time('max', 'At most', '1s')]},
  failureRatio: {label: 'Failures', field: 'failureRatio', initial: {max: '1%'}, inputs: [{key: 'max', label: 'At most', type: 'text', placeholder: '1%'}]},
  throughput: {label: 'Responses per second', field: 'throughput', initial: {min: 100}, inputs: [{key: 'min', label: 'At least', type: 'number', placeholder: '100'}]},
  requests: {label: 'Number of requests', field: 'requests', initial: {min: 1000}, inputs: [{key: 'min', label: 'At least', type: 'number', placeholder: '1000'}]},
  dropped: {label: 'Dropped requests', field: 'dropped', initial: {max: 0}, inputs: [{key: 'max', label: 'At most', type: 'number', placeholder: '0'}]},
  goodput: {label: 'Good responses in time', field: 'goodput', initial: {within: '250ms', min: '99%'},
    inputs: [{key: 'min', label: 'At least', type: 'text', placeholder: '99%'}, time('within', 'Within', '250ms')]},
  capacity: {label: 'Capacity', field: 'capacity', initial: {min: 100}, inputs: [{key: 'min', label: 'At least', type: 'number', placeholder: '100'}]},
};

/** Kind of a threshold, a key of the kinds that the form offers. */
export const kindOf = threshold => Object.keys(KINDS).find(id => {
  const limit = threshold[KINDS[id].field];
  return limit !== undefined && (KINDS[id].is?.(limit) ?? true);
}) ?? 'failureRatio';

/** Fields of the thresholds of a manifest. */
export function thresholdsForm(bound, {changed, rebuild}) {
  const {spec} = bound.manifest;
  const edit = change => () => {
    change();
    changed();
    rebuild();
  };
  const list = spec.thresholds;
  return group('Thresholds', bound.place(['spec', 'thresholds']),
      list ? null : el('p', {class: 'hint'}, 'By default at most 1 % of the requests may fail.'),
      list?.length === 0 ? el('p', {class: 'hint'}, 'No limits: the run passes if the measurement is valid.') : null,
      (list ?? []).map((threshold, i) => thresholdForm(bound, i, edit)),
      el('button', {type: 'button', class: 'button small', on: {click: edit(() => {
        spec.thresholds = [...(list ?? []), {name: freeName('p99', list ?? []), latency: {percentile: 99, max: '250ms'}}];
      })}}, 'Add a threshold'));
}

function thresholdForm(bound, i, edit) {
  const {manifest} = bound;
  const {thresholds} = manifest.spec;
  const threshold = thresholds[i];
  const path = (...keys) => ['spec', 'thresholds', i, ...keys];
  const kind = KINDS[kindOf(threshold)];
  const names = tasksOf(manifest.spec).map(t => t.name);
  if (threshold.task && !names.includes(threshold.task)) names.push(threshold.task);
  return el('fieldset', {class: 'item'}, el('legend', null, `Threshold ${i + 1}`), bound.place(path()),
      grid(bound.text(path('name'), 'Name'),
          bound.select(path('kind'), 'Limit on', Object.fromEntries(Object.entries(KINDS).map(([id, k]) => [id, k.label])), {
            read: () => kindOf(threshold), write: value => {
              delete threshold[kind.field];
              threshold[KINDS[value].field] = structuredClone(KINDS[value].initial);
            }}),
          kind.inputs.map(({key, label, type, placeholder}) => bound[type](path(kind.field, key), label, {attributes: {placeholder}})),
          bound.select(path('task'), 'Task', {'': 'All tasks', ...Object.fromEntries(names.map(n => [n, n]))}),
          bound.text(path('window'), 'Window', {hint: 'Empty: the run as a whole', attributes: {placeholder: '10s'}}),
          bound.select(path('abort'), 'When a window fails', {'': 'Continue', stop: 'End the run'}, {read: v => v ? 'stop' : '',
            write: value => put(manifest, path('abort'), value ? {after: '0s'} : undefined)}),
          threshold.abort ? bound.time(path('abort', 'after'), 'But not before', {hint: 'From the start of the duration', attributes: {placeholder: '0s'}}) : null),
      el('button', {type: 'button', class: 'button small quiet', 'aria-label': `Remove threshold ${i + 1}`, on: {click: edit(() => thresholds.splice(i, 1))}}, 'Remove'));
}
