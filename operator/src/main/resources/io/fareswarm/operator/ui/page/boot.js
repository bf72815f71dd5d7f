/**
 * Says so when the page does not load. This is no module, because a missing module also stops those that import it.
 */
(() => {
  const LONGEST = 20_000;

  function show() {
    const loading = document.getElementById('loading');
    if (!loading) return; // the page has begun
    const title = document.createElement('p');
    title.className = 'empty-title';
    title.textContent = 'The page has not loaded completely';
    const why = document.createElement('p');
    why.textContent = 'A file of the page did not arrive from its server.';
    const again = document.createElement('button');
    again.type = 'button';
    again.className = 'button';
    again.textContent = 'Load again';
    again.addEventListener('click', () => location.reload());
    loading.setAttribute('role', 'alert');
    loading.replaceChildren(title, why, again);
  }

  // Errors of elements do not bubble.
  addEventListener('error', ({target}) => {
    if (!(target instanceof HTMLScriptElement)) return;
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', show);
    else show();
  }, true);
  setTimeout(show, LONGEST);
})();
