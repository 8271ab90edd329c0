import { expect, fixture, html } from '@open-wc/testing';
import '../src/comment-box/define.ts';
import type { NewComment } from '../src/api/contract.ts';
import { FAKE_SERVER, FAKE_SITE, fakeComment, fakeRules, fakeToken } from '../stories/fake-api.ts';
import {
  TEXT,
  badges,
  buttons,
  comment,
  consent,
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
  type,
} from './support/comment-box.ts';
import {
  afterwards,
  expectAccessible,
  installClock,
  newPageLoad,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type Clock,
  type TestServer,
} from './support/fixture.ts';

const HUE = 'Đặng Thị Huệ';
const AN = 'Nguyễn Văn An';

type Box = HTMLElementTagNameMap['tinh-comment-box'];

/** The page says who is signed in; null for nobody. */
async function signIn(box: Element, token: string | null): Promise<void> {
  (box as Box).userToken = token;
  await settled();
}

/** A box for a reader who is signed in. */
async function showFor(token: string): Promise<Element> {
  const box = await showBox();
  await signIn(box, token);
  return box;
}

/** Writes and agrees; the name is not the reader's to write. */
function write(box: Element, text = TEXT): void {
  type(box, 'text', text);
  if (!consent(box).checked) consent(box).click();
}

const tokensOf = (api: TestServer) => posts(api).map(({ headers }) => headers.get('tinh-user'));
const bodies = (api: TestServer) => posts(api).map(({ body }) => JSON.parse(body) as NewComment);
const kept = () => JSON.stringify({ ...localStorage, ...sessionStorage });

/** How often the page was asked for a new token. */
function countAsking(answer?: (box: Box) => void): () => number {
  let times = 0;
  const listen = ({ target }: Event) => {
    times += 1;
    answer?.(target as Box);
  };
  document.addEventListener('tinh-user-token-expired', listen);
  afterwards(() => {
    document.removeEventListener('tinh-user-token-expired', listen);
  });
  return () => times;
}

