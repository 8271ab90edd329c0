import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import { endOf } from './support/article.ts';
import {
  blockStorage,
  expectAccessible,
  expectFocus,
  part,
  parts,
  settled,
  startServer,
  stub,
  words,
} from './support/fixture.ts';

const article = async (content: unknown, attributes: Readonly<Record<string, string>> = {}) => {
  const place = await fixture<HTMLElement>(
    html`<div><tinh-article-view without-metadata>${content}</tinh-article-view></div>`,
  );
  const element = place.querySelector('tinh-article-view')!;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  await settled();
  await endOf(element);
  return element;
};

const withServer = { site: FAKE_SITE, server: FAKE_SERVER, page: 'bai-1' };

describe('attachments of an article', () => {
  const files = html`
    <p>Nội dung</p>
    <ul slot="attachments">
      <li><a href="/tep/quyet-dinh.pdf" data-size="1234567" data-pages="12">Quyết định 123/QĐ-UBND</a></li>
      <li>
        <a
          href="/tep/bieu-mau?id=3"
          type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
          data-size="45100"
          >Biểu mẫu</a
        >
      </li>
      <li><a href="/tep/so-lieu.XLSX" data-size="-1" data-pages="x">Số liệu</a></li>
      <li><a href="/tep/khac">Tệp khác</a></li>
      <li><a href="javascript:alert(1)">Xấu</a></li>
      <li><a href="/tep/anh.zip" data-size="999600"> </a></li>
    </ul>
  `;

  it('are listed with kind, size and pages as far as the page says them, and can be downloaded', async () => {
    stub(navigator, 'pdfViewerEnabled', { value: false });
    const element = await article(files);
    expect(parts(element, 'attachment').map(words)).to.deep.equal([
      'Quyết định 123/QĐ-UBND (PDF, 1,2 MB, 12 trang)',
      'Biểu mẫu (Word, 45 kB)',
      'Số liệu (Excel)',
      'Tệp khác (Tệp)',
    ]);
    const link = parts(element, 'attachment')[0]!.querySelector('a')!;
    expect([link.href, link.hasAttribute('download')]).to.deep.equal([`${location.origin}/tep/quyet-dinh.pdf`, true]);
    expect(part(element, 'attachments').querySelector('[role=heading]')!.getAttribute('aria-level')).to.equal('2');
    await expectAccessible(element);
  });

  it('show a PDF in the page when somebody asks, by the browser’s own viewer, and put it away again', async () => {
    stub(navigator, 'pdfViewerEnabled', { value: true });
    const element = await article(
      html`<ul slot="attachments">
        <li><a href="about.pdf">Quyết định</a></li>
      </ul>`,
    );
    expect(element.shadowRoot!.querySelectorAll('iframe')).to.have.lengthOf(0);
    const button = part(element, 'attachment').querySelector('button')!;
    expect([words(button), button.getAttribute('aria-expanded')]).to.deep.equal(['Xem tại đây Quyết định', 'false']);
    button.click();
    await settled();
    const frame = part(element, 'pdf') as HTMLIFrameElement;
    expect([new URL(frame.src).pathname.split('/').at(-1), frame.title]).to.deep.equal([
      'about.pdf',
      'Bản xem của tệp Quyết định',
    ]);
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    button.click();
    await settled();
    expect(parts(element, 'pdf')).to.have.lengthOf(0);
  });

  it('that are no links stay as the page wrote them', async () => {
    const element = await article(html`<p slot="attachments">Tệp sẽ được đăng sau.</p>`);
    expect(element.querySelector('p')!.checkVisibility()).to.be.true;
    expect(parts(element, 'attachments')).to.have.lengthOf(0);
  });
});

describe('lists below an article', () => {
  it('have headings, are regions of their own, and are the page’s own nodes', async () => {
    const element = await article(html`
      <h1 slot="headline">Bài</h1>
      <ul slot="tags">
        <li><a href="/the/1">cải cách</a></li>
      </ul>
      <ul slot="newer">
        <li><a href="/2">Mới</a></li>
      </ul>
      <ul slot="older">
        <li><a href="/3">Cũ</a></li>
      </ul>
      <ul slot="related">
        <li><a href="/4">Liên quan</a></li>
      </ul>
    `);
    const navigation = [...element.shadowRoot!.querySelectorAll('.end nav')];
    expect(
      navigation.map((each) => [each.getAttribute('aria-label'), words(each.querySelector('[role=heading]'))]),
    ).to.deep.equal([
      ['Từ khóa', 'Từ khóa'],
      ['Tin mới hơn', 'Tin mới hơn'],
      ['Tin cũ hơn', 'Tin cũ hơn'],
      ['Tin liên quan', 'Tin liên quan'],
    ]);
    for (const list of element.querySelectorAll('ul')) expect(list.assignedSlot !== null).to.be.true;
    await expectAccessible(element);
  });

  it('are not there where the page has none', async () => {
    const element = await article(html`<p>Bài</p>`);
    expect(element.shadowRoot!.querySelectorAll('.end nav, .end [role=heading]')).to.have.lengthOf(0);
  });

  it('lead back to the beginning of a long article, for the keyboard too', async () => {
    const element = await article(
      html`<h1 slot="headline">Bài</h1>
        ${Array.from({ length: 200 }, () => html`<p>Dòng</p>`)}`,
    );
    part(element, 'top').focus();
    part(element, 'top').click();
    expect(Math.abs(element.querySelector('h1')!.getBoundingClientRect().top)).to.be.lessThan(innerHeight / 2);
    expectFocus(part(element, 'text-size').querySelector('button')!);
    element.setAttribute('without-top', '');
    await settled();
    expect(parts(element, 'top')).to.have.lengthOf(0);
  });

  it('need no way back after a short article', async () => {
    expect(parts(await article(html`<p>Bài ngắn</p>`), 'top')).to.have.lengthOf(0);
  });
});

