import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import '../src/article-view/define.ts';
import { openPanel } from './support/article.ts';
import { can, itWhere } from './support/engine.ts';
import { expectAccessible, installClock, part, parts, recordConsole, stub, words } from './support/fixture.ts';

/** One frame of the browser: what watches sizes and places is told before it ends. */
/** Measuring, marking and labelling a table are a frame each. */
const frame = async () => {
  for (let n = 0; n < 3; n += 1) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
};

const links = (element: Element) => [...part(element, 'contents').querySelectorAll('a')];
const listed = (element: Element) => links(element).map((link) => [words(link), new URL(link.href).hash]);

describe('sections of the article view', () => {
  const article = () =>
    fixture<HTMLElement>(html`
      <tinh-article-view>
        <h2 slot="headline">Hội nghị sơ kết</h2>
        <h2>Kết quả đạt được</h2>
        <p>…</p>
        <h3>Đẩy mạnh một cửa</h3>
        <p>…</p>
        <h2 id="ton-tai">Tồn tại, hạn chế</h2>
        <h2>Kết quả đạt được</h2>
        <h2>&nbsp;</h2>
      </tinh-article-view>
    `);

  it('lists the headings, keeps their ids and makes those that are missing of their words', async () => {
    const element = await article();
    expect(listed(element)).to.deep.equal([
      ['Kết quả đạt được', '#ket-qua-dat-duoc'],
      ['Đẩy mạnh một cửa', '#day-manh-mot-cua'],
      ['Tồn tại, hạn chế', '#ton-tai'],
      ['Kết quả đạt được', '#ket-qua-dat-duoc-2'],
    ]);
    expect(links(element).map((link) => link.parentElement!.classList.contains('inner'))).to.deep.equal([
      false,
      true,
      false,
      false,
    ]);
    // The page's own fault, which the tag does not mend.
    element.querySelector('h2:last-of-type')!.remove();
    await expectAccessible(element);
  });

  it('leads to the section, whatever base the page has', async () => {
    const base = document.createElement('base');
    base.href = 'https://elsewhere.example/';
    document.head.append(base);
    try {
      const element = await article();
      expect(links(element)[0]!.href).to.equal(`${location.href.replace(/#.*/, '')}#ket-qua-dat-duoc`);
    } finally {
      base.remove();
    }
  });

  it('leads to the second of two headings that the page has given one id', async () => {
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view>
        <h2 id="muc">Một</h2>
        <h2 id="muc">Hai</h2>
      </tinh-article-view>
    `);
    const seen: string[] = [];
    stub(Element.prototype, 'scrollIntoView', {
      value(this: Element) {
        seen.push(words(this));
      },
    });
    links(element)[1]!.click();
    expect(seen).to.deep.equal(['Hai']);
    expect([...element.querySelectorAll('h2')].map(({ id }) => id)).to.deep.equal(['muc', 'muc']);
  });

  it('has no list for a single section, for none, or where the page wants none', async () => {
    for (const body of [html`<h2>Một</h2>`, html`<p>Không có mục</p>`]) {
      expect(parts(await fixture(html`<tinh-article-view>${body}</tinh-article-view>`), 'contents')).to.be.empty;
    }
    const without = await fixture(
      html`<tinh-article-view without-contents
        ><h2>Một</h2>
        <h2>Hai</h2></tinh-article-view
      >`,
    );
    expect(parts(without, 'contents')).to.be.empty;
  });

  it('lists also what comes later, and headings that skip a level', async () => {
    const element = await fixture<HTMLElement>(html`<tinh-article-view><h3>Một</h3></tinh-article-view>`);
    const heading = document.createElement('h3');
    heading.textContent = 'Hai';
    element.append(heading);
    await frame();
    expect(listed(element)).to.deep.equal([
      ['Một', '#mot'],
      ['Hai', '#hai'],
    ]);
    expect(links(element).some((link) => link.parentElement!.classList.contains('inner'))).to.be.false;
  });

  it('marks the section that is being read', async () => {
    const element = await fixture<HTMLElement>(html`
      <tinh-article-view>
        <h2>Một</h2>
        <p style="height: 3000px"></p>
        <h2>Hai</h2>
        <p style="height: 3000px"></p>
      </tinh-article-view>
    `);
    const current = () => links(element).map((link) => link.getAttribute('aria-current'));
    element.querySelectorAll('h2')[1]!.scrollIntoView();
    await frame();
    await frame();
    expect(current()).to.deep.equal([null, 'location']);
    element.querySelectorAll('h2')[0]!.scrollIntoView();
    await frame();
    await frame();
    expect(current()).to.deep.equal(['location', null]);
  });

  itWhere(can.setViewport, 'opens the list where there is room, and leaves it closed on a phone', async () => {
    await setViewport({ width: 360, height: 640 });
    expect((await article()).shadowRoot!.querySelector<HTMLDetailsElement>('nav details')!.open).to.be.false;
    await setViewport({ width: 1280, height: 800 });
    expect((await article()).shadowRoot!.querySelector<HTMLDetailsElement>('nav details')!.open).to.be.true;
  });
});

describe('an article that the tag does not stand around', () => {
  beforeEach(() => {
    installClock();
  });

  const page = async (tag = html`<tinh-article-view for="news-bodyhtml" author="Thanh Tâm"></tinh-article-view>`) => {
    const element = await fixture<HTMLElement>(html`
      <div>
        ${tag}
        <div id="news-bodyhtml">
          <h2>Kết quả</h2>
          <p style="font-size: 14px">Nội dung</p>
          <h2>Tồn tại</h2>
        </div>
      </div>
    `);
    await element.querySelector('tinh-article-view')?.updateComplete;
    return element;
  };

  it('gets its list, its text size and its colours', async () => {
    const element = await page();
    const view = element.querySelector('tinh-article-view')!;
    expect(listed(view)).to.deep.equal([
      ['Kết quả', '#ket-qua'],
      ['Tồn tại', '#ton-tai'],
    ]);
    const paragraph = element.querySelector('p')!;
    const before = paragraph.getBoundingClientRect().height;
    part(view, 'text-size').querySelectorAll('button')[2]!.click();
    expect(paragraph.getBoundingClientRect().height).to.be.greaterThan(before);
    (await openPanel(view, 'display')).querySelectorAll<HTMLInputElement>('[type=radio]')[1]!.click();
    expect(getComputedStyle(paragraph).color).to.equal('rgb(255, 255, 255)');
  });

  it('is as the page wrote it once the tag is gone', async () => {
    const element = await page();
    const body = element.querySelector('#news-bodyhtml')!;
    const view = element.querySelector('tinh-article-view')!;
    const sheets = document.adoptedStyleSheets.length;
    part(view, 'text-size').querySelectorAll('button')[2]!.click();
    expect(body.querySelector('[id]')).not.to.equal(null);
    view.remove();
    expect(body.getAttributeNames()).to.deep.equal(['id']);
    expect(body.querySelectorAll('[id], [tabindex], [aria-label]')).to.have.lengthOf(0);
    expect(document.adoptedStyleSheets).to.have.lengthOf(sheets - 1);
  });

  it('keeps its nodes: none is moved or replaced', async () => {
    const element = await page(html``);
    const body = element.querySelector('#news-bodyhtml')!;
    const nodes = [...body.childNodes];
    const view = document.createElement('tinh-article-view');
    view.setAttribute('for', 'news-bodyhtml');
    element.prepend(view);
    await view.updateComplete;
    expect([...body.childNodes]).to.deep.equal(nodes);
  });

  it('is warned of when nothing has the id, or two have it; the rest still shows', async () => {
    const lines = recordConsole();
    const none = await page(html`<tinh-article-view for="khong-co" author="Thanh Tâm"></tinh-article-view>`);
    expect(words(part(none.querySelector('tinh-article-view')!, 'author'))).to.equal('Tác giả: Thanh Tâm');
    const two = await fixture<HTMLElement>(html`
      <div>
        <tinh-article-view for="trung"></tinh-article-view>
        <div id="trung">
          <h2>Một</h2>
          <h2>Hai</h2>
        </div>
        <div id="trung">
          <h2>Ba</h2>
          <h2>Bốn</h2>
        </div>
      </div>
    `);
    await two.querySelector('tinh-article-view')!.updateComplete;
    expect(listed(two.querySelector('tinh-article-view')!).map(([text]) => text)).to.deep.equal(['Một', 'Hai']);
    expect(lines).to.deep.equal([
      '<tinh-article-view> for="khong-co": expected the id of one element; 0 have it',
      '<tinh-article-view> for="trung": expected the id of one element; 2 have it',
    ]);
  });
});

describe('tables of an article', () => {
  const table = (width: number, caption = html``) => html`
    <table style="width: ${width}px">
      ${caption}
      <tbody>
        <tr>
          <td style="min-width: ${width / 2 - 20}px">Sở Ngoại vụ</td>
          <td style="min-width: ${width / 2 - 20}px">Sở Nội vụ</td>
        </tr>
      </tbody>
    </table>
  `;

  it('scroll within the article and by the keyboard where they are wider, and say so', async () => {
    const element = await fixture<HTMLElement>(html`
      <div style="width: 400px">
        <tinh-article-view>
          ${table(300)} ${table(900)}
          ${table(
            900,
            html`<caption>
              Kết quả
            </caption>`,
          )}
        </tinh-article-view>
      </div>
    `);
    await frame();
    const [narrow, wide, captioned] = element.querySelectorAll('table');
    expect(narrow!.getAttributeNames()).to.deep.equal(['style']);
    expect(wide!.tabIndex).to.equal(0);
    expect(wide!.getAttribute('aria-label')).to.equal('Bảng 2, cuộn ngang để xem hết');
    expect(wide!.offsetWidth).to.be.at.most(400);
    expect(wide!.scrollWidth).to.be.greaterThan(400);
    expect(captioned!.hasAttribute('aria-label')).to.be.false;
    expect(captioned!.tabIndex).to.equal(0);
    element.style.width = '1000px';
    await frame();
    await frame();
    expect(wide!.hasAttribute('tabindex')).to.be.false;
    element.querySelector('tinh-article-view')!.remove();
    expect(wide!.getAttributeNames()).to.deep.equal(['style']);
  });

  it('keep the label that the page gave them', async () => {
    const element = await fixture<HTMLElement>(html`
      <div style="width: 400px">
        <tinh-article-view>
          <table aria-label="Dân số" style="width: 900px">
            <tbody>
              <tr>
                <td style="min-width: 900px">1</td>
              </tr>
            </tbody>
          </table>
        </tinh-article-view>
      </div>
    `);
    await frame();
    const wide = element.querySelector('table')!;
    expect(wide.getAttribute('aria-label')).to.equal('Dân số');
    element.querySelector('tinh-article-view')!.remove();
    expect(wide.getAttribute('aria-label')).to.equal('Dân số');
  });
});
