import {el, empty, fill, name, painted, set, table, text} from '../dom.js';
import {ago, count, latency, money, percent, rate} from '../format.js';
import {mountForm} from '../form.js';
import {runHash} from '../route.js';
import {outcome, targetOf} from '../run.js';
import {isActive, resources} from '../store.js';

/** List of all load tests and models; the start form while there is none. */
export function mountHome(root, context) {
  let shown = null;
  let part = null;
  let touched = false;
  const touch = () => touched = true;
  root.addEventListener('input', touch);
  return {
    update(state) {
      const tests = resources(state, 'LoadTest');
      const models = resources(state, 'FareModel');
      const kind = tests.length + models.length ? 'list' : state.synced && state.session ? 'form' : 'loading';
      if (kind !== shown && !(shown === 'form' && touched)) {
        shown = kind;
        part?.destroy();
        part = null;
        fill(root);
        if (kind === 'list') part = mountList(root, context);
        else if (kind === 'form') part = mountForm(root, {...context, again: null, welcome: true});
        else fill(root, el('h1', {class: 'sr'}, 'fareswarm'), empty('Connecting …', 'The page waits for the list of load tests.'));
      }
      part?.update(state, tests, models);
    },
    destroy() {
      root.removeEventListener('input', touch);
      part?.destroy();
    },
  };
}

function mountList(root) {
  const running = el('p', {class: 'soft'});
  const tests = table({label: 'Load tests', remember: 'tests', key: t => t.metadata.uid, sort: {id: 'started', descending: true}, columns: [
    {id: 'name', title: 'Name', head: true, value: t => t.metadata.name, paint: link(t => runHash(t.metadata))},
    {id: 'state', title: 'State', value: outcome, paint: (td, t) => painted(td, outcome(t), () => el('span', {class: `state ${outcome(t)}`}, outcome(t)))},
    {id: 'run', title: 'Run', numeric: true, value: t => t.status?.run?.number, cell: t => count(t.status?.run?.number)},
    {id: 'target', title: 'Target', value: targetOf, paint: (td, t) => painted(td, targetOf(t), () => name(targetOf(t), 60))},
    {id: 'requests', title: 'Requests', numeric: true, value: t => t.status?.result?.requests, cell: t => count(t.status?.result?.requests)},
    {id: 'rps', title: 'RPS', numeric: true, value: rps, cell: t => rate(rps(t))},
    {id: 'p95', title: '95th percentile', numeric: true, value: t => t.status?.result?.latencyMs?.p95, cell: t => latency(t.status?.result?.latencyMs?.p95)},
    {id: 'failures', title: 'Failures', numeric: true, value: t => t.status?.result?.failurePercent, cell: t => percent(t.status?.result?.failurePercent)},
    {id: 'started', title: 'Started', short: true, value: started, cell: t => ago(started(t))}]});
  const none = empty('There is no load test yet.', el('a', {href: '#/new'}, 'Start one'));
  const models = table({label: 'Models', remember: 'models', key: m => m.metadata.uid, sort: {id: 'name', descending: false}, columns: [
    {id: 'name', title: 'Name', head: true, value: m => m.metadata.name,
      paint: link(m => `#/model/${encodeURIComponent(m.metadata.namespace)}/${encodeURIComponent(m.metadata.name)}`)},
    {id: 'trained', title: 'Trained', paint: (td, m) => condition(td, m, 'Trained')},
    {id: 'available', title: 'Available', paint: (td, m) => condition(td, m, 'Available')},
    {id: 'ready', title: 'Servers ready', numeric: true, cell: m => `${count(m.status?.readyReplicas ?? 0)} / ${count(m.spec.serving?.replicas ?? 2)}`},
    {id: 'rmse', title: 'RMSE', numeric: true, hint: 'Root mean squared error in dollars', value: m => m.status?.model?.rmse,
      cell: m => money(m.status?.model?.rmse)}]});
  const noModels = empty('There is no model.', 'A FareModel is a taxi-fare model that is trained, served, and used as a target.');
  fill(root, el('h1', {class: 'sr'}, 'fareswarm'),
      el('section', null, el('div', {class: 'row section-head'}, el('h2', null, 'Load tests'), running), none, tests.node),
      el('section', {class: 'section'}, el('h2', null, 'Models'), noModels, models.node));
  return {
    update(state, allTests, allModels) {
      const active = allTests.filter(t => isActive(t.status?.phase)).length;
      text(running, active ? `${count(active)} of ${count(allTests.length)} active` : '');
      none.hidden = allTests.length > 0;
      tests.node.hidden = !none.hidden;
      noModels.hidden = allModels.length > 0;
      models.node.hidden = !noModels.hidden;
      tests.update(allTests);
      models.update(allModels);
    },
    destroy() {},
  };
}

const rps = t => isActive(t.status?.phase) && t.status.live ? t.status.live.all.requests : t.status?.result?.throughput;
const started = t => t.status?.run?.startedAt ?? t.metadata.creationTimestamp;

const link = address => (td, object) => painted(td, address(object),
    () => el('a', {href: address(object)}, name(object.metadata.name)));

function condition(td, object, type) {
  const found = object.status?.conditions?.find(c => c.type === type);
  const word = {True: 'Yes', False: 'No'}[found?.status] ?? 'Unknown';
  painted(td, word + found?.message, () => el('span', {class: `state ${{Yes: 'good', No: 'warn'}[word] ?? 'plain'}`}, word));
  set(td, 'title', found?.message);
}
