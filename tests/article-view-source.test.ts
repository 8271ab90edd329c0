import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { endOf } from './support/article.ts';
import {
  expectAccessible,
  part,
  parts,
  recordConsole,
  settled,
  startServer,
  words,
  type TestServer,
} from './support/fixture.ts';

const ARTICLE = {
  headline: 'Hội nghị sơ kết công tác cải cách hành chính',
  body: '<h2>Kết quả đạt được</h2><p>Sáng ngày 08/7/2020, <a href="../so">Sở Ngoại vụ</a> tổ chức hội nghị.</p><h2>Tồn tại</h2><p>Còn chậm.</p>',
  section: 'Hoạt động của Sở',
  published: '2020-07-17T18:00:00+07:00',
  modified: '2020-07-20T09:05:00+07:00',
  language: 'vi',
  author: { name: 'Thanh Tâm', role: 'Chuyên viên' },
  source: { name: 'Báo Tây Ninh', url: 'https://baotayninh.vn/' },
  image: {
    url: 'anh.svg',
    alt: 'Toàn cảnh',
    caption: 'Quang cảnh hội nghị.',
    credit: 'Ảnh: Minh An',
    width: 640,
    height: 427,
  },
  attachments: [{ name: 'Báo cáo', url: 'bao-cao.pdf', type: 'application/pdf', size: 1_234_567, pages: 12 }],
  tags: [{ name: 'cải cách hành chính', url: '/the/cchc' }, { name: 'hội nghị' }],
  older: [{ title: 'Tin cũ', url: '/tin-cu', published: '2020-07-01T08:00:00+07:00' }],
  related: [{ title: 'Tin liên quan', url: '/tin-lien-quan' }],
};

const ADDRESS = 'https://so.example/tin/bai-1.json';

let server: TestServer;

/** Answers what the tag asks for; anything else goes its usual way. */
const answerWith = (make: () => Response): void => {
  server.reply = ({ url }) => (url.startsWith('https://so.example/') ? make() : undefined);
};

const json = (body: unknown, more: ResponseInit = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    headers: { 'content-type': 'application/json; charset=utf-8' },
    ...more,
  });

const page = (text: BodyInit, type = 'text/html; charset=utf-8'): Response =>
  new Response(text, { headers: { 'content-type': type } });

async function article(attributes: Readonly<Record<string, string>> = {}, content: unknown = ''): Promise<HTMLElement> {
  const place = await fixture<HTMLElement>(html`<div></div>`);
  const element = document.createElement('tinh-article-view');
  for (const [name, value] of Object.entries({ src: ADDRESS, 'without-metadata': '', ...attributes }))
    element.setAttribute(name, value);
  const holder = await fixture<HTMLElement>(html`<div>${content}</div>`);
  element.append(...holder.childNodes);
  place.append(element);
  await settled();
  return element;
}

/** The events that the next article sends. */
function listen(): { type: string; reason?: string; status?: number }[] {
  const heard: { type: string; reason?: string; status?: number }[] = [];
  for (const type of ['tinh-article-loaded', 'tinh-article-failed'] as const) {
    const hear = (event: Event) => {
      const { reason, status } = event as Event & { reason?: string; status?: number };
      heard.push(reason === undefined ? { type } : { type, reason, status: status! });
    };
    document.addEventListener(type, hear);
  }
  return heard;
}

