import {el, empty, fill, name, table, text} from '../dom.js';
import {dateTime} from '../format.js';
import {notStarted, runView} from '../run.js';
import {reportDirectory, storedRuns} from '../store.js';

export const title = 'Downloads';

const PURPOSES = [
  [/^result\.html$/, 'Report to read in a browser, complete in one file'],
  [/^result\.json$/, 'The whole result, for programs'],
  [/^stats\.csv$/, 'Statistics of each task, for a spreadsheet'],
  [/^history\.csv$/, 'Figures of each window and task, for a spreadsheet'],
  [/^junit\.xml$/, 'Thresholds as test cases, for a build server'],
  [/^latency-.*\.hlog$/, 'Latencies of a task, for HdrHistogram tools'],
  [/^series\.json$/, 'Windows of the charts, for programs']];

/** What a stored file is for. */
export const purpose = file => PURPOSES.find(([pattern]) => pattern.test(file))?.[1] ?? 'File of the run';

/** Where the files of runs are. */
function where(state) {
  const directory = reportDirectory(state);
  return directory === null ? 'Only the newest runs stay, as many as historyLimit says.' : `The files of runs are in ${directory}, until somebody deletes them.`;
}

/** Stored files of a run, each with a button that downloads it. */
export function mount(root, {store, api, run}) {
  const lead = el('p', {class: 'section-head soft'});
  const problem = el('p', {class: 'notice error', role: 'alert', hidden: true});
  const body = el('div');
  const list = table({label: 'Files', key: file => file, columns: [
    {id: 'file', title: 'File', head: true, paint: (th, file) => th.firstChild || fill(th, name(file))},
    {id: 'purpose', title: 'What it is for', cell: purpose},
    {id: 'download', title: 'Download', paint: (td, file) => td.firstChild || fill(td, el('button',
        {type: 'button', class: 'button small', 'aria-label': `Download ${file}`, on: {click: () => download(file)}}, 'Download'))}]});
  list.node.classList.add('middle');
  let shown = null;
  fill(root, el('h2', {class: 'sr'}, 'Downloads'), lead, problem, body);

  async function download(file) {
    const number = runView(store.state, run).run;
    problem.hidden = true;
    try {
      const address = URL.createObjectURL(await api.download(run.namespace, run.name, number, file));
      el('a', {href: address, download: `${run.name}-${number}-${file}`}).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (error) {
      text(problem, `${file} could not be downloaded: ${error.message}`);
      problem.hidden = false;
    }
  }

  return {
    update(state) {
      const view = runView(state, run);
      const files = view.files ?? [];
      const key = JSON.stringify([view.run, files, view.active, storedRuns(state, run) === null]);
      if (key === shown) return;
      shown = key;
      text(lead, files.length ? `Files of run ${view.run}${view.finishedAt ? `, which ended ${dateTime(view.finishedAt)}` : ''}.` : '');
      if (!files.length) {
        const waits = notStarted(view);
        fill(body, storedRuns(state, run) === null ? empty('Loading …') : waits ? empty(waits) : view.active
          ? empty('The files are stored when the run ends.') : empty('No files of this run are stored.', where(state)));
        return;
      }
      list.update(files);
      fill(body, list.node);
    },
    destroy() {},
  };
}
