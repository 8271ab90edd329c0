/** Characters of the text around a passage by which it is found again. */
const AROUND = 60;

/** A passage that a reader has selected, and what stands around it in its paragraph. */
export interface Passage {
  readonly passage: string;
  readonly before: string;
  readonly after: string;
}

const BLOCK = 'p,li,td,th,caption,figcaption,blockquote,dd,dt,h1,h2,h3,h4,h5,h6,div,section,article';

/** The passage of an article; undefined where nothing of it is selected, or something besides. */
export function passageOf(range: Range | undefined, article: HTMLElement): Passage | undefined {
  if (!range || !article.contains(range.commonAncestorContainer)) return undefined;
  const passage = range.toString().trim();
  if (passage === '') return undefined;
  const before = document.createRange();
  before.setStart(blockOf(range.startContainer, article), 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEndAfter(blockOf(range.endContainer, article).lastChild ?? range.endContainer);
  return {
    passage,
    before: [...wordsOf(before)].slice(-AROUND).join('').trim(),
    after: [...wordsOf(after)].slice(0, AROUND).join('').trim(),
  };
}

function blockOf(node: Node, article: HTMLElement): Element {
  const element = node instanceof Element ? node : node.parentElement;
  const block = element?.closest(BLOCK);
  return block && article.contains(block) ? block : article;
}

function wordsOf(range: Range): string {
  return range.toString().replace(/\s+/gu, ' ').trim();
}
