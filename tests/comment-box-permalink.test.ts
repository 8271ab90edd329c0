import { expect, fixture, html } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../src/comment-box/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment, fakeReply } from '../stories/fake-api.ts';
import { buttons, comment, ids, navigate, notice, openAt, press, showBox, texts } from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  parts,
  recordConsole,
  settled,
  startServer,
  type TestServer,
} from './support/fixture.ts';

/** A thread of many pages: c60 is on the first, c5 on the last. */
const long = () =>
  startServer({ pageSize: 2, comments: Array.from({ length: 60 }, (_, index) => fakeComment(60 - index)) });

/** Ids of the comments that the reader is shown as the ones asked for. */
const marked = (box: Element) => [...box.shadowRoot!.querySelectorAll('.target')].map(({ id }) => id);
const isInView = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};

/** Follows the link to one comment. */
const follow = (box: Element, id: string) =>
  navigate(() => comment(box, id).querySelector<HTMLElement>('[part=permalink]')!.click());

const kinds = (api: TestServer) => api.requests.map(({ method, path }) => `${method} ${path}`);

describe('link to one comment', () => {
  beforeEach(() => {
    installClock();
    openAt('');
  });

  it('stands at the time of each comment and marks it', async () => {
    const api = long();
    const box = await showBox();
    await follow(box, 'c59');
    expect(location.hash).to.equal('#y-kien-c59');
    expect(marked(box)).to.deep.equal(['c59']);
    expectFocus(comment(box, 'c59'));
    expect(isInView(comment(box, 'c59'))).to.be.true;
    expect(api.requests.length, 'it was there already').to.equal(1);
    await expectAccessible(box);
  });

  it('opens the page at a comment far down the thread, without the pages before', async () => {
    const api = long();
    openAt('#y-kien-c5');
    const box = await showBox();
    expect(kinds(api)).to.deep.equal(['GET comments/c5']);
    expect(ids(box)).to.deep.equal(['c5', 'c4']);
    expect(marked(box)).to.deep.equal(['c5']);
    expectFocus(comment(box, 'c5'));
    expect(isInView(comment(box, 'c5'))).to.be.true;
    expect(buttons(box)).to.include('Xem các ý kiến trước').and.to.include('Xem các ý kiến sau');
    await expectAccessible(box);
  });

  it('loads the box at once, however far away it is', async () => {
    const api = long();
    openAt('#y-kien-c5');
    await fixture(html`
      <div style="margin-block-start: 9000px">
        <tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>
      </div>
    `);
    await settled();
    expect(kinds(api)).to.deep.equal(['GET comments/c5']);
  });

  it('lets the reader go on in both directions', async () => {
    long();
    openAt('#y-kien-c5');
    const box = await showBox();
    await press(box, 'Xem các ý kiến trước');
    expect(ids(box)).to.deep.equal(['c7', 'c6', 'c5', 'c4']);
    expectFocus(comment(box, 'c7'));
    await press(box, 'Xem các ý kiến sau');
    expect(ids(box)).to.deep.equal(['c7', 'c6', 'c5', 'c4', 'c3', 'c2']);
    expectFocus(comment(box, 'c3'));
  });

  it('works from the back button, also for comments that are not loaded any more', async () => {
    await executeServerCommand('new-history');
    long();
    const box = await showBox();
    await follow(box, 'c60');
    await navigate(() => (location.hash = '#y-kien-c5'));
    expect(ids(box)).to.deep.equal(['c5', 'c4']);
    await navigate(() => {
      history.back();
    });
    expect(marked(box)).to.deep.equal(['c60']);
    expectFocus(comment(box, 'c60'));
    await navigate(() => {
      history.back();
    });
    expect(marked(box), 'the page without a comment’s address').to.be.empty;
  });

  it('leads to a reply among many', async () => {
    const root = fakeComment(1);
    const replies = Array.from({ length: 9 }, (_, index) => fakeReply(19 - index, root));
    startServer({ pageSize: 2, comments: [fakeComment(30), ...replies, root] });
    openAt('#y-kien-c16');
    const box = await showBox();
    expect(ids(box)).to.deep.equal(['c1', 'c16', 'c17']);
    expectFocus(comment(box, 'c16'));
    await press(box, 'Xem các trả lời trước');
    expect(ids(box)).to.deep.equal(['c1', 'c14', 'c15', 'c16', 'c17']);
    await press(box, 'Xem các trả lời sau');
    expect(ids(box)).to.deep.equal(['c1', 'c14', 'c15', 'c16', 'c17', 'c18', 'c19']);
    await expectAccessible(box);
  });

  it('leads from a reply to the one it answers', async () => {
    const root = fakeComment(1);
    const answered = fakeReply(2, root);
    startServer({ comments: [fakeReply(3, answered), answered, root] });
    const box = await showBox();
    await navigate(() => comment(box, 'c3').querySelector<HTMLElement>('a[href="#y-kien-c2"]:not([part])')!.click());
    expectFocus(comment(box, 'c2'));
  });

  it('that leads to nothing any more says so and shows the thread', async () => {
    recordConsole();
    long();
    openAt('#y-kien-c999');
    const box = await showBox();
    expect(notice(box)).to.equal('Không tìm thấy ý kiến này. Có thể ý kiến đã được rút hoặc không còn được đăng.');
    expect(ids(box)).to.deep.equal(['c60', 'c59']);
    expect(parts(box, 'form').length).to.equal(1);
    await expectAccessible(box);
  });

  it('that leads to nothing takes away nothing that the reader has loaded', async () => {
    recordConsole();
    long();
    const box = await showBox();
    await press(box, 'Xem thêm 58 ý kiến');
    await navigate(() => (location.hash = '#y-kien-c999'));
    expect(ids(box)).to.have.lengthOf(4);
    expect(notice(box)).to.include('Không tìm thấy ý kiến này.');
  });

  it('to a comment of another thread shows this thread and none of the other', async () => {
    const api = long();
    openAt('#y-kien-c5');
    const box = await showBox('bai-2');
    expect(kinds(api)).to.deep.equal(['GET comments/c5', 'GET comments']);
    expect(ids(box)).to.deep.equal(['c60', 'c59']);
    expect(marked(box)).to.be.empty;
  });

  it('is tried again when the server could not be reached', async () => {
    recordConsole();
    const api = long();
    api.fault = 'offline';
    openAt('#y-kien-c5');
    const box = await showBox();
    expect(texts(box)).to.be.empty;
    api.fault = null;
    await press(box, 'Thử lại');
    expect(marked(box)).to.deep.equal(['c5']);
    expectFocus(comment(box, 'c5'));
  });

  it('is asked for once when it is followed, also where it leads to nothing', async () => {
    recordConsole();
    const api = long();
    const box = await showBox();
    await navigate(() => (location.hash = '#y-kien-c5'));
    await navigate(() => (location.hash = '#y-kien-c999'));
    expect(kinds(api)).to.deep.equal(['GET comments', 'GET comments/c5', 'GET comments/c999']);
    expect(ids(box)).to.deep.equal(['c5', 'c4']);
  });

  it('leads there once: when the page moves the box, who is elsewhere stays there', async () => {
    const api = long();
    openAt('#y-kien-c5');
    const box = await showBox();
    const elsewhere = await fixture<HTMLInputElement>(html`<input aria-label="Tìm kiếm" />`);
    elsewhere.focus();
    elsewhere.after(box);
    await settled();
    expect(document.activeElement === elsewhere, 'the focus is where it was').to.be.true;
    expect(kinds(api)).to.deep.equal(['GET comments/c5']);
    expect(marked(box)).to.deep.equal(['c5']);
  });

  it('leaves other links of the page alone', async () => {
    const api = long();
    const box = await showBox();
    await navigate(() => (location.hash = '#noi-dung'));
    await navigate(() => (location.hash = '#y-kien-"]<b>'));
    expect(api.requests.length).to.equal(1);
    expect(ids(box)).to.deep.equal(['c60', 'c59']);
  });
});
