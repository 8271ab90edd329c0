import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import { fakeComment, fakeRules } from '../stories/fake-api.ts';
import {
  TEXT,
  buttonOf,
  failToSend,
  field,
  fill,
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
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  stub,
  words,
  type Clock,
} from './support/fixture.ts';

const UNSTORED = 'Trình duyệt không lưu được. Vui lòng giữ trang này mở cho đến khi gửi xong.';
const HTML = () =>
  new Response('<!doctype html><h1>Bảo trì hệ thống</h1>', { headers: { 'content-type': 'text/html' } });

describe('states of a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  describe('too fast', () => {
    it('counts the seconds down in sight, and sends when they are over', async () => {
      const { api, box } = await failToSend('urn:tinh:problem:too-fast');
      const seconds: (string | undefined)[] = [];
      for (let second = 0; second < 5; second += 1) {
        seconds.push(/sau (\d+) giây/.exec(queue(box)[0] ?? '')?.[1]);
        await clock.tick(1000);
      }
      expect(seconds).to.deep.equal(['5', '4', '3', '2', '1']);
      expect(queue(box)).to.be.empty;
      expect(api.comments.map(({ text }) => text)).to.deep.equal([TEXT]);
    });

    it('does not read every second out', async () => {
      const { box } = await failToSend('urn:tinh:problem:too-fast');
      const badge = parts(box, 'queued')[0]!.querySelector('[part=badge]')!;
      expect(badge.closest('[aria-live], [role=status], [role=alert]') === null).to.be.true;
    });

    it('leaves the focus and what is being written alone meanwhile', async () => {
      const { box } = await failToSend('urn:tinh:problem:too-fast');
      field(box, 'text').focus();
      type(box, 'text', 'Ý khác');
      await clock.tick(3000);
      expectFocus(field(box, 'text'));
      expect(field(box, 'text').value).to.equal('Ý khác');
    });

    it('waits as long as the server asks for, and the box that is gone counts no more', async () => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      fill(box);
      api.reply = ({ method }) => {
        const type = 'urn:tinh:problem:too-fast';
        const body = JSON.stringify({ type, title: type, status: 429 });
        return method === 'POST' ? new Response(body, { status: 429, headers: { 'retry-after': '90' } }) : undefined;
      };
      await send(box);
      expect(queue(box)[0]).to.include('Sẽ tự gửi lại sau 90 giây.');
      await clock.tick(30_000);
      expect(queue(box)[0]).to.include('Sẽ tự gửi lại sau 60 giây.');
      box.remove();
      // The page may still set something on it.
      box.setAttribute('sign-in-url', '/dang-nhap');
      await clock.tick(2000);
      expect(clock.count()).to.equal(0);
    });

    it('frightens nobody with a day of waiting where the clock was set back', async () => {
      const { api, box } = await failToSend('urn:tinh:problem:too-fast');
      clock.set(Date.now() - 86_400_000);
      await clock.tick(1000);
      expect(queue(box).join()).not.to.match(/\d{3,}/);
      await clock.tick(5000);
      expect(api.comments).to.have.lengthOf(1);
    });
  });

  describe('storage', () => {
    it('that is blocked is spoken of as soon as something is written, before it is sent', async () => {
      blockStorage();
      startServer();
      const box = await showBox();
      expect(words(part(box, 'form')), 'before').not.to.include(UNSTORED);
      type(box, 'text', 'Đ');
      await settled();
      expect(words(part(box, 'form'))).to.include(UNSTORED);
      const said = [...part(box, 'form').querySelectorAll('[role=status]')].map(words);
      expect(said, 'told to those who do not see it').to.deep.equal([UNSTORED]);
      await expectAccessible(box);
      fill(box);
      await send(box);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('that has run full is spoken of, and no more once there is room again', async () => {
      startServer();
      const box = await showBox();
      const setItem = Reflect.get(Storage.prototype, 'setItem');
      let isFull = true;
      stub(Storage.prototype, 'setItem', {
        value(this: Storage, ...words: [string, string]) {
          if (isFull) throw new DOMException('Full', 'QuotaExceededError');
          setItem.apply(this, words);
        },
      });
      type(box, 'text', 'Đ');
      await settled();
      expect(words(part(box, 'form'))).to.include(UNSTORED);
      isFull = false;
      type(box, 'text', 'Đề');
      await settled();
      expect(words(part(box, 'form'))).not.to.include(UNSTORED);
    });

    it('that works is not spoken of', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      await settled();
      expect(words(part(box, 'form'))).not.to.include(UNSTORED);
    });
  });

  describe('a server that answers HTML', () => {
    it('with 200 is said to be in trouble; what is written stays, and is sent when it is well', async () => {
      const lines = recordConsole();
      const api = startServer({ comments: [fakeComment(1)] });
      api.reply = HTML;
      const box = await showBox();
      expect(words(part(box, 'status'))).to.equal('Máy chủ đang gặp sự cố.');
      expect(lines).to.have.lengthOf(1);
      fill(box);
      await send(box);
      expect(queue(box)[0]).to.include(TEXT);
      api.reply = null;
      await press(box, 'Gửi lại');
      await press(box, 'Thử lại');
      expect(texts(box)).to.have.lengthOf(2).and.include(TEXT);
      expect(api.comments).to.have.lengthOf(2);
    });

    for (const status of [403, 404]) {
      it(`with ${String(status)}, as a firewall does, takes no words away and can be asked again`, async () => {
        recordConsole();
        const api = startServer({ comments: [1, 2, 3].map((id) => fakeComment(id)), pageSize: 2 });
        const box = await showBox();
        fill(box);
        api.reply = () => new Response('<h1>Từ chối</h1>', { status, headers: { 'content-type': 'text/html' } });
        await press(box, 'Xem thêm 1 ý kiến');
        expect(words(part(box, 'status'))).to.equal('Máy chủ đang gặp sự cố.');
        expect(field(box, 'text').value).to.equal(TEXT);
        api.reply = null;
        await press(box, 'Thử lại');
        expect(texts(box)).to.have.lengthOf(3);
      });
    }

    it('to a like, a report and a change says so at the comment, and changes nothing', async () => {
      recordConsole();
      const api = startServer({ comments: [fakeComment(1, { likes: 3 })] });
      const box = await showBox();
      api.reply = HTML;
      await press(box, 'Thích (3)');
      expect(words(box.shadowRoot!.getElementById('c1'))).to.include('Máy chủ đang gặp sự cố.');
      expect(words(buttonOf(box, 'Thích (3)'))).to.equal('Thích (3)');
    });
  });

  it('keep the room of the list while it is loaded: what stands below moves by less than a comment', async () => {
    const api = startServer({ comments: [1, 2, 3].map((id) => fakeComment(id)) });
    const answering = globalThis.fetch;
    let release: () => void = () => undefined;
    stub(globalThis, 'fetch', {
      value: async (input: string, init: RequestInit) => {
        await new Promise<void>((resolve) => (release = resolve));
        return answering(input, init);
      },
    });
    const box = await showBox();
    const skeleton = part(box, 'skeleton').getBoundingClientRect();
    const form = part(box, 'form').getBoundingClientRect();
    const { bottom } = box.getBoundingClientRect();
    release();
    await settled();
    expect(api.calls('GET comments').length).to.equal(1);
    expect(part(box, 'form').getBoundingClientRect().top, 'the form').to.equal(form.top);
    const first = parts(box, 'comment').map((each) => each.getBoundingClientRect());
    expect(first[0]!.top).to.be.within(skeleton.top, skeleton.bottom);
    expect(Math.abs(box.getBoundingClientRect().bottom - bottom)).to.be.below(first[0]!.height);
  });

  it('are told apart by words: sign-in needed, moderated and closed at the same time say only what counts', async () => {
    startServer({ closed: true, rules: fakeRules({ writers: 'signed-in', moderated: true }) });
    const box = await showBox();
    const said = words(box.shadowRoot);
    expect(said)
      .to.include('Bài này đã ngừng nhận ý kiến.')
      .and.not.include('đăng nhập')
      .and.not.include('sau khi duyệt');
  });
});
