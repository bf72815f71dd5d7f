import {el, fill} from './dom.js';

let ids = 0;

/**
 * Opens a modal dialog. `buttons`: {label, kind?, value?, run?(dialog)}; `run` keeps the dialog open unless it closes it or returns true.
 * Resolves to the value of the button that closed it, or null after Escape.
 */
export function openDialog(title, body, buttons, {broad = false} = {}) {
  const id = `dialog-${ids++}`;
  const dialog = el('dialog', {'aria-labelledby': id, class: broad ? 'broad' : null});
  const back = document.activeElement;
  return new Promise(resolve => {
    const close = value => {
      dialog.returned = value;
      dialog.close();
    };
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (back?.isConnected) back.focus();
      resolve(dialog.returned ?? null);
    });
    const row = buttons.map(({label, kind = '', value = null, run}) => el('button', {type: run || !kind.includes('submit') ? 'button' : 'submit',
      class: `button ${kind}`, on: {click: async () => {
        if (!run || await run(dialog)) close(value);
      }}}, label));
    fill(dialog, el('form', {class: 'dialog-body', method: 'dialog', on: {submit: event => {
      event.preventDefault();
      row.at(-1).click();
    }}}, el('h2', {id}, title), body, el('div', {class: 'dialog-buttons'}, row)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks once before something that cannot be undone; resolves to true if the user agrees. */
export const confirm = (title, explanation, action) => openDialog(title, el('p', null, explanation),
    [{label: 'Cancel'}, {label: action, kind: 'danger', value: true}]).then(Boolean);

/** Asks for a bearer token; resolves to it, or to null. `problem` says why the last one was not accepted. */
export async function askToken(problem) {
  const input = el('input', {type: 'password', id: 'token', autocomplete: 'off', spellcheck: 'false', class: 'input'});
  const done = await openDialog('A token is needed', [
    problem ? el('p', {class: 'notice error'}, problem) : null,
    el('p', null, 'The server asks for a bearer token of the cluster, such as one from ',
        el('code', null, 'kubectl create token NAME'), '. It stays in this tab and is gone when the tab is closed.'),
    el('div', {class: 'field'}, el('label', {for: 'token'}, 'Token'), input)],
  [{label: 'Cancel'}, {label: 'Use this token', kind: 'primary', value: true, run: () => input.value.trim() !== '' || (input.focus(), false)}]);
  return done ? input.value.trim() : null;
}
