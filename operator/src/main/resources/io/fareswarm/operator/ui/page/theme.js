import {set, text} from './dom.js';

const KEY = 'fareswarm.theme';
const CHOICES = {system: 'Auto', light: 'Light', dark: 'Dark'};
const media = matchMedia('(prefers-color-scheme: dark)');

/** Makes a button change between the themes system, light and dark; the choice is stored. Fires `themechange` on window. */
export function initTheme(button) {
  let choice = localStorage.getItem(KEY);
  if (!(choice in CHOICES)) choice = 'system';
  const apply = () => {
    set(document.documentElement, 'data-theme', choice === 'system' ? (media.matches ? 'dark' : 'light') : choice);
    text(button, CHOICES[choice]);
    set(button, 'title', 'Theme: by the system, light or dark');
    set(button, 'aria-label', `Theme: ${CHOICES[choice]}`);
    dispatchEvent(new Event('themechange'));
  };
  button.addEventListener('click', () => {
    const all = Object.keys(CHOICES);
    choice = all[(all.indexOf(choice) + 1) % all.length];
    localStorage.setItem(KEY, choice);
    apply();
  });
  media.addEventListener('change', apply);
  apply();
}
