import { expect, fixture, html } from '@open-wc/testing';
import { FAKE_SERVER, FAKE_SITE } from '../stories/fake-api.ts';
import '../src/article-view/define.ts';
import { part, startServer, turn } from './support/fixture.ts';

const PARAGRAPHS = 300;
const HEIGHT = 40;

/** A page in which a long article stands before the tag knows of it, as in one whose script comes late. */
async function page(
  before = 0,
): Promise<{ place: HTMLElement; view: HTMLElementTagNameMap['tinh-article-view']; texts: HTMLElement[] }> {
  const place = await fixture<HTMLElement>(html`<div style="padding-top: ${before}px"></div>`);
  const view = document.createElement('tinh-article-view');
  const text = (n: number): HTMLElement => {
    const element = document.createElement(n % 30 === 0 ? 'h2' : 'p');
    element.style.cssText = `height: ${String(HEIGHT)}px; margin: 0; font-size: 16px`;
    element.textContent = `Đoạn ${String(n)}`;
    return element;
  };
  const texts = Array.from({ length: PARAGRAPHS }, (_, n) => text(n));
  view.append(...texts);
  return { place, view, texts };
}

const isShown = (element: Element): boolean => element.getClientRects().length > 0;

/** As it is rendered first. */
const rendered = (view: Element): Promise<void> => until(() => !!view.shadowRoot?.querySelector('[part=contents]'));

/** Steps until something holds; the browser decides how many. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

const shownNow = (texts: readonly HTMLElement[]): number => texts.filter(isShown).length;

/** A page whose article is being taken over, and not whole yet. */
async function begun(): ReturnType<typeof page> {
  const made = await page();
  made.place.append(made.view);
  await rendered(made.view);
  expect(shownNow(made.texts)).to.be.lessThan(PARAGRAPHS);
  return made;
}

describe('a long article', () => {
  // The first tag fetches the file of its frame.
  before(async () => {
    await (
      await fixture<HTMLElementTagNameMap['tinh-article-view']>(html`<tinh-article-view></tinh-article-view>`)
    ).updateComplete;
  });

  afterEach(() => {
    scrollTo(0, 0);
  });

  it('is taken over in pieces, what is on the screen first, and is as high meanwhile as afterwards', async () => {
    const { place, view, texts } = await page();
    place.append(view);
    await rendered(view);
    const some = shownNow(texts);
    expect(some).to.be.within(10, PARAGRAPHS - 50);
    expect(texts.slice(0, some).every(isShown), 'from the beginning').to.be.true;
    const height = part(view, 'toolbar').parentElement!.nextElementSibling!.getBoundingClientRect().height;
    expect(height).to.equal(PARAGRAPHS * HEIGHT);
    await until(() => texts.every(isShown));
    expect(view.shadowRoot!.querySelector('.article')!.getBoundingClientRect().height).to.equal(height);
    expect([...view.children]).to.deep.equal(texts);
    const tops = texts.map((text) => text.getBoundingClientRect().top);
    expect(tops).to.deep.equal([...tops].sort((a, b) => a - b));
  });

  it('stays where the reader is who has scrolled before the script came', async () => {
    const { place, view, texts } = await page(100);
    place.append(view);
    scrollTo(0, 8000);
    await rendered(view);
    const seen = texts.filter((text) => {
      const { top, bottom } = text.getBoundingClientRect();
      return isShown(text) && bottom > 0 && top < innerHeight;
    });
    expect(seen.length * HEIGHT).to.be.at.least(innerHeight - HEIGHT);
    expect(texts.indexOf(seen[0]!)).to.be.greaterThan(150);
    await until(() => texts.every(isShown));
  });

  it('shows in their places what the page adds, moves and takes away meanwhile', async () => {
    const { view, texts } = await begun();
    const early = texts[0]!.cloneNode(true) as HTMLElement;
    const late = texts[1]!.cloneNode(true) as HTMLElement;
    texts[200]!.before(early);
    view.append(late);
    texts[250]!.remove();
    texts[100]!.slot = 'related';
    texts[2]!.before(texts[280]!);
    const all = [...view.children] as HTMLElement[];
    await until(() => all.every(isShown));
    const inOrder = all.filter((each) => each !== texts[100]).map((each) => each.getBoundingClientRect().top);
    expect(inOrder).to.deep.equal([...inOrder].sort((a, b) => a - b));
    expect(texts[100]!.assignedSlot!.name).to.equal('related');
    expect(isShown(texts[250]!)).to.be.false;
  });

  it('keeps the focus that is further down', async () => {
    const { place, view, texts } = await page();
    texts[290]!.tabIndex = 0;
    place.append(view);
    // Focused while the page still shows it as it was.
    texts[290]!.focus({ preventScroll: true });
    await rendered(view);
    expect(shownNow(texts)).to.be.lessThan(PARAGRAPHS);
    expect(isShown(texts[290]!)).to.be.true;
    expect(document.activeElement).to.equal(texts[290]);
    await until(() => texts.every(isShown));
  });

  it('is whole at once for the printer', async () => {
    const { texts } = await begun();
    dispatchEvent(new Event('beforeprint'));
    expect(shownNow(texts)).to.equal(PARAGRAPHS);
  });

  it('is whole for who follows a link to a section; its list of ten is closed and complete', async () => {
    const { place, view, texts } = await page();
    place.append(view);
    await rendered(view);
    const contents = part(view, 'contents');
    expect(contents.querySelector('details')!.open).to.be.false;
    await until(() => contents.querySelectorAll('a').length === PARAGRAPHS / 30);
    contents.querySelector('details')!.open = true;
    const { hash } = location;
    const last = [...contents.querySelectorAll('a')].at(-1)!;
    last.click();
    expect(texts.at(-1)!.isConnected && shownNow(texts)).to.equal(PARAGRAPHS);
    await until(() => scrollY > 0 && texts[270]!.getBoundingClientRect().top < innerHeight);
    history.replaceState(null, '', hash || location.pathname + location.search);
  });

  it('beside which the tag stands is marked in the same steps, and counted with like any other', async () => {
    const api = startServer({});
    const place = await fixture<HTMLElement>(html`<div><article id="bai"></article></div>`);
    const article = place.querySelector('article')!;
    article.append(...(await page()).texts);
    const view = document.createElement('tinh-article-view');
    Object.assign(view, { for: 'bai', site: FAKE_SITE, server: FAKE_SERVER, page: 'bai-dai' });
    place.prepend(view);
    await rendered(view);
    expect(part(view, 'contents').querySelector('details')!.open).to.be.false;
    expect(article.querySelector('h2')!.id).to.equal('doan-0');
    expect(article.dataset['tinhArticle']).to.equal('');
    await until(() => api.calls('GET comment-counts').length > 0);
  });

  it('that leaves the page meanwhile is left as it was', async () => {
    const { place, view, texts } = await page();
    place.append(view);
    // In the middle of being taken over.
    await until(() => !!view.shadowRoot);
    view.remove();
    await view.updateComplete;
    expect(texts.every((text) => !text.id)).to.be.true;
    expect(view.dataset['tinhArticle']).to.equal(undefined);
  });
});
