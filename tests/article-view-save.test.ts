import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { part, parts, settled, stub, words } from './support/fixture.ts';

const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Saves the article and answers the file that went to the downloads, read as a page. */
async function save(element: Element): Promise<{ file: File; page: Document; source: string }> {
  let file: File | undefined;
  stub(URL, 'createObjectURL', { value: (made: File) => ((file = made), 'blob:x') });
  stub(URL, 'revokeObjectURL', { value: () => undefined });
  stub(HTMLAnchorElement.prototype, 'click', { value: () => undefined });
  part(element, 'save').click();
  await settled();
  const deadline = performance.now() + 5000;
  while (!file && performance.now() < deadline) await settled();
  const source = await file!.text();
  return { file: file!, page: new DOMParser().parseFromString(source, 'text/html'), source };
}

const article = (body: unknown) =>
  fixture<HTMLElement>(html`
    <tinh-article-view
      published="2020-07-17T18:00:00+07:00"
      author="Thanh Tâm"
      source="Báo Tây Ninh"
      source-url="https://baotayninh.vn/"
    >
      <h2 slot="headline">Hội nghị sơ kết & <em>đánh giá</em></h2>
      <p slot="fallback">Không có script</p>
      ${body}
    </tinh-article-view>
  `);

describe('an article that is saved', () => {
  it('is one file with title, time, author, source and address', async () => {
    const { file, page } = await save(await article(html`<p lang="vi">Sáng ngày 08/7/2020.</p>`));
    expect(file.name).to.equal('hoi-nghi-so-ket-danh-gia.html');
    expect(page.title).to.equal('Hội nghị sơ kết & đánh giá');
    expect(page.documentElement.lang).to.equal('vi');
    expect(page.characterSet).to.equal('UTF-8');
    const facts = [...page.querySelectorAll('.facts p')].map(words);
    expect(facts.slice(0, 3)).to.deep.equal([
      'Đăng: Thứ Sáu, 17/07/2020, 18:00',
      'Tác giả: Thanh Tâm',
      'Nguồn: Báo Tây Ninh',
    ]);
    expect(facts[3]).to.match(/^Lưu lúc: .+, \d\d:\d\d$/);
    expect(facts[4]).to.equal(location.href.replace(/#.*/, ''));
    expect(words(page.querySelector('article'))).to.equal('Sáng ngày 08/7/2020.');
  });

  it('has no script, style, frame or form of the page, and no address that runs', async () => {
    const element = await article(html`<p>Nội dung</p>`);
    const body = element.querySelector('p:not([slot])')!;
    // As a CMS prints it; scripts that come this way do not run here.
    body.innerHTML = `<script>window.ran = 1</script><span onclick="ran = 1" style="position: fixed" class="x">chữ</span>
      <a href="javascript:ran = 1">liên kết</a> <a href="/tin-tuc?a=1&amp;b=2">trong trang</a> <a href="#muc">mục</a>
      <iframe src="https://elsewhere.example/"></iframe><form action="/x"><input name="q">tìm</form>
      <svg><script>ran = 1</script><a href="javascript:ran = 1">svg</a></svg><math><mtext><script>ran = 1</script></mtext></math>
      <template><p>khuôn</p></template><tinh-quick-links><a href="https://b.example/">b</a></tinh-quick-links>`;
    const { page, source } = await save(element);
    expect(page.querySelectorAll('script, iframe, form, input, svg, math, template, link, tinh-quick-links')).to.be
      .empty;
    expect([...page.querySelectorAll('article *')].flatMap((each) => each.getAttributeNames())).to.have.members([
      'href',
      'href',
      'href',
    ]);
    expect([...page.querySelectorAll('article a')].map((link) => link.getAttribute('href'))).to.deep.equal([
      null,
      new URL('/tin-tuc?a=1&b=2', location.href).href,
      '#muc',
      'https://b.example/',
    ]);
    expect(source).not.to.match(/<script|javascript:|onclick/i);
    expect(page.querySelector('meta[http-equiv]')!.getAttribute('content')).to.contain("default-src 'none'");
    expect(words(page.querySelector('article'))).to.contain('chữ liên kết trong trang mục');
  });

  it('holds its pictures, and the text of those that cannot be had', async () => {
    const { page } = await save(
      await article(html`
        <img src=${PICTURE} alt="Toàn cảnh hội nghị" width="10" />
        <img src="/khong-co-anh-nay.png" alt="Ảnh đã mất" />
        <img src="/khong-co-anh-nay-2.png" alt="" />
      `),
    );
    const pictures = [...page.querySelectorAll('img')];
    expect(pictures.map((image) => [image.getAttribute('src'), image.alt])).to.deep.equal([
      [PICTURE, 'Toàn cảnh hội nghị'],
    ]);
    expect(words(page.querySelector('article'))).to.equal('[Ảnh đã mất]');
  });

  it('leaves the page as it was', async () => {
    const element = await article(html`<p style="color: red" id="a">Nội dung <img src=${PICTURE} alt="" /></p>`);
    const before = element.innerHTML;
    await save(element);
    expect(element.innerHTML).to.equal(before);
    expect(words(part(element, 'notice'))).to.equal('Đã tải về: hoi-nghi-so-ket-danh-gia.html');
  });

  it('is not offered inside Zalo, whose browser cannot save, nor where the page does not want it', async () => {
    const without = await fixture(html`<tinh-article-view without-save></tinh-article-view>`);
    expect(parts(without, 'save')).to.be.empty;
    stub(navigator, 'userAgent', {
      value: 'Mozilla/5.0 (Linux; Android 12; wv) Chrome/120 Mobile Zalo android/12120456',
    });
    expect(parts(await article(html`<p>Nội dung</p>`), 'save')).to.be.empty;
  });
});
