/**
 * What makes the desk quicker where scripts run: shortcuts, picking all of a page, the number of picked comments, a search that goes on by itself, and a notification of new comments. Everything can be done
 * without it. Single letters act only while nothing is being typed, and can be switched off (WCAG 2.2, 2.1.4).
 */
export const DESK_SCRIPT = `const OFF = 'tinh:desk:keys-off';
const byId = (id) => document.getElementById(id);
const articles = [...document.querySelectorAll('article[data-id]')];
const isOff = () => {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
};

const dialog = byId('keys');
const keysSwitch = byId('keys-switch');
const showSwitch = () => {
  if (keysSwitch) keysSwitch.textContent = isOff() ? keysSwitch.dataset.on : keysSwitch.dataset.off;
};
if (dialog) {
  byId('keys-show').hidden = false;
  byId('keys-show').addEventListener('click', () => dialog.showModal());
  byId('keys-close').addEventListener('click', () => dialog.close());
  keysSwitch.addEventListener('click', () => {
    try {
      if (isOff()) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, '1');
    } catch {
      // Without storage the shortcuts stay as they are.
    }
    showSwitch();
  });
  showSwitch();
}

const boxes = articles.map((article) => article.querySelector('input[type=checkbox]'));
const all = byId('pick-all');
const picked = byId('picked');
const bulk = document.querySelector('.bulk');
const count = () => {
  const number = boxes.filter((box) => box.checked).length;
  if (bulk) bulk.hidden = number === 0;
  if (picked) picked.textContent = number ? '(' + number + ')' : '';
  if (all) {
    all.checked = number > 0 && number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
  }
};
if (all && boxes.length > 1) {
  byId('every').hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
}
for (const box of boxes) box.addEventListener('change', count);
// Also what the browser has kept of a page one comes back to.
addEventListener('pageshow', count);

const current = () => articles.findIndex((article) => article.contains(document.activeElement));
const go = (step) => {
  const at = current();
  const next = at < 0 ? (step > 0 ? 0 : articles.length - 1) : at + step;
  articles[next]?.focus();
};
const press = (selector) => {
  const article = articles[current()];
  article?.querySelector(selector)?.click();
};
const ACTIONS = {
  j: () => go(1),
  k: () => go(-1),
  o: () => press('.ways a'),
  x: () => press('input[type=checkbox]'),
  a: () => press('button[value^="publish "], button[value^="accept "]'),
  r: () => press('button[value^="reject "], button[value^="decline "]'),
  u: () => document.querySelector('#done button')?.click(),
  '/': () => (document.getElementById('q') ? document.getElementById('q').focus() : document.querySelector('nav a[href*="/comments"]')?.click()),
  '?': () => dialog?.showModal(),
};
addEventListener('keydown', (event) => {
  const { key, target, isComposing, ctrlKey, altKey, metaKey, defaultPrevented } = event;
  // A dialog that was closed a moment ago may still have the focus.
  const isTyping = target.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, dialog[open], [contenteditable]');
  if (isTyping || isComposing || ctrlKey || altKey || metaKey || defaultPrevented || !Object.hasOwn(ACTIONS, key)) return;
  if (isOff() && key !== '?') return;
  event.preventDefault();
  ACTIONS[key]();
});

const until = byId('search-until');
const next = byId('search-next');
// A page that has found nothing yet looks on by itself, as far as it takes; without a script the link does.
const searchOn = async () => {
  for (;;) {
    const answer = await fetch(next.href, { headers: { accept: 'application/json' }, redirect: 'error' });
    if (!answer.ok) return;
    const further = await answer.json();
    if (further.found > 0 || further.until === null) {
      location.replace(next.href);
      return;
    }
    until.textContent = further.until;
    next.href = further.next;
  }
};
// Where it cannot be reached, the link stays.
if (until && next && articles.length === 0) searchOn().catch(() => undefined);

const NOTIFY = 'tinh:desk:notify';
const EVERY = 60000;
const notify = byId('notify');
if (notify && 'Notification' in window) {
  const isOn = () => {
    try {
      return localStorage.getItem(NOTIFY) !== null && Notification.permission === 'granted';
    } catch {
      return false;
    }
  };
  const show = () => {
    notify.hidden = false;
    notify.textContent = isOn() ? notify.dataset.off : notify.dataset.on;
  };
  let known = null;
  const look = async () => {
    if (!isOn()) return;
    try {
      const answer = await fetch(notify.dataset.address, { headers: { accept: 'application/json' }, redirect: 'error' });
      if (!answer.ok) return;
      const { waiting, title } = await answer.json();
      if (known !== null && waiting > known) {
        // One for all open pages of the desk: a later one takes its place.
        const shown = new Notification(title, { tag: 'tinh-desk' });
        shown.addEventListener('click', () => {
          window.focus();
          location.assign(notify.dataset.desk);
        });
      }
      known = waiting;
    } catch {
      // No network, or nobody is signed in any more: the next look tells.
    }
  };
  notify.addEventListener('click', async () => {
    try {
      if (isOn()) localStorage.removeItem(NOTIFY);
      else if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(NOTIFY, '1');
      byId('notify-said').textContent = Notification.permission === 'denied' ? notify.dataset.refused : '';
    } catch {
      // Without storage it stays as it is.
    }
    show();
    void look();
  });
  show();
  void look();
  setInterval(look, EVERY);
}
`;
