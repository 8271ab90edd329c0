import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/quick-links/define.ts';
import {
  expectAccessible,
  focused,
  installClock,
  part,
  parts,
  recordConsole,
  settled,
  words,
} from './support/fixture.ts';

const LABELS = [
  'hộp thư điện tử',
  'chào mừng đại biểu đại hội',
  'Quân đội nhân dân',
  'Tài liệu xúc tiến đầu tư',
  'Công khai minh bạch',
  'Góp ý dự thảo',
  'lịch công tác',
  'hệ thống tiếp nhận trả lời kiến nghị của doanh nghiệp',
  'cổng thông tin điện tử tỉnh',
  'hệ thống tiếp nhận ý kiến người dân',
  'chung tay cải cách thủ tục hành chính',
  'văn bản chỉ đạo điều hành',
  'bộ ngoại giao',
  'cơ quan đại diện ngoại giao',
  'công báo',
  'thủ tục hành chính',
  'một cửa điện tử',
  'hỏi đáp',
];

/** The links that the tiles show, one entry per tile. */
const tiles = (element: Element) =>
  parts(element, 'tile').map((tile) => tile.querySelector('slot')!.assignedElements().map(words).join(' + '));

const link = (label: string) => Object.assign(document.createElement('a'), { href: '#', textContent: label });

describe('quick links', () => {
  const links = (labels: readonly string[] = LABELS) =>
    fixture(
      html`<tinh-quick-links>${labels.map((label) => html`<a href="#${label}">${label}</a>`)}</tinh-quick-links>`,
    );

  it('shows each of the eighteen links as an item of one list, in the order of the page', async () => {
    const element = await links();
    expect(part(element, 'grid').localName).to.equal('ul');
    expect(parts(element, 'tile').every((tile) => tile.localName === 'li')).to.be.true;
    expect(tiles(element)).to.deep.equal(LABELS);
    await expectAccessible(element);
  });

  it('leaves the links where the page has them', async () => {
    const element = await fixture<HTMLElement>(html`<tinh-quick-links></tinh-quick-links>`);
    const own = ['một', 'hai'].map(link);
    element.append(...own);
    await settled();
    expect([...element.children].every((child, index) => child === own[index])).to.be.true;
    expect(own.every(({ parentNode }) => parentNode === element)).to.be.true;
    expect(own.every((each) => each.checkVisibility())).to.be.true;
  });

  it('shows a link that the page adds later', async () => {
    const element = await links(['một', 'ba']);
    element.insertBefore(link('hai'), element.lastElementChild);
    await settled();
    expect(tiles(element)).to.deep.equal(['một', 'hai', 'ba']);
  });

  it('leaves no empty tile behind when the page removes a link', async () => {
    const element = await links(['một', 'hai', 'ba']);
    element.children[1]!.remove();
    await settled();
    expect(tiles(element)).to.deep.equal(['một', 'ba']);
  });

  it('follows the page when it sorts its links', async () => {
    const element = await links(['một', 'hai', 'ba']);
    element.prepend(element.lastElementChild!);
    await settled();
    expect(tiles(element)).to.deep.equal(['ba', 'một', 'hai']);
  });

  it('goes on following after it was moved', async () => {
    const element = await links(['một']);
    const place = document.createElement('section');
    element.parentElement!.append(place);
    place.append(element);
    element.append(link('hai'));
    await settled();
    expect(tiles(element)).to.deep.equal(['một', 'hai']);
  });

  it('shows anything else below the grid', async () => {
    const element = await fixture(html`
      <tinh-quick-links>
        <p>Liên kết khác</p>
        <a href="#1">một</a>
      </tinh-quick-links>
    `);
    const other = element.querySelector('p')!;
    expect(tiles(element)).to.deep.equal(['một']);
    expect(other.checkVisibility()).to.be.true;
    expect(other.getBoundingClientRect().top).to.be.at.least(part(element, 'grid').getBoundingClientRect().bottom);
    await expectAccessible(element);
  });

  it('has no tiles without links', async () => {
    const element = await fixture(html`<tinh-quick-links></tinh-quick-links>`);
    expect(tiles(element)).to.be.empty;
  });

  it('takes as many columns as its own width allows, and never more width than it has', async () => {
    const page = await fixture<HTMLElement>(html`
      <div><tinh-quick-links>${LABELS.map((label) => html`<a href="#">${label}</a>`)}</tinh-quick-links></div>
    `);
    const element = page.firstElementChild!;
    const columns = () => new Set(parts(element, 'tile').map((tile) => tile.getBoundingClientRect().left)).size;
    page.style.width = '700px';
    const wide = columns();
    page.style.width = '300px';
    expect([wide, columns()]).to.deep.equal([3, 1]);
    page.style.width = '100px';
    expect(parts(element, 'tile')[0]!.getBoundingClientRect().width, 'in 100 px').to.be.at.most(100);
  });

  it('gives every link a tile of at least 44 pixels to hit', async () => {
    const element = await links();
    for (const tile of parts(element, 'tile')) {
      const { left, right, top, bottom, height } = tile.getBoundingClientRect();
      expect(height).to.be.at.least(44);
      tile.scrollIntoView({ block: 'center' });
      const moved = tile.getBoundingClientRect().top - top;
      const link = tile.querySelector('slot')!.assignedElements()[0];
      for (const [x, y] of [
        [left + 3, top + 3],
        [right - 3, bottom - 3],
      ] as const)
        expect(document.elementFromPoint(x, y + moved)).to.equal(link);
    }
  });

  it('is walked with the Tab key in the order of the page', async () => {
    const element = await links(['một', 'hai', 'ba']);
    const before = Object.assign(document.createElement('button'), { textContent: 'trước' });
    element.before(before);
    before.focus();
    const order: string[] = [];
    for (const _ of element.children) {
      await sendKeys({ press: 'Tab' });
      order.push(words(focused()));
    }
    expect(order).to.deep.equal(['một', 'hai', 'ba']);
  });
});

