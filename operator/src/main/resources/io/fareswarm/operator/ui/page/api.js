import {readSeries} from './series.js';

const SILENCE = 25_000;
const BACKOFF = [500, 1000, 2000, 4000, 8000, 10_000];
const TOKEN = 'fareswarm.token';

/** Error response of the server with its JSON, or status 0 when there was no response. */
export class ApiError extends Error {
  constructor(status, message, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

const part = encodeURIComponent;

/** Client of the page's server. `askToken(message)` resolves to a token, or to null if the user gives none. */
export function createApi(askToken) {
  let asking = null;

  function newToken(message) {
    asking ??= askToken(message).then(token => {
      if (token) sessionStorage.setItem(TOKEN, token);
      return token;
    }).finally(() => asking = null);
    return asking;
  }

  /** Fetch with the page's headers; asks for a token on 401 and repeats the request. */
  async function request(path, {method = 'GET', body, headers = {}, signal} = {}) {
    for (;;) {
      const token = sessionStorage.getItem(TOKEN);
      const all = {'Fareswarm-Page': '1', ...headers};
      if (token) all.Authorization = `Bearer ${token}`;
      if (body !== undefined) all['Content-Type'] = 'application/json';
      const response = await fetch(path, {method, headers: all, signal, cache: 'no-store',
        body: body === undefined ? undefined : JSON.stringify(body)})
          .catch(problem => {
            throw problem.name === 'AbortError' ? problem : new ApiError(0, 'The server does not respond.');
          });
      if (response.ok) return response;
      const problem = await response.json().catch(() => null);
      // Another request has got a new token meanwhile.
      if (response.status === 401 && sessionStorage.getItem(TOKEN) !== token) continue;
      const message = problem?.message || `The server responded with status ${response.status}.`;
      if (response.status !== 401 || !await newToken(token ? message : '')) throw new ApiError(response.status, message, problem);
    }
  }

  const json = async (path, options) => (await request(path, options)).json();
  const resource = (kind, namespace, name) => `api/resources/${part(kind)}/${part(namespace)}/${part(name)}`;
  const file = (namespace, name, run, file) => `api/runs/${part(namespace)}/${part(name)}/${part(run)}/${part(file)}`;

  return {
    session: () => json('api/session'),
    runs: async (namespace, name) => (await json(`api/runs/${part(namespace)}/${part(name)}`)).runs,
    series: async (namespace, name, run) => readSeries(await json(file(namespace, name, run, 'series.json'))),
    download: async (namespace, name, run, which) => (await request(file(namespace, name, run, which))).blob(),
    validate: (manifest, signal) => json('api/validate', {method: 'POST', body: manifest, signal}),
    create: manifest => json('api/resources', {method: 'POST', body: manifest}),
    patch: (kind, namespace, name, change) => json(resource(kind, namespace, name), {method: 'PATCH', body: change}),
    remove: async (kind, namespace, name) => void await request(resource(kind, namespace, name), {method: 'DELETE'}),
    predict: async (namespace, model, ride) => json(`api/predict/${part(namespace)}/${part(model)}`, {method: 'POST', body: ride}),
    stream: (onEvent, onState) => stream(request, onEvent, onState),
  };
}

/**
 * Reads api/stream until `close()` of the result is called; its `retry()` ends the wait for the next attempt. `onEvent({id, type, data})`;
 * `onState({state, message, retryAt})` with state `connecting`, `open` or `lost`; `retryAt` is null when only `retry()` goes on,
 * because the user gave no token.
 */
function stream(request, onEvent, onState) {
  let closed = false;
  let lastId = null;
  let failures = 0;
  let abort = null;
  let wake = () => {};

  async function once() {
    abort = new AbortController();
    const {signal} = abort;
    let silence = null;
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE);
    };
    alive();
    try {
      const response = await request('api/stream', {signal,
        headers: {Accept: 'text/event-stream', ...(lastId === null ? {} : {'Last-Event-ID': lastId})}});
      const parse = parser(event => {
        if (event.id !== null) lastId = event.id;
        onEvent(event);
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      failures = 0;
      onState({state: 'open'});
      for (;;) {
        const {done, value} = await reader.read();
        if (done) return;
        alive();
        parse(value);
      }
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }

  async function run() {
    onState({state: 'connecting'});
    while (!closed) {
      let message = 'The connection to the server was lost.';
      let refused = false;
      try {
        await once();
      } catch (problem) {
        if (problem instanceof ApiError) message = problem.message;
        refused = problem.status === 401;
      }
      if (closed) return;
      const wait = BACKOFF[Math.min(failures++, BACKOFF.length - 1)];
      onState({state: 'lost', message, retryAt: refused ? null : Date.now() + wait});
      await new Promise(resolve => {
        wake = resolve;
        if (!refused) setTimeout(resolve, wait);
      });
    }
  }

  const atOnce = () => wake();
  addEventListener('online', atOnce);
  run();
  return {retry: atOnce, close() {
    closed = true;
    removeEventListener('online', atOnce);
    abort?.abort();
    wake();
  }};
}

/** Function that takes pieces of a text/event-stream and passes each complete event, its data parsed as JSON, to `onEvent`. */
export function parser(onEvent) {
  let rest = '';
  let event = {id: null, type: 'message', data: []};
  return piece => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
      if (line === '') {
        if (event.data.length) onEvent({id: event.id, type: event.type, data: JSON.parse(event.data.join('\n'))});
        event = {id: null, type: 'message', data: []};
      } else if (field === 'id') event.id = value;
      else if (field === 'event') event.type = value;
      else if (field === 'data') event.data.push(value);
    }
  };
}
