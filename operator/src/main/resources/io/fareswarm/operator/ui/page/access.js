import {el, set, text} from './dom.js';

/** Whether the session's user may `create`, `edit`, `delete` or `predict` in a namespace, and why not: {allowed, reason, pending?}. */
export function access(state, namespace, verb) {
  if (!state.session) return {allowed: false, pending: true, reason: 'The page is not connected to the server yet.'};
  return state.session.access?.[namespace]?.[verb] ?? {allowed: false, reason: `You have no access to the namespace ${namespace}.`};
}

/** Why a resource of a namespace may not be there. */
export const gone = ({session}, namespace) => session && !session.namespaces.includes(namespace) ? 'You may not see this namespace, or it does not exist.'
  : 'It may have been deleted.';

/**
 * Button that is aria-disabled, with the reason as its description, while the access does not allow it. Returns {node, reason,
 * update(access)}; `reason` is a paragraph with the reason for everyone who sees no tooltip, hidden while the access allows it or is not known.
 */
export function guarded(label, kind, run) {
  let allowed = true;
  const node = el('button', {type: 'button', class: `button ${kind}`, on: {click: () => allowed && run()}}, label);
  const reason = el('p', {class: 'refused', hidden: true});
  return {node, reason, update(access) {
    allowed = access.allowed;
    const why = allowed ? null : access.reason || 'You are not allowed to do this.';
    set(node, 'aria-disabled', allowed ? null : 'true');
    set(node, 'title', why);
    set(node, 'aria-description', why);
    text(reason, why ?? '');
    reason.hidden = allowed || access.pending;
  }};
}
