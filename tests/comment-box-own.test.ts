import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/comment-box/define.ts';
import type { Comment } from '../src/api/contract.ts';
import { fakeComment, fakeReply } from '../stories/fake-api.ts';
import {
  badges,
  buttonOf,
  buttons,
  comment,
  fault,
  field,
  notice,
  isOpen,
  panel,
  press,
  returning,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type Clock,
} from './support/fixture.ts';

const MINUTE = 60_000;

describe('one’s own comment', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
    returning();
  });

  /** A box with a comment of the reader, which can be changed for a quarter of an hour, above one of somebody else. */
  const showOwn = async (more: Partial<Comment> = {}, moderation: 'before' | 'after' = 'after') => {
    const editableUntil = new Date(Date.now() + 15 * MINUTE).toISOString();
    const own = fakeComment(2, { text: 'Lời của tôi', mine: true, editableUntil, ...more });
    const api = startServer({ comments: [own, fakeComment(1)], moderation });
    const box = await showBox();
    return { api, box };
  };
  const mine = (box: Element) => comment(box, 'c2');

  describe('and its state', () => {
    it('is marked as waiting until somebody has approved it', async () => {
      const { api, box } = await showOwn({ state: 'pending' });
      expect(badges(box)).to.deep.equal(['Chờ duyệt']);
      expect(buttons(mine(box))).to.deep.equal(['Sửa ý kiến', 'Rút ý kiến']);
      await expectAccessible(box);
      api.comments = api.comments.map((each) => ({ ...each, state: 'published' }));
      box.remove();
      expect(badges(await showBox())).to.be.empty;
    });

    it('says why it was not published, in the moderator’s words', async () => {
      const { box } = await showOwn({ state: 'rejected', reason: 'Có số điện thoại của người khác.' });
      expect(badges(box)).to.deep.equal(['Không đăng']);
      expect(words(mine(box))).to.include('Lý do: Có số điện thoại của người khác.');
      expect(texts(box)).to.include('Lời của tôi');
      await expectAccessible(box);
    });

    it('needs no mark once it is published, and can be answered and liked as any other', async () => {
      const { box } = await showOwn({ editableUntil: null });
      expect(badges(box)).to.be.empty;
      expect(buttons(mine(box))).to.deep.equal(['Thích', 'Trả lời', 'Rút ý kiến']);
      expect(buttons(comment(box, 'c1'))).to.deep.equal(['Thích', 'Trả lời', 'Báo vi phạm']);
    });
  });

  describe('changed', () => {
    it('opens with its words in place and shows the new ones, with a trace', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      expect(field(box, 'text~c2').value).to.equal('Lời của tôi');
      expectFocus(field(box, 'text~c2'));
      expect(parts(box, 'form')[1]!.getAttribute('aria-label')).to.equal('Sửa ý kiến');
      expect(!field(box, 'name~c2'), 'the name stays').to.be.true;
      await expectAccessible(box);
      type(box, 'text~c2', 'Lời mới');
      await send(box, '~c2');
      expect(texts(box)[0]).to.equal('Lời mới');
      expect(words(mine(box).querySelector('.byline'))).to.include('đã sửa');
      expect(isOpen(box)).to.be.false;
      expect(notice(box)).to.equal('Đã lưu thay đổi.');
      expectFocus(mine(box).querySelector('.below')!);
      expect(api.calls('PATCH comments/c2').length).to.equal(1);
      await expectAccessible(box);
    });

    it('waits again where the site approves first, and is not counted meanwhile', async () => {
      const { box } = await showOwn({}, 'before');
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (2)');
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      await send(box, '~c2');
      expect(badges(box)).to.deep.equal(['Chờ duyệt']);
      expect(notice(box)).to.equal('Đã lưu thay đổi. Ý kiến đang chờ duyệt lại.');
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (1)');
    });

    it('too late says so and loses nothing of what was written', async () => {
      recordConsole();
      const { box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      await clock.tick(15 * MINUTE + 1);
      await send(box, '~c2');
      expect(notice(box)).to.equal('Đã quá thời gian được sửa.');
      expect(field(box, 'text~c2').value).to.equal('Lời mới');
      expect(texts(box)[0]).to.equal('Lời của tôi');
      await expectAccessible(box);
    });

    it('while the server is away says so, keeps the words, and is saved at the next try', async () => {
      recordConsole();
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      api.fault = 'offline';
      await send(box, '~c2');
      expect(notice(box)).to.equal('Không kết nối được máy chủ.');
      expect(field(box, 'text~c2').value).to.equal('Lời mới');
      api.fault = null;
      await send(box, '~c2');
      expect(texts(box)[0]).to.equal('Lời mới');
      expect(notice(box)).to.equal('Đã lưu thay đổi.');
    });

    it('too often says politely how long to wait, keeps the words, and is saved then', async () => {
      recordConsole();
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      const problem = { type: 'urn:tinh:problem:too-fast', title: 'Too fast', status: 429 };
      const refusal = () => new Response(JSON.stringify(problem), { status: 429, headers: { 'retry-after': '181' } });
      api.reply = ({ method }) => (method === 'PATCH' ? refusal() : undefined);
      await send(box, '~c2');
      expect(notice(box)).to.equal(
        'Có nhiều thao tác liên tiếp từ máy hoặc mạng của bạn. Vui lòng thử lại sau 181 giây.',
      );
      expect(words(comment(box, 'c2').querySelector('[role=alert]'))).to.equal(notice(box));
      expect(field(box, 'text~c2').value).to.equal('Lời mới');
      expect(texts(box)[0]).to.equal('Lời của tôi');
      await expectAccessible(box);
      api.reply = null;
      await clock.tick(181_000);
      await send(box, '~c2');
      expect([texts(box)[0], notice(box)]).to.deep.equal(['Lời mới', 'Đã lưu thay đổi.']);
    });

    it('is saved once, however often the button is pressed', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      void send(box, '~c2');
      await send(box, '~c2');
      expect(api.calls('PATCH comments/c2').length).to.equal(1);
    });

    it('to nothing is a fault at the field', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', ' \n');
      await send(box, '~c2');
      expect(fault(box, 'text~c2')).to.equal('Vui lòng nhập nội dung.');
      expectFocus(field(box, 'text~c2'));
      expect(api.calls('PATCH comments/c2').length).to.equal(0);
    });

    it('by words that the server finds too long is a fault at the field', async () => {
      recordConsole();
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      api.fault = 'urn:tinh:problem:too-large';
      await send(box, '~c2');
      expect(fault(box, 'text~c2')).to.equal('Dài quá 4.000 ký tự.');
      expect(notice(box)).to.equal('');
      await expectAccessible(box);
    });

    it('can be cancelled: the comment stays as it was', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Sửa ý kiến');
      type(box, 'text~c2', 'Lời mới');
      await press(mine(box), 'Hủy');
      expect(texts(box)[0]).to.equal('Lời của tôi');
      expectFocus(buttonOf(mine(box), 'Sửa ý kiến'));
      expect(api.requests.length).to.equal(1);
    });
  });

  describe('withdrawn', () => {
    it('asks once more, beginning with the question', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Rút ý kiến');
      expect(words(panel(box))).to.equal('Rút ý kiến này? Nội dung sẽ bị xóa và không khôi phục được. Rút ý kiến Hủy');
      expectFocus(panel(box)!.querySelector('p')!);
      expect(api.requests.length).to.equal(1);
      await expectAccessible(box);
    });

    it('is not withdrawn by holding the Enter key', async () => {
      const { api, box } = await showOwn();
      buttonOf(mine(box), 'Rút ý kiến').focus();
      await sendKeys({ press: 'Enter' });
      await settled();
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(isOpen(box)).to.be.true;
      expect(api.calls('DELETE comments/c2').length).to.equal(0);
    });

    it('loses its words at once, says so and is not counted any more', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Rút ý kiến');
      await press(panel(box)!, 'Rút ý kiến');
      expect(api.calls('DELETE comments/c2').length).to.equal(1);
      expect(words(mine(box)))
        .to.include('Ý kiến này đã được rút.')
        .and.not.to.include('Lời của tôi');
      expect(badges(box)).to.deep.equal(['Đã rút']);
      expect(buttons(mine(box))).to.be.empty;
      expect(notice(box)).to.equal('Đã rút ý kiến.');
      expectFocus(mine(box).querySelector('.below')!);
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (1)');
      await expectAccessible(box);
    });

    it('can be cancelled, with Escape too', async () => {
      const { api, box } = await showOwn();
      await press(mine(box), 'Rút ý kiến');
      await press(panel(box)!, 'Hủy');
      expect(isOpen(box)).to.be.false;
      expectFocus(buttonOf(mine(box), 'Rút ý kiến'));
      await press(mine(box), 'Rút ý kiến');
      await sendKeys({ press: 'Escape' });
      await settled();
      expect(isOpen(box)).to.be.false;
      expect(api.requests.length).to.equal(1);
    });

    it('that cannot be withdrawn now says so and stays', async () => {
      recordConsole();
      const { api, box } = await showOwn();
      await press(mine(box), 'Rút ý kiến');
      api.fault = 'offline';
      await press(panel(box)!, 'Rút ý kiến');
      expect(notice(box)).to.equal('Không kết nối được máy chủ.');
      expect(parts(box, 'notice').at(-1)!.getAttribute('role')).to.equal('alert');
      expect(texts(box)[0]).to.equal('Lời của tôi');
    });

    it('keeps the replies to it', async () => {
      const own = fakeComment(2, { mine: true });
      startServer({ comments: [fakeReply(3, own), own] });
      const box = await showBox();
      await press(mine(box), 'Rút ý kiến');
      await press(panel(box)!, 'Rút ý kiến');
      expect(texts(box)).to.have.lengthOf(2);
      expect(texts(box)[1]).to.include('Ý kiến thứ 3');
    });
  });
});
