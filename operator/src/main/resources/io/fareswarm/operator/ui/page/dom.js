/** Characters that would move the cursor, colour a terminal or turn the direction of the text around them. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text from a resource as it may be shown: control and direction characters become �, and a long text ends in "…". */
export function clean(text, max = 2000) {
  const shown = String(text ?? '');
  const cut = shown.length > max ? `${shown.slice(0, max - 1)}…` : shown;
  return cut.replaceAll('\r\n', '\n').replace(INVISIBLE, '\ufffd');
}

/** Element that shows text from a resource, isolated from the text around it; the title holds what was cut. */
export function name(text, max = 64) {
  const full = clean(text);
  return el('bdi', {class: 'name', title: full.length > max ? full : null}, clean(text, max));
}

/**
 * New element. Attributes: `class`, `on` (listeners by event), `data` (data-attributes), `prop` (properties);
 * null and false leave an attribute out, true sets it empty. Children: nodes, text, arrays; null is skipped.
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key === 'on') Object.entries(value).forEach(([type, listener]) => node.addEventListener(type, listener));
    else if (key === 'data') Object.entries(value).forEach(([k, v]) => set(node, `data-${k}`, v));
    else if (key === 'prop') Object.assign(node, value);
    else set(node, key, value);
  }
  append(node, children);
  return node;
}

/** Sets an attribute if it differs; null and false remove it. */
export function set(node, key, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(key);
  else {
    const text = value === true ? '' : String(value);
    if (node.getAttribute(key) !== text) node.setAttribute(key, text);
  }
}

/** Sets the text of an element if it differs, so that a selection and a screen reader are left alone. */
export function text(node, value) {
  const shown = clean(value);
  if (node.textContent !== shown) node.textContent = shown;
}

/** Replaces the children of an element by those that `make` returns, if `value` differs from the one of the last call. */
export function painted(node, value, make) {
  if (node.paintedValue === value) return;
  node.paintedValue = value;
  fill(node, make());
}

/** Replaces the children of an element. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : clean(child));
  }
}

/** Message in place of a view that has nothing to show yet: what is missing and what to do. */
export function empty(title, ...explanation) {
  return el('div', {class: 'empty'}, el('p', {class: 'empty-title'}, title), explanation.length ? el('p', null, explanation) : null);
}

/** Keeps the children of `parent` equal to `nodes`, in order, and moves only what is out of place. */
export function order(parent, nodes) {
  // First of all the removals: else a list that loses its first node would move all others.
  const wanted = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!wanted.has(node)) node.remove();
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

/**
 * Table that is updated in place.
 *
 * `columns`: {id, title, hint?, numeric?, short? (no line break), head?, cell(row) -> text | paint(td, row), value?(row) for sorting}. `key(row)` names a row.
 * `sort`: {id, descending} at first, or null for a table that is not sorted. `remember`: name under which the sorting is stored.
 * `stacks`: whether a narrow window shows each row as a block of its own, with the titles before the values. The roles are explicit
 * because a block has none.
 * Returns {node, update(rows, foot?), columns(columns)}; `foot` rows stay at the bottom.
 */
export function table({columns, rows = [], foot = [], key, sort = null, label, remember, stacks = true}) {
  const head = el('tr', {role: 'row'});
  const body = el('tbody', {role: 'rowgroup'});
  const bottom = el('tfoot', {role: 'rowgroup'});
  const node = el('div', {class: `wide${stacks ? ' stacks' : ''}`, role: 'region', 'aria-label': label, tabindex: 0},
      el('table', {role: 'table'}, el('caption', {class: 'sr'}, label), el('thead', {role: 'rowgroup'}, head), body, bottom));
  const state = {columns, rows, foot, sort: stored(remember) ?? sort};
  const lines = new Map();

  function heads() {
    fill(head, state.columns.map(column => {
      const sorted = state.sort?.id === column.id;
      const th = el('th', {scope: 'col', role: 'columnheader', class: kind(column), title: column.hint,
        'aria-sort': sorted ? (state.sort.descending ? 'descending' : 'ascending') : null});
      if (!sort || !column.value) th.append(column.title);
      else {
        th.append(el('button', {type: 'button', class: 'sort', data: {column: column.id}, on: {click: () => sortBy(column)}}, column.title,
            el('span', {'aria-hidden': 'true', class: 'arrow'}, sorted ? (state.sort.descending ? '▼' : '▲') : '')));
      }
      return th;
    }));
  }

  function sortBy(column) {
    const again = state.sort?.id === column.id;
    state.sort = {id: column.id, descending: again ? !state.sort.descending : Boolean(column.numeric)};
    if (remember) localStorage.setItem(`fareswarm.sort.${remember}`, JSON.stringify(state.sort));
    heads();
    head.querySelector(`[data-column="${CSS.escape(column.id)}"]`)?.focus();
    draw();
  }

  function line(row, prefix) {
    const id = `${prefix}${key(row)}`;
    let tr = lines.get(id);
    if (!tr) {
      tr = el('tr', {role: 'row'}, state.columns.map(c => el(c.head ? 'th' : 'td',
          {scope: c.head ? 'row' : null, role: c.head ? 'rowheader' : 'cell', class: kind(c), data: {title: c.title}})));
      lines.set(id, tr);
    }
    state.columns.forEach((column, i) => {
      if (column.paint) column.paint(tr.children[i], row);
      else text(tr.children[i], column.cell(row));
    });
    return tr;
  }

  function draw() {
    const shown = sorted(state.rows, state.columns, state.sort);
    const top = shown.map(row => line(row, 'r'));
    const last = state.foot.map(row => line(row, 'f'));
    order(body, top);
    order(bottom, last);
    const used = new Set([...top, ...last]);
    for (const [id, tr] of lines) if (!used.has(tr)) lines.delete(id);
  }

  heads();
  draw();
  return {
    node,
    update(newRows, newFoot = []) {
      state.rows = newRows;
      state.foot = newFoot;
      draw();
    },
    columns(newColumns) {
      state.columns = newColumns;
      lines.clear();
      heads();
      draw();
    },
  };
}

const kind = ({numeric, short}) => numeric ? 'n' : short ? 'short' : null;

/** Rows in the order that a table shows: by the value of the sorted column, rows without a value last. */
export function sorted(rows, columns, sort) {
  const value = sort && columns.find(c => c.id === sort.id)?.value;
  if (!value) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows.map(row => [value(row), row]).sort(([a], [b]) => {
    const none = Number(a === null || a === undefined) - Number(b === null || b === undefined);
    if (none || a === null || a === undefined) return none;
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, {numeric: true}));
  }).map(([, row]) => row);
}

function stored(remember) {
  try {
    return remember ? JSON.parse(localStorage.getItem(`fareswarm.sort.${remember}`)) : null;
  } catch {
    return null;
  }
}
