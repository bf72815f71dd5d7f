import {clean, el, empty, fill, order, text} from '../dom.js';
import {dateTime, time} from '../format.js';
import {eventsOf, reportDirectory} from '../store.js';

export const title = 'Log';

/** Steps of a load test, newest last; the list follows the end unless it is scrolled up. */
export function mount(root, {run}) {
  const list = el('ol', {class: 'log', tabindex: 0, 'aria-label': 'Log'});
  const none = empty('There are no events.', ' ');
  const lines = new WeakMap();
  let shown = null;
  fill(root, el('h2', {class: 'sr'}, 'Log'), none, list);
  return {
    update(state) {
      const events = eventsOf(state, 'LoadTest', run.namespace, run.name);
      if (events === shown) return;
      const follow = shown === null || list.scrollHeight - list.scrollTop - list.clientHeight < 24;
      shown = events;
      none.hidden = events.length > 0;
      text(none.lastChild, reportDirectory(state) === null ? 'Kubernetes deletes them after about an hour.'
        : 'They appear when the test runs. They are not stored: those of earlier starts of the server are gone.');
      list.hidden = !none.hidden;
      order(list, events.map(event => {
        if (!lines.has(event)) lines.set(event, line(event));
        return lines.get(event);
      }));
      if (follow) list.scrollTop = list.scrollHeight;
    },
    destroy() {},
  };
}

function line(event) {
  const warning = event.type === 'Warning';
  return el('li', {class: warning ? 'warning' : null}, el('time', {datetime: event.time, title: dateTime(event.time)}, time(event.time)),
      el('span', {class: 'reason'}, warning ? el('span', null, '! ', el('span', {class: 'sr'}, 'Warning: ')) : null, clean(event.reason, 64)),
      el('bdi', {class: 'message'}, clean(event.message, 1024), event.count > 1 ? ` (${event.count} times)` : ''));
}
