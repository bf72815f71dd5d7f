import {access, guarded} from './access.js';
import {el, empty, fill, text} from './dom.js';
import {bind, grid, group, keepFocus, showOthers} from './fields.js';
import {loadForm, simpleLoad} from './loadform.js';
import {mergePatch, newTask, newTest, nextRun} from './manifest.js';
import {runHash} from './route.js';
import {goesOn} from './run.js';
import {find, reportDirectory, resources} from './store.js';
import {tasksForm} from './tasksform.js';
import {thresholdsForm} from './thresholdsform.js';
import {validation} from './validation.js';
import {showYaml} from './yaml.js';

/** Start form: of a new test, or of a test that runs again with changes (`context.again` {namespace, name}). */
export function mountForm(root, context) {
  let form = null;
  fill(root, empty('Loading …'));
  return {
    update(state) {
      if (!form && state.session && (state.synced || (context.again && find(state, 'LoadTest', context.again.namespace, context.again.name)))) {
        const test = context.again && find(state, 'LoadTest', context.again.namespace, context.again.name);
        if (context.again && !test) fill(root, empty(`There is no load test ${context.again.name}.`, el('a', {href: '#/new'}, 'Start a new one')));
        else form = build(root, context, state, test);
      }
      form?.update(state);
    },
    destroy: () => form?.destroy(),
  };
}

