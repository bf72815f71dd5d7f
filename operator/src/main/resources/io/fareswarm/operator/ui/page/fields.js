import {el, fill, set, text} from './dom.js';
import {assign, get, pathOf, put} from './manifest.js';

let ids = 0;

/**
 * Fields that are bound to a manifest. `changed()` runs after each input, `rebuild()` after a choice that changes which fields there are.
 * Problems are shown at their fields by `show(problems, all)`, which returns those that belong to none; unless `all`, only at fields
 * that the user has changed.
 */
export function bind(manifest, {changed, rebuild}) {
  const fields = new Map();
  const touched = new Set();

  function frame(path, label, input, {hint, wide} = {}) {
    const id = `field-${ids++}`;
    const problem = el('p', {class: 'problem', id: `${id}-problem`, hidden: true});
    const help = hint ? el('p', {class: 'hint', id: `${id}-hint`}, hint) : null;
    set(input, 'id', id);
    set(input, 'data-at', pathOf(path));
    input.addEventListener('input', () => touched.add(pathOf(path)));
    const describe = bad => set(input, 'aria-describedby', [help && `${id}-hint`, bad && `${id}-problem`].filter(Boolean).join(' ') || null);
    describe(false);
    fields.set(pathOf(path), {input, problem, describe});
    return el('div', {class: wide ? 'field whole' : 'field'}, el('label', {for: id}, label), input, help, problem);
  }

  function input(path, label, {type = 'text', read = v => v ?? '', write = v => v === '' ? undefined : v, attributes = {}, ...more}) {
    const node = el(type === 'area' ? 'textarea' : 'input', {class: 'input', type: type === 'area' ? null : 'text', autocomplete: 'off', spellcheck: 'false',
      autocapitalize: 'off', ...attributes, prop: {value: read(get(manifest, path))}, on: {input: () => {
        put(manifest, path, write(node.value));
        changed();
      }}});
    return frame(path, label, node, more);
  }

  return {
    manifest,
    /** One line of text. */
    text: (path, label, more = {}) => input(path, label, more),
    /** Several lines of text. */
    area: (path, label, more = {}) => input(path, label, {type: 'area', wide: true, ...more, attributes: {rows: 3, class: 'input mono', ...more.attributes}}),
    /** A number; what is not one goes to the validation as it was typed. */
    number: (path, label, more = {}) => input(path, label, {
      read: v => v === undefined ? '' : String(v), write: v => v.trim() === '' ? undefined : Number.isFinite(Number(v)) ? Number(v) : v,
      ...more, attributes: {inputmode: 'decimal', ...more.attributes}}),
    /** A time such as 30s. */
    time: (path, label, more = {}) => input(path, label, {...more, write: v => v.trim() === '' ? undefined : v.trim(), attributes: {placeholder: '30s', ...more.attributes}}),
    /** One of several values {value: label}; `write` gets the chosen one, by default it is set at the path. */
    select(path, label, options, {read = v => v, write, ...more} = {}) {
      const current = String(read(get(manifest, path)) ?? '');
      const node = el('select', {class: 'input', on: {change: () => {
        if (write) write(node.value);
        else put(manifest, path, node.value === '' ? undefined : node.value);
        changed();
        if (write) rebuild();
      }}}, Object.entries(options).map(([value, shown]) => el('option', {value, prop: {selected: value === current}}, shown)));
      return frame(path, label, node, more);
    },
    /** One of a few values as radio buttons; choosing one changes which fields there are. */
    radio(path, legend, options, current, write) {
      const group = `group-${ids++}`;
      const problem = el('p', {class: 'problem', id: `${group}-problem`, hidden: true});
      const node = el('fieldset', {class: 'radios'}, el('legend', null, legend), Object.entries(options).map(([value, label]) => el('label', null,
          el('input', {type: 'radio', name: group, value, data: {at: `${pathOf(path)}=${value}`}, prop: {checked: value === current}, on: {change: () => {
            write(value);
            changed();
            rebuild();
          }}}), label)), problem);
      fields.set(pathOf(path), {input: node, problem, describe: bad => set(node, 'aria-describedby', bad ? `${group}-problem` : null)});
      return node;
    },
    /** Place at which problems of a path are shown that has no field of its own, such as a list. */
    place(path) {
      const problem = el('p', {class: 'problem', hidden: true});
      fields.set(pathOf(path), {input: problem, problem, describe() {}});
      return problem;
    },
    show(problems, all = true) {
      const {fields: found, others} = assign(problems, fields.keys());
      for (const [path, {input, problem, describe}] of fields) {
        const messages = all || touched.has(path) ? found.get(path) ?? [] : [];
        text(problem, messages.join('; '));
        problem.hidden = messages.length === 0;
        describe(messages.length > 0);
        if (input !== problem && input.tagName !== 'FIELDSET') set(input, 'aria-invalid', messages.length ? 'true' : null);
      }
      return others;
    },
    /** Puts the focus on the first field with a problem, and opens the groups around it; false if there is none. */
    focusProblem() {
      const first = [...fields.values()].filter(f => !f.problem.hidden && f.input.isConnected)
          .sort((a, b) => a.input.compareDocumentPosition(b.input) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)[0];
      if (!first) return false;
      for (let at = first.input.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
      (first.input.matches('input, select, textarea') ? first.input : first.input.querySelector('input') ?? first.input).focus();
      first.problem.scrollIntoView({block: 'nearest'});
      return true;
    },
    forget: () => fields.clear(),
  };
}

const FOCUSABLE = 'input, select, textarea, button, summary';

/** Builds the fields in a node anew by `make`; the focus stays at its field, or at its place when a button has added or removed fields. */
export function keepFocus(node, make) {
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  const at = focused?.dataset.at;
  const index = [...node.querySelectorAll(FOCUSABLE)].indexOf(focused);
  make();
  if (!focused) return;
  const all = [...node.querySelectorAll(FOCUSABLE)];
  (all.find(f => at && f.dataset.at === at) ?? all[Math.min(index, all.length - 1)])?.focus();
}

/** Group of fields with a heading. */
export const group = (legend, ...children) => el('fieldset', {class: 'group'}, el('legend', null, legend), children);

/** Fields side by side as far as there is room. */
export const grid = (...children) => el('div', {class: 'grid'}, children);

/** List of problems that belong to no field. */
export function showOthers(node, others) {
  node.hidden = others.length === 0;
  fill(node, others.length > 1 ? el('ul', null, others.map(o => el('li', null, o))) : others);
}
