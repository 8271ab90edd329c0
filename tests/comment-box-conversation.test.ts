import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { fakeComment, fakeReply } from '../stories/fake-api.ts';
import { buttons, comment, ids, notice, press, returning, showBox, texts } from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  part,
  parts,
  recordConsole,
  startServer,
  words,
} from './support/fixture.ts';

const asked = fakeComment(1);
const first = fakeReply(2, asked);
const second = fakeReply(3, first);
const third = fakeReply(4, second);

/** The words that say whom a reply answers, with where they lead. */
const contexts = (box: Element) =>
  [...box.shadowRoot!.querySelectorAll('[part=comment] > p > a[href^="#"]:not([part])')].map(
    (link) => `${words(link)} → ${link.getAttribute('href')!}`,
  );

describe('conversation in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  it('shows replies below their comment, oldest first, on two levels however deep they go', async () => {
    startServer({ comments: [third, second, first, asked] });
    const box = await showBox();
    expect(ids(box)).to.deep.equal(['c1', 'c2', 'c3', 'c4']);
    const list = part(box, 'replies');
    expect([...list.children].map(({ firstElementChild }) => firstElementChild!.id)).to.deep.equal(['c2', 'c3', 'c4']);
    const left = (id: string) => comment(box, id).getBoundingClientRect().left;
    expect(left('c2')).to.be.above(left('c1'));
    expect(left('c4')).to.equal(left('c2'));
    expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (4)');
    await expectAccessible(box);
  });

  it('says whom each reply answers, with a link to it', async () => {
    startServer({ comments: [third, second, first, asked] });
    expect(contexts(await showBox())).to.deep.equal([
      'Trả lời ý kiến của Nguyễn Văn B → #y-kien-c1',
      'Trả lời ý kiến của Nguyễn Văn C → #y-kien-c2',
      'Trả lời ý kiến của Nguyễn Văn D → #y-kien-c3',
    ]);
  });

  it('names nobody whose comment is not published any more, and keeps its place', async () => {
    startServer({ comments: [third, { ...second, state: 'withdrawn' }, first, asked] });
    const box = await showBox();
    expect(contexts(box)).to.deep.equal([
      'Trả lời ý kiến của Nguyễn Văn B → #y-kien-c1',
      'Trả lời ý kiến của Bạn đọc → #y-kien-c3',
    ]);
  });

  it('keeps the place of a comment that was withdrawn or hidden for the replies to it', async () => {
    const gone = fakeComment(5, { state: 'withdrawn' });
    const hidden = fakeComment(7, { state: 'rejected' });
    startServer({ comments: [fakeReply(8, hidden), hidden, fakeReply(6, gone), gone] });
    const box = await showBox();
    expect(ids(box)).to.deep.equal(['c7', 'c8', 'c5', 'c6']);
    expect(words(comment(box, 'c5')))
      .to.include('Bạn đọc')
      .and.to.include('Ý kiến này đã được rút.');
    expect(words(comment(box, 'c7'))).to.include('Ý kiến này không được đăng.');
    expect(buttons(comment(box, 'c5'))).to.be.empty;
    await expectAccessible(box);
  });

  it('shows the agency’s answer first, with its name', async () => {
    const agency = 'Sở Ngoại vụ tỉnh Tây Ninh';
    startServer({ comments: [fakeReply(9, asked, { agency, name: agency }), first, asked] });
    const box = await showBox();
    expect(ids(box)).to.deep.equal(['c1', 'c9', 'c2']);
    expect(words(comment(box, 'c9'))).to.include('Trả lời của Sở Ngoại vụ tỉnh Tây Ninh');
    expect(parts(box, 'badge')).to.have.lengthOf(1);
    await expectAccessible(box);
  });

  it('says to which agency a comment was sent on, and when', async () => {
    const transfer = { agency: 'Sở <b>Giao thông</b>', at: '2020-07-18T09:00:00+07:00' };
    startServer({ comments: [fakeReply(3, asked), { ...asked, transfer }] });
    const box = await showBox();
    expect(words(comment(box, 'c1'))).to.include('Đã chuyển đến Sở <b>Giao thông</b>, ');
    expect(words(comment(box, 'c3'))).not.to.include('Đã chuyển');
    await expectAccessible(box);
  });

  it('puts a pinned comment before all others and says why', async () => {
    startServer({ comments: [fakeComment(3), fakeComment(2), fakeComment(1, { pinned: true })] });
    const box = await showBox();
    expect(ids(box)).to.deep.equal(['c1', 'c3', 'c2']);
    expect(words(part(box, 'badge'))).to.equal('Được ghim');
    await expectAccessible(box);
  });

  it('marks readers who were signed in', async () => {
    startServer({ comments: [fakeComment(1, { verified: true })] });
    expect(words(part(await showBox(), 'badge'))).to.equal('Đã xác thực');
  });

  describe('with many replies', () => {
    const many = () => Array.from({ length: 8 }, (_, index) => fakeReply(17 - index, asked));

    it('shows three, says how many more there are and goes on where they begin', async () => {
      const api = startServer({ pageSize: 3, comments: [...many(), asked] });
      const box = await showBox();
      expect(ids(box)).to.deep.equal(['c1', 'c10', 'c11', 'c12']);
      await expectAccessible(box);
      await press(box, 'Xem thêm 5 trả lời');
      expect(ids(box).slice(1)).to.deep.equal(['c10', 'c11', 'c12', 'c13', 'c14', 'c15']);
      expectFocus(comment(box, 'c13'));
      await press(box, 'Xem thêm 2 trả lời');
      expectFocus(comment(box, 'c16'));
      expect(ids(box)).to.have.lengthOf(9);
      expect(parts(box, 'more').length).to.equal(0);
      expect(api.calls('GET comments/c1/replies').length).to.equal(2);
    });

    it('does not count the reader’s own waiting reply among those that are to come', async () => {
      returning();
      const own = fakeReply(5, asked, { mine: true, state: 'pending' });
      startServer({ comments: [...many(), own, asked] });
      const box = await showBox();
      expect(ids(box)).to.deep.equal(['c1', 'c5', 'c10', 'c11']);
      expect(buttons(box)).to.include('Xem thêm 6 trả lời');
    });

    it('keeps what is there when more cannot be fetched, and fetches the replies at the next try', async () => {
      recordConsole();
      const api = startServer({ comments: [...many(), asked] });
      const box = await showBox();
      api.fault = 'offline';
      await press(box, 'Xem thêm 5 trả lời');
      expect(texts(box)).to.have.lengthOf(4);
      expect(words(part(box, 'status'))).to.equal('Không kết nối được máy chủ.');
      api.fault = null;
      await press(box, 'Thử lại');
      expect(ids(box)).to.have.lengthOf(9);
      expectFocus(comment(box, 'c13'));
    });

    it('keeps the form when the comment is gone whose replies are asked for', async () => {
      recordConsole();
      const api = startServer({ comments: [...many(), asked] });
      const box = await showBox();
      api.fault = 'urn:tinh:problem:unknown-comment';
      await press(box, 'Xem thêm 5 trả lời');
      expect(parts(box, 'form').length).to.equal(1);
      expect(words(part(box, 'status'))).to.include('Không tìm thấy ý kiến này.');
      expect(notice(box)).to.equal('');
    });
  });
});
