import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '../src/quick-links/define.ts';
import type { LinkData, QuickLinksElement } from '../src/index.ts';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import { expectAccessible, part, parts, recordConsole, settled, startServer, stub, words } from './support/fixture.ts';

/** The links that the tiles show, one entry per tile. */
const tiles = (element: Element) =>
  parts(element, 'tile').map((tile) => tile.querySelector('slot')!.assignedElements().map(words).join(' + '));

const json = (body: unknown, init?: ResponseInit) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
    ...init,
  });

const LIST: LinkData[] = [
  { label: 'Bộ Ngoại giao', address: 'https://mofa.gov.vn/', category: 'Bộ, ngành', note: 'Cổng thông tin' },
  { label: 'Góp ý dự thảo', address: '/gop-y', until: '2099-12-31T17:00:00+07:00' },
  { label: 'Đã hết hạn', address: '/cu', until: '2020-01-01T00:00:00+07:00' },
  { label: 'Portal', address: 'https://en.example/', language: 'en', count: 3 },
];

describe('quick links from data', () => {
  const fallback = html`<a href="#cu">Liên kết của trang</a>`;
  const withData = (links: unknown) =>
    fixture<QuickLinksElement>(html`<tinh-quick-links .links=${links}>${fallback}</tinh-quick-links>`);
  const withSource = (src = '/links.json') =>
    fixture<QuickLinksElement>(html`<tinh-quick-links src=${src}>${fallback}</tinh-quick-links>`);

  it('become links of the tag, with category, note, language and time, and take the place of those of the page', async () => {
    const element = await withData(LIST);
    await waitUntil(() => tiles(element).length === 3);
    expect(tiles(element)).to.deep.equal(['Góp ý dự thảo', 'Portal', 'Bộ Ngoại giao']);
    const [, mofa] = [...element.querySelectorAll('a')];
    expect([mofa!.href, mofa!.rel, mofa!.target]).to.deep.equal(['https://mofa.gov.vn/', 'noopener', '']);
    const portal = element.querySelector('a[lang=en]')!;
    expect(portal.getAttribute('hreflang')).to.equal('en');
    expect(parts(element, 'note').map(words)).to.deep.equal(['Cổng thông tin']);
    expect(parts(element, 'category').map(words)).to.deep.equal(['Bộ, ngành']);
    expect(element.querySelector<HTMLElement>('a[href="#cu"]')!.checkVisibility()).to.be.false;
    await expectAccessible(element);
    element.links = null;
    await waitUntil(() => tiles(element).length === 1);
    expect(tiles(element)).to.deep.equal(['Liên kết của trang']);
    expect(element.querySelectorAll('a')).to.have.lengthOf(1);
  });

  it('come from an address; those of the page are shown until then', async () => {
    let arrive!: (response: Response) => void;
    const answer = new Promise<Response>((resolve) => (arrive = resolve));
    stub(globalThis, 'fetch', { value: () => answer });
    const element = await withSource();
    await settled();
    expect(tiles(element)).to.deep.equal(['Liên kết của trang']);
    arrive(json({ links: LIST }));
    await waitUntil(() => tiles(element).length === 3);
    expect(parts(element, 'tile')[0]!.querySelector('slot')!.assignedElements()[0]!.localName).to.equal('a');
    element.removeAttribute('src');
    await waitUntil(() => tiles(element).length === 1);
    expect(tiles(element)).to.deep.equal(['Liên kết của trang']);
  });

  for (const [what, answer] of Object.entries<() => Promise<Response>>({
    'is malformed': () => Promise.resolve(json('[{"label":')),
    'is no list': () => Promise.resolve(json({ items: [] })),
    'is not found': () => Promise.resolve(json([], { status: 404 })),
    'goes in circles': () => Promise.reject(new TypeError('redirected too often')),
    'is longer than any list': () => Promise.resolve(json(`[${' '.repeat(2_000_001)}]`)),
  })) {
    it(`keep those of the page where the list ${what}, say so, and try again when asked`, async () => {
      const lines = recordConsole();
      let answers = answer;
      stub(globalThis, 'fetch', { value: () => answers() });
      const element = await withSource(`/${encodeURIComponent(what)}.json`);
      await waitUntil(() => parts(element, 'error').length > 0);
      expect(tiles(element)).to.deep.equal(['Liên kết của trang']);
      expect(words(part(element, 'error'))).to.equal('Chưa tải được danh sách liên kết. Thử lại');
      expect(lines.filter((line) => line.includes('src='))).to.have.lengthOf(1);
      await expectAccessible(element);
      answers = () => Promise.resolve(json(LIST));
      part(element, 'error').querySelector('button')!.click();
      await waitUntil(() => tiles(element).length === 3);
      expect(parts(element, 'error')).to.have.lengthOf(0);
    });
  }

  it('leave out addresses that run something, with one warning each, whether the page wrote them or a list', async () => {
    const lines = recordConsole();
    const ran = globalThis as { ran?: boolean };
    const element = await withData([
      { label: 'một', address: 'javascript:ran=true' },
      { label: 'hai', address: ' \u0001JaVa\tScRiPt:ran=true' },
      { label: 'ba', address: 'data:text/html,x' },
      { label: 'bốn', address: 'vbscript:x' },
      { label: 'năm', address: 'tel:19001234' },
      { label: 'sáu', address: 'mailto:so@example.vn' },
    ]);
    await waitUntil(() => tiles(element).length === 2);
    expect(tiles(element)).to.deep.equal(['năm', 'sáu']);
    expect(lines.filter((line) => line.includes('expected http(s)'))).to.have.lengthOf(4);
    const page = await fixture(
      html`<tinh-quick-links><a href="javascript:ran=true">một</a><a href="/hai">hai</a></tinh-quick-links>`,
    );
    expect(tiles(page)).to.deep.equal(['hai']);
    expect(ran.ran).to.be.undefined;
  });

  it('leave out what is no link, and take markup in labels as text', async () => {
    const lines = recordConsole();
    const element = await withData([
      null,
      'x',
      { label: 5, address: '/a' },
      { label: ' ', address: '/a' },
      { label: 'không có địa chỉ' },
      { label: '<img src=x onerror="ran=true"> & <b>đậm</b>', address: '/a', note: '<i>nhỏ</i>' },
    ]);
    await waitUntil(() => tiles(element)[0] !== 'Liên kết của trang');
    expect(tiles(element)).to.deep.equal(['<img src=x onerror="ran=true"> & <b>đậm</b>']);
    expect(words(part(element, 'note'))).to.equal('<i>nhỏ</i>');
    expect(element.querySelector('img, b')).to.be.null;
    expect(lines.filter((line) => line.includes('left out'))).to.have.lengthOf(5);
  });

  it('may be five thousand, in which one is found', async () => {
    const element = await withData(
      Array.from({ length: 5000 }, (_, number) => ({ label: `Thủ tục số ${number}`, address: `/thu-tuc/${number}` })),
    );
    element.filter = true;
    await waitUntil(() => tiles(element).length === 5000);
    const field = part(element, 'field') as HTMLInputElement;
    field.value = 'thu tuc so 4321';
    field.dispatchEvent(new Event('input'));
    await waitUntil(() => tiles(element).length === 1);
    expect(tiles(element)).to.deep.equal(['Thủ tục số 4321']);
    expect(words(part(element, 'status'))).to.equal('Tìm thấy 1 liên kết.');
  });
});

