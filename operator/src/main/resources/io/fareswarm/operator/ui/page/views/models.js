import {gone} from '../access.js';
import {el, empty, fill, name} from '../dom.js';
import {fareFigure, residualFigure} from '../farecharts.js';
import {count, dateTime, money, number} from '../format.js';
import {resources} from '../store.js';
import {tryIt} from '../tryit.js';

/** Name of the tab. */
export const title = 'Models';

const DROPPED = {MissingField: 'a field is empty', PickupOutOfRange: 'pickup_longitude is not from -80 to 50',
  DropoffOutOfRange: 'dropoff_longitude is under -80 or dropoff_latitude over 50', TooFar: '5 degrees or more in a direction'};

const weight = value => money(value, 4);

/** The conditions of a FareModel in plain words, as [{good, words}]. */
export function conditionWords({status}) {
  const conditions = status?.conditions ?? [];
  if (!conditions.length) return [{good: null, words: 'The operator has not seen this model yet.'}];
  const found = type => conditions.find(condition => condition.type === type);
  const words = ({status: value, message}, good, bad) => ({good: value === 'True', words: `${value === 'True' ? good : bad}${message ? `: ${message}` : ''}`});
  const trained = found('Trained');
  const available = found('Available');
  return [
    ...(trained ? [words(trained, 'Trained', 'Not trained')] : []),
    ...(available ? [words(available, 'Serves prices', 'Does not serve prices')] : []),
  ];
}

/** Where the weights of a model come from, in words. */
export function sourceWords({metadata, spec}) {
  const file = metadata.annotations?.['fareswarm.io/data'];
  if (file) return `CSV file ${file}, in place of the manifest's source`;
  const training = spec.training ?? {};
  if (training.weights) return 'given weights';
  if (training.synthetic) return `${count(training.synthetic.rows ?? 100_000)} synthetic rides, seed ${training.synthetic.seed ?? 1}`;
  const {claim, configMap, url} = training.csv ?? {};
  if (claim) return `CSV file ${claim.path} on the volume ${claim.name}`;
  if (configMap) return `CSV file ${configMap.key} in the ConfigMap ${configMap.name}`;
  return url ? `CSV file ${url.address}` : '–';
}

/** The FareModels: figures, charts, and a ride to try. */
export function mount(root, context) {
  const choice = el('nav', {class: 'model-list', 'aria-label': 'Models'});
  const detail = el('div');
  root.append(choice, detail);
  let listed = '';
  let shown = null;
  let parts = null;

  function close() {
    parts?.forEach(part => part.destroy());
    parts = null;
    shown = null;
    fill(detail);
  }

  function draw(state) {
    const models = resources(state, 'FareModel');
    const keyOf = ({metadata}) => `${metadata.namespace}/${metadata.name}`;
    const wanted = context.model ? `${context.model.namespace}/${context.model.name}` : null;
    const model = models.find(each => keyOf(each) === wanted) ?? (wanted ? null : models[0]);
    const names = JSON.stringify([models.map(keyOf), model && keyOf(model)]);
    if (names !== listed) {
      listed = names;
      fill(choice, models.map(each => el('a', {class: 'model-tab', 'aria-current': each === model ? 'page' : null,
        href: `#/model/${keyOf(each).split('/').map(encodeURIComponent).join('/')}`}, name(each.metadata.name))));
    }
    choice.hidden = models.length < 2;
    if (!model) {
      const nothing = `none ${state.synced} ${Boolean(state.session)}`;
      if (shown === nothing) return;
      close();
      shown = nothing;
      fill(detail, el('h1', {class: 'sr'}, 'Models'), noModel(state, context.model));
      return;
    }
    const {status} = model;
    const id = JSON.stringify([model.metadata.uid, model.spec, status?.model, status?.conditions, status?.readyReplicas, status?.replicas,
      state.session?.access?.[model.metadata.namespace]?.predict]);
    if (id === shown) return;
    const ride = parts?.ride?.of === model.metadata.uid ? parts.ride : null;
    if (!ride) parts?.ride?.destroy();
    parts?.forEach(part => part !== parts.ride && part.destroy());
    shown = id;
    parts = drawModel(model, ride);
  }

  function drawModel(model, kept) {
    const {metadata, status} = model;
    const trained = status?.model;
    const charts = trained?.facts ? [fareFigure(trained.facts.fares, trained.weights), residualFigure(trained.facts.residuals)] : [];
    const ride = kept ?? Object.assign(tryIt(context, metadata), {of: metadata.uid});
    ride.update(model);
    const before = [el('h1', null, name(metadata.name)), el('ul', {class: 'conditions'}, conditionWords(model).map(condition))];
    const middle = trained ? [figures(trained, status), facts(model),
      charts.length ? el('div', {class: 'model-charts'}, charts.map(chart => chart.node)) : noCharts(trained)] : [facts(model)];
    if (ride.node.parentNode === detail) {
      [...detail.children].forEach(child => child !== ride.node && child.remove());
      ride.node.before(...before, ...middle);
    } else {
      fill(detail, before, middle, ride.node);
    }
    const all = [...charts, ride];
    all.ride = ride;
    return all;
  }

  return {update: draw, destroy: close};
}

