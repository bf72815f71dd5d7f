import {set, text} from './dom.js';

const KEY = 'fareswarm.theme';
const CHOICES = ['system', 'light', 'dark'];
const media = matchMedia('(prefers-color-scheme: dark)');

/**
 * Makes a button change the theme; the choice is stored. The first press changes what is seen: by the system, the other theme, the
 * system's theme whatever the system does, and by the system again. Fires `themechange` on window.
 */
export function initTheme(button) {
  let choice = localStorage.getItem(KEY);
  if (!CHOICES.includes(choice)) choice = 'system';
  const bySystem = () => media.matches ? 'dark' : 'light';
  const next = () => {
    const order = ['system', bySystem() === 'dark' ? 'light' : 'dark', bySystem()];
    return order[(order.indexOf(choice) + 1) % order.length];
  };
  const apply = () => {
    set(document.documentElement, 'data-theme', choice === 'system' ? bySystem() : choice);
    set(button, 'data-choice', choice);
    text(button, `Theme: ${choice}`);
    const now = choice === 'system' ? `system, which is ${bySystem()} now` : choice;
    set(button, 'title', `Theme: ${now}. Press for ${next()}.`);
    set(button, 'aria-label', button.title);
    dispatchEvent(new Event('themechange'));
  };
  button.addEventListener('click', () => {
    choice = next();
    localStorage.setItem(KEY, choice);
    apply();
  });
  media.addEventListener('change', apply);
  apply();
}
