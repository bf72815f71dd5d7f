/**
 * Validates a manifest 300 ms after the last call of `soon()`; `onResult({valid, problems, yaml})` or `onError(ApiError)`.
 * `now()` validates at once and resolves to the result.
 */
export function validation(api, manifest, onResult, onError) {
  let timer = null;
  let abort = null;

  async function now() {
    clearTimeout(timer);
    abort?.abort();
    abort = new AbortController();
    const {signal} = abort;
    try {
      const result = await api.validate(manifest, signal);
      if (signal.aborted) return null;
      onResult(result);
      return result;
    } catch (problem) {
      if (problem.name !== 'AbortError') onError(problem);
      return null;
    }
  }

  return {now, soon() {
    clearTimeout(timer);
    timer = setTimeout(now, 300);
  }, stop() {
    clearTimeout(timer);
    abort?.abort();
  }};
}
