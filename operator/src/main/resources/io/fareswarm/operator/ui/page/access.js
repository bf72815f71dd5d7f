import {el, set} from './dom.js';

/** Whether the session's user may `create`, `edit` or `predict` in a namespace, and why not: {allowed, reason}. */
export function access(state, namespace, verb) {
  if (!state.session) return {allowed: false, reason: 'The page is not connected to the server yet.'};
  return state.session.access?.[namespace]?.[verb] ?? {allowed: false, reason: `You have no access to the namespace ${namespace}.`};
}

/** Button that is aria-disabled, with the reason as its description, while the access does not allow it. Returns {node, update(access)}. */
export function guarded(label, kind, run) {
  let allowed = true;
  const node = el('button', {type: 'button', class: `button ${kind}`, on: {click: () => allowed && run()}}, label);
  return {node, update(access) {
    allowed = access.allowed;
    set(node, 'aria-disabled', allowed ? null : 'true');
    set(node, 'title', allowed ? null : access.reason || 'You are not allowed to do this.');
    set(node, 'aria-description', allowed ? null : access.reason || 'You are not allowed to do this.');
  }};
}
