import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/article-view/define.ts';
import type { NewCorrection } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE, type FakeApi } from '../stories/fake-api.ts';
import { expectAccessible, expectFocus, installClock, part, settled, startServer, words } from './support/fixture.ts';

type Article = HTMLElement & { updateComplete: Promise<unknown>; renderRoot: ShadowRoot };

const PARAGRAPH = 'Sáng ngày 08/7/2020, tại thành phố Hà Nộ, Sở Ngoại vụ đã tổ chức hội nghị.';

const button = (element: Article) => part(element, 'correct');
const dialog = (element: Article) => element.shadowRoot!.querySelector<HTMLDialogElement>('[part=correction]');
const field = (element: Article, name: 'passage' | 'proposal' | 'note') =>
  element.shadowRoot!.querySelector<HTMLTextAreaElement>(`#correct-${name}`)!;
const fault = (element: Article, name: string) => words(element.shadowRoot!.querySelector(`#fault-${name}`));

/** Selects words of the article, as a reader would. */
function select(element: Element, text: string): void {
  const node = [...element.querySelector('p')!.childNodes].find(({ textContent }) => textContent?.includes(text))!;
  const start = node.textContent!.indexOf(text);
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, start + text.length);
  getSelection()!.removeAllRanges();
  getSelection()!.addRange(range);
}

async function press(element: Article): Promise<void> {
  button(element).click();
  await element.updateComplete;
}

