import {access} from './access.js';
import {el, fill, set, text} from './dom.js';
import {money, number} from './format.js';
import {distanceKm, firstRide, inside, priceOf, priceTerms, rideOf} from './ride.js';
import {rideMap} from './ridemap.js';

const PAUSE = 250;
const FIRST = {pickup: {lon: -73.9855, lat: 40.758}, dropoff: {lon: -73.7822, lat: 40.6446}};
const WORDS = {pickup: 'Pickup', dropoff: 'Drop-off'};

/** A ride to try on a FareModel: its points on a map or as numbers, its price, request and response. Returns {node, update(model), destroy()}. */
export function tryIt(context, {namespace, name}) {
  const price = el('p', {class: 'price', role: 'status'});
  const below = el('p', {class: 'soft'});
  const sum = el('p', {class: 'soft'});
  const request = el('pre', {tabindex: 0, 'aria-label': 'Request'});
  const response = el('pre', {tabindex: 0, 'aria-label': 'Response'}, 'The request was not sent yet.');
  const command = el('pre', {tabindex: 0, 'aria-label': 'Command'});
  const commandTitle = el('h3');
  const refused = el('p', {class: 'soft', hidden: true});
  const copied = el('span', {class: 'soft', role: 'status'});
  const commandBox = el('div', {class: 'command', hidden: true}, el('div', {class: 'command-head'}, commandTitle,
      el('button', {type: 'button', class: 'button small', on: {click: copy}}, 'Copy'), copied), command);
  const mapBox = el('div', {class: 'tryit-map'});
  const outside = el('p', {class: 'soft', hidden: true}, 'A point lies outside the map.');
  const picks = Object.entries(WORDS).map(([which, words]) => {
    const input = el('input', {type: 'radio', name: `pick-${namespace}-${name}`, value: which, checked: which === 'pickup',
      on: {change: () => pick = which}});
    return {which, input, node: el('label', {class: 'pick'}, input, words)};
  });
  const pickBox = el('fieldset', {class: 'picks'}, el('legend', null, 'A click on the map sets the'), picks.map(each => each.node));
  const fields = Object.fromEntries(Object.keys(WORDS).map(which => [which, {lon: field(which, 'lon', 'longitude'), lat: field(which, 'lat', 'latitude')}]));
  const ask = el('button', {type: 'submit', class: 'button primary'}, 'Get the price');
  const form = el('form', {class: 'ride-form', on: {submit: event => {
    event.preventDefault();
    predict();
  }}}, Object.entries(fields).map(([which, {lon, lat}]) => el('fieldset', null,
      el('legend', null, el('span', {class: `point-key ${which}`, 'aria-hidden': 'true'}, which === 'pickup' ? 'P' : 'D'), WORDS[which]),
      label('Longitude', lon), label('Latitude', lat))), ask, refused);
  const node = el('section', {class: 'tryit', 'aria-label': 'Try it'}, el('h2', null, 'Try it'), el('div', {class: 'tryit-parts'}, mapBox,
      el('div', {class: 'tryit-side'}, form, el('div', {class: 'price-box'}, price, below, sum),
          el('div', {class: 'exchange'}, el('div', null, el('h3', null, 'Request'), request),
              el('div', null, el('h3', null, 'Response'), response)), commandBox)));
  let ride = FIRST;
  let pick = 'pickup';
  let weights = null;
  let picture = null;
  let map = null;
  let timer = null;
  let asked = false;
  let latest = 0;

  function field(which, axis, words) {
    const most = axis === 'lon' ? 180 : 90;
    return el('input', {class: 'input', type: 'number', step: 'any', required: true, min: -most, max: most, inputmode: 'decimal',
      'aria-label': `${WORDS[which]} ${words}`, on: {input: ({target}) => {
        if (target.value !== '' && target.checkValidity()) move(which, {...ride[which], [axis]: Number(target.value)}, true, target);
      }}});
  }

  function label(words, input) {
    return el('label', null, el('span', null, words), input);
  }

  function move(which, point, done, typed) {
    ride = {...ride, [which]: point};
    show(typed);
    clearTimeout(timer);
    if (done) timer = setTimeout(predict, PAUSE);
  }

  function show(typed) {
    for (const [which, {lon, lat}] of Object.entries(fields)) {
      if (lon !== typed) lon.value = ride[which].lon;
      if (lat !== typed) lat.value = ride[which].lat;
    }
    map?.show(ride);
    outside.hidden = !picture || Object.values(ride).every(point => inside(picture, point));
    const km = distanceKm(ride.pickup, ride.dropoff);
    text(below, `${number(km)} km in a straight line`);
    text(request, `POST /predict\nContent-Type: application/json\n\n${JSON.stringify(rideOf(ride.pickup, ride.dropoff), null, 1)}`);
    if (weights) {
      const terms = priceTerms(weights, ride.pickup, ride.dropoff);
      const written = terms.map(({degrees, weight, dollars}) => degrees === undefined ? money(dollars) : `${number(degrees, 4)}° × ${money(weight)}`);
      text(sum, `By the weights: ${written.join(' + ')} = ${money(terms.reduce((all, {dollars}) => all + dollars, 0))}`);
    }
    if (asked) text(price, '…');
  }

  async function predict() {
    clearTimeout(timer);
    timer = null;
    if (!form.reportValidity()) return;
    const mine = ++latest;
    asked = true;
    text(price, '…');
    try {
      const found = await context.api.predict(namespace, name, rideOf(ride.pickup, ride.dropoff));
      if (mine !== latest) return;
      const dollars = found.status === 200 ? priceOf(found.body) : null;
      text(price, dollars === null ? 'No price' : money(dollars));
      set(price, 'data-state', dollars === null ? 'bad' : null);
      text(response, `${found.status}\n\n${found.body}`);
      showCommand('The same by command', found.command);
    } catch (problem) {
      if (mine !== latest) return;
      text(price, 'No price');
      set(price, 'data-state', 'bad');
      text(response, problem.status ? `${problem.message}` : 'The server does not respond. Try again when the page is connected.');
      showCommand('To ask the model yourself, type', problem.body?.command);
    }
  }

  function showCommand(heading, line) {
    text(commandTitle, heading);
    commandBox.hidden = !line;
    text(command, line ?? '');
    text(copied, '');
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(command.textContent);
      text(copied, 'Copied.');
    } catch {
      getSelection().selectAllChildren(command);
      text(copied, 'The browser does not allow copying here: the command is selected, copy it with Ctrl+C.');
    }
  }

  return {
    node,
    /** Shows the model's weights and picture; the ride stays. */
    update({status}) {
      const trained = status?.model;
      weights = trained?.weights ?? null;
      const next = trained?.facts?.picture ?? null;
      if (map === null || JSON.stringify(next) !== JSON.stringify(picture)) {
        if (!picture && next && !asked) ride = firstRide(next);
        picture = next;
        map?.destroy();
        map = picture ? rideMap(picture, {onPick: point => {
          move(pick, point, true);
          pick = pick === 'pickup' ? 'dropoff' : 'pickup';
          picks.forEach(each => each.input.checked = each.which === pick);
        }, onMove: move}) : {show() {}, destroy() {}};
        fill(mapBox, picture ? [map.node ?? null, outside, pickBox]
          : el('p', {class: 'no-map'}, trained ? 'No picture of the pickups is stored with this model, so there is no map. Type the coordinates of the ride.'
            : 'The model is not trained yet. Its map appears after the training.'));
      }
      ask.disabled = !trained;
      const {state} = context.store;
      const {allowed, reason} = state.session ? access(state, namespace, 'predict') : {allowed: true};
      refused.hidden = allowed;
      text(refused, allowed ? '' : `The page may not ask this model for you. ${reason ?? ''}`);
      text(ask, allowed ? 'Get the price' : 'Get the command');
      show();
    },
    destroy() {
      clearTimeout(timer);
      map?.destroy();
    },
  };
}
