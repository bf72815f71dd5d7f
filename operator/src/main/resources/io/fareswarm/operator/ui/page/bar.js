import {el, fill, name, painted, set, text} from './dom.js';
import {clock, count, duration, latency, percent, rate} from './format.js';
import {access, guarded} from './access.js';
import {confirm} from './dialog.js';
import {editDialog} from './edit.js';
import {runHash} from './route.js';
import {elapsedSeconds, goesOn, runView, suspended, totalSeconds} from './run.js';
import {isActive, reportDirectory} from './store.js';

/** Bar of a run: name, target, verdict or phase, progress, the main figures, and what can be done. */
export function mountBar(root, context) {
  const {store, api, navigate, announce} = context;
  const {namespace, name: testName} = context.run;
  const state = el('span', {class: 'state'});
  const number = el('span', {class: 'soft'});
  const target = el('p', {class: 'target'});
  const why = el('p', {class: 'why'});
  const progress = el('progress', {max: 1, 'aria-label': 'Elapsed time'});
  const elapsed = el('span');
  const progressRow = el('div', {class: 'progress'}, progress, elapsed);
  const problem = el('p', {class: 'notice error', role: 'alert', hidden: true});
  const figures = Object.fromEntries([['rps', 'RPS', 'main'], ['failures', 'Failures'], ['users', 'Users'], ['p95', '95th percentile'],
    ['requests', 'Requests'], ['workers', 'Workers ready']].map(([id, label, kind]) => {
    const dd = el('dd');
    const dt = el('dt', null, label);
    return [id, {node: el('div', {class: kind}, dt, dd), dd, dt}];
  }));

  const patch = change => api.patch('LoadTest', namespace, testName, change);
  async function attempt(action, done, failed) {
    try {
      problem.hidden = true;
      await action();
      announce(done);
    } catch (error) {
      text(problem, `${failed}: ${error.message}`);
      problem.hidden = false;
    }
  }
  const view = () => runView(store.state, context.run);
  const buttons = {
    edit: guarded('Edit', '', () => editDialog(store, api, view().test)),
    stop: guarded('Stop', 'danger', async () => {
      const {run} = view();
      if (await confirm(`Stop run ${run}?`, 'No more requests are sent. What was measured until now is stored, with a verdict.', 'Stop')) {
        await attempt(() => patch({spec: {stopRun: run}}), 'The run is being stopped.', 'The run was not stopped');
      }
    }),
    start: guarded('Start swarming', 'primary', () => attempt(() => patch({spec: {run: view().test.spec.run ?? 1}}),
        'The run begins.', 'The run was not started')),
    again: guarded('Run again', 'primary', () => {
      const {test} = view();
      return attempt(async () => {
        await patch({spec: {run: Math.max(test.spec.run ?? 1, test.status?.run?.number ?? 0) + 1}});
        navigate(runHash({namespace, name: testName}));
      }, 'A new run begins.', 'The run was not started');
    }),
    change: guarded('Change and run', '', () => navigate(`#/again/${encodeURIComponent(namespace)}/${encodeURIComponent(testName)}`)),
    remove: guarded('Delete', 'quiet', async () => {
      if (await confirm(`Delete ${testName}?`, lost(store.state), 'Delete')) {
        await attempt(async () => {
          await api.remove('LoadTest', namespace, testName);
          navigate('#/');
        }, 'The load test is deleted.', 'The load test was not deleted');
      }
    }),
  };
  fill(root, el('section', {class: 'card bar', 'aria-label': 'Run'},
      el('div', {class: 'what'},
          el('div', {class: 'row'}, el('h1', null, name(testName)), state, number), target),
      el('div', {class: 'row buttons'}, Object.values(buttons).map(b => b.node)),
      buttons.edit.reason, buttons.again.reason, buttons.remove.reason, why, el('dl', {class: 'figures'}, Object.values(figures).map(f => f.node)), progressRow, problem));
  let before = null;

  return {update(all) {
    const shown = runView(all, context.run);
    if (!shown) return;
    const word = shown.verdict ?? shown.phase ?? '…';
    text(state, word);
    set(state, 'class', `state ${word}`);
    if (before !== null && before !== word) announce(`${testName}: ${word}`);
    before = word;
    text(number, shown.run ? `run ${shown.run}${shown.current ? '' : ', stored'}` : '');
    const several = all.session?.namespaces?.length > 1;
    painted(target, JSON.stringify([shown.target, shown.spec.target?.model, several]), () => ['Target ', name(shown.target, 120),
      shown.spec.target?.model ? ' (model)' : '', several ? [' in ', name(namespace)] : '']);
    const message = shown.active && shown.phase === 'Running' ? '' : shown.message ?? '';
    text(why, message);
    why.hidden = !message;
    show(figures, shown);
    showProgress(progressRow, progress, elapsed, shown);
    const may = access(all, namespace, 'edit');
    buttons.edit.node.hidden = buttons.stop.node.hidden = !(shown.current && shown.active);
    buttons.start.node.hidden = !(shown.current && suspended(shown.test));
    buttons.again.node.hidden = shown.active || !buttons.start.node.hidden;
    buttons.change.node.hidden = buttons.remove.node.hidden = shown.active;
    for (const button of Object.values(buttons)) button.update(may);
    const going = may.allowed ? goesOn(shown.test) : null;
    if (going) [buttons.again, buttons.change].forEach(button => button.update(going));
    buttons.again.reason.hidden = !going || buttons.again.node.hidden;
    const runs = notDeletable(all, shown.test);
    buttons.remove.update(runs ?? access(all, namespace, 'delete'));
    // One sentence is enough for all three buttons.
    buttons.remove.reason.hidden = !runs || buttons.remove.node.hidden || !buttons.again.reason.hidden;
    if (shown.stoppedAt && shown.active) buttons.stop.update({allowed: false, reason: 'The run is already being stopped.'});
  }};
}