function condition({good, words}) {
  return el('li', {class: good === null ? null : good ? 'yes' : 'no'}, el('span', {'aria-hidden': 'true'}, good ? '✓ ' : '• '), el('bdi', null, words));
}

function noCharts({rows}) {
  return el('p', {class: 'no-charts soft'}, 'No charts of the fares are stored with this model. ',
      rows ? 'Train it again to see them: raise training.run.' : 'Its weights are given, so it was fitted to no rides.');
}

function noModel(state, wanted) {
  if (!state.synced) return empty('Loading the models …');
  if (wanted) {
    return empty(`There is no model ${wanted.name} in ${wanted.namespace}.`, `${gone(state, wanted.namespace)} `, el('a', {href: '#/models'}, 'Show the models'));
  }
  return empty('There is no FareModel yet.', 'A FareModel comes from a manifest such as ', el('code', null, 'examples/quickstart.yaml'), '.');
}

function figures({rmse, mae, r2, rows}, status) {
  const tile = (term, value, below) => el('div', null, el('dt', null, term), el('dd', null, value, below ? el('small', null, below) : null));
  return el('dl', {class: 'tiles'},
      rows ? [tile('RMSE', money(rmse)), tile('MAE', money(mae)), tile('R²', number(r2, 4)),
        tile('Rows used', count(rows.used), `of ${count(rows.read)} read`)] : null,
      tile('Servers ready', count(status.readyReplicas ?? 0), `of ${count(status.replicas ?? 0)}`));
}

function facts(model) {
  const {status} = model;
  const trained = status?.model;
  const rows = [
    ['Source', name(sourceWords(model), 200)],
    ...(trained ? [
      ['Weights', list(['per degree of longitude', 'per degree of latitude', 'per ride'].map((unit, i) => [weight(trained.weights[i]), unit]))],
      ...(trained.rows ? [['Rows dropped', dropped(trained.rows.dropped ?? {})]] : []),
      ['Digest', el('code', {class: 'digest'}, trained.digest)],
      ['Trained', dateTime(trained.trainedAt)],
    ] : []),
    ...(status?.url ? [['Address', el('code', null, name(status.url, 200))]] : []),
  ];
  return el('div', {class: 'wide', role: 'region', tabindex: 0, 'aria-label': 'Facts about the model'}, el('table', {class: 'facts'},
      el('tbody', null, rows.map(([term, value]) => el('tr', null, el('th', {scope: 'row'}, term), el('td', null, value))))));
}

function dropped(rows) {
  const words = reason => name(DROPPED[reason] ? `${DROPPED[reason]} (${reason})` : reason, 120);
  const reasons = Object.entries(rows);
  return reasons.length ? list(reasons.map(([reason, number]) => [count(number), words(reason)])) : 'none';
}

function list(rows) {
  return el('ul', {class: 'plain'}, rows.map(([figure, words]) => el('li', null, el('strong', null, figure), ' ', words)));
}