function build(root, {store, api, navigate, announce, welcome}, state, test) {
  const original = test && structuredClone(test);
  const manifest = test ? nextRun(test) : newTest(state.session.namespace, resources(state, 'FareModel'), resources(state, 'LoadTest'));
  const others = el('div', {class: 'notice error', role: 'alert', hidden: true});
  const failure = el('p', {class: 'notice error', role: 'alert', hidden: true});
  const fields = el('div', {class: 'fields'});
  let yaml = '';
  let sending = false;
  let open = Boolean(test);
  let complete = Boolean(test);

  const check = validation(api, manifest, result => {
    yaml = result.yaml;
    const unplaced = bound.show(result.problems, complete);
    showOthers(others, complete ? unplaced : []);
    failure.hidden = true;
  }, problem => fail(`The form cannot be checked: ${problem.message}`));
  const changed = () => check.soon();
  const bound = bind(manifest, {changed, rebuild});
  const start = guarded('Start swarming', 'primary', () => {});
  start.node.type = 'submit';

  function fail(message) {
    text(failure, message);
    failure.hidden = false;
  }

  async function submit() {
    if (sending) return;
    sending = true;
    complete = true;
    failure.hidden = true;
    try {
      const result = await check.now();
      if (!result) return;
      if (!result.valid) {
        announce('The form has problems.');
        if (!bound.focusProblem()) others.scrollIntoView({block: 'nearest'});
        return;
      }
      const {namespace, name} = manifest.metadata;
      if (test) await api.patch('LoadTest', namespace, name, {spec: mergePatch(original.spec, manifest.spec)});
      else await api.create(manifest);
      navigate(runHash({namespace, name}));
    } catch (problem) {
      fail(problem.message);
    } finally {
      sending = false;
    }
  }

  async function preview() {
    await check.now();
    if (yaml) showYaml(yaml, manifest.metadata.name);
  }

  function rebuild() {
    bound.forget();
    keepFocus(fields, () => fill(fields, simple(), advanced()));
    check.soon();
  }

  function simple() {
    const {namespaces} = store.state.session;
    const models = resources(store.state, 'FareModel').filter(m => m.metadata.namespace === manifest.metadata.namespace).map(m => m.metadata.name);
    const {target} = manifest.spec;
    if (target.model && !models.includes(target.model)) models.push(target.model);
    const kind = target.url === undefined ? 'model' : 'url';
    return el('div', {class: 'card'},
        test ? null : grid(bound.text(['metadata', 'name'], 'Name', {hint: 'Lowercase letters, digits and hyphens'}),
            namespaces.length > 1 ? bound.select(['metadata', 'namespace'], 'Namespace', Object.fromEntries(namespaces.map(n => [n, n])),
                {write: value => manifest.metadata.namespace = value}) : null),
        bound.radio(['spec', 'target'], 'Target', {model: 'Model', url: 'URL'}, kind, value => {
          const {model, url, ...rest} = target;
          if (value === 'model') delete rest.tls;
          manifest.spec.target = {...(value === 'model' ? {model: models[0] ?? ''} : {url: ''}), ...rest};
          if (value === 'url') manifest.spec.tasks ??= [newTask([])];
        }),
        kind === 'url' ? bound.text(['spec', 'target', 'url'], 'URL of the service', {wide: true, write: v => v.trim(),
          hint: 'The path of each task is appended', attributes: {placeholder: 'http://host:8080', inputmode: 'url'}})
        : models.length ? grid(bound.select(['spec', 'target', 'model'], 'Model', Object.fromEntries(models.map(m => [m, m]))))
        : el('div', null, bound.place(['spec', 'target', 'model']), el('p', {class: 'hint'}, 'There is no model in this namespace. Choose URL, or create a FareModel.')),
        simpleLoad(bound));
  }

  function advanced() {
    const more = {changed, rebuild};
    const at = (...keys) => ['spec', ...keys];
    return el('details', {class: 'card advanced', prop: {open}, on: {toggle: event => {
      if (event.target.classList.contains('advanced')) open = event.target.open;
    }}}, el('summary', null, 'Advanced: wait, arrivals, stages, tasks, thresholds, workers'),
    loadForm(bound, more), tasksForm(bound, more), thresholdsForm(bound, more),
    group('Workers and times', grid(
        bound.number(at('workers', 'count'), 'Workers', {hint: 'Each generates an equal share', attributes: {placeholder: '1', inputmode: 'numeric'}}),
        bound.number(at('seed'), 'Seed', {hint: 'The same seed gives the same requests', attributes: {placeholder: '42', inputmode: 'numeric'}}),
        bound.time(at('warmup'), 'Warm-up', {hint: 'Load that is not part of the result', attributes: {placeholder: '0s'}}),
        bound.time(at('target', 'timeout'), 'Timeout of a request'),
        bound.time(at('gracefulStop'), 'Graceful stop', {hint: 'For requests in flight at the end'}),
        bound.time(at('startTimeout'), 'Start timeout', {hint: 'For workers to become ready', attributes: {placeholder: '5m'}}),
        bound.time(at('maxLag'), 'Maximum lag', {hint: 'Of the load generator', attributes: {placeholder: '10ms'}}),
        bound.number(at('historyLimit'), 'Stored runs', {hint: reportDirectory(store.state) === null ? null : 'On a cluster; here all runs stay', attributes: {placeholder: '5', inputmode: 'numeric'}}))));
  }

  fill(root, el('form', {class: 'start', novalidate: true, on: {submit: event => {
    event.preventDefault();
    if (start.node.getAttribute('aria-disabled') !== 'true') submit();
  }}},
  el('h1', null, test ? ['Run ', el('bdi', null, manifest.metadata.name), ' again'] : 'Start a new load test'),
  welcome ? el('p', {class: 'soft'}, 'There is no load test and no model here yet. Give an address and the number of users.')
    : test ? el('p', {class: 'soft'}, `These are the settings of the last run. The next one is run ${manifest.spec.run}.`) : null,
  start.reason, others, fields, failure,
  el('div', {class: 'row actions'}, start.node, el('button', {type: 'button', class: 'button', on: {click: preview}}, 'Show as YAML'),
      welcome ? null : el('a', {class: 'button quiet', href: test ? runHash(manifest.metadata) : '#/'}, 'Cancel'))));
  rebuild();
  return {
    update(all) {
      const {namespace, name} = manifest.metadata;
      const may = access(all, namespace, test ? 'edit' : 'create');
      const shown = test && find(all, 'LoadTest', namespace, name);
      start.update(may.allowed && shown && goesOn(shown) || may);
    },
    destroy: check.stop,
  };
}
