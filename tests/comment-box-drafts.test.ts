import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import {
  NAME,
  SITE_ID,
  TEXT,
  comment,
  consent,
  failToSend,
  field,
  fill,
  keysOf,
  press,
  queue,
  reload,
  remember,
  returning,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import { installClock, newPageLoad, part, settled, startServer, stub, words, type Clock } from './support/fixture.ts';

const HOUR = 60 * 60_000;

/** What the browser keeps, as one text. */
const kept = () => JSON.stringify({ ...localStorage });

/** From here on the page stands for another tab; the answer goes back to the first one. */
function leaveTab(): () => void {
  const tab = sessionStorage.getItem('tinh:tab')!;
  sessionStorage.removeItem('tinh:tab');
  return () => {
    sessionStorage.setItem('tinh:tab', tab);
  };
}

describe('draft in a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  it('is there again after a reload, without the consent', async () => {
    startServer();
    const box = await showBox();
    fill(box);
    const again = await reload(box);
    expect([field(again, 'name').value, field(again, 'text').value]).to.deep.equal([NAME, TEXT]);
    expect(consent(again).checked).to.be.false;
  });

  it('is there again after a crash: each letter is kept as it is typed', async () => {
    startServer();
    const box = await showBox();
    type(box, 'text', 'Đ');
    expect(kept()).to.include('Đ');
  });

  it('is not there for another thread', async () => {
    startServer();
    fill(await showBox());
    expect(field(await showBox('bai-2'), 'text').value).to.equal('');
  });

  it('is one of its own for each reply and each change, across a reload', async () => {
    returning();
    const own = fakeComment(1, { text: 'Như đã đăng', mine: true, editableUntil: '2099-01-01T00:00:00+07:00' });
    startServer({ comments: [fakeComment(2), own] });
    let box = await showBox();
    type(box, 'text', 'Ý kiến mới');
    await press(comment(box, 'c1'), 'Trả lời');
    type(box, 'text-c1', 'Trả lời dở');
    await press(comment(box, 'c1'), 'Sửa ý kiến');
    expect(field(box, 'text~c1').value, 'the change').to.equal('Như đã đăng');
    type(box, 'text~c1', 'Sửa dở');
    box = await reload(box);
    expect(field(box, 'text').value).to.equal('Ý kiến mới');
    await press(comment(box, 'c1'), 'Trả lời');
    expect(field(box, 'text-c1').value).to.equal('Trả lời dở');
    await press(comment(box, 'c1'), 'Sửa ý kiến');
    expect(field(box, 'text~c1').value).to.equal('Sửa dở');
    await press(comment(box, 'c2'), 'Trả lời');
    expect(field(box, 'text-c2').value).to.equal('');
  });

  it('is forgotten after a day', async () => {
    startServer();
    let box = await showBox();
    fill(box);
    clock.set(Date.now() + 24 * HOUR - 1000);
    box = await reload(box);
    expect(field(box, 'text').value).to.equal(TEXT);
    clock.set(Date.now() + 1000);
    expect(field(await reload(box), 'text').value).to.equal('');
  });

  it('of a page that nobody opens again is gone from the computer after a day', async () => {
    startServer();
    const box = await showBox('bai-2');
    fill(box);
    localStorage.setItem(`tinh:draft:${SITE_ID} bai-3|abc`, '{"text":');
    localStorage.setItem('tinh:draft:https://other.vn/ so-y-te bai-1', 'of another site');
    clock.set(Date.now() + 24 * HOUR);
    await reload(box);
    expect(Object.keys(localStorage)).to.deep.equal(['tinh:draft:https://other.vn/ so-y-te bai-1']);
  });

  it('is not kept for years where the clock was set back', async () => {
    startServer();
    const box = await showBox();
    clock.set(Date.now() + 400 * 24 * HOUR);
    fill(box);
    clock.set(Date.now() - 400 * 24 * HOUR);
    expect(field(await reload(box), 'text').value).to.equal('');
  });

  it('is forgotten when the comment was posted', async () => {
    startServer();
    const box = await showBox();
    fill(box);
    await send(box);
    expect(kept()).not.to.include(TEXT);
    expect(field(await reload(box), 'text').value).to.equal('');
  });

  it('is not shown beside the same words in the queue, after a reload in the middle of sending', async () => {
    const api = startServer();
    const box = await showBox();
    fill(box);
    api.fault = 'silent';
    await send(box);
    api.fault = null;
    const again = await reload(box);
    expect(field(again, 'text').value).to.equal('');
    expect(texts(again)).to.deep.equal([TEXT]);
    expect(new Set(keysOf(api)).size).to.equal(1);
  });

  it('is gone with everything else that was written when somebody signs out', async () => {
    const { box } = await failToSend();
    remember(box).click();
    fill(box, { text: 'Ý kiến khác' });
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    expect(field(box, 'name').value).to.equal('');
    expect(field(box, 'text').value).to.equal('');
    expect(queue(box)).to.be.empty;
    expect(Object.keys(localStorage)).to.be.empty;
  });

  it('is gone when somebody signs out before the box has its form', async () => {
    startServer();
    const before = await showBox();
    remember(before).click();
    fill(before);
    dispatchEvent(new Event('pagehide'));
    before.remove();
    newPageLoad();
    expect(kept()).to.include(TEXT);
    await fixture(html`
      <div style="padding-block-start: 9000px">
        <tinh-comment-box site=${FAKE_SITE} server=${FAKE_SERVER} thread="bai-1"></tinh-comment-box>
      </div>
    `);
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    expect(kept()).not.to.include(TEXT);
  });

  it('closes the reply that was being written when somebody signs out', async () => {
    startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    await press(comment(box, 'c1'), 'Trả lời');
    fill(box, { place: '-c1' });
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    expect(kept()).not.to.include(TEXT);
    expect(!field(box, 'text-c1')).to.be.true;
    await press(comment(box, 'c1'), 'Trả lời');
    expect(field(box, 'text-c1').value).to.equal('');
  });

  it('stays in the fields where the storage is full, and does not bring older words back', async () => {
    startServer();
    const box = await showBox();
    type(box, 'text', 'Lời cũ');
    stub(Storage.prototype, 'setItem', {
      value: () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      },
    });
    type(box, 'text', 'Lời mới');
    expect(field(box, 'text').value).to.equal('Lời mới');
    expect(field(await reload(box), 'text').value).to.equal('');
  });

  it('that was damaged is no draft and no fault', async () => {
    startServer();
    localStorage.setItem(`tinh:draft:${SITE_ID} bai-1|abc`, '{"name":');
    const box = await showBox();
    expect(field(box, 'text').value).to.equal('');
    expect(words(part(box, 'status'))).to.equal('Chưa có ý kiến nào. Mời bạn gửi ý kiến.');
  });

  describe('in two tabs', () => {
    it('is that of each tab: neither reload brings the words of the other', async () => {
      startServer();
      const one = await showBox();
      type(one, 'text', 'Thẻ một');
      const back = leaveTab();
      const other = await showBox();
      type(other, 'text', 'Thẻ hai');
      expect(field(await reload(other), 'text').value).to.equal('Thẻ hai');
      back();
      expect(field(await reload(one), 'text').value).to.equal('Thẻ một');
    });

    it('outlives the comment that the other tab sends', async () => {
      startServer();
      const [one, other] = [await showBox(), await showBox()];
      type(one, 'text', 'Thẻ một');
      const back = leaveTab();
      fill(other, { text: 'Thẻ hai' });
      await send(other);
      expect(texts(other)).to.deep.equal(['Thẻ hai']);
      expect(field(other, 'text').value, 'the form is free').to.equal('');
      back();
      expect(field(await reload(one), 'text').value).to.equal('Thẻ một');
    });

    it('outlives a comment that another tab began with its words and sent with others, and comes up nowhere else', async () => {
      startServer();
      const one = await showBox();
      type(one, 'text', 'Thẻ một');
      const back = leaveTab();
      const other = await showBox();
      expect(field(other, 'text').value).to.equal('Thẻ một');
      fill(other, { text: 'Thẻ hai' });
      await send(other);
      expect(field(await reload(other), 'text').value, 'once is enough').to.equal('');
      leaveTab();
      const third = await showBox();
      expect(field(third, 'text').value, 'in a third tab').to.equal('');
      third.remove();
      back();
      expect(field(await reload(one), 'text').value).to.equal('Thẻ một');
      leaveTab();
      expect(field(await showBox(), 'text').value, 'its own tab was still open').to.equal('Thẻ một');
    });

    it('comes up again after another tab’s other words while its own tab is open', async () => {
      startServer();
      const one = await showBox();
      type(one, 'text', 'Thẻ một');
      const back = leaveTab();
      const other = await showBox();
      fill(other, { text: 'Thẻ hai' });
      await send(other);
      other.remove();
      back();
      // This is how a tab hears of what others store.
      dispatchEvent(new StorageEvent('storage'));
      one.remove();
      leaveTab();
      expect(field(await showBox(), 'text').value).to.equal('Thẻ một');
    });

    it('outlives a closed tab, and is gone with the comment that came of it', async () => {
      startServer();
      let box = await showBox();
      fill(box);
      box.remove();
      leaveTab();
      box = await showBox();
      expect(field(box, 'text').value).to.equal(TEXT);
      type(box, 'text', `${TEXT} Xin cảm ơn.`);
      box = await reload(box);
      consent(box).click();
      await send(box);
      expect(texts(box)).to.deep.equal([`${TEXT} Xin cảm ơn.`]);
      box.remove();
      leaveTab();
      expect(field(await showBox(), 'text').value).to.equal('');
      expect(kept()).not.to.include(TEXT);
    });

    it('lends no key to other words: what was taken back in one tab does not swallow the comment of the other', async () => {
      const { api, box } = await failToSend('lost-answer');
      const back = leaveTab();
      const other = await showBox();
      fill(other, { text: 'Thẻ hai' });
      back();
      await press(box, 'Hủy gửi');
      leaveTab();
      await send(other);
      expect(new Set(keysOf(api)).size).to.equal(2);
      expect(api.comments.map(({ text }) => text)).to.have.members([TEXT, 'Thẻ hai']);
    });

    it('goes from all of them when somebody signs out in one', async () => {
      startServer();
      type(await showBox(), 'text', 'Thẻ một');
      leaveTab();
      type(await showBox(), 'text', 'Thẻ hai');
      dispatchEvent(new Event('tinh-session-signed-out'));
      await settled();
      expect(kept()).not.to.include('Thẻ');
    });
  });

  it('stays for a day of its own where the clock is a day off, and is not lost to it', async () => {
    startServer();
    clock.set(Date.now() - 24 * HOUR);
    let box = await showBox();
    fill(box);
    box = await reload(box);
    expect(field(box, 'text').value).to.equal(TEXT);
    // The clock is put right by half a day, as some do after a journey.
    clock.set(Date.now() + 12 * HOUR);
    expect(field(await reload(box), 'text').value).to.equal(TEXT);
  });
});