describe('an article from an address', () => {
  beforeEach(() => {
    server = startServer();
  });

  it('stands in the page as if the page had written it, with all that it says of itself', async () => {
    const heard = listen();
    answerWith(() => json(ARTICLE));
    const element = await article();
    expect(heard).to.deep.equal([{ type: 'tinh-article-loaded' }]);
    expect(element.querySelectorAll('h1, h2[slot]')).to.have.lengthOf(1);
    expect(words(element.querySelector('[slot=headline]'))).to.equal(ARTICLE.headline);
    expect(words(element)).to.include('Sáng ngày 08/7/2020, Sở Ngoại vụ tổ chức hội nghị.');
    expect(element.querySelector<HTMLAnchorElement>('p a')!.href).to.equal('https://so.example/so');
    expect(words(part(element, 'kicker'))).to.equal('Hoạt động của Sở');
    expect(words(part(element, 'time'))).to.equal('Thứ Sáu, 17/07/2020, 18:00');
    expect(words(part(element, 'modified'))).to.equal('Cập nhật: Thứ Hai, 20/07/2020, 09:05');
    expect(words(part(element, 'author'))).to.equal('Tác giả: Thanh Tâm, Chuyên viên');
    expect(part(element, 'source').querySelector('a')!.href).to.equal('https://baotayninh.vn/');
    expect([...part(element, 'contents').querySelectorAll('a')].map(words)).to.deep.equal([
      'Kết quả đạt được',
      'Tồn tại',
    ]);
    const image = element.querySelector('figure img')!;
    expect([image.getAttribute('src'), image.getAttribute('width')]).to.deep.equal([
      'https://so.example/tin/anh.svg',
      '640',
    ]);
    expect(words(element.querySelector('figcaption'))).to.equal('Quang cảnh hội nghị. Ảnh: Minh An');
    await endOf(element);
    expect(words(part(element, 'attachment'))).to.equal('Báo cáo (PDF, 1,2 MB, 12 trang) Xem tại đây Báo cáo');
    expect(words(element.querySelector('[slot=older]'))).to.equal('Tin cũ (01/07/2020)');
    await expectAccessible(element);
  });

  it('gives way to the attributes of the tag', async () => {
    answerWith(() => json(ARTICLE));
    const element = await article({ author: 'Minh An', published: '2021-01-02T08:00:00+07:00', kicker: 'Tin mới' });
    expect(words(part(element, 'author'))).to.equal('Tác giả: Minh An');
    expect(words(part(element, 'time'))).to.equal('Thứ Bảy, 02/01/2021, 08:00');
    expect(words(part(element, 'kicker'))).to.equal('Tin mới');
  });

  it('may be a piece of HTML, whose headings below the page’s own are lowered', async () => {
    answerWith(() =>
      page('<h1>Một</h1><p>Hai &amp; <o:p>ba</o:p> <font color="red">bốn</font></p><center>năm</center>'),
    );
    const element = await article();
    expect(element.querySelector('h1')).to.equal(null);
    expect(words(element.querySelector('h2'))).to.equal('Một');
    expect(words(element)).to.equal('Một Hai & ba bốn năm'.replace('Một Hai', 'MộtHai').replace('bốn năm', 'bốnnăm'));
    expect(element.innerHTML).not.to.match(/font|o:p|center|style/);
  });

  it('has a headline of the level that the page has room for', async () => {
    answerWith(() => json(ARTICLE));
    const levelOf = (element: Element) => element.querySelector('[slot=headline]')!.localName;
    expect(levelOf(await article())).to.equal('h1');
    await fixture(html`<h1>Trang</h1>`);
    expect(levelOf(await article())).to.equal('h2');
    expect(levelOf(await article({ 'headline-level': '3' }))).to.equal('h3');
    const said = recordConsole();
    expect(levelOf(await article({ 'headline-level': '7' }))).to.equal('h2');
    expect(said.join()).to.include('headline-level="7"');
  });

  it('comes anew where the address changes, and goes with it', async () => {
    answerWith(() => json(ARTICLE));
    const element = await article({}, html`<p slot="fallback">Đọc bài</p>`);
    answerWith(() => json({ headline: 'Bài khác', body: '<p>Khác.</p>' }));
    element.setAttribute('src', 'https://so.example/tin/bai-2.json');
    await settled();
    expect(words(element.querySelector('[slot=headline]'))).to.equal('Bài khác');
    expect(words(element)).not.to.include('Sáng ngày');
    expect(parts(element, 'author')).to.have.lengthOf(0);
    element.removeAttribute('src');
    await settled();
    expect(words(element)).to.equal('Đọc bài');
  });

  it('is asked for once, however often the tag is rendered, and its answer may come from the browser’s cache', async () => {
    answerWith(() => json(ARTICLE));
    const element = await article();
    (element as HTMLElement & { requestUpdate(): void }).requestUpdate();
    await settled();
    expect(server.asked.filter((each) => each === `GET ${ADDRESS}`)).to.have.lengthOf(1);
  });

  it('shows that it is coming, and is not seen in parts', async () => {
    let come: ((response: Response) => void) | undefined;
    const { fetch } = globalThis;
    globalThis.fetch = () => new Promise((resolve) => (come = resolve));
    const place = await fixture<HTMLElement>(
      html`<div><tinh-article-view src=${ADDRESS} without-metadata></tinh-article-view></div>`,
    );
    const element = place.querySelector('tinh-article-view')! as HTMLElement & { updateComplete: Promise<unknown> };
    while (!come) await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(words(part(element, 'skeleton'))).to.equal('Đang tải bài viết…');
    expect(element.shadowRoot!.querySelector('[aria-busy=true]')).not.to.equal(null);
    expect(part(element, 'skeleton').getBoundingClientRect().height).to.be.at.least(innerHeight);
    come(json(ARTICLE));
    await element.updateComplete;
    globalThis.fetch = fetch;
    await settled();
    expect(parts(element, 'skeleton')).to.have.lengthOf(0);
    expect(words(element)).to.include('Sáng ngày');
  });

  it('leaves the ids of the page alone, and keeps its own where they are free', async () => {
    await fixture(html`<p id="muc-1">Của trang</p>`);
    answerWith(() =>
      page(
        '<h2 id="muc-1">Một</h2><p id="chu-thich">Hai</p><p id="chu-thich">Ba</p><a id="location" href="#chu-thich">về</a>',
      ),
    );
    const element = await article();
    expect([...element.querySelectorAll('p[id]')].map(({ id }) => id)).to.deep.equal(['chu-thich']);
    expect(element.querySelector('a')!.id).to.equal('');
    expect(element.querySelector('a')!.getAttribute('href')).to.equal('#chu-thich');
    expect(document.querySelectorAll('#muc-1')).to.have.lengthOf(1);
  });

  const FAILURES: readonly (readonly [string, () => Response, string, number, string])[] = [
    ['an answer that is no JSON', () => json('{"headline": "Một'), 'broken', 0, 'lỗi định dạng'],
    ['JSON without an article', () => json({ title: 'Một' }), 'broken', 0, 'lỗi định dạng'],
    ['JSON of nothing', () => json(null), 'broken', 0, 'lỗi định dạng'],
    ['a body of 20 MB', () => json(`"${'x'.repeat(20_000_000)}"`), 'large', 0, 'lớn quá mức'],
    [
      'a wrong charset',
      () => page(new Uint8Array([0x43, 0xe1, 0xbb, 0x20, 0xff]), 'text/html; charset=utf-8'),
      'charset',
      0,
      'bảng mã',
    ],
    ['a charset that nobody knows', () => page('x', 'text/html; charset=tcvn-5712'), 'charset', 0, 'bảng mã'],
    ['a picture', () => page('x', 'image/png'), 'kind', 0, 'không phải là một bài viết'],
    ['nothing there', () => new Response('x', { status: 404 }), 'status', 404, 'lỗi 404'],
    ['a server that fails', () => new Response('x', { status: 500 }), 'status', 500, 'lỗi 500'],
    ['no connection, or a circle of redirects', () => Response.error(), 'network', 0, 'Không kết nối được'],
  ];
  for (const [what, answer, reason, status, sentence] of FAILURES) {
    it(`that cannot be shown says why, keeps what the page wrote, and tries again: ${what}`, async () => {
      const said = recordConsole();
      const heard = listen();
      server.reply = ({ url }) => {
        if (!url.startsWith('https://so.example/')) return undefined;
        const response = answer();
        if (response.type === 'error') throw new TypeError('Failed to fetch');
        return response;
      };
      // The console hears of each address once.
      const src = `${ADDRESS}?${encodeURIComponent(what)}`;
      const element = await article({ src }, html`<p slot="fallback"><a href="/tin">Đọc bài ở đây</a></p>`);
      expect(heard).to.deep.equal([{ type: 'tinh-article-failed', reason, status }]);
      expect(words(part(element, 'failure').querySelector('[role=alert]'))).to.include(sentence);
      expect(element.querySelector('a')!.checkVisibility()).to.be.true;
      expect(said.join()).to.include(`src="${src}": ${reason}`);
      await expectAccessible(element);
      answerWith(() => json(ARTICLE));
      part(element, 'failure').querySelector('button')!.click();
      await settled();
      expect(parts(element, 'failure')).to.have.lengthOf(0);
      expect(words(element)).to.include('Sáng ngày');
    });
  }

  it('is not asked for at an address that is none of the web', async () => {
    for (const src of [
      'javascript:alert(1)',
      'data:text/html,<p>x',
      '\u2028javascript:alert(1)',
      'file:///etc/passwd',
      '',
    ]) {
      recordConsole();
      const element = await article({ src });
      expect(parts(element, 'failure'), src).to.have.lengthOf(1);
    }
    expect(server.asked.filter((each) => !each.includes('fake.tinh'))).to.deep.equal([]);
  });

  it('leaves out what makes no sense, and says where', async () => {
    const said = recordConsole();
    answerWith(() =>
      json({
        headline: 'Một',
        body: '<p>Hai</p>',
        published: 'hôm qua',
        author: 'An',
        source: { url: 'https://x.example/' },
        image: { url: 'javascript:alert(1)', alt: '' },
        tags: [{ name: 'một', url: 'vbscript:x' }, { url: '/x' }, 7],
        attachments: { url: '/x.pdf' },
        related: [{ title: 'Ba', url: 'data:text/html,x' }],
        audio: 'a.mp3',
        movedTo: '\u0001javascript:alert(1)',
        expires: 20,
        unknown: true,
      }),
    );
    const element = await article();
    expect(words(element)).to.include('Hai');
    expect(element.querySelectorAll('img, [slot=related], [slot=attachments]')).to.have.lengthOf(0);
    expect(element.querySelector('[slot=tags]')!.innerHTML).to.equal('<li><span>một</span></li>');
    expect(parts(element, 'state')).to.have.lengthOf(0);
    for (const at of [
      '/published',
      '/author',
      '/source/name',
      '/image/url',
      '/tags/0/url',
      '/tags/1/name',
      '/tags/2',
      '/attachments',
      '/related/0/url',
      '/audio',
      '/movedTo',
      '/expires',
    ])
      expect(said.join(), at).to.include(at);
  });

  it('says that it holds no longer, or stands elsewhere', async () => {
    answerWith(() => json({ ...ARTICLE, expires: '2020-12-31T17:00:00+07:00', movedTo: '/moi' }));
    const element = await article();
    expect(words(part(element, 'state'))).to.include('hết hiệu lực từ Thứ Năm, 31/12/2020, 17:00');
    expect(part(element, 'state').querySelector('a')!.href).to.equal('https://so.example/moi');
  });
});
