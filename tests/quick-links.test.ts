import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../src/quick-links/define.ts';
import { expectAccessible, focused, part, parts, settled, words } from './support/fixture.ts';

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
    const heights = [...element.children].map((each) => each.getBoundingClientRect().height);
    expect(Math.min(...heights)).to.be.at.least(44);
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
