import {find, isActive, storedRuns} from './store.js';
import {seconds} from './format.js';

/**
 * What the page shows of a run {namespace, name, run}: of the current one from the LoadTest's status, of an earlier one from the
 * stored runs. {test, run, current, active, phase, verdict, live, result, capacity, thresholds, workers, spec, target, startedAt, finishedAt,
 * message, files}; null if the LoadTest does not exist.
 */
export function runView(state, {namespace, name, run}) {
  const test = find(state, 'LoadTest', namespace, name);
  if (!test) return null;
  const status = test.status ?? {};
  const number = status.run?.number ?? null;
  const stored = storedRuns(state, {namespace, name})?.find(r => r.run === (run ?? number)) ?? null;
  if (run === null || run === undefined || run === number) {
    if (suspended(test)) return {...nothing(test), current: true, active: false, phase: NOT_STARTED, message: null};
    if (pending(test)) return {...nothing(test), current: true, active: true, phase: 'Pending', message: null};
    return {test, run: number, current: true, active: isActive(status.phase), phase: phaseOf(test),
      verdict: status.verdict ?? null, live: isActive(status.phase) ? status.live ?? null : null,
      result: status.result ?? null, capacity: status.capacity ?? null, thresholds: status.thresholds ?? [], workers: status.workers ?? null,
      spec: test.spec, target: targetOf(test), startedAt: status.run?.startedAt ?? null, finishedAt: status.run?.finishedAt ?? null,
      stoppedAt: status.run?.stoppedAt ?? null, edits: status.run?.edits ?? [], message: explanation(status), files: stored?.files ?? null};
  }
  return {test, run, current: false, active: false, phase: stored?.phase ?? null, verdict: stored?.verdict ?? null, live: null,
    result: stored?.result ?? null, capacity: stored?.capacity ?? null, thresholds: stored?.thresholds ?? [], workers: null, spec: stored?.spec ?? test.spec,
    target: stored?.spec?.target?.url ?? stored?.spec?.target?.model ?? '', startedAt: stored?.startedAt ?? null,
    finishedAt: stored?.finishedAt ?? null, stoppedAt: null, edits: [], message: stored?.message ?? null, files: stored?.files ?? null, missing: !stored};
}

const nothing = test => ({test, run: test.spec.run ?? 1, verdict: null, live: null, result: null, capacity: null, thresholds: [], workers: null, spec: test.spec,
  target: targetOf(test), startedAt: null, finishedAt: null, stoppedAt: null, edits: [], files: null});

/** Whether a run that the spec asks for has not begun: none yet, or its number was raised after the end of the last one. */
export function pending(test) {
  const number = test.status?.run?.number;
  return number === undefined ? test.status?.phase === undefined : (test.spec.run ?? 1) > number;
}

/**
 * Why a LoadTest cannot begin another run now, as an access; null if it can. A greater `run` would end the one that goes on.
 */
export function goesOn(test) {
  if (suspended(test)) return null;
  if (isActive(test.status?.phase)) return {allowed: false, reason: `Run ${test.status.run?.number ?? test.spec.run ?? 1} goes on: stop it first.`};
  return pending(test) ? {allowed: false, reason: `Run ${test.spec.run ?? 1} is about to begin.`} : null;
}

const NOT_STARTED = 'Not started';

/** What a view shows of a run that has not started; null for any other run. */
export const notStarted = ({phase}) => phase === NOT_STARTED ? 'The run has not started.' : null;

/** Whether the LoadTest waits for its first start on this machine. */
export const suspended = test => test.metadata.annotations?.['fareswarm.io/suspended'] === 'true';

/** Phase of the LoadTest's current run; Pending before the operator has taken it up. */
export const phaseOf = test => suspended(test) ? NOT_STARTED : pending(test) ? 'Pending' : test.status?.phase ?? 'Pending';

/** Number of the run, the verdict or the phase in one word: what a list shows. */
export const outcome = test => suspended(test) ? NOT_STARTED : pending(test) ? 'Pending' : test.status?.verdict ?? phaseOf(test);

/** The target as people name it: the model, or the address. */
export const targetOf = test => test.spec.target?.model ?? test.spec.target?.url ?? test.status?.target?.url ?? '';

/** Conditions for other programs, which repeat the messages of the others. */
const SUMMARIES = new Set(['Ready', 'Reconciling', 'Stalled', 'Passed']);

/** Message of the condition that explains the state best: one that is false, or the newest. */
export function explanation(status) {
  const conditions = (status.conditions ?? []).filter(c => !SUMMARIES.has(c.type)).sort((a, b) => String(b.lastTransitionTime).localeCompare(String(a.lastTransitionTime)));
  const complete = conditions.find(c => c.type === 'Complete' && c.status === 'True');
  return (complete ?? conditions.find(c => c.status !== 'True') ?? conditions[0])?.message ?? null;
}

/** Whole seconds of the warm-up: the second of the run in which the duration begins. */
export const warmupOf = spec => Math.ceil(seconds(spec.warmup) ?? 0);

/** Length of the run in seconds, warm-up included; null if a number of requests ends it. */
export function totalSeconds(spec) {
  const load = spec.load ?? {};
  const stages = load.users?.stages ?? load.arrivals?.stages;
  const warmup = seconds(spec.warmup) ?? 0;
  if (load.capacity) return seconds(load.capacity.time ?? '10m') ?? 600;
  if (stages) return warmup + stages.reduce((sum, s) => sum + (seconds(s.duration) ?? 0), 0);
  return spec.requests ? null : warmup + (seconds(spec.duration ?? '60s') ?? 60);
}

/** Seconds of the run so far, from the scheduled start. */
export function elapsedSeconds(view) {
  if (view.live) return view.live.second + view.live.seconds;
  if (view.active || !view.startedAt || !view.finishedAt) return view.active ? 0 : null;
  return (Date.parse(view.finishedAt) - Date.parse(view.startedAt)) / 1000;
}

/** Tasks of a spec; those that a target model has by default when it names none. */
export function tasksOf(spec) {
  if (spec.tasks?.length) return spec.tasks;
  const ride = (name, weight, body) => ({name, weight, request: {method: 'POST', path: '/predict', body: {ride: body}}});
  return spec.target?.model ? [ride('valid ride', 5, {}), ride('ride with a field missing', 1, {drop: 1})] : [];
}