describe('quick links of many kinds', () => {
  const groups = (element: Element) =>
    parts(element, 'category').map((heading) => [
      words(heading),
      [...heading.nextElementSibling!.querySelectorAll('slot')].map((slot) => words(slot.assignedElements()[0])),
    ]);
  const type = async (element: Element, text: string) => {
    const box = part(element, 'filter').querySelector('input')!;
    box.value = text;
    box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await settled();
  };

  it('stand below headings of their categories, those without one first', async () => {
    const element = await fixture(html`
      <tinh-quick-links heading-level="4">
        <a href="#1" data-category="Bộ, ngành">Bộ Ngoại giao</a>
        <a href="#2">Hỏi đáp</a>
        <a href="#3" data-category="Địa phương">Châu Thành</a>
        <a href="#4" data-category="Bộ, ngành">Bộ Nội vụ</a>
      </tinh-quick-links>
    `);
    expect(tiles(element)).to.deep.equal(['Hỏi đáp', 'Bộ Ngoại giao', 'Bộ Nội vụ', 'Châu Thành']);
    expect(groups(element)).to.deep.equal([
      ['Bộ, ngành', ['Bộ Ngoại giao', 'Bộ Nội vụ']],
      ['Địa phương', ['Châu Thành']],
    ]);
    expect(parts(element, 'category').every((heading) => heading.ariaLevel === '4')).to.be.true;
    element.children[1]!.setAttribute('data-category', 'Địa phương');
    await settled();
    expect(groups(element)[1]).to.deep.equal(['Địa phương', ['Hỏi đáp', 'Châu Thành']]);
  });

  it('are sorted as a Vietnamese dictionary has them', async () => {
    const labels = ['Ủy ban', 'Đất đai', 'Dân số', 'Ăn uống', 'An ninh', 'Âm nhạc', 'Phường 10', 'Phường 9'];
    const element = await fixture(html`
      <tinh-quick-links order="alphabetical">${labels.map((label) => html`<a href="#">${label}</a>`)}</tinh-quick-links>
    `);
    expect(tiles(element)).to.deep.equal([
      'An ninh',
      'Ăn uống',
      'Âm nhạc',
      'Dân số',
      'Đất đai',
      'Phường 9',
      'Phường 10',
      'Ủy ban',
    ]);
  });

  it('are found with and without diacritics, and it is said how many', async () => {
    const element = await fixture(html`
      <tinh-quick-links filter>${LABELS.map((label) => html`<a href="#">${label}</a>`)}</tinh-quick-links>
    `);
    await settled();
    const status = () => words(part(element, 'status'));
    expect(words(part(element, 'filter'))).to.equal('Tìm trong 18 liên kết');
    expect(status()).to.equal('');
    for (const [typed, found] of [
      ['cong', ['Công khai minh bạch', 'lịch công tác', 'cổng thông tin điện tử tỉnh', 'công báo']],
      ['DIEN TU tinh', ['cổng thông tin điện tử tỉnh']],
      ['đại hội', ['chào mừng đại biểu đại hội']],
      ['  ', LABELS],
    ] as const) {
      await type(element, typed);
      expect(tiles(element), typed).to.deep.equal(found);
    }
    await type(element, 'hộp');
    expect(status()).to.equal('Tìm thấy 1 liên kết.');
    expect([...element.children].filter((each) => each.checkVisibility())).to.have.lengthOf(1);
    await type(element, 'không có đâu');
    expect(tiles(element)).to.be.empty;
    expect(status()).to.equal('Không có liên kết nào phù hợp. Vui lòng thử từ khác.');
    await expectAccessible(element);
  });

  it('come and go at their time, and one that says no time stays', async () => {
    const clock = installClock();
    const lines = recordConsole();
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const element = await fixture(html`
      <tinh-quick-links>
        <a href="#1" data-until=${at(10)}>Góp ý dự thảo</a>
        <a href="#2" data-from=${at(5)} data-until=${at(15)}>Đại hội</a>
        <a href="#3" data-until=${at(-1)}>Đã qua</a>
        <a href="#4" data-until="31/12/2020">Công báo</a>
      </tinh-quick-links>
    `);
    expect(tiles(element)).to.deep.equal(['Góp ý dự thảo', 'Công báo']);
    await clock.tick(5 * 60_000);
    expect(tiles(element)).to.deep.equal(['Góp ý dự thảo', 'Đại hội', 'Công báo']);
    await clock.tick(5 * 60_000);
    expect(tiles(element)).to.deep.equal(['Đại hội', 'Công báo']);
    await clock.tick(5 * 60_000);
    expect(tiles(element)).to.deep.equal(['Công báo']);
    expect(lines).to.deep.equal(['<tinh-quick-links> data-until="31/12/2020": expected an RFC 3339 time']);
  });

  it('open from a menu by the keyboard, and Escape leads back', async () => {
    const element = await fixture(html`
      <tinh-quick-links layout="menu" label="Các sở, ngành">
        <a href="#1">một</a>
        <a href="#2">hai</a>
      </tinh-quick-links>
    `);
    const menu = part(element, 'menu') as HTMLDetailsElement;
    const summary = menu.querySelector('summary')!;
    expect(words(summary)).to.equal('Các sở, ngành');
    expect(element.children[0]!.checkVisibility()).to.be.false;
    summary.focus();
    await sendKeys({ press: 'Enter' });
    expect(menu.open).to.be.true;
    await sendKeys({ press: 'Tab' });
    expect(words(focused())).to.equal('một');
    await expectAccessible(element);
    await sendKeys({ press: 'Escape' });
    expect(menu.open).to.be.false;
    expect(focused()).to.equal(summary);
  });

  it('stay whole with words that mean nothing', async () => {
    const lines = recordConsole();
    const element = await fixture(html`
      <tinh-quick-links layout="carousel" order="zalo" heading-level="9">
        <a href="#1" data-category="Khác">một</a>
      </tinh-quick-links>
    `);
    expect(tiles(element)).to.deep.equal(['một']);
    expect(parts(element, 'category')[0]!.ariaLevel).to.equal('3');
    expect(lines).to.have.lengthOf(3);
  });
});