function show(figures, {live, result, workers, active, spec}) {
  text(figures.rps.dt, live || !result ? 'RPS' : 'RPS, average');
  text(figures.rps.dd, rate(live ? live.all.requests : result?.throughput));
  const failed = live ? share(live.all) : result?.failurePercent;
  fill(figures.failures.dd, percent(result?.failurePercent ?? failed), ' ', live ? el('small', null, `now ${percent(failed)}`) : null);
  set(figures.failures.node, 'class', (result?.failures ?? 0) + (result?.dropped ?? 0) > 0 ? 'bad' : null);
  const users = spec.load?.arrivals || spec.load?.capacity ? 'In flight' : 'Users';
  text(figures.users.dt, active || !result ? users : `${users} at most`);
  text(figures.users.dd, count(live ? live.users : result?.users));
  text(figures.p95.dd, latency(live ? live.all.p95 : result?.latencyMs?.p95));
  text(figures.requests.dd, count(result?.requests));
  figures.workers.node.hidden = !active || !workers;
  if (workers) {
    fill(figures.workers.dd, `${count(workers.ready)} / ${count(workers.desired)} `,
        workers.lost ? el('small', null, `${count(workers.lost)} lost`) : null);
    set(figures.workers.node, 'class', workers.ready < workers.desired && active ? 'bad' : null);
  }
}

/** Why a load test on this machine cannot be deleted now; null if nothing of it runs. An API server deletes one that runs. */
function notDeletable({session}, {status}) {
  return session?.mode === 'local' && isActive(status?.phase) ? {allowed: false, reason: `Run ${status.run?.number} goes on: stop it first.`} : null;
}

/** What a deletion does to the stored runs. */
function lost(state) {
  const directory = reportDirectory(state);
  return directory === null ? 'Its stored runs are deleted too. This cannot be undone.'
    : `The reports of its runs stay on the disk, in ${directory}. While they are there, the next start of fareswarm ui shows the test again, `
      + 'and a new test of its name continues its run numbers.';
}

const share = ({requests, failures}) => requests ? 100 * failures / requests : null;

function showProgress(row, progress, elapsed, shown) {
  const total = totalSeconds(shown.spec);
  const seconds = elapsedSeconds(shown);
  row.hidden = shown.missing || (!shown.active && seconds === null);
  progress.hidden = !shown.active;
  if (shown.spec.requests) {
    progress.value = Math.min(1, (shown.result?.requests ?? 0) / shown.spec.requests);
    text(elapsed, `${count(shown.result?.requests ?? 0)} of ${count(shown.spec.requests)} requests in ${clock(seconds ?? 0)}`);
  } else if (shown.active) {
    if (shown.live) progress.value = Math.min(1, seconds / total);
    else progress.removeAttribute('value');
    text(elapsed, shown.live ? `${clock(seconds)} of ${clock(total)}${shown.phase === 'Finishing' ? ', requests in flight end' : ''}` : waiting(shown));
  } else {
    text(elapsed, `Lasted ${duration(seconds)}${shown.stoppedAt && shown.capacity?.rate === undefined ? ', stopped early' : ''}`);
  }
}

const waiting = ({phase}) => ({Pending: 'Waits for its target', Preparing: 'Workers start', Finishing: 'Requests in flight end'})[phase] ?? 'Starts';
