import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import { TEXT, buttons, comment, fill, ids, press, send, showBox, texts } from './support/comment-box.ts';
import {
  expectAccessible,
  expectFocus,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  stub,
  words,
} from './support/fixture.ts';

const five = () => [5, 4, 3, 2, 1].map((id) => fakeComment(id));

/** The choice of the order. */
const order = (box: Element) => part(box, 'sort').querySelector('select')!;

/** Chooses another order with the keyboard: the choice has the focus. */
async function choose(box: Element, sort: string): Promise<void> {
  const select = order(box);
  select.focus();
  select.value = sort;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await settled();
}

describe('order and pages of a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  describe('pages', () => {
    it('come at the press of a button that says how many remain, and go on where they begin', async () => {
      const api = startServer({ pageSize: 2, comments: five() });
      const box = await showBox();
      expect(texts(box)).to.have.lengthOf(2);
      expect(words(part(box, 'more'))).to.equal('Xem thêm 3 ý kiến');
      await expectAccessible(box);
      await press(box, 'Xem thêm 3 ý kiến');
      expect(texts(box)).to.have.lengthOf(4);
      expectFocus(comment(box, 'c3'));
      await press(box, 'Xem thêm 1 ý kiến');
      expect(ids(box)).to.deep.equal(['c5', 'c4', 'c3', 'c2', 'c1']);
      expectFocus(comment(box, 'c1'));
      expect(parts(box, 'more').length).to.equal(0);
      expect(api.requests.length).to.equal(3);
    });

    it('are rendered a few comments at a time at first, so that a slow device answers to keys in between', async () => {
      startServer({ pageSize: 20, comments: Array.from({ length: 20 }, (_, index) => fakeComment(20 - index)) });
      const place = await fixture(html`<div></div>`);
      const box = document.createElement('tinh-comment-box');
      Object.assign(box, { site: FAKE_SITE, server: FAKE_SERVER, eager: true });
      // Watched from the first moment: a box that is near the screen waits for nobody.
      place.append(box);
      while (!box.shadowRoot) await Promise.resolve();
      const counts = [0];
      // Told once after every rendering.
      new MutationObserver(() => {
        if (ids(box).length > counts.at(-1)!) counts.push(ids(box).length);
      }).observe(box.shadowRoot, { childList: true, subtree: true });
      await settled();
      expect(counts).to.deep.equal([0, 7, 14, 20]);
      await press(box, 'Thích');
      await choose(box, 'oldest');
      expect(ids(box)).to.have.lengthOf(20);
    });

    it('are asked for once, however often the button is pressed', async () => {
      const api = startServer({ pageSize: 1, comments: five() });
      const box = await showBox();
      part(box, 'more').click();
      part(box, 'more').click();
      await settled();
      expect(api.requests.length).to.equal(2);
      expect(texts(box)).to.have.lengthOf(2);
    });

    it('show nothing twice when somebody writes meanwhile', async () => {
      const api = startServer({ pageSize: 2, comments: five() });
      const box = await showBox();
      api.comments = [fakeComment(7), fakeComment(6), ...api.comments];
      await press(box, 'Xem thêm 3 ý kiến');
      expect(ids(box)).to.deep.equal(['c5', 'c4', 'c3', 'c2']);
    });

    it('count what remains without the comment that the reader has just written', async () => {
      startServer({ pageSize: 2, comments: five() });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(texts(box)).to.have.lengthOf(3);
      expect(buttons(box)).to.include('Xem thêm 3 ý kiến');
    });

    it('count what remains with it where it is published at once', async () => {
      startServer({ pageSize: 2, moderation: 'after', comments: five() });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (6)');
      expect(buttons(box)).to.include('Xem thêm 3 ý kiến');
    });

    it('work for ids that begin with a digit', async () => {
      startServer({ pageSize: 1, comments: [fakeComment(2), fakeComment(1, { id: '7k-3', root: '7k-3' })] });
      const box = await showBox();
      await press(box, 'Xem thêm 1 ý kiến');
      expectFocus(comment(box, '7k-3'));
    });

    it('of any number do not slow down who writes: nothing is rendered anew but what changes', async () => {
      startServer({ comments: five() });
      const box = await showBox();
      let times = 0;
      const toISOString = Reflect.get<Date, 'toISOString'>(Date.prototype, 'toISOString');
      stub(Date.prototype, 'toISOString', {
        value(this: Date) {
          times += 1;
          return toISOString.call(this);
        },
      });
      fill(box);
      await settled();
      expect(times).to.equal(0);
      await press(comment(box, 'c3'), 'Trả lời');
      times = 0;
      fill(box, { place: '-c3' });
      await settled();
      expect(times, 'that of the comment that is answered').to.equal(1);
    });

    it('of more than a hundred cost nothing to paint where they are far from the screen', async () => {
      startServer({ comments: Array.from({ length: 121 }, (_, index) => fakeComment(121 - index)) });
      const box = await showBox();
      const visibility = () => getComputedStyle(parts(box, 'list').at(-1)!).contentVisibility;
      expect(visibility(), 'a list of usual length').to.equal('visible');
      while (ids(box).length < 121) {
        part(box, 'more').click();
        await settled();
      }
      expect(visibility()).to.equal('auto');
    });

    it('keep the comments that are there when more cannot be fetched, and come at the next try', async () => {
      recordConsole();
      const api = startServer({ pageSize: 2, comments: five() });
      const box = await showBox();
      api.fault = 'offline';
      await press(box, 'Xem thêm 3 ý kiến');
      expect(texts(box)).to.have.lengthOf(2);
      expect(words(part(box, 'status'))).to.equal('Không kết nối được máy chủ.');
      await expectAccessible(box);
      api.fault = null;
      await press(box, 'Thử lại');
      expect(ids(box)).to.deep.equal(['c5', 'c4', 'c3', 'c2']);
      expectFocus(comment(box, 'c3'));
    });
  });

  describe('the order', () => {
    const liked = () => [3, 2, 1].map((id) => fakeComment(id, { likes: id === 2 ? 9 : 0 }));

    it('can be chosen where there is something to order: newest, oldest, most liked', async () => {
      const api = startServer({ comments: liked() });
      const box = await showBox();
      expect(words(order(box))).to.equal('Mới nhất Cũ nhất Nhiều lượt thích');
      expect(order(box).value).to.equal('newest');
      await choose(box, 'oldest');
      expect(ids(box)).to.deep.equal(['c1', 'c2', 'c3']);
      await choose(box, 'likes');
      expect(ids(box)[0]).to.equal('c2');
      expect(order(box).value).to.equal('likes');
      expect(api.requests.map(({ query }) => query.get('sort'))).to.deep.equal(['newest', 'oldest', 'likes']);
      await expectAccessible(box);
    });

    it('leaves the focus where it was chosen, and the comments until others come', async () => {
      const api = startServer({ comments: liked() });
      const box = await showBox();
      api.fault = 'silent';
      await choose(box, 'oldest');
      expectFocus(order(box));
      expect(ids(box)).to.deep.equal(['c3', 'c2', 'c1']);
    });

    it('goes on in the same order on the next page', async () => {
      startServer({ pageSize: 2, comments: five() });
      const box = await showBox();
      await choose(box, 'oldest');
      await press(box, 'Xem thêm 3 ý kiến');
      expect(ids(box)).to.deep.equal(['c1', 'c2', 'c3', 'c4']);
    });

    it('is that of the last choice, whichever answer comes first', async () => {
      startServer({ comments: liked() });
      const box = await showBox();
      const answering = globalThis.fetch;
      let release: () => void = () => undefined;
      globalThis.fetch = async (input, init) => {
        const answer = await answering(input, init);
        if ((input as string).includes('sort=oldest')) await new Promise<void>((resolve) => (release = resolve));
        return answer;
      };
      void choose(box, 'oldest');
      await choose(box, 'likes');
      release();
      await settled();
      globalThis.fetch = answering;
      expect(ids(box)).to.deep.equal(['c2', 'c3', 'c1']);
    });

    it('is asked for anew when it could not be fetched', async () => {
      recordConsole();
      const api = startServer({ comments: liked() });
      const box = await showBox();
      api.fault = 'offline';
      await choose(box, 'oldest');
      expect(words(part(box, 'status'))).to.equal('Không kết nối được máy chủ.');
      api.fault = null;
      await press(box, 'Thử lại');
      expect(ids(box)).to.deep.equal(['c1', 'c2', 'c3']);
    });

    it('does not matter for the reader’s new comment: it stands right below the form', async () => {
      startServer({ comments: liked() });
      const box = await showBox();
      await choose(box, 'oldest');
      fill(box);
      await send(box);
      expect(texts(box)[0]).to.equal(TEXT);
    });
  });
});
