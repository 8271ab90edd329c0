import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { openPanel } from './support/article.ts';
import { blockStorage, expectAccessible, installClock, part, parts, stub, turn, words } from './support/fixture.ts';

const buttons = (element: Element) => [...part(element, 'text-size').querySelectorAll('button')];
const zoomOf = (node: Element) => Number(getComputedStyle(node).getPropertyValue('zoom') || '1');
const chooseMode = async (element: Element, index: number) => {
  (await openPanel(element, 'display')).querySelectorAll<HTMLInputElement>('[type=radio]')[index]!.click();
};

describe('tools of the article view', () => {
  beforeEach(() => {
    installClock();
  });

  const article = (id = 'bai') =>
    fixture<HTMLElement>(html`
      <tinh-article-view id=${id}>
        <h2 slot="headline">Hội nghị sơ kết</h2>
        <p style="font-size: 14px; color: #444; background: #eee">Sáng ngày 08/7/2020, <a href="#x">Sở Ngoại vụ</a>.</p>
      </tinh-article-view>
    `);

  it('makes the text larger and smaller, also where every line has a size of its own, and says how large it is', async () => {
    const element = await article();
    const [smaller, usual, larger] = buttons(element);
    // From outside: WebKit measures a node within its own zoom.
    const height = () => element.shadowRoot!.querySelector('.article')!.getBoundingClientRect().height;
    const before = height();
    larger!.click();
    await turn();
    expect(words(part(element, 'notice'))).to.equal('Cỡ chữ 115%');
    expect(height()).to.be.greaterThan(before);
    for (let press = 0; press < 10; press += 1) larger!.click();
    await turn();
    expect(words(part(element, 'notice'))).to.equal('Cỡ chữ 200%');
    usual!.click();
    smaller!.click();
    await turn();
    expect(words(part(element, 'notice'))).to.equal('Cỡ chữ 90%');
    expect(height()).to.be.lessThan(before);
    usual!.click();
    expect(height()).to.be.closeTo(before, 0.1);
  });

  it('leaves the tools as large as they are, and where they are', async () => {
    const element = await article();
    const place = () => {
      const { top, height } = part(element, 'text-size').getBoundingClientRect();
      return [top, height];
    };
    const before = place();
    buttons(element)[2]!.click();
    await turn();
    expect(place()).to.deep.equal(before);
  });

  it('keeps the choice for the next page and for other articles of this one', async () => {
    const first = await article();
    buttons(first)[2]!.click();
    await chooseMode(first, 1);
    const second = await article('bai-2');
    expect(zoomOf(second.querySelector('p')!)).to.equal(1.15);
    expect(getComputedStyle(second).backgroundColor).to.equal('rgb(0, 0, 0)');
    buttons(second)[1]!.click();
    await turn();
    expect(zoomOf(first.querySelector('p')!)).to.equal(1);
    first.remove();
    second.remove();
    const next = await article('bai-3');
    expect((await openPanel(next, 'display')).querySelectorAll<HTMLInputElement>('[type=radio]')[1]!.checked).to.be
      .true;
    expect(getComputedStyle(next).backgroundColor).to.equal('rgb(0, 0, 0)');
  });

  it('reads what another tab has chosen', async () => {
    const element = await article();
    localStorage.setItem('tinh:reading', JSON.stringify({ size: 150, mode: 'sepia', spaced: true }));
    dispatchEvent(new StorageEvent('storage', { key: 'tinh:reading' }));
    await turn();
    expect(zoomOf(element.querySelector('p')!)).to.equal(1.5);
    expect(getComputedStyle(element).backgroundColor).to.equal('rgb(248, 240, 220)');
  });

  it('takes what is stored in a form that it does not know for nothing', async () => {
    for (const stored of ['{', '"x"', '{"size":1e9,"mode":"javascript","spaced":"yes"}', 'null']) {
      localStorage.setItem('tinh:reading', stored);
      const element = await article();
      expect({ ...element.dataset }, stored).to.deep.equal({ tinhArticle: '' });
      element.remove();
    }
  });

  it('works for this page where the browser keeps nothing', async () => {
    blockStorage();
    const element = await article();
    buttons(element)[2]!.click();
    expect(zoomOf(element.querySelector('p')!)).to.equal(1.15);
  });

  for (const [index, name, ink] of [
    [1, 'high contrast', 'rgb(255, 255, 255)'],
    [2, 'sepia', 'rgb(58, 47, 28)'],
  ] as const) {
    it(`shows the article in ${name}, whatever colours its lines have, and as before again`, async () => {
      const element = await article();
      const paragraph = element.querySelector('p')!;
      await chooseMode(element, index);
      expect(getComputedStyle(paragraph).color).to.equal(ink);
      expect(getComputedStyle(paragraph).backgroundColor).to.equal('rgba(0, 0, 0, 0)');
      await expectAccessible(element);
      await chooseMode(element, 0);
      expect(getComputedStyle(paragraph).color).to.equal('rgb(68, 68, 68)');
    });
  }

  it('sets the lines further apart', async () => {
    const element = await article();
    const paragraph = element.querySelector('p')!;
    (await openPanel(element, 'display')).querySelector<HTMLInputElement>('[type=checkbox]')!.click();
    expect(getComputedStyle(paragraph).lineHeight).to.equal('28px');
  });

  it('copies the address of the article and says so', async () => {
    const copied: string[] = [];
    stub(navigator, 'clipboard', { value: { writeText: (text: string) => Promise.resolve(copied.push(text)) } });
    const element = await article();
    await openPanel(element, 'share');
    part(element, 'copy').click();
    await turn();
    await turn();
    expect(copied).to.deep.equal([location.href.replace(/#.*/, '')]);
    expect(words(part(element, 'notice'))).to.equal('Đã sao chép liên kết.');
  });

  it('copies the old way on a page without a clipboard', async () => {
    stub(navigator, 'clipboard', { value: undefined });
    let selected = '';
    stub(document, 'execCommand', {
      value: () => {
        const field = element.shadowRoot!.activeElement as HTMLTextAreaElement;
        selected = field.value.slice(field.selectionStart, field.selectionEnd);
        return true;
      },
    });
    const element = await article();
    await openPanel(element, 'share');
    part(element, 'copy').click();
    await turn();
    expect(selected).to.equal(location.href.replace(/#.*/, ''));
    expect(words(part(element, 'notice'))).to.equal('Đã sao chép liên kết.');
    expect(element.shadowRoot!.querySelector('textarea')).to.equal(null);
  });

  it('says the address where nothing can be copied', async () => {
    stub(navigator, 'clipboard', { value: undefined });
    stub(document, 'execCommand', { value: () => false });
    const element = await article();
    await openPanel(element, 'share');
    part(element, 'copy').click();
    await turn();
    expect(words(part(element, 'notice'))).to.contain(location.href.replace(/#.*/, ''));
  });

  it('opens the sheet of the device where there is one, and copies where that fails', async () => {
    const shared: ShareData[] = [];
    stub(navigator, 'share', {
      value: (data: ShareData) => {
        shared.push(data);
        return Promise.reject(new DOMException('no', shared.length === 1 ? 'AbortError' : 'NotAllowedError'));
      },
    });
    const copied: string[] = [];
    stub(navigator, 'clipboard', { value: { writeText: (text: string) => Promise.resolve(copied.push(text)) } });
    const element = await article();
    const sheet = (await openPanel(element, 'share')).querySelector<HTMLElement>('button:not([part])')!;
    sheet.click();
    await turn();
    expect(shared[0]).to.deep.equal({ url: location.href.replace(/#.*/, ''), title: 'Hội nghị sơ kết' });
    expect(copied, 'who closes the sheet wants nothing').to.be.empty;
    sheet.click();
    await turn();
    await turn();
    expect(copied).to.have.lengthOf(1);
  });

  it('leads to Facebook and e-mail by plain links that name the article', async () => {
    const element = await article();
    const links = [...(await openPanel(element, 'share')).querySelectorAll('a')].map(({ href }) => href);
    const address = encodeURIComponent(location.href.replace(/#.*/, ''));
    expect(links[0]).to.equal(`https://www.facebook.com/sharer/sharer.php?u=${address}`);
    expect(links[1]).to.contain(`mailto:?subject=${encodeURIComponent('Hội nghị sơ kết')}&body=`);
    expect(links[1]).to.contain(address);
  });

  it('has no print button inside Zalo, whose browser cannot print', async () => {
    stub(navigator, 'userAgent', {
      value: 'Mozilla/5.0 (Linux; Android 12; wv) Chrome/120 Mobile Zalo android/12120456',
    });
    expect(parts(await article(), 'print')).to.be.empty;
  });

  it('leaves out each tool that the page does not want', async () => {
    const element = await fixture<HTMLElement>(
      html`<tinh-article-view
        without-text-size
        without-display
        without-print
        without-save
        without-share
      ></tinh-article-view>`,
    );
    for (const name of ['text-size', 'display', 'print', 'save', 'share'])
      expect(parts(element, name), name).to.have.lengthOf(0);
    expect(part(element, 'toolbar').checkVisibility()).to.be.false;
  });
});
