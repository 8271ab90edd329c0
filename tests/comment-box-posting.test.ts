import { expect } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { fakeComment } from '../stories/fake-api.ts';
import {
  NAME,
  TEXT,
  badges,
  consent,
  field,
  fill,
  keysOf,
  notice,
  panel,
  posts,
  press,
  queue,
  reload,
  remember,
  send,
  showBox,
  texts,
} from './support/comment-box.ts';
import {
  afterwards,
  blockStorage,
  expectAccessible,
  installClock,
  part,
  recordConsole,
  settled,
  startServer,
  words,
} from './support/fixture.ts';

describe('posting in a comment box', () => {
  beforeEach(() => {
    installClock();
  });

  it('sends name, text, consent, thread and page under a key and with the author’s token', async () => {
    const api = startServer();
    const box = await showBox();
    fill(box);
    await send(box);
    const [call] = posts(api);
    const body = JSON.parse(call!.body) as NewComment;
    expect({ ...body, url: '', title: '', altcha: '' }).to.deep.equal({
      thread: 'bai-1',
      url: '',
      title: '',
      name: NAME,
      text: TEXT,
      parent: null,
      consent: true,
      consentVersion: 'v1',
      altcha: '',
    });
    expect(body.url).to.equal(location.href.replace(/#.*/, ''));
    expect(body.title).to.equal(document.title);
    expect(call!.headers.get('content-type')).to.equal('application/json');
    expect(call!.headers.get('idempotency-key')).to.match(/^[\w-]{8,64}$/);
    expect(call!.headers.get('authorization')).to.match(/^Bearer [\w-]{22,64}$/);
  });

  it('puts a comment that waits for approval on top, marked, says so and shows its code', async () => {
    startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    fill(box);
    await send(box);
    expect(texts(box)[0]).to.equal(TEXT);
    expect(texts(box)).to.have.lengthOf(2);
    expect(badges(box)).to.deep.equal(['Chờ duyệt']);
    expect(words(part(box, 'heading')), 'it is not counted yet').to.equal('Ý kiến bạn đọc (1)');
    expect(notice(box)).to.equal(
      'Cảm ơn bạn. Ý kiến đang chờ duyệt, chỉ bạn nhìn thấy. Mã tra cứu ý kiến của bạn: 7K3M-0QXW-9T2B-1000',
    );
    expect(words(part(box, 'code'))).to.equal('7K3M-0QXW-9T2B-1000');
    await expectAccessible(box);
  });

  it('says what the code is good for, and leads to where it is entered, if the tag names the plain page', async () => {
    startServer();
    const box = await showBox();
    fill(box);
    await send(box);
    expect(words(part(box, 'lookup'))).to.equal(
      'Vui lòng ghi lại mã này: trên bất kỳ máy nào, có mã là xem được kết quả, sửa và rút được ý kiến.',
    );
    box.querySelector('a')!.href = 'https://tinh.example/sites/so-ngoai-vu/comments?thread=bai-1';
    fill(box, { text: 'Ý kiến khác' });
    await send(box);
    const link = part(box, 'lookup').querySelector('a')!;
    expect(link.href).to.equal('https://tinh.example/sites/so-ngoai-vu/comment-lookup');
    expect(words(link)).to.equal('Tra cứu ý kiến đã gửi');
    await expectAccessible(box);
  });

  it('says that a comment is published where the site moderates later', async () => {
    startServer({ moderation: 'after' });
    const box = await showBox();
    fill(box);
    await send(box);
    expect(badges(box)).to.be.empty;
    expect(notice(box)).to.include('Cảm ơn bạn. Ý kiến đã được đăng.').and.to.include('7K3M-0QXW-9T2B-1000');
    expect(words(part(box, 'heading'))).to.equal('Ý kiến bạn đọc (1)');
  });

  it('leaves the code in sight while the reader likes another comment', async () => {
    startServer({ comments: [fakeComment(1)] });
    const box = await showBox();
    fill(box);
    await send(box);
    await press(box, 'Thích');
    expect(words(part(box, 'code'))).to.equal('7K3M-0QXW-9T2B-1000');
  });

  it('keeps the name on the page and asks for consent again', async () => {
    startServer();
    const box = await showBox();
    fill(box);
    await send(box);
    expect(field(box, 'name').value).to.equal(NAME);
    expect(field(box, 'text').value).to.equal('');
    expect(consent(box).checked).to.be.false;
  });

  it('remembers the name on this device only where the reader ticked that', async () => {
    startServer();
    let box = await showBox();
    expect(remember(box).checked).to.be.false;
    fill(box);
    await send(box);
    box = await reload(box);
    expect(field(box, 'name').value).to.equal('');
    remember(box).click();
    fill(box, { text: 'Ý kiến thứ hai' });
    await send(box);
    box = await reload(box, 'bai-2');
    expect(field(box, 'name').value).to.equal(NAME);
    expect(remember(box).checked).to.be.true;
    remember(box).click();
    fill(box, { text: 'Ý kiến thứ ba' });
    await send(box);
    expect(field(await reload(box), 'name').value, 'the tick was taken away').to.equal('');
  });

  it('shows the author the waiting comment again after a reload, and nobody else', async () => {
    startServer();
    const box = await showBox();
    fill(box);
    await send(box);
    const again = await reload(box);
    expect(texts(again)).to.deep.equal([TEXT]);
    localStorage.clear();
    expect(texts(await reload(again))).to.be.empty;
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
    expect(queue(box)).to.be.empty;
    expect(notice(box)).to.equal('');
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

  it('posts where the browser stores nothing, and the reader stays the author', async () => {
    const api = startServer();
    blockStorage();
    const box = await showBox();
    fill(box);
    await send(box);
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(badges(box)).to.deep.equal(['Chờ duyệt']);
    await press(box, 'Rút ý kiến');
    await press(panel(box)!, 'Rút ý kiến');
    const tokens = [...posts(api), ...api.calls('DELETE comments/c1000')].map(({ headers }) =>
      headers.get('authorization'),
    );
    expect(tokens).to.have.lengthOf(2);
    expect(new Set(tokens).size).to.equal(1);
    expect(tokens[0]).to.match(/^Bearer [\w-]{22,64}$/);
  });

  it('names its form and its fields for those who do not see them', async () => {
    startServer();
    const box = await showBox();
    expect(part(box, 'form').getAttribute('aria-label')).to.equal('Gửi ý kiến');
    const labels = ['name', 'text', 'consent'].map((id) => words(field(box, id).labels?.[0]).slice(0, 17));
    expect(labels).to.deep.equal(['Họ và tên', 'Nội dung', 'Tôi đồng ý cho lư']);
  });
});
