import {el, empty, fill, name, painted, table, text} from '../dom.js';
import {count, latency, rate} from '../format.js';
import {kneeCharts} from '../kneechart.js';
import {runView} from '../run.js';

export const title = 'Capacity';

const PURPOSES = {ramp: 'Double the rate', narrow: 'Halve the range', measure: 'Measure', confirm: 'Confirm'};

/** Text of the capacity found and its bounds; null during the search. */
export function found(search) {
  if (search?.rate === undefined) return null;
  if (search.rate === 0) return search.limitedBy === undefined ? 'No capacity: too little was measured.' : 'No capacity: a limit was exceeded at the lowest rate.';
  const {lower, upper} = search;
  const bounds = lower !== undefined && upper !== undefined ? `${rate(lower)}/s to ${rate(upper)}/s`
    : lower !== undefined ? `at least ${rate(lower)}/s` : upper !== undefined ? `at most ${rate(upper)}/s` : 'no bounds';
  return `${rate(search.rate)} requests a second (${bounds})`;
}

const details = search => [search.perReplica === undefined ? null : `${rate(search.perReplica)}/s per replica`,
  search.limitedBy === undefined ? null : search.limitedBy === 'max' ? 'every limit holds at the maximum rate' : ['limited by ', name(search.limitedBy)],
  search.confirmed ? 'confirmed by a longer step' : 'not confirmed by a longer step'].filter(Boolean);

/** The search for the capacity: what it found, the latency over the rate, and its steps. */
export function mount(root, {run}) {
  const none = empty('This load test does not search for the capacity.', 'Choose "Capacity" as the kind of load, or write load.capacity in the manifest.');
  const headline = el('p', {class: 'capacity'});
  const facts = el('p', {class: 'soft'});
  const charts = kneeCharts();
  const list = table({label: 'Steps of the search', key: step => step.second, columns: [
    {id: 'purpose', title: 'Step', head: true, cell: step => PURPOSES[step.purpose] ?? step.purpose},
    {id: 'rate', title: 'Rate/s', numeric: true, cell: step => rate(step.rate)},
    {id: 'limits', title: 'Limits', paint: (td, step) => painted(td, JSON.stringify(step.counts?.limits ?? null), () => (step.counts?.limits ?? []).map(limit =>
      el('span', {class: `limit ${limit.passed ? 'good' : 'bad'}`}, limit.passed ? '✓ ' : '✗ ', name(limit.name), ' ', limit.observed)))},
    {id: 'seconds', title: 'Seconds', numeric: true, hint: 'Seconds that count', cell: step => count(step.counts?.seconds)},
    {id: 'requests', title: 'Requests', numeric: true, cell: step => count(step.counts?.requests)},
    {id: 'throughput', title: 'Responses/s', numeric: true, cell: step => rate(step.counts?.throughput)},
    {id: 'p50', title: 'p50', numeric: true, cell: step => latency(step.counts?.p50)},
    {id: 'p95', title: 'p95', numeric: true, cell: step => latency(step.counts?.p95)},
    {id: 'p99', title: 'p99', numeric: true, cell: step => latency(step.counts?.p99)},
    {id: 'inFlight', title: 'In flight', numeric: true, hint: 'Requests in flight at the end', cell: step => count(step.counts?.inFlight)}]});
  const body = el('div', null, headline, facts, el('div', {class: 'model-charts'}, charts.map(chart => chart.node)), list.node);
  fill(root, el('h2', {class: 'sr'}, title), none, body);
  return {
    update(state) {
      const view = runView(state, run);
      const search = view.capacity;
      none.hidden = Boolean(search || view.spec.load?.capacity);
      body.hidden = !none.hidden;
      const steps = search?.steps ?? [];
      const last = steps.at(-1);
      text(headline, found(search) ?? (last ? `Step ${steps.length}: ${rate(last.rate)} requests a second` : 'The search has not begun.'));
      painted(facts, JSON.stringify(search?.rate === undefined ? null : [search.perReplica, search.limitedBy, search.confirmed]),
          () => search?.rate ? details(search).flatMap((part, i) => i ? [', ', part] : [part]) : '');
      charts.forEach(chart => chart.update(steps.filter(step => step.counts?.requests)));
      list.update(steps);
    },
    destroy() {
      charts.forEach(chart => chart.destroy());
    },
  };
}
