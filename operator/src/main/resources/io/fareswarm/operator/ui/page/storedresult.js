/**
 * Reader of the result.json of a run that is over, for what its status does not have. It loads the file once.
 * In: the view of the run. Out: the file's content; null before it is there, and without it.
 */
export function storedResult({run, api, store}) {
  const loaded = {run: null, file: null};

  async function load(number) {
    Object.assign(loaded, {run: number, file: null});
    try {
      const file = JSON.parse(await (await api.download(run.namespace, run.name, number, 'result.json')).text());
      if (loaded.run !== number) return;
      loaded.file = file;
      store.changed();
    } catch {
      // What the status has stays.
    }
  }

  return ({run: number, active, files}) => {
    if (active || !files?.includes('result.json')) return null;
    if (loaded.run !== number) load(number);
    return loaded.file;
  };
}
