import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { openPanel } from './support/article.ts';
import { installClock, parts, settled, startServer, words } from './support/fixture.ts';

type Graph = Readonly<Record<string, unknown>>[];

/** What stands in the head for search engines and was not there before. */
const scripts = () => [...document.head.querySelectorAll('script[type="application/ld+json"]')];
const graph = () => (JSON.parse(scripts()[0]!.textContent) as { '@graph': Graph })['@graph'];

/** Puts something into the head until the test ends. */
const added: Element[] = [];
function head(markup: string): void {
  const template = document.createElement('template');
  template.innerHTML = markup;
  added.push(...template.content.children);
  document.head.append(template.content);
}

describe('metadata of an article', () => {
  beforeEach(() => {
    installClock();
  });
  afterEach(() => {
    for (const element of added.splice(0)) element.remove();
  });

  const article = async (inside = html`<p>Bài.</p>`) => {
    const element = await fixture<HTMLElement>(html`<tinh-article-view>${inside}</tinh-article-view>`);
    await settled();
    return element;
  };
  const shown = (element: Element) =>
    ['kicker', 'time', 'modified', 'author'].map((name) => words(parts(element, name)[0] ?? null));

  it('comes from microdata around the article, then from JSON-LD, then from OpenGraph', async () => {
    head(`<meta property="article:published_time" content="2020-07-01T08:00:00+07:00">
      <meta property="article:section" content="Tin tức"><meta name="article:author" content="https://facebook.com/so">`);
    const og = await article();
    expect(shown(og)).to.deep.equal(['Tin tức', 'Thứ Tư, 01/07/2020, 08:00', '', '']);
    og.remove();

    head(`<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
      "datePublished": "2020-07-02T08:00:00+07:00", "dateModified": "2020-07-03T08:00:00Z", "author": [{"@type": "Person", "name": "Thanh Tâm"}]}]}</script>`);
    const ld = await article();
    expect(shown(ld)).to.deep.equal([
      'Tin tức',
      'Thứ Năm, 02/07/2020, 08:00',
      'Cập nhật: Thứ Sáu, 03/07/2020, 15:00',
      'Tác giả: Thanh Tâm',
    ]);
    ld.remove();

    const page = await fixture(html`
      <div itemscope itemtype="https://schema.org/NewsArticle">
        <span itemprop="datePublished" content="2010-05-28+0702:39:00"></span>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Lê Chi</b></span>
        <tinh-article-view><p>Bài.</p></tinh-article-view>
      </div>
    `);
    await settled();
    const micro = page.querySelector('tinh-article-view')!;
    expect(shown(micro)).to.deep.equal([
      'Tin tức',
      'Thứ Sáu, 28/05/2010, 02:39',
      'Cập nhật: Thứ Sáu, 03/07/2020, 15:00',
      'Tác giả: Lê Chi',
    ]);
  });

  it('gives way to the attributes of the tag, and is left alone where the page asks for it', async () => {
    head(
      '<meta property="article:published_time" content="2020-07-01T08:00:00+07:00"><meta property="article:section" content="Tin tức">',
    );
    const own = await fixture<HTMLElement>(
      html`<tinh-article-view kicker="Sự kiện" published="2020-07-17T18:00:00+07:00"><p>Bài.</p></tinh-article-view>`,
    );
    await settled();
    expect(shown(own).slice(0, 2)).to.deep.equal(['Sự kiện', 'Thứ Sáu, 17/07/2020, 18:00']);
    own.remove();
    const without = await fixture<HTMLElement>(
      html`<tinh-article-view without-metadata><p>Bài.</p></tinh-article-view>`,
    );
    await settled();
    expect(shown(without)).to.deep.equal(['', '', '', '']);
    expect(scripts()).to.have.lengthOf(0);
  });

  it('is told search engines once: the article and the way to it, as text, and taken back with the tag', async () => {
    head(
      '<meta property="og:site_name" content="Sở Ngoại vụ"><meta name="description" content="Tóm tắt &lt;/script&gt;.">',
    );
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view
        kicker="Tin tức"
        published="2020-07-17T18:00:00+07:00"
        author="Thanh Tâm"
        author-role="Chuyên viên"
      >
        <h1 slot="headline">Hội nghị sơ kết</h1>
        <p>Bài <img src="/anh.png" alt="Ảnh" /></p>
      </tinh-article-view>
      <tinh-article-view published="2020-07-18T18:00:00+07:00"><p>Bài khác.</p></tinh-article-view>
    `);
    await settled();
    const address = location.href.split('#')[0]!;
    expect(scripts()).to.have.lengthOf(1);
    expect(graph()).to.deep.equal([
      {
        '@type': 'NewsArticle',
        headline: 'Hội nghị sơ kết',
        description: 'Tóm tắt </script>.',
        datePublished: '2020-07-17T18:00:00+07:00',
        dateModified: '2020-07-17T18:00:00+07:00',
        author: { '@type': 'Person', name: 'Thanh Tâm', jobTitle: 'Chuyên viên' },
        publisher: { '@type': 'GovernmentOrganization', name: 'Sở Ngoại vụ', url: location.origin },
        image: `${location.origin}/anh.png`,
        articleSection: 'Tin tức',
        inLanguage: 'vi',
        mainEntityOfPage: address,
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: [
          { '@type': 'ListItem', position: 1, name: 'Sở Ngoại vụ', item: `${location.origin}/` },
          { '@type': 'ListItem', position: 2, name: 'Hội nghị sơ kết', item: address },
        ],
      },
    ]);
    expect(scripts()[0]!.textContent).to.not.include('<');
    element.setAttribute('modified', '2020-07-20T09:00:00+07:00');
    await settled();
    expect(scripts()).to.have.lengthOf(1);
    expect(graph()[0]!['dateModified']).to.equal('2020-07-20T09:00:00+07:00');
    for (const each of document.querySelectorAll('tinh-article-view')) each.remove();
    expect(scripts()).to.have.lengthOf(0);
  });

  it('adds only what the page lacks, goes the way that the page shows, and bears what cannot be read', async () => {
    head(
      `<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Có sẵn"}</script><script type="application/ld+json">{hỏng</script>`,
    );
    await fixture(html`
      <nav aria-label="Breadcrumb">
        <a href="/">Trang chủ</a> <a href="/tin-tuc">Tin tức</a> <a href="javascript:void 0">x</a>
      </nav>
      <tinh-article-view><p>Bài.</p></tinh-article-view>
    `);
    await settled();
    expect(scripts()).to.have.lengthOf(3);
    const [only, ...others] = (JSON.parse(scripts()[2]!.textContent) as { '@graph': Graph })['@graph'];
    expect(others).to.have.lengthOf(0);
    const steps = only!['itemListElement'] as { name: string; item: string }[];
    expect(steps.map(({ name }) => name)).to.deep.equal(['Trang chủ', 'Tin tức', 'Có sẵn']);
    expect(steps.map(({ item }) => item).slice(0, 2)).to.deep.equal([
      `${location.origin}/`,
      `${location.origin}/tin-tuc`,
    ]);
    for (const each of document.querySelectorAll('tinh-article-view')) each.remove();
    expect(scripts()).to.have.lengthOf(2);
  });

  it('names what is shared and saved after the page’s own title where the article has no heading', async () => {
    head('<meta property="og:title" content="Tiêu đề của trang">');
    const element = await article();
    const mail = (await openPanel(element, 'share')).querySelector<HTMLAnchorElement>('a[href^="mailto:"]')!;
    expect(decodeURIComponent(mail.href)).to.include('subject=Tiêu đề của trang');
  });

  it('is not what another article of the page has added, nor that of the page where the article came from elsewhere', async () => {
    const place = await fixture<HTMLElement>(html`
      <div>
        <tinh-article-view author="Thanh Tâm" modified="2020-07-20T18:00:00+07:00"><p>Một</p></tinh-article-view>
      </div>
    `);
    await settled();
    expect(scripts()).to.have.lengthOf(1);
    const second = document.createElement('tinh-article-view');
    second.append('Hai');
    place.append(second);
    await settled();
    expect(parts(second, 'author')).to.have.lengthOf(0);
    expect(parts(second, 'modified')).to.have.lengthOf(0);

    head('<meta property="article:author" content="Của trang">');
    const server = startServer();
    server.reply = ({ url }) =>
      url === 'https://so.example/bai'
        ? new Response('<p>Ba</p>', { headers: { 'content-type': 'text/html' } })
        : undefined;
    const third = document.createElement('tinh-article-view');
    third.setAttribute('src', 'https://so.example/bai');
    place.append(third);
    await settled();
    expect(words(third)).to.equal('Ba');
    expect(parts(third, 'author')).to.have.lengthOf(0);
  });
});
