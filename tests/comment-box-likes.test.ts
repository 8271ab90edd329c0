import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewReport } from '../src/api/contract.ts';
import { fakeComment, fakeReply } from '../stories/fake-api.ts';
import {
  buttonOf,
  buttons,
  comment,
  ids,
  notice,
  isOpen,
  panel,
  press,
  returning,
  showBox,
  texts,
} from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  parts,
  recordConsole,
  startServer,
  words,
} from './support/fixture.ts';

/** The server's answer to what comes too often. */
const tooFast = (seconds?: string) => () => {
  const type = 'urn:tinh:problem:too-fast';
  const headers = new Headers(seconds === undefined ? {} : { 'retry-after': seconds });
  return new Response(JSON.stringify({ type, title: type, status: 429 }), { status: 429, headers });
};

/** The button of a comment that likes it. */
const heart = (box: Element, id: string) => comment(box, id).querySelector('button')!;

describe('like in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  it('counts at once, exactly as the server does, and can be taken back', async () => {
    const api = startServer({ comments: [fakeComment(1, { likes: 1203 })] });
    const box = await showBox();
    expect(heart(box, 'c1').getAttribute('aria-pressed')).to.equal('false');
    api.comments = [fakeComment(1, { likes: 1210 })];
    await press(box, 'Thích (1.203)');
    expect(words(heart(box, 'c1')), 'others liked it meanwhile').to.equal('Thích (1.211)');
    expect(heart(box, 'c1').getAttribute('aria-pressed')).to.equal('true');
    expectFocus(heart(box, 'c1'));
    await expectAccessible(box);
    await press(box, 'Thích (1.211)');
    expect(words(heart(box, 'c1'))).to.equal('Thích (1.210)');
    expect(heart(box, 'c1').getAttribute('aria-pressed')).to.equal('false');
    const writes = api.requests.slice(1);
    expect(writes.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([
      'PUT comments/c1/like',
      'DELETE comments/c1/like',
    ]);
    expect(writes[0]!.headers.get('authorization')).to.match(/^Bearer [\w-]{22,64}$/);
    expect(writes[1]!.headers.get('authorization')).to.equal(writes[0]!.headers.get('authorization'));
  });

  it('shows no number where nobody has liked, and tells it by more than colour', async () => {
    startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    expect(words(heart(box, 'c1'))).to.equal('Thích');
    const before = getComputedStyle(heart(box, 'c1')).fontWeight;
    await press(box, 'Thích');
    expect(words(heart(box, 'c1'))).to.equal('Thích (1)');
    expect(getComputedStyle(heart(box, 'c1')).fontWeight).not.to.equal(before);
  });

  it('is still there after a reload', async () => {
    returning();
    startServer({ comments: [fakeComment(1, { likes: 2, liked: true })] });
    const box = await showBox();
    expect(heart(box, 'c1').getAttribute('aria-pressed')).to.equal('true');
  });

  it('is counted once, however quickly the button is pressed', async () => {
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    heart(box, 'c1').click();
    await press(box, 'Thích');
    expect(words(heart(box, 'c1'))).to.equal('Thích (1)');
    expect(api.comments[0]!.likes).to.equal(1);
  });

  it('works for replies, and moves nothing', async () => {
    const root = fakeComment(1);
    startServer({ comments: [fakeComment(3), fakeReply(2, root), root] });
    const box = await showBox();
    const before = ids(box);
    await press(comment(box, 'c2'), 'Thích');
    expect(words(heart(box, 'c2'))).to.equal('Thích (1)');
    expect(ids(box)).to.deep.equal(before);
  });

  it('that fails is said at the comment and counts nothing', async () => {
    recordConsole();
    const api = startServer({ comments: [fakeComment(2), fakeComment(1, { likes: 4 })] });
    const box = await showBox();
    api.fault = 'offline';
    await press(comment(box, 'c1'), 'Thích (4)');
    expect(words(heart(box, 'c1'))).to.equal('Thích (4)');
    expect(words(comment(box, 'c1').querySelector('[role=alert]'))).to.equal('Không kết nối được máy chủ.');
    await expectAccessible(box);
    api.fault = null;
    await press(comment(box, 'c1'), 'Thích (4)');
    expect(notice(box)).to.equal('');
  });

  it('that comes too fast says politely how long to wait, and counts nothing', async () => {
    recordConsole();
    const api = startServer({ comments: [fakeComment(2), fakeComment(1, { likes: 4 })] });
    const box = await showBox();
    api.reply = tooFast('42');
    await press(comment(box, 'c1'), 'Thích (4)');
    expect(words(comment(box, 'c1').querySelector('[role=alert]'))).to.equal(
      'Có nhiều thao tác liên tiếp từ máy hoặc mạng của bạn. Vui lòng thử lại sau 42 giây.',
    );
    expect(words(heart(box, 'c1'))).to.equal('Thích (4)');
    expect(heart(box, 'c1').getAttribute('aria-pressed')).to.equal('false');
    await expectAccessible(box);
    // A proxy between took the header away.
    api.reply = tooFast();
    await press(comment(box, 'c1'), 'Thích (4)');
    expect(notice(box)).to.include('Vui lòng thử lại sau 60 giây.');
    api.reply = null;
    await press(comment(box, 'c1'), 'Thích (4)');
    expect([words(heart(box, 'c1')), notice(box)]).to.deep.equal(['Thích (5)', '']);
  });

  it('of a comment that is gone says so', async () => {
    recordConsole();
    const api = startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    api.comments = [];
    await press(box, 'Thích');
    expect(notice(box)).to.include('Không tìm thấy ý kiến này.');
  });
});

