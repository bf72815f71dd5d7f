import {el, fill, text} from './dom.js';
import {openDialog} from './dialog.js';
import {bind, keepFocus, showOthers} from './fields.js';
import {editableLoad} from './loadform.js';
import {mergePatch} from './manifest.js';
import {thresholdsForm} from './thresholdsform.js';
import {validation} from './validation.js';

/** Dialog that changes a running test: users, spawn rate or rate, duration, thresholds. Resolves when it is closed. */
export function editDialog(store, api, {apiVersion, kind, metadata, spec}) {
  const {namespace, name} = metadata;
  const manifest = structuredClone({apiVersion, kind, metadata: {name, namespace}, spec});
  const others = el('div', {class: 'notice error', role: 'alert', hidden: true});
  const failure = el('p', {class: 'notice error', role: 'alert', hidden: true});
  const fields = el('div', {class: 'fields'});
  const fail = message => {
    text(failure, message);
    failure.hidden = false;
  };
  const check = validation(api, manifest, result => showOthers(others, bound.show(result.problems)),
      problem => fail(`The changes cannot be checked: ${problem.message}`));
  const bound = bind(manifest, {changed: check.soon, rebuild});

  function rebuild() {
    bound.forget();
    keepFocus(fields, () => fill(fields, editableLoad(bound), thresholdsForm(bound, {changed: check.soon, rebuild})));
  }

  async function apply() {
    failure.hidden = true;
    const result = await check.now();
    if (!result) return false;
    if (!result.valid) {
      bound.focusProblem();
      return false;
    }
    const change = mergePatch(spec, manifest.spec);
    if (change === undefined) return true;
    try {
      await api.patch('LoadTest', namespace, name, {spec: change});
      return true;
    } catch (problem) {
      fail(problem.message);
      return false;
    }
  }

  rebuild();
  return openDialog(`Edit ${name} while it runs`, [el('p', {class: 'soft'}, 'The change takes effect within seconds and is noted in the result. Other fields need a new run.'),
    others, fields, failure], [{label: 'Cancel'}, {label: 'Apply', kind: 'primary', value: true, run: apply}], {broad: true}).finally(check.stop);
}
