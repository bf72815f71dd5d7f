import {el} from './dom.js';
import {grid, group} from './fields.js';
import {freeName, get, newTask, put} from './manifest.js';
import {tasksOf} from './run.js';

const BODIES = {none: 'None', ride: 'A random taxi ride', json: 'JSON', template: 'Template with expressions', text: 'Text', form: 'Form fields'};
const METHODS = Object.fromEntries(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map(m => [m, m]));
const NEW_BODY = {ride: {drop: 0}, json: '{}', template: '{}', text: '', form: [{name: '', value: ''}]};

/** Fields of the tasks of a manifest. */
export function tasksForm(bound, {changed, rebuild}) {
  const {manifest} = bound;
  const {spec} = manifest;
  const edit = change => () => {
    change();
    changed();
    rebuild();
  };
  if (!spec.tasks) {
    return group('Tasks', bound.place(['spec', 'tasks']), el('p', {class: 'hint'},
        'A model has two tasks by default: valid rides and rides with a field missing, 5 to 1.'),
    el('button', {type: 'button', class: 'button small', on: {click: edit(() => {
      spec.tasks = spec.target.model === undefined ? [newTask([])] : structuredClone(tasksOf(spec))
          .map(t => ({...t, expect: {status: [t.request.body.ride.drop ? '422' : '200']}}));
    })}}, 'Change the tasks'));
  }
  return group('Tasks', bound.place(['spec', 'tasks']),
      spec.tasks.map((task, i) => taskForm(bound, i, edit)),
      el('button', {type: 'button', class: 'button small', on: {click: edit(() => spec.tasks.push(newTask(spec.tasks)))}}, 'Add a task'));
}

function taskForm(bound, i, edit) {
  const {manifest} = bound;
  const path = (...keys) => ['spec', 'tasks', i, ...keys];
  const task = manifest.spec.tasks[i];
  const body = task.request?.body ?? {};
  const kind = Object.keys(BODIES).find(k => k in body) ?? 'none';
  const expectMore = Boolean(task.expect?.latency || task.expect?.jsonPointer);
  return el('fieldset', {class: 'item'}, el('legend', null, `Task ${i + 1}`), bound.place(path()),
      grid(bound.text(path('name'), 'Name'),
          bound.number(path('weight'), 'Weight', {hint: 'Share of the requests', attributes: {placeholder: '1', inputmode: 'numeric'}}),
          bound.select(path('request', 'method'), 'Method', METHODS, {read: v => v ?? 'GET'}),
          bound.text(path('request', 'path'), 'Path', {attributes: {placeholder: '/'}})),
      headers(bound, path('request', 'headers'), edit),
      grid(bound.select(path('request', 'body'), 'Body', BODIES, {read: () => kind, write: value => {
        put(manifest, path('request', 'body'), value === 'none' ? undefined : {[value]: structuredClone(NEW_BODY[value])});
        if (value !== 'none' && ['GET', 'HEAD', undefined].includes(task.request.method)) put(manifest, path('request', 'method'), 'POST');
      }}),
      bound.text(path('expect', 'status'), 'Expected status', {hint: 'Codes or classes such as 200, 4xx', read: v => (v ?? []).join(', '),
        write: v => v.trim() === '' ? undefined : v.split(/[\s,]+/).filter(Boolean), attributes: {placeholder: '2xx'}})),
      bodyForm(bound, path('request', 'body', kind), kind),
      el('details', {prop: {open: expectMore}}, el('summary', null, 'More expectations'), grid(
          bound.time(path('expect', 'latency', 'max'), 'Maximum latency', {attributes: {placeholder: '250ms'}}),
          bound.text(path('expect', 'jsonPointer', 'pointer'), 'JSON pointer', {attributes: {placeholder: '/items/0/id'}}),
          bound.text(path('expect', 'jsonPointer', 'equals'), 'Expected value', {hint: 'Empty: any value'}))),
      task.request?.data ? el('p', {class: 'hint'}, 'This task has rows of data (request.data), which stay as they are.') : null,
      el('div', {class: 'row'},
          el('button', {type: 'button', class: 'button small quiet', on: {click: edit(() => manifest.spec.tasks.splice(i + 1, 0,
              {...structuredClone(task), name: freeName(task.name, manifest.spec.tasks)}))}}, 'Duplicate'),
          el('button', {type: 'button', class: 'button small quiet', 'aria-label': `Remove task ${i + 1}`, on: {click: edit(() => {
            manifest.spec.tasks.splice(i, 1);
            if (manifest.spec.tasks.length === 0) delete manifest.spec.tasks;
          })}}, 'Remove')));
}

function headers(bound, path, edit) {
  const list = get(bound.manifest, path) ?? [];
  return el('div', {class: 'lines'}, bound.place(path),
      list.map((header, i) => el('div', {class: 'line'},
          bound.text([...path, i, 'name'], 'Header'),
          bound.text([...path, i, 'value'], header.secret ? 'Value (#{secret} is the secret)' : 'Value',
              {hint: header.secret ? `Secret ${header.secret.name}, key ${header.secret.key}` : null}),
          el('button', {type: 'button', class: 'button small quiet', 'aria-label': `Remove header ${i + 1}`, on: {click: edit(() => {
            list.splice(i, 1);
            if (list.length === 0) put(bound.manifest, path, undefined);
          })}}, 'Remove'))),
      el('button', {type: 'button', class: 'button small quiet', on: {click: edit(() => put(bound.manifest, path, [...list, {name: '', value: ''}]))}}, 'Add a header'));
}

function bodyForm(bound, path, kind) {
  if (kind === 'ride') {
    return grid(bound.select([...path, 'drop'], 'Fields left out', {0: 'None: a valid ride', 1: 'One of the seven'},
        {read: v => v ?? 0, write: value => put(bound.manifest, [...path, 'drop'], Number(value))}));
  }
  if (kind === 'form') {
    return bound.area(path, 'Form fields', {hint: 'One a line, name=value', read: v => (v ?? []).map(f => `${f.name}=${f.value}`).join('\n'),
      write: v => v.split('\n').filter(l => l.trim()).map(l => ({name: l.split('=')[0], value: l.includes('=') ? l.slice(l.indexOf('=') + 1) : ''}))});
  }
  return kind === 'none' ? null : bound.area(path, BODIES[kind], {write: v => v,
    hint: kind === 'template' ? '#{Name.fullName} draws a value, #{data.COLUMN} takes one from a row of data' : null});
}