describe('signed-in reader at a comment box', () => {
  let clock: Clock;
  beforeEach(() => {
    clock = installClock();
  });

  it('sees the name that the site vouches for, and cannot change it', async () => {
    startServer();
    const box = await showFor(fakeToken(HUE));
    expect(words(part(box, 'user'))).to.equal(`Gửi với tên ${HUE} Đã xác thực`);
    expect(box.shadowRoot!.querySelectorAll('[name=name], [name=remember]').length, 'fields for the name').to.equal(0);
    await expectAccessible(box);
  });

  it('is known also where the token stands in the tag', async () => {
    startServer();
    const box = await showBox();
    box.setAttribute('user-token', fakeToken(AN));
    await settled();
    expect(words(part(box, 'user'))).to.include(AN);
  });

  it('is shown with every letter, also where the token needs the letters of its own alphabet', async () => {
    startServer();
    const box = await showBox();
    for (const [name, letter] of [
      ['Lê Quốc Bảo ~~', '-'],
      ['Huỳnh Thị Ỹ ÿÿ', '_'],
    ] as const) {
      const token = fakeToken(name);
      expect(token.split('.')[1], 'its claims').to.include(letter);
      await signIn(box, token);
      expect(words(part(box, 'user'))).to.include(name);
    }
  });

  it('posts with the token, without a challenge, and is verified', async () => {
    const api = startServer({ proofs: 'wanted', moderation: 'after' });
    const token = fakeToken(HUE);
    const box = await showFor(token);
    write(box);
    await send(box);
    expect(tokensOf(api)).to.deep.equal([token]);
    expect(api.calls('GET challenge').length).to.equal(0);
    expect(bodies(api)[0]).to.include({ name: HUE, text: TEXT }).and.not.have.any.keys('user', 'altcha');
    expect(texts(box)).to.deep.equal([TEXT]);
    expect(badges(box)).to.deep.equal(['Đã xác thực']);
  });

  it('posts without the header where nobody is signed in any more', async () => {
    const api = startServer();
    const box = await showFor(fakeToken(HUE));
    await signIn(box, null);
    expect(parts(box, 'user')).to.be.empty;
    expect(field(box, 'name').value).to.equal('');
    fill(box);
    await send(box);
    expect(tokensOf(api)).to.deep.equal([null]);
  });

  it('is another one when the page says so: the name changes, the words stay, the consent is asked for again', async () => {
    const api = startServer();
    const box = await showFor(fakeToken(HUE));
    write(box);
    await signIn(box, fakeToken(AN));
    expect(words(part(box, 'user')))
      .to.include(AN)
      .and.not.include(HUE);
    expect(field(box, 'text').value).to.equal(TEXT);
    expect(consent(box).checked).to.be.false;
    consent(box).click();
    await send(box);
    expect(tokensOf(api)).to.deep.equal([fakeToken(AN)]);
  });

  it('is not disturbed by a new token of their own', async () => {
    startServer();
    const box = await showFor(fakeToken(HUE));
    write(box);
    await signIn(box, fakeToken(HUE, { iat: 2 }));
    expect(consent(box).checked).to.be.true;
  });

  it('counts as not signed in where the token is none or names nobody, and the console does not show it', async () => {
    const lines = recordConsole();
    startServer();
    const box = await showBox();
    for (const token of ['xin-chao', 'a.eHh4.b', fakeToken(''), fakeToken(HUE).slice(0, 60), 'a.ÿÿ.b']) {
      await signIn(box, token);
      expect(parts(box, 'user'), token).to.be.empty;
      expect(field(box, 'name').value).to.equal('');
      expect(lines.join()).not.to.include(token);
    }
    expect(lines).to.deep.equal(['<tinh-comment-box> user-token="…": expected a JWT with sub and name']);
  });

  describe('whose token is over', () => {
    it('loses nothing: the page is asked for a new one, and with it the comment goes by itself, once', async () => {
      const [old, fresh] = [fakeToken(HUE), fakeToken(HUE, { iat: 2 })];
      const api = startServer({ tokensOver: [old] });
      const asked = countAsking();
      const box = await showFor(old);
      write(box);
      await send(box);
      expect(asked()).to.equal(1);
      expect(queue(box)).to.deep.equal([
        `Đăng nhập đã hết hạn. Sẽ tự gửi khi bạn đăng nhập lại. ${TEXT} Gửi lại Hủy gửi`,
      ]);
      await expectAccessible(box);
      await clock.tick(600_000);
      expect(posts(api).length, 'tries with the old token').to.equal(1);
      await signIn(box, fresh);
      expect(tokensOf(api)).to.deep.equal([old, fresh]);
      expect(new Set(keysOf(api)).size).to.equal(1);
      expect(queue(box)).to.be.empty;
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('does not even notice where the page has a new one at hand', async () => {
      const [old, fresh] = [fakeToken(HUE), fakeToken(HUE, { iat: 2 })];
      const api = startServer({ tokensOver: [old] });
      countAsking((box) => {
        box.userToken = fresh;
      });
      const box = await showFor(old);
      write(box);
      await send(box);
      await settled();
      expect(tokensOf(api)).to.deep.equal([old, fresh]);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('signs in on another page, and finds the comment sent when they are back', async () => {
      const [old, fresh] = [fakeToken(HUE), fakeToken(HUE, { iat: 2 })];
      const api = startServer({ tokensOver: [old] });
      let box = await showFor(old);
      write(box);
      await send(box);
      expect(kept(), 'the storage').to.include(TEXT).and.not.include(old).and.not.include('account of');
      box = await reload(box);
      expect(queue(box)[0]).to.include('Sẽ tự gửi khi bạn đăng nhập lại.');
      await signIn(box, fresh);
      expect(tokensOf(api)).to.deep.equal([old, fresh]);
      expect(texts(box)).to.deep.equal([TEXT]);
    });

    it('signs in on another page, and finds the comment sent also where the tag has the new token from the start', async () => {
      const [old, fresh] = [fakeToken(HUE), fakeToken(HUE, { iat: 2 })];
      const api = startServer({ tokensOver: [old] });
      const before = await showFor(old);
      write(before);
      await send(before);
      dispatchEvent(new Event('pagehide'));
      before.remove();
      newPageLoad();
      const asked = countAsking();
      const box = await fixture(html`
        <tinh-comment-box
          eager
          site=${FAKE_SITE}
          server=${FAKE_SERVER}
          thread="bai-1"
          user-token=${fresh}
        ></tinh-comment-box>
      `);
      await settled();
      expect(tokensOf(api)).to.deep.equal([old, fresh]);
      expect(queue(box)).to.be.empty;
      expect(texts(box)).to.deep.equal([TEXT]);
      expect(asked(), 'asked for a token that is there').to.equal(0);
    });

    it('is not answered for by the next reader: the comment is neither sent nor shown to them', async () => {
      const api = startServer({ tokensOver: [fakeToken(HUE)] });
      const box = await showFor(fakeToken(HUE));
      write(box);
      await send(box);
      await signIn(box, fakeToken(AN));
      await clock.tick(600_000);
      expect(posts(api).length).to.equal(1);
      expect(queue(box)).to.be.empty;
      expect(words(box.shadowRoot)).not.to.include(TEXT);
      await signIn(box, fakeToken(HUE, { iat: 2 }));
      expect(texts(box)).to.deep.equal([TEXT]);
    });
  });

  it('whose comment waits for a connection sends it as themselves, and nobody else does', async () => {
    recordConsole();
    const api = startServer();
    const box = await showFor(fakeToken(HUE));
    write(box);
    api.fault = 'offline';
    await send(box);
    expect(queue(box)).to.have.lengthOf(1);
    api.fault = null;
    const asked = countAsking();
    await signIn(box, null);
    await clock.tick(5000);
    expect(posts(api).length, 'tries').to.equal(1);
    expect(asked()).to.equal(1);
    await signIn(box, fakeToken(HUE));
    expect(tokensOf(api)).to.deep.equal([fakeToken(HUE), fakeToken(HUE)]);
    expect(texts(box)).to.deep.equal([TEXT]);
  });

  it('is nobody any more once the page says that the session was ended', async () => {
    const api = startServer();
    const box = await showFor(fakeToken(HUE));
    write(box);
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    expect(words(box.shadowRoot)).not.to.include(HUE);
    expect([field(box, 'name').value, field(box, 'text').value]).to.deep.equal(['', '']);
    fill(box);
    await send(box);
    expect(tokensOf(api)).to.deep.equal([null]);
  });

  it('is not somebody again in another thread, once the page says that the session was ended', async () => {
    startServer();
    const box = await showFor(fakeToken(HUE));
    dispatchEvent(new Event('tinh-session-signed-out'));
    await settled();
    box.setAttribute('thread', 'bai-2');
    await settled();
    expect(parts(box, 'user').length).to.equal(0);
  });

  it('takes back words without the name that is not theirs to write', async () => {
    recordConsole();
    const api = startServer();
    const box = await showFor(fakeToken(HUE));
    write(box);
    api.fault = 'offline';
    await send(box);
    await press(box, 'Hủy gửi');
    expect(field(box, 'text').value).to.equal(TEXT);
    await signIn(box, null);
    expect(field(box, 'name').value).to.equal('');
    expect(field(box, 'text').value).to.equal(TEXT);
  });
});

describe('comment box of a site where only signed-in readers write', () => {
  const rules = fakeRules({ writers: 'signed-in' });
  beforeEach(() => {
    installClock();
  });

  it('asks to sign in, with a link to it, in place of the form; reading, liking and reporting go on', async () => {
    startServer({ comments: [fakeComment(1)], rules });
    const box = await showBox();
    box.setAttribute('sign-in-url', '/dang-nhap?ve=/bai-1');
    await settled();
    expect(words(part(box, 'sign-in'))).to.equal('Vui lòng đăng nhập để gửi ý kiến. Đăng nhập');
    expect(part(box, 'sign-in').querySelector('a')!.getAttribute('href')).to.equal('/dang-nhap?ve=/bai-1');
    expect(parts(box, 'form')).to.be.empty;
    expect(buttons(comment(box, 'c1'))).to.deep.equal(['Thích', 'Báo vi phạm']);
    await expectAccessible(box);
  });

  it('asks so in words alone where the page names no address', async () => {
    startServer({ rules });
    const box = await showBox();
    expect(words(part(box, 'sign-in'))).to.equal('Vui lòng đăng nhập để gửi ý kiến.');
    expect(part(box, 'sign-in').querySelector('a') === null).to.be.true;
  });

  describe('on the first visit, before the server has answered', () => {
    const showSignIn = async (url: string | null, token: string | null = null) => {
      const box = await fixture(html`
        <tinh-comment-box
          eager
          site=${FAKE_SITE}
          server=${FAKE_SERVER}
          thread="bai-1"
          .signInUrl=${url}
          .userToken=${token}
        ></tinh-comment-box>
      `);
      await settled();
      return box;
    };

    it('asks to sign in at once where the page names the address for it: no form comes and goes', async () => {
      recordConsole();
      const api = startServer({ rules, fault: 'offline' });
      const box = await showSignIn('/dang-nhap');
      expect(parts(box, 'form').length).to.equal(0);
      expect(words(part(box, 'sign-in'))).to.equal('Vui lòng đăng nhập để gửi ý kiến. Đăng nhập');
      api.fault = null;
      await press(box, 'Thử lại');
      expect(parts(box, 'form').length).to.equal(0);
      expect(parts(box, 'sign-in').length).to.equal(1);
    });

    it('has its form at once for a reader who is signed in, and where the page names no address', async () => {
      recordConsole();
      startServer({ rules, fault: 'offline' });
      expect(parts(await showSignIn('/dang-nhap', fakeToken(HUE)), 'form').length).to.equal(1);
      expect(parts(await showSignIn(null), 'form').length).to.equal(1);
    });

    it('gives the form its draft also where it comes later, since everybody can write after all', async () => {
      recordConsole();
      const api = startServer({ fault: 'offline' });
      const first = await showBox();
      fill(first);
      first.remove();
      const box = await showSignIn('/dang-nhap');
      expect(parts(box, 'form').length).to.equal(0);
      api.fault = null;
      await press(box, 'Thử lại');
      expect(parts(box, 'sign-in').length).to.equal(0);
      expect(field(box, 'text').value).to.equal(TEXT);
    });
  });

  it('has its form for a reader who is signed in', async () => {
    const api = startServer({ comments: [fakeComment(1)], rules, moderation: 'after' });
    const box = await showFor(fakeToken(HUE));
    expect(parts(box, 'sign-in')).to.be.empty;
    expect(buttons(comment(box, 'c1'))).to.include('Trả lời');
    write(box);
    await send(box);
    expect(tokensOf(api)).to.deep.equal([fakeToken(HUE)]);
    expect(texts(box)[0]).to.equal(TEXT);
  });

  it('does not ask for it where nobody can write any more', async () => {
    startServer({ rules, closed: true });
    const box = await showBox();
    expect(parts(box, 'sign-in')).to.be.empty;
    expect(words(box.shadowRoot)).to.include('Bài này đã ngừng nhận ý kiến.');
  });

  it('leaves words in the form that were written before it was known, and says why they are not taken', async () => {
    recordConsole();
    const api = startServer({ rules, fault: 'offline' });
    const box = await showBox();
    fill(box);
    api.fault = null;
    await press(box, 'Thử lại');
    expect(words(part(box, 'sign-in'))).to.include('Vui lòng đăng nhập');
    expect(field(box, 'text').value).to.equal(TEXT);
    await send(box);
    expect(notice(box)).to.equal('Vui lòng đăng nhập để gửi ý kiến.');
    expect(field(box, 'text').value).to.equal(TEXT);
    await signIn(box, fakeToken(HUE));
    expect(field(box, 'text').value).to.equal(TEXT);
    consent(box).click();
    await send(box);
    expect(texts(box)).to.deep.equal([TEXT]);
  });
});
