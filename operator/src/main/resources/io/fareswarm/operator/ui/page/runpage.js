import {el, empty, fill, set, text} from './dom.js';
import {gone} from './access.js';
import {mountBar} from './bar.js';
import {runHash} from './route.js';
import {runView} from './run.js';
import {find} from './store.js';

const TABS = ['statistics', 'charts', 'capacity', 'thresholds', 'failures', 'ratio', 'workers', 'log', 'runs', 'downloads'];
const TITLES = {statistics: 'Statistics', charts: 'Charts', capacity: 'Capacity', thresholds: 'Thresholds', failures: 'Failures', ratio: 'Ratio', workers: 'Workers',
  log: 'Log', runs: 'Runs', downloads: 'Downloads'};

/** Screen of a run: the bar, the tabs, and the view of the chosen tab. */
export function mountRun(root, context) {
  const {store, navigate, loadRun} = context;
  let route = context;
  let bar = null;
  let view = null;
  let opened = null;
  let loaded = null;
  const head = el('div');
  const tabs = el('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Views of the run', on: {keydown: arrows}});
  const panel = el('div', {role: 'tabpanel', id: 'panel', tabindex: -1});
  const badges = {};
  fill(tabs, TABS.map(tab => {
    badges[tab] = el('span', {class: 'badge', hidden: true});
    return el('button', {type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': 'panel', data: {tab}, on: {click: () => go(tab)}},
        TITLES[tab], badges[tab]);
  }));
  const missing = el('div');
  fill(root, missing, head, tabs, panel);

  const go = tab => navigate(runHash(route.run, tab));
  function arrows(event) {
    const shown = TABS.filter(tab => !tabs.querySelector(`[data-tab=${tab}]`).hidden);
    const at = shown.indexOf(event.target.dataset.tab);
    const next = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: shown.length - 1}[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const tab = shown[(next + shown.length) % shown.length];
    tabs.querySelector(`[data-tab=${tab}]`).focus();
    go(tab);
  }

  async function open() {
    const tab = TABS.includes(route.tab) ? route.tab : 'statistics';
    const key = JSON.stringify([tab, route.run, route.rest]);
    if (opened === key) return;
    opened = key;
    for (const button of tabs.children) {
      const chosen = button.dataset.tab === tab;
      set(button, 'aria-selected', String(chosen));
      set(button, 'tabindex', chosen ? 0 : -1);
      if (chosen) button.scrollIntoView?.({block: 'nearest', inline: 'nearest'});
    }
    set(panel, 'aria-labelledby', `tab-${tab}`);
    view?.destroy();
    view = null;
    bar = mountBar(head, {...context, run: route.run});
    fill(panel, empty('Loading …'));
    try {
      const module = await import(`./views/${tab}.js`);
      if (opened !== key) return;
      fill(panel);
      view = module.mount(panel, {...context, run: route.run, rest: route.rest});
      update(store.state);
    } catch (problem) {
      if (opened === key) fill(panel, empty('This view cannot be shown.', `Reload the page. (${problem.message})`));
      console.error(problem);
    }
  }

  function update(state) {
    const test = find(state, 'LoadTest', route.run.namespace, route.run.name);
    head.hidden = tabs.hidden = panel.hidden = !test;
    if (!test) {
      fill(missing, el('h1', {class: 'sr'}, route.run.name), state.synced
        ? empty(`There is no load test ${route.run.name} in ${route.run.namespace}.`, `${gone(state, route.run.namespace)} `, el('a', {href: '#/'}, 'Show all load tests'))
        : empty('Loading …'));
      return;
    }
    fill(missing);
    load(test);
    bar?.update(state);
    const shown = runView(state, route.run);
    badge(badges.failures, shown.result?.errors?.length ? String(shown.result.errors.length) : '', true);
    const failed = shown.thresholds.filter(t => !t.passed).length;
    tabs.querySelector('[data-tab=capacity]').hidden = !shown.spec.load?.capacity;
    badge(badges.thresholds, failed ? `${failed} failed` : '', true);
    view?.update(state);
  }

  /** Loads the stored runs and the series when another run is shown, also when the current one has a new number. */
  function load(test) {
    const key = `${route.run.run ?? test.status?.run?.number ?? 0} ${test.metadata.uid}`;
    if (loaded === key) return;
    loaded = key;
    loadRun(route.run);
  }

  open();
  return {
    update,
    destroy: () => view?.destroy(),
    navigate(next) {
      route = next;
      open();
    },
    number: () => route.run.run,
    shows: (namespace, name) => namespace === route.run.namespace && name === route.run.name,
  };
}

function badge(node, label, bad) {
  text(node, label);
  node.hidden = !label;
  set(node, 'class', bad ? 'badge bad' : 'badge');
}
