import { expect, fixture, html } from '@open-wc/testing';
import '../src/article-view/define.ts';
import { ARTICLES } from './support/articles.ts';
import { openPanel } from './support/article.ts';
import { part, parts, recordConsole, settled, stub, words } from './support/fixture.ts';

/** Syllables and words, which is what must not be lost. */
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const nodesOf = (root: Node): Node[] => {
  const walker = document.createTreeWalker(root);
  const nodes: Node[] = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
};

/** What stands in the article for a reader: neither scripts nor styles, nor what is hidden. */
const textOf = (root: Element): string => {
  const copy = root.cloneNode(true) as Element;
  for (const each of copy.querySelectorAll('script, style, noscript, [hidden], object, video, audio, iframe'))
    each.remove();
  return copy.textContent;
};

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

async function page(
  name: string,
  isAround: boolean,
): Promise<{ body: HTMLElement; view: HTMLElement; before: Node[]; source: string }> {
  const response = await fetch(`/demo/articles/${name}.html`);
  expect(response.ok, name).to.be.true;
  const place = await fixture<HTMLElement>(html`<div style="inline-size: 328px"></div>`);
  const view = document.createElement('tinh-article-view');
  view.setAttribute('without-metadata', '');
  const body = isAround ? view : document.createElement('div');
  body.innerHTML = await response.text();
  if (!isAround) {
    body.id = 'bai-viet';
    view.setAttribute('for', 'bai-viet');
  }
  const before = nodesOf(body);
  const source = body.innerHTML;
  place.append(...(isAround ? [view] : [view, body]));
  await settled();
  // Tables are measured in the next frame.
  await frames(3);
  await settled();
  return { body, view, before, source };
}

/** Follows a link within the page without another entry in the history, which all tests of a browser share. */
function follow(link: HTMLAnchorElement): void {
  const replace = (event: Event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    location.replace(link.href);
  };
  document.addEventListener('click', replace);
  link.click();
  document.removeEventListener('click', replace);
}

/** Every h2 and h3 with words is in the list, and the link leads to it. */
async function expectList(body: HTMLElement, view: HTMLElement): Promise<void> {
  const headings = [...body.querySelectorAll('h2, h3')].filter((each) => each.textContent.trim() !== '');
  expect(headings.every(({ id }) => id !== '')).to.be.true;
  const links = parts(view, 'contents').flatMap((nav) => [...nav.querySelectorAll('a')]);
  expect(links.map(words)).to.deep.equal(headings.length > 1 ? headings.map(words) : []);
  for (const [index, link] of links.entries()) {
    expect(decodeURIComponent(new URL(link.href).hash.slice(1))).to.equal(headings[index]!.id);
    follow(link);
    // Firefox goes there in the next frame.
    await frames(2);
    expect(Math.abs(headings[index]!.getBoundingClientRect().top)).to.be.lessThan(innerHeight);
  }
  history.replaceState(null, '', location.href.replace(/#.*/, ''));
}

/** Nothing is wider than the phone, but for tables that scroll by the keyboard and have a name. */
function expectNarrow(body: HTMLElement): void {
  const edge = body.parentElement!.getBoundingClientRect().right + 1;
  const wide = [...body.querySelectorAll<HTMLElement>('img, video, iframe, table')].filter((each) => {
    const scroller = each.parentElement!.closest('[data-tinh-wide]');
    // Its own margin pushes a picture that is as wide as its place.
    const margin = Number.parseFloat(getComputedStyle(each).marginInlineStart) || 0;
    return !scroller && each.getBoundingClientRect().right - margin > edge;
  });
  expect(wide.map((each) => each.outerHTML.slice(0, 80))).to.deep.equal([]);
  for (const table of body.querySelectorAll('[data-tinh-wide]')) {
    if (table.scrollWidth <= table.clientWidth) continue;
    expect(table.getAttribute('tabindex')).to.equal('0');
    expect(table.hasAttribute('aria-label') || table.querySelector(':scope > caption') !== null).to.be.true;
  }
}

/** White on black, every word of it; links are yellow. */
async function expectContrast(body: HTMLElement, view: HTMLElement): Promise<void> {
  (await openPanel(view, 'display')).querySelectorAll<HTMLInputElement>('[type=radio]')[1]!.click();
  await settled();
  const wrong = nodesOf(body).filter((node) => {
    const around = node.parentElement;
    if (!(node instanceof Text) || node.data.trim() === '' || !around?.checkVisibility()) return false;
    const { color, backgroundColor } = getComputedStyle(around);
    const isLink = around.closest('a[href]') !== null;
    const isInk = color === (isLink ? 'rgb(255, 255, 0)' : 'rgb(255, 255, 255)');
    return !isInk || !(around === body || backgroundColor === 'rgba(0, 0, 0, 0)');
  });
  expect(wrong.map(words)).to.deep.equal([]);
}

/** The saved file has every word in its order, and no script. */
async function expectSaved(body: HTMLElement, view: HTMLElement): Promise<void> {
  let file: File | undefined;
  stub(URL, 'createObjectURL', { value: (made: File) => ((file = made), 'blob:x') });
  stub(URL, 'revokeObjectURL', { value: () => undefined });
  stub(HTMLAnchorElement.prototype, 'click', { value: () => undefined });
  part(view, 'save').click();
  await settled();
  while (!file) await frames(1);
  const saved = new DOMParser().parseFromString(await file.text(), 'text/html');
  expect(saved.querySelectorAll('script, [style], [onclick], [class*=Mso]')).to.have.lengthOf(0);
  const kept = saved.querySelector('article')!;
  // A picture that is not there has left its words.
  expect(wordsOf(kept.textContent).join(' ')).to.include(wordsOf(textOf(body)).join(' ').slice(0, 200));
  const lost = new Set(wordsOf(textOf(body)));
  for (const word of wordsOf(kept.textContent)) lost.delete(word);
  expect([...lost]).to.deep.equal([]);
}

describe('an article as a real site gives it', () => {
  for (const name of ARTICLES) {
    for (const isAround of [true, false]) {
      it(`is read any way one needs, loses nothing, and is as before once the tag is gone: ${name}, the tag ${isAround ? 'around it' : 'beside it'}`, async () => {
        const said = recordConsole();
        const { body, view, before, source } = await page(name, isAround);
        expectNarrow(body);
        await expectList(body, view);
        await expectContrast(body, view);
        part(view, 'text-size').querySelectorAll('button')[2]!.click();
        await expectSaved(body, view);
        expect(nodesOf(body).length).to.equal(before.length);
        expect(nodesOf(body).every((node, index) => node === before[index])).to.be.true;
        view.remove();
        expect(body.innerHTML).to.equal(source);
        expect(said).to.deep.equal([]);
      });
    }
  }
});
