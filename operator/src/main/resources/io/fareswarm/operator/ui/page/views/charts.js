import {runCharts} from '../runcharts.js';
import {runView, warmupOf} from '../run.js';
import {seriesOf} from '../store.js';
import {failedWindows} from './thresholds.js';

/** Name of the tab. */
export const title = 'Charts';

/** Charts of the run of `context.run` over time. */
export function mount(root, context) {
  let charts = null;
  let shown = null;

  function close() {
    charts?.destroy();
    charts?.node.remove();
    charts = null;
  }

  return {
    update(state) {
      const view = runView(state, context.run);
      if (!view) return;
      const run = {...context.run, run: view.run};
      const open = Boolean(view.spec.load?.arrivals || view.spec.load?.capacity);
      const id = JSON.stringify([run, open]);
      if (id !== shown) {
        close();
        shown = id;
        charts = runCharts(run, open);
        root.append(charts.node);
      }
      charts.update({series: seriesOf(state, run), edits: view.edits, marks: failedWindows(view.thresholds, warmupOf(view.spec)),
        startedAt: view.startedAt, active: view.active, phase: view.phase});
    },
    destroy: close,
  };
}
