import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { fakeComment } from '../stories/fake-api.ts';
import {
  NAME,
  TEXT,
  buttons,
  consent,
  failToSend,
  field,
  fill,
  keysOf,
  posts,
  press,
  queue,
  send,
  showBox,
  texts,
  type,
} from './support/comment-box.ts';
import {
  blockStorage,
  expectAccessible,
  expectFocus,
  installClock,
  parts,
  recordConsole,
  startServer,
  type Clock,
} from './support/fixture.ts';

describe('comment in the queue', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  describe('taken back', () => {
    it('gives its words back, and nothing is sent any more', async () => {
      const { api, box } = await failToSend();
      await press(box, 'Hủy gửi');
      expect(queue(box)).to.be.empty;
      expect([field(box, 'name').value, field(box, 'text').value]).to.deep.equal([NAME, TEXT]);
      expect(consent(box).checked, 'the consent').to.be.false;
      expectFocus(field(box, 'text'));
      await clock.tick(600_000);
      expect(posts(api).length).to.equal(1);
      await expectAccessible(box);
    });

    for (const storage of ['kept', 'blocked']) {
      it(`and sent again unchanged is the same comment, storage ${storage}`, async () => {
        if (storage === 'blocked') blockStorage();
        const { api, box } = await failToSend('lost-answer');
        await press(box, 'Hủy gửi');
        consent(box).click();
        await send(box);
        expect(new Set(keysOf(api)).size).to.equal(1);
        expect(api.comments).to.have.lengthOf(1);
        expect(texts(box)).to.deep.equal([TEXT]);
      });
    }

    it('and sent again with other words is another comment', async () => {
      const { api, box } = await failToSend();
      await press(box, 'Hủy gửi');
      type(box, 'text', `${TEXT} Xin cảm ơn.`);
      consent(box).click();
      await send(box);
      expect(new Set(keysOf(api)).size).to.equal(2);
      expect(texts(box)).to.deep.equal([`${TEXT} Xin cảm ơn.`]);
    });

    it('stands before what is being written meanwhile', async () => {
      const { box } = await failToSend();
      type(box, 'text', 'Ý khác');
      await press(box, 'Hủy gửi');
      expect(field(box, 'text').value).to.equal(`${TEXT}\n\nÝ khác`);
    });
  });

  describe('and is refused later', () => {
    it('says why, and gives the words back to be mended', async () => {
      const { api, box } = await failToSend();
      api.closed = true;
      await clock.tick(5000);
      expect(queue(box)).to.deep.equal([`Chưa được nhận Bài này đã ngừng nhận ý kiến. ${TEXT} Gửi lại Hủy gửi`]);
      await expectAccessible(box);
      await clock.tick(600_000);
      expect(posts(api).length, 'tries').to.equal(2);
      await press(box, 'Hủy gửi');
      expect(field(box, 'text').value).to.equal(TEXT);
    });

    it('says that it is too long', async () => {
      recordConsole();
      const api = startServer({ comments: [fakeComment(1)] });
      const box = await showBox();
      fill(box, { text: 'ề'.repeat(4001) });
      api.fault = 'offline';
      await send(box);
      api.fault = null;
      await clock.tick(5000);
      expect(queue(box)[0]).to.include('Dài quá 4.000 ký tự.');
      expect(buttons(parts(box, 'queued')[0]!)).to.deep.equal(['Gửi lại', 'Hủy gửi']);
    });
  });
});
