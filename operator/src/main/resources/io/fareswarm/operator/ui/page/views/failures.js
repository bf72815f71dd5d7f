import {clean, el, empty, fill, name, painted, table, text} from '../dom.js';
import {clock, count, percent} from '../format.js';
import {notStarted, runView} from '../run.js';
import {storedResult} from '../storedresult.js';

export const title = 'Failures';

/** Different errors that a worker counts one by one. */
const MOST_KINDS = 100;

/** How many failures of a result have errors that it does not list. */
export const moreFailures = result => (result?.failures ?? 0) - (result?.errors ?? []).reduce((sum, e) => sum + e.count, 0);

const errorKey = ({task, kind, detail}) => JSON.stringify([task, kind, detail]);
const at = second => second === undefined ? '–' : clock(second);

/** Table of the most frequent errors: those of the status, and of a stored run those of its result.json. */
export function mount(root, {run, api, store}) {
  let requests = 0;
  const read = storedResult({run, api, store});
  const once = make => (td, e) => painted(td, errorKey(e), () => make(e));
  const list = table({label: 'Failures', remember: 'failures', key: errorKey, sort: {id: 'count', descending: true}, columns: [
    {id: 'count', title: 'Count', numeric: true, value: e => e.count, cell: e => count(e.count)},
    {id: 'share', title: 'Of all requests', numeric: true, value: e => e.count, cell: e => percent(requests ? 100 * e.count / requests : null)},
    {id: 'task', title: 'Task', head: true, value: e => e.task, paint: once(e => name(e.task))},
    {id: 'kind', title: 'Kind', value: e => e.kind, cell: e => clean(e.kind, 32)},
    {id: 'detail', title: 'Detail', value: e => e.detail, paint: once(e => name(e.detail, 256))},
    {id: 'first', title: 'First seen', numeric: true, hint: 'First second of the run with the error, warm-up included', value: e => e.firstSecond, cell: e => at(e.firstSecond)},
    {id: 'last', title: 'Last seen', numeric: true, hint: 'Last second of the run with the error, warm-up included', value: e => e.lastSecond, cell: e => at(e.lastSecond)},
    {id: 'example', title: 'Example', paint: once(example)}]});
  const dropped = el('p', {class: 'notice', hidden: true});
  const none = empty('No request has failed.');
  const most = el('p', {class: 'soft', hidden: true});
  fill(root, el('h2', {class: 'sr'}, 'Failures'), dropped, none, list.node, most);

  return {
    update(state) {
      const view = runView(state, run);
      const {result, active} = view;
      const all = moreFailures(result) > 0 ? read(view)?.result?.errors ?? null : null;
      const errors = all ?? result?.errors ?? [];
      requests = result?.requests ?? 0;
      dropped.hidden = !result?.dropped;
      if (result?.dropped) fill(dropped, `${count(result.dropped)} requests were dropped: they were due but never started. They count as failed.`);
      none.hidden = errors.length > 0;
      if (!none.hidden) text(none.firstChild, notStarted(view) ?? (!result ? 'No request has ended.' : active ? 'No request has failed until now.' : 'No request has failed.'));
      list.node.hidden = !none.hidden;
      const more = moreFailures(result && {...result, errors});
      most.hidden = more <= 0;
      text(most, `${count(more)} more failures had other errors. The table has the ${all ? MOST_KINDS : 'ten'} most frequent ones; `
          + (active ? `when the run is over, its ${MOST_KINDS} most frequent ones.` : `a worker counts ${MOST_KINDS} different errors one by one.`));
      list.update(errors);
    },
    destroy() {},
  };
}

function example(error) {
  if (!error.example) return el('span', {class: 'soft'}, 'none');
  return error.example.length <= 60 ? el('code', null, name(error.example, 60))
    : el('details', null, el('summary', {class: 'mono'}, name(error.example, 60)), el('code', {class: 'name'}, clean(error.example)));
}