describe('quick links to other websites', () => {
  it('say so in words after the link, and when a page opens in a new tab', async () => {
    const element = await fixture(html`
      <tinh-quick-links>
        <a href="/gop-y">Góp ý</a>
        <a href="https://mofa.gov.vn/">Bộ Ngoại giao</a>
        <a href="https://zalo.me/" target="_blank">Zalo</a>
      </tinh-quick-links>
    `);
    expect(parts(element, 'tile').map((tile) => words(tile))).to.deep.equal([
      '',
      '(trang khác)',
      '(trang khác) (mở trong thẻ mới)',
    ]);
    const sign = parts(element, 'external')[0]!.querySelector('svg')!;
    expect(sign.getAttribute('aria-hidden')).to.equal('true');
    await expectAccessible(element);
  });
});

describe('quick links with pictures', () => {
  const picture = (name: string) =>
    `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='230' height='94'/>#${name}`;

  it('show what a picture says as text below it, once for those who hear it', async () => {
    const element = await fixture(html`
      <tinh-quick-links layout="banners">
        <a href="#a"><img src=${picture('a')} alt="Cải cách hành chính" /></a>
        <a href="#b"><img src=${picture('b')} alt="" />Dịch vụ công</a>
      </tinh-quick-links>
    `);
    expect(parts(element, 'caption').map(words)).to.deep.equal(['Cải cách hành chính']);
    expect(part(element, 'caption').ariaHidden).to.equal('true');
    await expectAccessible(element);
  });

  it('mark a broken one once, before or after the tag is there, and keep its words', async () => {
    const images = ['/khong-co-1.png', '/khong-co-2.png'].map((src) => {
      const image = new Image();
      image.alt = 'Cải cách hành chính';
      image.src = src;
      return image;
    });
    await new Promise((resolve) => images[0]!.addEventListener('error', resolve));
    const element = document.createElement('tinh-quick-links');
    for (const image of images) {
      const anchor = Object.assign(document.createElement('a'), { href: '#' });
      anchor.append(image);
      element.append(anchor);
    }
    const place = await fixture(html`<div></div>`);
    place.append(element);
    await waitUntil(() => images.every((image) => image.hasAttribute('data-tinh-broken')));
    expect(parts(element, 'caption').map(words)).to.deep.equal(['Cải cách hành chính', 'Cải cách hành chính']);
  });

  it('of a list come when they are near the screen, but for the first ones', async () => {
    const element = await fixture<QuickLinksElement>(html`<tinh-quick-links layout="banners"></tinh-quick-links>`);
    element.links = Array.from({ length: 6 }, (_, number) => ({
      ...{ label: `Liên kết ${number}`, address: `#${number}` },
      ...{ image: picture(String(number)), ...(number === 5 && { alt: 'Cờ' }) },
    }));
    await waitUntil(() => tiles(element).length === 6);
    const images = [...element.querySelectorAll('img')];
    expect(images.map(({ loading }) => loading)).to.deep.equal(['eager', 'eager', 'eager', 'eager', 'lazy', 'lazy']);
    expect(images.map(({ alt }) => alt)).to.deep.equal(['', '', '', '', '', 'Cờ']);
    await expectAccessible(element);
  });
});

