import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment } from '../stories/fake-api.ts';
import {
  NAME,
  TEXT,
  HOSTILE,
  field,
  consent,
  texts,
  notice,
  posts,
  keysOf,
  fault,
  type,
  typeKeys,
  fill,
  send,
  showBox,
} from './support/comment-box.ts';
import {
  afterwards,
  blockStorage,
  expectAccessible,
  expectFocus,
  installClock,
  part,
  parts,
  recordConsole,
  says,
  settled,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const HOUR = 60 * 60_000;

describe('comment form', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  describe('a form with something missing', () => {
    it('starts with an un-ticked consent box', async () => {
      startServer();
      const box = await showBox();
      expect(consent(box).checked).to.be.false;
    });

    it('says at each field what is missing, goes to the first and sends nothing', async () => {
      const api = startServer();
      const box = await showBox();
      await send(box);
      expect(fault(box, 'name')).to.equal('Vui lòng nhập họ và tên.');
      expect(fault(box, 'text')).to.equal('Vui lòng nhập nội dung.');
      expect(fault(box, 'consent')).to.equal('Vui lòng đánh dấu vào ô đồng ý.');
      expectFocus(field(box, 'name'));
      expect(posts(api).length).to.equal(0);
      await expectAccessible(box);
    });

    it('goes to the text when only the name is there, and loses nothing', async () => {
      startServer();
      const box = await showBox();
      fill(box, { text: ' \n ', agree: false });
      await send(box);
      expect(fault(box, 'name')).to.equal('');
      expect(fault(box, 'text')).to.equal('Vui lòng nhập nội dung.');
      expectFocus(field(box, 'text'));
      expect(field(box, 'name').value).to.equal(NAME);
    });

    it('goes to the consent box when it alone is missing, and loses nothing', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box, { agree: false });
      await send(box);
      expect(fault(box, 'consent')).to.equal('Vui lòng đánh dấu vào ô đồng ý.');
      expectFocus(consent(box));
      expect([field(box, 'name').value, field(box, 'text').value]).to.deep.equal([NAME, TEXT]);
      expect(posts(api).length).to.equal(0);
    });

    it('takes the faults back when the mended comment is sent', async () => {
      const api = startServer();
      const box = await showBox();
      await send(box);
      fill(box);
      await send(box);
      expect(['name', 'text', 'consent'].map((id) => fault(box, id))).to.deep.equal(['', '', '']);
      expect(posts(api).length).to.equal(1);
    });

    it('says at the field what the server found too long, and keeps the text', async () => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      const long = 'ề'.repeat(4001);
      fill(box, { text: long });
      await send(box);
      expect(fault(box, 'text')).to.equal('Dài quá 4.000 ký tự.');
      expectFocus(field(box, 'text'));
      expect(field(box, 'text').value).to.equal(long);
      expect(words(part(box, 'send')), 'the button').to.equal('Gửi ý kiến');
      await expectAccessible(box);
      type(box, 'text', TEXT);
      await send(box);
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(new Set(keysOf(api)).size, 'keys').to.equal(2);
    });
  });

  describe('posting', () => {
    it('sends name, text, consent, thread and page under a key and with the author’s token', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      await send(box);
      const [call] = posts(api);
      const body = JSON.parse(call!.body) as NewComment;
      expect({ ...body, url: '', title: '' }).to.deep.equal({
        thread: 'bai-1',
        url: '',
        title: '',
        name: NAME,
        text: TEXT,
        consent: true,
      });
      expect(body.url).to.equal(location.href.replace(/#.*/, ''));
      expect(body.title).to.equal(document.title);
      expect(call!.headers.get('content-type')).to.equal('application/json');
      expect(call!.headers.get('idempotency-key')).to.match(/^[\w-]{8,64}$/);
      expect(call!.headers.get('authorization')).to.match(/^Bearer [\w-]{22,64}$/);
    });

    it('puts a comment that waits for approval on top, marked, and says so', async () => {
      startServer({ comments: [fakeComment(1)] });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(texts(box)[0]).to.equal(TEXT);
      expect(texts(box)).to.have.lengthOf(2);
      expect(parts(box, 'badge').map(words)).to.deep.equal(['Chờ duyệt']);
      expect(notice(box)).to.equal('Cảm ơn bạn. Ý kiến đang chờ duyệt, chỉ bạn nhìn thấy.');
      await expectAccessible(box);
    });

    it('says that a comment is published where the site moderates later', async () => {
      startServer({ moderation: 'after' });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(parts(box, 'badge').length).to.equal(0);
      expect(notice(box)).to.equal('Cảm ơn bạn.');
    });

    it('marks a comment that was not published for its author', async () => {
      startServer({ comments: [fakeComment(1, { state: 'rejected', mine: true })] });
      localStorage.setItem(`tinh:author:${FAKE_SERVER} ${FAKE_SITE}`, 'a'.repeat(32));
      const box = await showBox();
      expect(parts(box, 'badge').map(words)).to.deep.equal(['Không đăng']);
    });

    it('keeps the name and asks for consent again after posting', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      await send(box);
      expect(field(box, 'name').value).to.equal(NAME);
      expect(field(box, 'text').value).to.equal('');
      expect(consent(box).checked).to.be.false;
    });

    it('shows the author the waiting comment again after a reload, and nobody else', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      await send(box);
      box.remove();
      const again = await showBox();
      expect(texts(again)).to.deep.equal([TEXT]);
      again.remove();
      localStorage.clear();
      expect(texts(await showBox())).to.be.empty;
    });

    it('uses one token for all comments of a reader and a new key for each', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      await send(box);
      fill(box, { text: 'Ý kiến thứ hai' });
      await send(box);
      expect(new Set(posts(api).map(({ headers }) => headers.get('authorization'))).size).to.equal(1);
      expect(new Set(keysOf(api)).size).to.equal(2);
      expect(texts(box)).to.deep.equal(['Ý kiến thứ hai', TEXT]);
    });

    it('tells the page that a comment was stored', async () => {
      startServer();
      const box = await showBox();
      const heard: string[] = [];
      const listen = (event: Event) => {
        const { comment } = event as HTMLElementEventMap['tinh-comment-posted'];
        heard.push(`${comment.state} ${comment.text}`);
      };
      document.addEventListener('tinh-comment-posted', listen);
      fill(box);
      await send(box);
      document.removeEventListener('tinh-comment-posted', listen);
      expect(heard).to.deep.equal([`pending ${TEXT}`]);
    });

    it('sends once, however often the button is pressed', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      part(box, 'send').click();
      part(box, 'send').click();
      await settled();
      expect(posts(api).length).to.equal(1);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('keeps what was posted while the thread was still being fetched', async () => {
      startServer({ comments: [fakeComment(1)] });
      const answering = globalThis.fetch;
      let release: () => void = () => undefined;
      globalThis.fetch = async (input, init) => {
        const answer = await answering(input, init);
        // The answer is as old as the question; it only travels slowly.
        if ((input as string).includes('/comments?')) await new Promise<void>((resolve) => (release = resolve));
        return answer;
      };
      afterwards(() => {
        globalThis.fetch = answering;
      });
      const box = await showBox();
      fill(box);
      await send(box);
      expect(texts(box)).to.deep.equal([TEXT]);
      release();
      await settled();
      expect(texts(box)).to.have.lengthOf(2);
      expect(texts(box)[0]).to.equal(TEXT);
    });

    it('does not tell the other thread of a failure, when the page changed threads meanwhile', async () => {
      recordConsole();
      startServer();
      const answering = globalThis.fetch;
      let fail: () => void = () => undefined;
      globalThis.fetch = async (input, init) => {
        if (init?.method !== 'POST') return answering(input, init);
        await new Promise<void>((resolve) => (fail = resolve));
        throw new TypeError('Failed to fetch');
      };
      afterwards(() => {
        globalThis.fetch = answering;
      });
      const box = await showBox();
      fill(box);
      await send(box);
      box.setAttribute('thread', 'bai-2');
      await settled();
      fail();
      await settled();
      expect(words(part(box, 'send'))).to.equal('Gửi ý kiến');
      expect(says(box)).not.to.include('Chưa gửi được.');
    });

    it('shows that it is sending and leaves the words alone meanwhile', async () => {
      const api = startServer();
      const box = await showBox();
      fill(box);
      api.fault = 'silent';
      await send(box);
      expect(words(part(box, 'send'))).to.equal('Gửi ý kiến…');
      expect(field(box, 'text').readOnly).to.be.true;
      await send(box);
      expect(posts(api).length).to.equal(1);
      await expectAccessible(box);
    });

    it('sends hostile text as it was written and shows it as text', async () => {
      const api = startServer({ moderation: 'after' });
      const box = await showBox();
      fill(box, { name: HOSTILE, text: HOSTILE });
      await send(box);
      expect((JSON.parse(posts(api)[0]!.body) as NewComment).text).to.equal(HOSTILE);
      expect(texts(box)).to.deep.equal([HOSTILE]);
      expect(box.shadowRoot!.querySelectorAll('img, script').length).to.equal(0);
    });

    it('takes Vietnamese typed with separate accents as it comes and shows what the server stored', async () => {
      const api = startServer();
      const box = await showBox();
      const decomposed = TEXT.normalize('NFD');
      fill(box, { text: decomposed });
      await send(box);
      expect((JSON.parse(posts(api)[0]!.body) as NewComment).text.normalize('NFC')).to.equal(TEXT);
      expect(texts(box).map((text) => text.normalize('NFC'))).to.deep.equal([TEXT]);
    });

    it('posts where the browser stores nothing', async () => {
      const api = startServer();
      blockStorage();
      const box = await showBox();
      fill(box);
      await send(box);
      expect(posts(api)[0]!.headers.get('authorization')).to.match(/^Bearer [\w-]{22,64}$/);
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(parts(box, 'badge').map(words)).to.deep.equal(['Chờ duyệt']);
    });

    it('can be written and sent with the keyboard alone', async () => {
      startServer();
      const box = await showBox();
      const before = Object.assign(document.createElement('button'), { textContent: 'trước' });
      box.before(before);
      before.focus();
      await sendKeys({ press: 'Tab' });
      await typeKeys(NAME);
      await sendKeys({ press: 'Tab' });
      await typeKeys(TEXT);
      await sendKeys({ press: 'Tab' });
      await typeKeys(' ');
      await sendKeys({ press: 'Tab' });
      expectFocus(part(box, 'send'));
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(parts(box, 'author').map(words)).to.deep.equal([NAME]);
    });

    it('names its form and its fields for those who do not see them', async () => {
      startServer();
      const box = await showBox();
      expect(part(box, 'form').getAttribute('aria-label')).to.equal('Gửi ý kiến');
      expect(['name', 'text', 'consent'].map((id) => words(field(box, id).labels?.[0]).slice(0, 17))).to.deep.equal([
        'Họ và tên',
        'Nội dung',
        'Tôi đồng ý cho lư',
      ]);
    });
  });

  describe('when sending fails', () => {
    const failing = async (how: TestServer['fault'] = 'offline') => {
      recordConsole();
      const api = startServer();
      const box = await showBox();
      fill(box);
      api.fault = how;
      await send(box);
      api.fault = null;
      return { api, box };
    };

    it('keeps what was typed, says that it is kept and offers to send it again', async () => {
      const { box } = await failing();
      expect(says(box)).to.include('Chưa gửi được. Nội dung vẫn được giữ trên máy này.');
      expect(words(part(box, 'send'))).to.equal('Gửi lại');
      expect([field(box, 'name').value, field(box, 'text').value]).to.deep.equal([NAME, TEXT]);
      expect(consent(box).checked).to.be.true;
      expect(texts(box)).to.be.empty;
      await expectAccessible(box);
    });

    it('sends the same words again under the same key', async () => {
      const { api, box } = await failing();
      await send(box);
      expect(posts(api).length).to.equal(2);
      expect(new Set(keysOf(api)).size).to.equal(1);
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(words(part(box, 'send'))).to.equal('Gửi ý kiến');
      expect(says(box)).not.to.include('Chưa gửi được');
    });

    it('sends changed words under a new key', async () => {
      const { api, box } = await failing();
      type(box, 'text', `${TEXT} Xin cảm ơn.`);
      await send(box);
      expect(new Set(keysOf(api)).size).to.equal(2);
      expect(texts(box)).to.deep.equal([`${TEXT} Xin cảm ơn.`]);
    });

    it('makes one comment of a comment whose first answer was lost', async () => {
      const { api, box } = await failing('lost-answer');
      await send(box);
      expect(posts(api).length).to.equal(2);
      expect(api.comments).to.have.lengthOf(1);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('makes one comment also when the page was reloaded before it was sent again', async () => {
      const { api, box } = await failing('lost-answer');
      box.remove();
      const again = await showBox();
      expect(words(part(again, 'send'))).to.equal('Gửi lại');
      consent(again).click();
      await send(again);
      expect(new Set(keysOf(api)).size).to.equal(1);
      expect(api.comments).to.have.lengthOf(1);
      expect(texts(again)).to.deep.equal([TEXT]);
    });

    it('stays usable when the server has a problem of its own', async () => {
      const { api, box } = await failing('urn:tinh:problem:internal');
      await send(box);
      expect(api.comments).to.have.lengthOf(1);
    });
  });

  describe('a draft', () => {
    it('is there again after a reload, without the consent', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      box.remove();
      const again = await showBox();
      expect([field(again, 'name').value, field(again, 'text').value]).to.deep.equal([NAME, TEXT]);
      expect(consent(again).checked).to.be.false;
    });

    it('is not there for another thread', async () => {
      startServer();
      fill(await showBox());
      expect(field(await showBox('bai-2'), 'text').value).to.equal('');
    });

    it('is forgotten after a day', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      box.remove();
      clock.set(Date.now() + 24 * HOUR - 1000);
      const next = await showBox();
      expect(field(next, 'text').value).to.equal(TEXT);
      next.remove();
      clock.set(Date.now() + 1000);
      expect(field(await showBox(), 'text').value).to.equal('');
    });

    it('is forgotten when the comment was posted', async () => {
      startServer();
      const box = await showBox();
      fill(box);
      await send(box);
      box.remove();
      expect(field(await showBox(), 'text').value).to.equal('');
    });

    it('that was damaged is no draft and no fault', async () => {
      startServer();
      localStorage.setItem(`tinh:draft:${FAKE_SERVER} ${FAKE_SITE} bai-1`, '{"name":');
      const box = await showBox();
      expect(field(box, 'text').value).to.equal('');
      expect(words(part(box, 'status'))).to.equal('Chưa có ý kiến nào. Mời bạn gửi ý kiến.');
    });
  });
});
