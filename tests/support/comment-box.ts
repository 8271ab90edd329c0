import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { FAKE_SERVER, FAKE_SITE } from '../../stories/fake-api.ts';
import {
  afterwards,
  newPageLoad,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type TestServer,
} from './fixture.ts';

/** A reader's name and comment. */
export const NAME = 'Nguyễn Thị Hoa';
export const TEXT = 'Đề nghị công khai kết quả theo quý.';

/** What a page that trusts its readers would run. */
export const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(1)</script>';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** What the browser keeps for the stand-in server's site stands under names that end so. */
export const SITE_ID = `${FAKE_SERVER} ${FAKE_SITE}`;

/** A field of a form: `name`, `text` or `consent`; below a comment `text-c1` in a reply, `text~c1` in a change. */
export const field = (box: Element, id: string) => box.shadowRoot!.getElementById(id) as Field;
/** The consent box of a form. */
export const consent = (box: Element, place = '') => field(box, `consent${place}`) as HTMLInputElement;
/** The box for remembering the name. */
export const remember = (box: Element) => box.shadowRoot!.querySelector<HTMLInputElement>('[name=remember]')!;
/** A comment that is shown. */
export const comment = (box: Element, id: string) => box.shadowRoot!.getElementById(id)!;
/** The ids of the comments that are shown. */
export const ids = (box: Element) => parts(box, 'comment').map(({ id }) => id);
/** The texts of the comments that are shown. */
export const texts = (box: Element) => parts(box, 'comment').map((each) => words(each.querySelector('[part=text]')));
/** The badges of the comments that are shown. */
export const badges = (box: Element) =>
  [...box.shadowRoot!.querySelectorAll('[part=comment] .byline [part=badge]')].map(words);
/** What the box says after an action. */
export const notice = (box: Element) => words(parts(box, 'notice').find((each) => words(each)));
/** What waits to be sent, with its buttons. */
export const queue = (box: Element) => parts(box, 'queued').map(words);
/** The form below a comment, when one is open. */
export const panel = (box: Element) => box.shadowRoot!.querySelector('.panel');
/** Whether a form or a question is open below a comment. A test that fails must not print the whole box. */
export const isOpen = (box: Element) => panel(box) !== null;
/** The words on buttons in the box, or in a part of it. */
export const buttons = (home: Element) => [...(home.shadowRoot ?? home).querySelectorAll('button')].map(words);
/** The requests that sent a comment. */
export const posts = (api: TestServer) => api.calls('POST comments');
/** The idempotency keys that comments were sent under. */
export const keysOf = (api: TestServer) => posts(api).map(({ headers }) => headers.get('idempotency-key'));

/** The words that stand at a field and are read out with it; nothing for a field without fault. */
export function fault(box: Element, id: string): string {
  const control = field(box, id);
  const [place] = control.getAttribute('aria-describedby')!.split(' ');
  const said = words(box.shadowRoot!.getElementById(place!));
  expect(control.getAttribute('aria-invalid'), `aria-invalid of ${id}`).to.equal(said ? 'true' : null);
  return said;
}

/** Types into a field, as if the value were pasted. */
export function type(box: Element, id: string, value: string): void {
  const control = field(box, id);
  control.value = value;
  control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

/**
 * Types on the keyboard, key by key: WebDriver holds the keys of one command down to its end, and WebKit writes no space
 * for a key that is down already.
 */
export async function typeKeys(text: string): Promise<void> {
  for (const key of text) await sendKeys({ type: key });
}

/** Fills a form. */
export function fill(box: Element, { name = NAME, text = TEXT, agree = true, place = '' } = {}): void {
  type(box, `name${place}`, name);
  type(box, `text${place}`, text);
  if (consent(box, place).checked !== agree) consent(box, place).click();
}

/** Presses the button that sends a form, and waits for what follows. */
export async function send(box: Element, place = ''): Promise<void> {
  box.shadowRoot!.querySelector<HTMLElement>(`form[data-place="${place}"] [part=send]`)!.click();
  await settled();
}

/** The button with these words in a box or in a part of it. */
export function buttonOf(home: Element, label: string): HTMLElement {
  const button = [...(home.shadowRoot ?? home).querySelectorAll('button')].find((each) => words(each) === label);
  if (!button) throw new Error(`“${label}” is none of ${buttons(home).join(', ')}`);
  return button;
}

/** Presses the button with these words, as somebody does who uses the keyboard: it has the focus. */
export async function press(home: Element, label: string): Promise<void> {
  const button = buttonOf(home, label);
  button.focus();
  button.click();
  await settled();
}

/** A comment box on a thread of the stand-in server, loaded as far as it will. */
export async function showBox(thread = 'bai-1'): Promise<Element> {
  const box = await fixture(html`
    <tinh-comment-box eager site=${FAKE_SITE} server=${FAKE_SERVER} thread=${thread}>
      <a href="https://fake.tinh.invalid/y-kien">Xem ý kiến</a>
    </tinh-comment-box>
  `);
  await settled();
  return box;
}

/** The page is left and opened anew, or another page of the site instead. */
export async function reload(box: Element, thread = 'bai-1'): Promise<Element> {
  dispatchEvent(new Event('pagehide'));
  box.remove();
  newPageLoad();
  return showBox(thread);
}

/** The reader has posted before: the server knows their comments among all. */
export function returning(): void {
  localStorage.setItem(`tinh:author:${SITE_ID}`, 'a'.repeat(32));
}

/** A box whose comment could not be sent; the server is well again when it is shown. */
export async function failToSend(how: TestServer['fault'] = 'offline') {
  recordConsole();
  const api = startServer();
  const box = await showBox();
  fill(box);
  api.fault = how;
  await send(box);
  api.fault = null;
  return { api, box };
}

/** Opens the page at an address with this fragment; nobody has followed a link. */
export function openAt(fragment: string): void {
  const { pathname, search } = location;
  history.replaceState(null, '', `${pathname}${search}${fragment}`);
  afterwards(() => {
    history.replaceState(null, '', pathname + search);
  });
}

/** Does what changes the fragment of the page's address, and waits until everybody has heard of it. */
export async function navigate(action: () => void): Promise<void> {
  const changed = new Promise((resolve) => {
    addEventListener('hashchange', resolve, { once: true });
  });
  action();
  await changed;
  await settled();
}
