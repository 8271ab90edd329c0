import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { FAKE_SERVER, FAKE_SITE } from '../../stories/fake-api.ts';
import { part, parts, settled, words, type TestServer } from './fixture.ts';

/** A reader's name and comment. */
export const NAME = 'Nguyễn Thị Hoa';
export const TEXT = 'Đề nghị công khai kết quả theo quý.';

/** What a page that trusts its readers would run. */
export const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(1)</script>';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** A field of the form: `name`, `text` or `consent`. */
export const field = (box: Element, id: string) => box.shadowRoot!.querySelector<Field>(`#${id}`)!;
/** The consent box of the form. */
export const consent = (box: Element) => box.shadowRoot!.querySelector<HTMLInputElement>('#consent')!;
/** The texts of the comments that are shown. */
export const texts = (box: Element) => parts(box, 'text').map(words);
/** What the box says after a comment was sent. */
export const notice = (box: Element) => words(box.shadowRoot!.querySelector('[role=status]'));
/** The requests that sent a comment. */
export const posts = (api: TestServer) => api.calls('POST comments');
/** The idempotency keys that comments were sent under. */
export const keysOf = (api: TestServer) => posts(api).map(({ headers }) => headers.get('idempotency-key'));

/** The words that stand at a field and are read out with it; nothing for a field without fault. */
export function fault(box: Element, id: string): string {
  const control = field(box, id);
  const said = words(box.shadowRoot!.getElementById(control.getAttribute('aria-describedby')!));
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

/** Fills the form. */
export function fill(box: Element, { name = NAME, text = TEXT, agree = true } = {}): void {
  type(box, 'name', name);
  type(box, 'text', text);
  if (consent(box).checked !== agree) consent(box).click();
}

/** Presses the button that sends, and waits for what follows. */
export async function send(box: Element): Promise<void> {
  part(box, 'send').click();
  await settled();
}

/** A comment box on a thread of the stand-in server, loaded as far as it will. */
export async function showBox(thread = 'bai-1'): Promise<Element> {
  const box = await fixture(html`
    <tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER} thread=${thread}>
      <a href="https://fake.tinh.invalid/y-kien">Xem ý kiến</a>
    </tinh-comment-box>
  `);
  await settled();
  return box;
}