describe('report in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  const open = async () => {
    const api = startServer({ comments: [fakeComment(2), fakeComment(1)] });
    const box = await showBox();
    await press(comment(box, 'c1'), 'Báo vi phạm');
    return { api, box };
  };
  const select = (box: Element) => panel(box)!.querySelector('select')!;

  it('asks for a reason in place', async () => {
    const { api, box } = await open();
    expectFocus(select(box));
    expect([...select(box).options].map(({ text }) => text)).to.deep.equal([
      'Quảng cáo, lặp lại',
      'Xúc phạm, vu khống',
      'Lộ thông tin cá nhân',
      'Lý do khác',
    ]);
    expect(comment(box, 'c1').contains(panel(box))).to.be.true;
    expect(api.requests.length).to.equal(1);
    await expectAccessible(box);
  });

  it('is sent with reason and words, and thanks in its place', async () => {
    const { api, box } = await open();
    select(box).value = 'privacy';
    panel(box)!.querySelector('textarea')!.value = 'Có số điện thoại.';
    await press(panel(box)!, 'Báo vi phạm');
    const [report] = api.calls('POST comments/c1/reports');
    expect(JSON.parse(report!.body) as NewReport).to.deep.equal({ reason: 'privacy', text: 'Có số điện thoại.' });
    expect(report!.headers.get('authorization')).to.match(/^Bearer /);
    expect(isOpen(box)).to.be.false;
    expect(words(comment(box, 'c1').querySelector('[part=notice]'))).to.equal(
      'Cảm ơn bạn. Người quản trị sẽ xem xét ý kiến này.',
    );
    expectFocus(comment(box, 'c1').querySelector('.below')!);
    expect(texts(box), 'the comment stays for now').to.have.lengthOf(2);
    await expectAccessible(box);
  });

  it('can be cancelled', async () => {
    const { api, box } = await open();
    await press(panel(box)!, 'Hủy');
    expect(isOpen(box)).to.be.false;
    expectFocus(buttonOf(comment(box, 'c1'), 'Báo vi phạm'));
    expect(api.requests.length).to.equal(1);
  });

  it('that fails says so and keeps what was written', async () => {
    recordConsole();
    const { api, box } = await open();
    const text = panel(box)!.querySelector('textarea')!;
    text.value = 'Có số điện thoại.';
    api.fault = 'offline';
    await press(panel(box)!, 'Báo vi phạm');
    expect(notice(box)).to.equal('Không kết nối được máy chủ.');
    expect(text.isConnected && text.value).to.equal('Có số điện thoại.');
    expect(parts(box, 'notice').at(-1)!.getAttribute('role')).to.equal('alert');
  });

  it('that comes too fast says politely how long to wait and keeps what was written', async () => {
    recordConsole();
    const { api, box } = await open();
    const text = panel(box)!.querySelector('textarea')!;
    text.value = 'Có số điện thoại.';
    api.reply = tooFast('598');
    await press(panel(box)!, 'Báo vi phạm');
    expect(notice(box)).to.equal(
      'Có nhiều thao tác liên tiếp từ máy hoặc mạng của bạn. Vui lòng thử lại sau 598 giây.',
    );
    expect(text.isConnected && text.value).to.equal('Có số điện thoại.');
    api.reply = null;
    await press(panel(box)!, 'Báo vi phạm');
    expect(isOpen(box)).to.be.false;
  });

  it('is not offered for one’s own comments', async () => {
    returning();
    startServer({ comments: [fakeComment(1, { mine: true })] });
    expect(buttons(comment(await showBox(), 'c1'))).not.to.include('Báo vi phạm');
  });
});
