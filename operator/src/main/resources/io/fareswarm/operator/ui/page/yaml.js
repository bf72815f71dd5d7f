import {clean, el, text} from './dom.js';
import {openDialog} from './dialog.js';

/** Dialog that shows a manifest as YAML, to copy or to download. */
export function showYaml(yaml, name) {
  const said = el('span', {role: 'status', class: 'soft'});
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(yaml);
      text(said, 'Copied.');
    } catch {
      text(said, 'The browser does not allow copying. Select the text instead.');
    }
    return false;
  };
  const download = () => {
    const address = URL.createObjectURL(new Blob([yaml], {type: 'application/yaml'}));
    el('a', {href: address, download: `${name || 'load-test'}.yaml`}).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return false;
  };
  return openDialog('The load test as YAML', [el('p', {class: 'soft'}, 'For ', el('code', null, 'kubectl apply -f'), ' or ', el('code', null, './fareswarm run -f'), '.'),
    el('pre', {tabindex: 0, 'aria-label': 'YAML'}, clean(yaml, 200_000)), said],
  [{label: 'Close'}, {label: 'Copy', run: copy}, {label: 'Download', kind: 'primary', run: download}], {broad: true});
}