describe('clicks on quick links', () => {
  const links = (attributes: { count?: boolean; order?: string }) =>
    fixture<QuickLinksElement>(html`
      <tinh-quick-links
        site=${FAKE_SITE}
        server=${FAKE_SERVER}
        ?count-clicks=${attributes.count}
        order=${attributes.order ?? 'page'}
      >
        <a href="#mot" data-count="2"><b>một</b></a
        ><a href="#hai">hai</a><a href="#ba" data-count="1.000">ba</a>
      </tinh-quick-links>
    `);
  const address = (fragment: string) => new URL(fragment, location.href).href;

  it('are told to the server where the page wants it, and the link goes its way', async () => {
    const api = startServer();
    const element = await links({ count: true });
    await settled();
    element.querySelector('b')!.click();
    await waitUntil(() => location.hash === '#mot');
    element.children[1]!.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
    element.children[1]!.dispatchEvent(new MouseEvent('auxclick', { button: 2, bubbles: true }));
    await settled();
    const sent = api.calls('POST clicks');
    expect(sent.map(({ body }) => JSON.parse(body) as unknown)).to.deep.equal([
      { link: address('#mot') },
      { link: address('#hai') },
    ]);
    expect(sent[0]!.headers.get('content-type')).to.match(/^text\/plain/);
    location.hash = '';
  });

  it('are nobody’s business otherwise', async () => {
    const api = startServer();
    const element = await links({});
    element.querySelector('b')!.click();
    await settled();
    expect(api.requests).to.have.lengthOf(0);
    location.hash = '';
  });

  it('put the links in order, those of before this server included; the page’s order where the server says nothing', async () => {
    startServer({
      clicks: [
        { link: address('#hai'), clicks: 40 },
        { link: address('#mot'), clicks: 39 },
      ],
    });
    const element = await links({ order: 'clicks' });
    await waitUntil(() => tiles(element)[1] === 'một');
    expect(tiles(element)).to.deep.equal(['ba', 'một', 'hai']);
    element.remove();
    startServer({ fault: 'offline' });
    const other = await links({ order: 'clicks' });
    await settled();
    expect(tiles(other)).to.deep.equal(['ba', 'một', 'hai']);
    await expectAccessible(other);
  });
});
