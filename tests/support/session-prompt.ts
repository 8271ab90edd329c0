import { fixture, html } from '@open-wc/testing';
import '../../src/session-prompt/define.ts';
import { FAKE_SERVER } from '../../stories/fake-api.ts';
import { afterwards, installClock, part, settled, startServer, words } from './fixture.ts';

/** The element. */
export type Prompt = HTMLElementTagNameMap['tinh-session-prompt'];

/** Attributes of the element; null takes one away that the tests set by default. */
type Attributes = Readonly<Record<string, string | null>>;

/** Where the stand-in server tells how the session stands. */
export const STATUS_URL = `${FAKE_SERVER}api/v1/session`;

export const MESSAGE = 'Phiên đăng nhập sắp hết hạn do không có thao tác';
export const EXPIRED = 'Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.';
export const SIGNED_OUT = 'Bạn đã đăng xuất.';
export const UNREACHABLE = 'Không kết nối được máy chủ. Đang tự thử lại.';
export const EXTENDED = 'Đã gia hạn phiên đăng nhập.';

/** What the stand-in server answers when nobody is signed in. */
const NOBODY = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null } as const;

/** A page with a standing clock whose sessions the stand-in server keeps: what every test of the prompt begins with. */
export function startSite() {
  const clock = installClock();
  const api = startServer();

  /** From now on the server says, each time it is asked, that so many seconds are left. */
  const lives = (expiresIn: number, absoluteExpiresIn: number | null = null) => {
    api.session = { state: 'active', user: 'hoa', expiresIn, absoluteExpiresIn };
  };

  /** From now on the server says that nobody is signed in. */
  const over = () => {
    api.session = NOBODY;
  };

  /** From now on the server keeps a session as a real one does: it ends after so many seconds unless it is extended. */
  const keeps = (seconds: number) => {
    const now = () => performance.now() / 1000;
    let end = now() + seconds;
    Object.defineProperty(api, 'session', {
      configurable: true,
      get: () =>
        end > now() ? { state: 'active', user: 'hoa', expiresIn: end - now(), absoluteExpiresIn: null } : NOBODY,
      set: ({ expiresIn }: { expiresIn: number | null }) => (end = now() + (expiresIn ?? 0)),
    });
  };

  /** A prompt with five minutes left, unless its attributes say otherwise; null takes an attribute away. */
  const show = async (attributes: Attributes = {}, home?: Node): Promise<Prompt> => {
    const prompt = document.createElement('tinh-session-prompt');
    const all: Attributes = {
      'expires-in': '300',
      'status-url': STATUS_URL,
      'sign-in-url': '#dang-nhap',
      ...attributes,
    };
    for (const [name, value] of Object.entries(all)) if (value !== null) prompt.setAttribute(name, value);
    (home ?? (await fixture(html`<div></div>`))).appendChild(prompt);
    await prompt.updateComplete;
    await settled();
    return prompt;
  };

  /** A prompt that has opened: 60 seconds are left. */
  const open = async (attributes: Attributes = {}, home?: Node): Promise<Prompt> => {
    lives(60);
    const prompt = await show(attributes, home);
    await clock.tick(240_000);
    return prompt;
  };

  // Links to the sign-in page are places on this page: a test must not leave it.
  afterwards(() => {
    history.replaceState(null, '', location.pathname + location.search);
    document.documentElement.removeAttribute('style');
  });

  return { clock, api, lives, over, keeps, show, open };
}

/** What {@link startSite} gives. */
export type Site = ReturnType<typeof startSite>;

/** The prompt's dialog, when there is one. */
export const dialog = (prompt: Element) => prompt.shadowRoot!.querySelector('dialog');
/** Whether the dialog is shown, above the page. */
export const isOpen = (prompt: Element) => dialog(prompt)?.matches(':modal') ?? false;
/** What the prompt says first. */
export const message = (prompt: Element) => words(part(prompt, 'message'));
/** The time left as it is shown. */
export const countdown = (prompt: Element) => words(part(prompt, 'countdown'));
/** The time left as it is read out. */
export const spoken = (prompt: Element) => words(prompt.shadowRoot!.querySelector('[aria-live]'));
/** Words on the buttons and links of the dialog. */
export const choices = (prompt: Element) => [...prompt.shadowRoot!.querySelectorAll('button, a')].map(words);
/** What stands in the shadow root; style sheets are none of it. */
export const rendered = (prompt: Element) =>
  [...prompt.shadowRoot!.querySelectorAll(':not(style)')].map(({ localName }) => localName);

/** What a click in the middle of a node would hit, seen from the document or from a shadow root. */
export function topmostAt(node: Element, root: DocumentOrShadowRoot = document): Element | null {
  const { left, top, width, height } = node.getBoundingClientRect();
  return root.elementFromPoint(left + width / 2, top + height / 2);
}

/** Presses the button or link of the dialog with these words. */
export async function press(prompt: Element, label: string): Promise<void> {
  const all = [...prompt.shadowRoot!.querySelectorAll<HTMLElement>('button, a')];
  const found = all.find((each) => words(each) === label);
  if (!found) throw new Error(`“${label}” is none of ${all.map((each) => `“${words(each)}”`).join(', ')}`);
  found.click();
  await settled();
}

/** What the page hears of the session from now on, oldest first. */
export function listen(prompt: Element): string[] {
  const heard: string[] = [];
  const home = prompt.parentElement!;
  home.addEventListener('tinh-session-expiring', ({ expiresIn }) => heard.push(`expiring ${expiresIn}`));
  home.addEventListener('tinh-session-extended', ({ expiresIn }) => heard.push(`extended ${String(expiresIn)}`));
  home.addEventListener('tinh-session-save', () => heard.push('save'));
  home.addEventListener('tinh-session-expired', () => heard.push('expired'));
  home.addEventListener('tinh-session-signed-out', () => heard.push('signed out'));
  return heard;
}

/** A page that the browser has kept while another one was shown. */
export const comeBack = () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

/** Somebody does something on the page. */
export function act(type = 'pointermove', target: EventTarget = document.body): void {
  target.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
}