function type(area: HTMLTextAreaElement, text: string): void {
  area.value = text;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

async function send(element: Article): Promise<void> {
  dialog(element)!.querySelector<HTMLButtonElement>('button.primary')!.click();
  await settled();
}

describe('correction of an article', () => {
  let api: FakeApi;
  beforeEach(() => {
    installClock();
    api = startServer();
  });
  afterEach(() => {
    getSelection()!.removeAllRanges();
  });

  const article = (page = 'bai-1') =>
    fixture<Article>(html`
      <tinh-article-view site=${FAKE_SITE} server=${FAKE_SERVER} page=${page}>
        <h1 slot="headline">Hội nghị sơ kết</h1>
        <p>${PARAGRAPH}</p>
        <p>Hội nghị kết thúc vào buổi trưa.</p>
      </tinh-article-view>
    `);
  const posted = (): NewCorrection[] =>
    api.requests.filter(({ path }) => path === 'corrections').map(({ body }) => JSON.parse(body) as NewCorrection);

  it('shows what was selected, ready to be changed, and sends it with what stands around it', async () => {
    const element = await article();
    select(element, 'tại thành phố Hà Nộ');
    await press(element);
    expect(dialog(element)!.open).to.be.true;
    expect(field(element, 'passage').value).to.equal('tại thành phố Hà Nộ');
    expect(field(element, 'proposal').value).to.equal('tại thành phố Hà Nộ');
    expectFocus(field(element, 'proposal'));
    type(field(element, 'proposal'), 'tại thành phố Hà Nội');
    type(field(element, 'note'), 'Thiếu chữ “i”.');
    await send(element);
    expect(posted()).to.deep.equal([
      {
        thread: 'bai-1',
        url: location.href.split('#')[0],
        title: 'Hội nghị sơ kết',
        passage: 'tại thành phố Hà Nộ',
        before: 'Sáng ngày 08/7/2020,',
        after: ', Sở Ngoại vụ đã tổ chức hội nghị.',
        proposal: 'tại thành phố Hà Nội',
        note: 'Thiếu chữ “i”.',
      },
    ]);
    expect(dialog(element)!.open).to.be.false;
    expect(words(part(element, 'notice'))).to.equal('Đã gửi đề nghị sửa lỗi. Cảm ơn bạn!');
    expectFocus(button(element));
    expect(Object.keys(localStorage)).to.have.lengthOf(0);
  });

  it('takes a passage that a press has unselected, as on phones, and none of what is selected elsewhere', async () => {
    const element = await article();
    select(element, 'Hà Nộ');
    button(element).dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    getSelection()!.removeAllRanges();
    await press(element);
    expect(field(element, 'passage').value).to.equal('Hà Nộ');
    await sendKeys({ press: 'Escape' });
    expect(dialog(element)!.open).to.be.false;

    const outside = await fixture(html`<div><p>Chữ ngoài bài.</p></div>`);
    select(outside, 'Chữ ngoài bài.');
    await press(element);
    expect(field(element, 'passage').value).to.equal('');
    expectFocus(field(element, 'passage'));
  });

  it('says at each field what is missing, keeps what was typed, and sends nothing', async () => {
    const element = await article();
    await press(element);
    await send(element);
    expect(fault(element, 'passage')).to.equal('Vui lòng cho biết đoạn nào có lỗi.');
    expect(fault(element, 'proposal')).to.equal('Vui lòng sửa lại đoạn này, hoặc ghi chú điều chưa đúng.');
    expectFocus(field(element, 'passage'));
    expect(field(element, 'passage').getAttribute('aria-invalid')).to.equal('true');
    type(field(element, 'passage'), 'Hà Nộ');
    type(field(element, 'proposal'), ' Hà Nộ ');
    await send(element);
    expect(fault(element, 'passage')).to.equal('');
    expect(fault(element, 'proposal')).to.not.equal('');
    type(field(element, 'passage'), 'ộ'.normalize('NFD').repeat(500));
    type(field(element, 'note'), '😀'.repeat(1001));
    await send(element);
    expect(fault(element, 'passage')).to.equal('');
    expect(fault(element, 'note')).to.equal('Dài quá 1.000 ký tự. Vui lòng rút gọn.');
    expect(posted()).to.have.lengthOf(0);
    expect(field(element, 'note').value).to.have.lengthOf(2002);
  });

  it('loses nothing where the server cannot be reached: the words stay, also for the next visit, and go once', async () => {
    const element = await article();
    select(element, 'Hà Nộ');
    await press(element);
    type(field(element, 'proposal'), 'Hà Nội');
    api.fault = 'lost-answer';
    await send(element);
    expect(words(dialog(element)!.querySelector('[role=alert]'))).to.equal(
      'Chưa gửi được, nội dung bạn viết vẫn còn nguyên. Không kết nối được máy chủ.',
    );
    api.fault = null;
    await send(element);
    const keys = api.requests
      .filter(({ path }) => path === 'corrections')
      .map(({ headers }) => headers.get('idempotency-key'));
    expect(new Set(keys).size).to.equal(1);
    expect(keys).to.have.lengthOf(2);

    select(element, 'hội nghị');
    await press(element);
    type(field(element, 'proposal'), 'Hội nghị');
    api.fault = 'urn:tinh:problem:too-fast';
    await send(element);
    element.remove();
    api.fault = null;
    const next = await article();
    getSelection()!.removeAllRanges();
    await press(next);
    expect(['passage', 'proposal'].map((name) => field(next, name as never).value)).to.deep.equal([
      'hội nghị',
      'Hội nghị',
    ]);
    await send(next);
    expect(posted().at(-1)!.before).to.equal('ngày 08/7/2020, tại thành phố Hà Nộ, Sở Ngoại vụ đã tổ chức');
    expect(Object.keys(localStorage)).to.have.lengthOf(0);
  });

  it('keeps a text for each passage and article, and forgets the words when the reader signs out', async () => {
    const element = await article();
    select(element, 'Hà Nộ');
    await press(element);
    type(field(element, 'note'), 'Một.');
    await sendKeys({ press: 'Escape' });
    select(element, 'Sở Ngoại vụ');
    await press(element);
    expect(field(element, 'note').value).to.equal('');
    await sendKeys({ press: 'Escape' });
    select(element, 'Hà Nộ');
    await press(element);
    expect(field(element, 'note').value).to.equal('Một.');
    await sendKeys({ press: 'Escape' });
    const other = await article('bai-2');
    getSelection()!.removeAllRanges();
    await press(other);
    expect(field(other, 'note').value).to.equal('');
    expect(Object.keys(localStorage).every((name) => name.startsWith('tinh:draft:'))).to.be.true;
  });

  it('is left out where the page names no server, or asks for it', async () => {
    const none = await fixture<Article>(html`<tinh-article-view><p>Bài.</p></tinh-article-view>`);
    expect(none.shadowRoot!.querySelector('[part=correct]')).to.be.null;
    const without = await fixture<Article>(
      html`<tinh-article-view site=${FAKE_SITE} server=${FAKE_SERVER} without-correction
        ><p>Bài.</p></tinh-article-view
      >`,
    );
    expect(without.shadowRoot!.querySelector('[part=correct]')).to.be.null;
  });

  it('can be used by everybody, with faults too', async () => {
    const element = await article();
    await press(element);
    await expectAccessible(element);
    await send(element);
    await expectAccessible(element);
    await settled();
    const { width } = dialog(element)!.getBoundingClientRect();
    expect(width).to.be.at.most(innerWidth);
  });
});
