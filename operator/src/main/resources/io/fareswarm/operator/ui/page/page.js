import {createApi} from './api.js';
import {askToken} from './dialog.js';
import {el, empty, fill, set, text} from './dom.js';
import {createStore, runKey} from './store.js';
import {connect} from './connection.js';
import {initTheme} from './theme.js';
import {mountForm} from './form.js';
import {mountHome} from './views/home.js';
import {mountRun} from './runpage.js';
import {parseRoute} from './route.js';

const main = document.getElementById('main');
const store = createStore();
const api = createApi(askToken);
let screen = null;

/** Says a sentence to screen readers. */
function announce(sentence) {
  text(document.getElementById('announce'), sentence);
}

const navigate = hash => {
  location.hash = hash;
};

/** Loads the stored runs of a LoadTest and, if there is one, the series of the run that is shown. */
async function loadRun({namespace, name, run}) {
  const number = run ?? store.state.resources.get(`LoadTest/${namespace}/${name}`)?.status?.run?.number;
  try {
    const runs = await api.runs(namespace, name);
    store.update(state => state.runs.set(`${namespace}/${name}`, runs));
    const listed = runs.find(r => r.run === number);
    if (listed?.files?.includes('series.json')) await loadSeries({namespace, name, run: number});
  } catch (problem) {
    announce(`The stored runs cannot be loaded: ${problem.message}`);
  }
}

async function loadSeries(run) {
  const key = runKey(run);
  const change = values => store.update(state => state.series.set(key, {series: null, points: [], ...state.series.get(key), ...values}));
  if (!store.state.series.get(key)?.series) change({status: 'loading'});
  try {
    const series = await api.series(run.namespace, run.name, run.run);
    change({series, status: 'ready'});
  } catch (problem) {
    change({status: problem.status === 404 ? 'none' : 'error'});
  }
}

const context = {store, api, navigate, announce, loadRun};

/** Models' view, which is loaded on demand. */
function mountModels(root, own) {
  let view = null;
  let gone = false;
  fill(root, empty('Loading …'));
  import('./views/models.js').then(module => {
    if (gone) return;
    fill(root);
    view = module.mount(root, own);
    view.update(store.state);
  }).catch(problem => fill(root, empty('The models cannot be shown.', `Reload the page. (${problem.message})`)));
  return {update: state => view?.update(state), destroy() {
    gone = true;
    view?.destroy();
  }};
}

const screens = {home: mountHome, form: mountForm, run: mountRun, models: mountModels};

function show() {
  const route = parseRoute(location.hash);
  for (const link of document.querySelectorAll('[data-nav]')) {
    set(link, 'aria-current', link.dataset.nav === (route.screen === 'models' ? 'models' : 'tests') && route.screen !== 'form' ? 'page' : null);
  }
  if (screen?.key === route.key) screen.navigate?.(route);
  else {
    const first = screen === null;
    screen?.destroy();
    screen = null;
    fill(main);
    screen = {...screens[route.screen](main, {...context, ...route}), key: route.key};
    if (!first) {
      scrollTo(0, 0);
      main.focus({preventScroll: true});
    }
  }
  document.title = route.title ? `${route.title} – fareswarm` : 'fareswarm';
  screen.update(store.state);
}

store.subscribe(state => screen?.update(state));
addEventListener('hashchange', show);
initTheme(document.getElementById('theme'));
show();
connect({store, api, announce, filesChanged: (namespace, name, run) => {
  if (screen?.shows?.(namespace, name, run)) loadRun({namespace, name, run: screen.number()});
}});
