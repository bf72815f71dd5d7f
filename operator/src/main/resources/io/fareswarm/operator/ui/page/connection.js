import {el, fill, set, text} from './dom.js';
import {access} from './access.js';

/** Longest pause before the session is asked for again, in milliseconds. */
const LONGEST_PAUSE = 30_000;

const line = document.getElementById('connection');
const notice = document.getElementById('notice');
const create = document.getElementById('new');
const version = document.getElementById('version');

/** Loads the session, reads the stream into the store, and shows the state of the connection in the header. */
export function connect({store, api, announce, filesChanged}) {
  const said = el('span');
  fill(notice, said, ' ', el('button', {type: 'button', class: 'button small', on: {click: () => stream.retry()}}, 'Try now'));
  const stream = api.stream(event => {
    store.apply(event);
    if (event.type === 'files') filesChanged(event.data.namespace, event.data.name, event.data.run);
  }, connection => {
    const before = store.state.connection.state;
    store.update(state => state.connection = connection);
    if (connection.state === 'open') {
      loadSession();
      if (before === 'lost') announce('Connected again.');
    } else if (connection.state === 'lost' && before !== 'lost') announce(connection.message);
    tick();
  });

  /** Loads the session. The stream may stay open after a failure, and would not ask for it again. */
  async function loadSession(pause = 1000) {
    try {
      const session = await api.session();
      store.update(state => state.session = session);
    } catch (problem) {
      store.update(state => state.connection = {...state.connection, message: problem.message});
      setTimeout(() => store.state.connection.state === 'open' && loadSession(Math.min(2 * pause, LONGEST_PAUSE)), pause);
    }
  }

  function tick() {
    const {connection, session} = store.state;
    set(line, 'class', `connection ${connection.state}`);
    text(line, {open: session ? connected(session) : 'Connected', connecting: 'Connecting …', lost: 'Disconnected'}[connection.state]);
    notice.hidden = connection.state !== 'lost';
    if (notice.hidden) return;
    const left = Math.ceil((connection.retryAt - Date.now()) / 1000);
    const next = connection.retryAt === null ? 'Without a token the page cannot go on.' : left > 1 ? `Next attempt in ${left} s.` : 'Trying again …';
    text(said, `${connection.message.replace(/[.\s]*$/, '')}. The page shows what it received last. ${next}`);
  }

  setInterval(() => store.state.connection.state === 'lost' && tick(), 1000);
  create.addEventListener('click', event => create.getAttribute('aria-disabled') && event.preventDefault());
  store.subscribe(state => {
    tick();
    if (!state.session) return;
    text(version, state.session.version ? `fareswarm ${state.session.version}` : '');
    const may = state.session.namespaces.map(n => access(state, n, 'create'));
    const refused = may.some(a => a.allowed) ? null : may[0]?.reason || 'You have no access to a namespace.';
    set(create, 'aria-disabled', refused ? 'true' : null);
    set(create, 'title', refused);
  });
}

const connected = ({mode, user}) => mode === 'local' ? 'Connected, on this machine' : `Connected${user ? ` as ${user}` : ''}`;
