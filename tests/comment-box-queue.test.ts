import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import {
  TEXT,
  failToSend,
  field,
  fill,
  keysOf,
  notice,
  posts,
  press,
  queue,
  reload,
  send,
  showBox,
  texts,
} from './support/comment-box.ts';
import {
  blockStorage,
  expectAccessible,
  installClock,
  part,
  recordConsole,
  settled,
  startServer,
  stub,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const WAITING = `Sẽ tự gửi khi có kết nối ${TEXT} Gửi lại Hủy gửi`;
const UNSTORED = 'Trình duyệt không lưu được. Vui lòng giữ trang này mở cho đến khi gửi xong.';

describe('comment that could not be sent', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  it('waits in sight, and the form is free for other words', async () => {
    const { box } = await failToSend();
    expect(queue(box)).to.deep.equal([WAITING]);
    expect(words(box.shadowRoot)).to.include('Ý kiến chưa gửi xong:');
    expect(field(box, 'text').value).to.equal('');
    expect(words(part(box, 'send'))).to.equal('Gửi ý kiến');
    expect(texts(box)).to.be.empty;
    await expectAccessible(box);
  });

  const silences: Record<string, TestServer['fault']> = {
    'the browser is offline': 'offline',
    'the answer is lost': 'lost-answer',
    'it is one comment too many in a short time': 'urn:tinh:problem:too-fast',
    'the server is in trouble': 'urn:tinh:problem:internal',
    'the server is away': 'urn:tinh:problem:unavailable',
    'a proxy answers with a page': 'html',
  };
  for (const [why, fault] of Object.entries(silences)) {
    it(`goes by itself, and once, when ${why}`, async () => {
      const { api, box } = await failToSend(fault);
      expect(queue(box)).to.have.lengthOf(1);
      await clock.tick(5000);
      expect(queue(box)).to.be.empty;
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(api.comments).to.have.lengthOf(1);
      expect(posts(api).length).to.equal(2);
      expect(new Set(keysOf(api)).size, 'keys').to.equal(1);
      expect(notice(box)).to.include('Mã tra cứu ý kiến của bạn: 7K3M-0QXW-9T2B-1000');
    });
  }

  it('waits also when no answer comes at all', async () => {
    recordConsole();
    stub(AbortSignal, 'timeout', {
      value: (delay: number) => {
        const late = new AbortController();
        setTimeout(() => {
          late.abort(new DOMException('signal timed out', 'TimeoutError'));
        }, delay);
        return late.signal;
      },
    });
    const api = startServer();
    const box = await showBox();
    fill(box);
    api.fault = 'silent';
    await send(box);
    expect(queue(box), 'it stands in the form as long as it is sent').to.be.empty;
    await clock.tick(20_000);
    expect(queue(box)).to.deep.equal([WAITING]);
  });

  it('waits also when a hotel’s sign-in page answers', async () => {
    recordConsole();
    const api = startServer();
    const box = await showBox();
    fill(box);
    api.reply = ({ method }) => (method === 'POST' ? new Response('<h1>Wi-Fi</h1>') : undefined);
    await send(box);
    expect(queue(box)).to.deep.equal([WAITING]);
  });

  it('says how long it waits where it came too fast', async () => {
    const { box } = await failToSend('urn:tinh:problem:too-fast');
    expect(queue(box)[0]).to.include('Bạn gửi hơi nhanh. Sẽ tự gửi lại sau 5 giây.');
    await expectAccessible(box);
  });

  it('goes at once when the browser is online again', async () => {
    const { box } = await failToSend();
    dispatchEvent(new Event('online'));
    await settled();
    expect(texts(box)).to.deep.equal([TEXT]);
  });

  it('goes at the press of a button, and makes one comment however often that is', async () => {
    const { api, box } = await failToSend();
    for (const fault of ['lost-answer', 'offline', 'lost-answer', null] as const) {
      api.fault = fault;
      await press(box, 'Gửi lại');
    }
    expect(posts(api).length).to.equal(5);
    expect(new Set(keysOf(api)).size).to.equal(1);
    expect(api.comments).to.have.lengthOf(1);
    expect(texts(box)).to.deep.equal([TEXT]);
  });

  it('goes after a reload, and the reader is told its code', async () => {
    const { api, box } = await failToSend('lost-answer');
    api.fault = 'offline';
    let again = await reload(box);
    expect(queue(again)).to.deep.equal([WAITING]);
    api.fault = null;
    again = await reload(again);
    await clock.tick(5000);
    expect(queue(again)).to.be.empty;
    expect(api.comments).to.have.lengthOf(1);
    expect(new Set(keysOf(api)).size).to.equal(1);
    expect(notice(again)).to.include('7K3M-0QXW-9T2B-1000');
  });

  it('goes from another page of the site, which says so and tells its code', async () => {
    const { api, box } = await failToSend();
    const head = document.createElement('link');
    head.rel = 'canonical';
    head.href = 'https://so-ngoai-vu.example/bai-khac';
    document.head.append(head);
    const other = await reload(box, 'bai-2');
    await clock.tick(5000);
    head.remove();
    expect((JSON.parse(posts(api).at(-1)!.body) as NewComment).thread).to.equal('bai-1');
    expect(notice(other)).to.equal(
      `Đã gửi ý kiến của bạn về “${document.title}”. Mã tra cứu ý kiến của bạn: 7K3M-0QXW-9T2B-1000`,
    );
    expect(texts(other), 'comments of this thread').to.be.empty;
  });

  it('stands only in the box of its own thread', async () => {
    const { box } = await failToSend();
    const other = await showBox('bai-2');
    expect(queue(other)).to.be.empty;
    expect(queue(box)).to.have.lengthOf(1);
  });

  it('is sent once by two boxes, and the one it belongs to shows it', async () => {
    const { api, box } = await failToSend();
    const other = await showBox('bai-2');
    await clock.tick(5000);
    expect(posts(api).length).to.equal(2);
    expect(queue(box)).to.be.empty;
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(notice(box)).to.include('7K3M');
    expect(notice(other)).to.equal('');
  });

  it('is not told to the page before it has arrived', async () => {
    const heard: string[] = [];
    const listen = ({ comment }: HTMLElementEventMap['tinh-comment-posted']) => heard.push(comment.text);
    addEventListener('tinh-comment-posted', listen);
    await failToSend();
    expect(heard).to.be.empty;
    await clock.tick(5000);
    removeEventListener('tinh-comment-posted', listen);
    expect(heard).to.deep.equal([TEXT]);
  });

  it('can be followed by another one', async () => {
    const { api, box } = await failToSend();
    api.fault = 'offline';
    fill(box, { text: 'Ý kiến thứ hai' });
    await send(box);
    expect(queue(box)).to.have.lengthOf(2);
    api.fault = null;
    await clock.tick(20_000);
    expect(texts(box)).to.have.members([TEXT, 'Ý kiến thứ hai']);
    expect(api.comments).to.have.lengthOf(2);
  });

  describe('where the browser stores nothing', () => {
    it('asks the reader to keep the page open, and goes by itself', async () => {
      blockStorage();
      const { api, box } = await failToSend();
      expect(queue(box)).to.deep.equal([`Sẽ tự gửi khi có kết nối ${TEXT} ${UNSTORED} Gửi lại Hủy gửi`]);
      await expectAccessible(box);
      await clock.tick(5000);
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(api.comments).to.have.lengthOf(1);
    });

    it('asks so where the storage is full', async () => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      stub(Storage.prototype, 'setItem', {
        value: () => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        },
      });
      fill(box);
      api.fault = 'offline';
      await send(box);
      expect(queue(box)[0]).to.include(UNSTORED);
    });

    it('stays while the page takes the box out and puts it back', async () => {
      blockStorage();
      const { box } = await failToSend();
      const home = box.parentElement!;
      box.remove();
      home.append(box);
      await settled();
      expect(queue(box)).to.have.lengthOf(1);
    });
  });
});