describe('rating an article', () => {
  const choices = (element: Element) => [...part(element, 'rating').querySelectorAll<HTMLInputElement>('[type=radio]')];
  const said = (element: Element) => words(part(element, 'rating').querySelector('[role=status]'));
  const buttonOf = (element: Element) => part(element, 'rating').querySelector('button')!;

  it('shows what readers think, and keeps what this one does', async () => {
    const api = startServer({ rated: { count: 2, stars: 7 } });
    const element = await article(html`<p>Bài</p>`, withServer);
    expect(words(part(element, 'rating-average'))).to.equal('Trung bình 3,5 trên 5, 2 lượt đánh giá');
    expect(choices(element).map((each) => each.checked)).to.deep.equal(Array(5).fill(false));
    expect(parts(element, 'rating')[0]!.querySelectorAll('button')).to.have.lengthOf(0);
    expect(api.calls('GET ratings')[0]!.headers.get('authorization')).to.equal(null);
    await expectAccessible(element);
    choices(element)[3]!.click();
    await settled();
    expect(said(element)).to.equal('Đã ghi nhận đánh giá của bạn. Cảm ơn bạn!');
    expect(words(part(element, 'rating-average'))).to.equal('Trung bình 3,7 trên 5, 3 lượt đánh giá');
    expect(JSON.parse(api.calls('PUT ratings')[0]!.body)).to.deep.equal({ page: 'bai-1', stars: 4 });
    const token = api.calls('PUT ratings')[0]!.headers.get('authorization');
    expect(token).to.match(/^Bearer [\w-]{22,}$/);

    const next = await article(html`<p>Bài</p>`, withServer);
    expect(choices(next).map((each) => each.checked)).to.deep.equal([false, false, false, true, false]);
    expect(api.calls('GET ratings').at(-1)!.headers.get('authorization')).to.equal(token);
    buttonOf(next).click();
    await settled();
    expect(said(next)).to.equal('Đã bỏ đánh giá của bạn.');
    expect(choices(next).some((each) => each.checked)).to.be.false;
    expect(words(part(next, 'rating-average'))).to.equal('Trung bình 3,5 trên 5, 2 lượt đánh giá');
  });

  it('says that nobody has rated it yet', async () => {
    startServer();
    const element = await article(html`<p>Bài</p>`, withServer);
    expect(words(part(element, 'rating-average'))).to.equal('Chưa có lượt đánh giá nào.');
  });

  it('that does not arrive says why, and can be sent again', async () => {
    const api = startServer();
    const element = await article(html`<p>Bài</p>`, withServer);
    api.fault = 'offline';
    choices(element)[4]!.click();
    await settled();
    expect(said(element)).to.equal('Chưa ghi nhận được đánh giá. Không kết nối được máy chủ.');
    expect(choices(element)[4]!.checked, 'the choice stays').to.be.true;
    api.fault = null;
    buttonOf(element).click();
    await settled();
    expect(said(element)).to.include('Đã ghi nhận');
    expect(words(part(element, 'rating-average'))).to.equal('Trung bình 5 trên 5, 1 lượt đánh giá');
  });

  it('works for this page where the browser keeps nothing', async () => {
    blockStorage();
    const api = startServer();
    const element = await article(html`<p>Bài</p>`, withServer);
    choices(element)[0]!.click();
    await settled();
    choices(element)[1]!.click();
    await settled();
    const tokens = api.calls('PUT ratings').map(({ headers }) => headers.get('authorization'));
    expect(tokens[0]).to.equal(tokens[1]);
  });

  it('is not asked for without a server, where the server does not answer, and where the page does not want it', async () => {
    const api = startServer({ fault: 'html' });
    expect(parts(await article(html`<p>Bài</p>`, withServer), 'rating')).to.have.lengthOf(0);
    api.fault = null;
    expect(parts(await article(html`<p>Bài</p>`), 'rating')).to.have.lengthOf(0);
    const before = api.calls('GET ratings').length;
    expect(parts(await article(html`<p>Bài</p>`, { ...withServer, 'without-rating': '' }), 'rating')).to.have.lengthOf(
      0,
    );
    expect(api.calls('GET ratings')).to.have.lengthOf(before);
  });

  it('speaks English where the page does', async () => {
    startServer({ rated: { count: 1, stars: 4 } });
    const place = await fixture<HTMLElement>(
      html`<div lang="en">
        <tinh-article-view without-metadata site=${FAKE_SITE} server=${FAKE_SERVER}></tinh-article-view>
      </div>`,
    );
    const element = place.querySelector('tinh-article-view')!;
    await settled();
    await endOf(element);
    expect(words(part(element, 'rating-average'))).to.equal('4 out of 5 on average, 1 rating');
  });
});
