/** A sentence of the article, and where it stands. */
export interface Sentence {
  readonly words: string;
  readonly range: Range;
}

/** What begins a new line: no sentence goes on from one of them to the next. */
const BLOCKS =
  'address, article, blockquote, caption, dd, div, dl, dt, figcaption, figure, footer, h1, h2, h3, h4, h5, h6, header, hr, li, ol, p, pre, section, summary, table, td, th, tr, ul';
/** What nobody wants to hear. */
const SILENT =
  'script, style, noscript, template, iframe, svg, math, audio, video, select, button, [slot], [hidden], [aria-hidden="true"]';

/** Most characters that are spoken in one go: Chrome falls silent after 15 seconds of one utterance, some 60 syllables. */
const LONGEST = 220;

/** The article's sentences in their order; long ones in parts. Headings, items of lists and cells of tables are sentences. */
export function sentencesOf(body: Element): Sentence[] {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found: Sentence[] = [];
  let line: Text[] = [];
  let block: Element | null = null;
  const end = (): void => {
    found.push(...sentencesOfLine(line));
    line = [];
  };
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (node instanceof Text) {
      const around = node.parentElement!.closest(BLOCKS);
      if (around !== block) end();
      block = around;
      line.push(node);
    } else if ((node as Element).localName === 'br') end();
  }
  end();
  return found;
}

function sentencesOfLine(nodes: readonly Text[]): Sentence[] {
  const text = nodes.map(({ data }) => data).join('');
  const found: Sentence[] = [];
  for (const [from, to] of bounds(text)) {
    const words = text.slice(from, to).replace(/\s+/g, ' ').trim();
    if (!/[\p{L}\p{N}]/u.test(words)) continue;
    const range = document.createRange();
    range.setStart(...placeOf(nodes, from));
    range.setEnd(...placeOf(nodes, to));
    found.push({ words, range });
  }
  return found;
}

/** Where sentences, or parts of long ones, begin and end. */
function bounds(text: string): [number, number][] {
  return segments(text).flatMap(([from, to]) => {
    const parts: [number, number][] = [];
    let begin = from;
    while (to - begin > LONGEST) {
      const piece = text.slice(begin, begin + LONGEST);
      // After a comma if there is one, else between two words.
      const cut = Math.max(...[',', ';', ':', ' – '].map((mark) => piece.lastIndexOf(mark) + 1));
      const length = cut > LONGEST / 3 ? cut : piece.lastIndexOf(' ') + 1 || LONGEST;
      parts.push([begin, begin + length]);
      begin += length;
    }
    return [...parts, [begin, to] as [number, number]];
  });
}

function segments(text: string): [number, number][] {
  // Firefox has it from 125 on.
  if ('Segmenter' in Intl) {
    const found = new Intl.Segmenter('vi', { granularity: 'sentence' }).segment(text);
    return [...found].map(({ index, segment }) => [index, index + segment.length]);
  }
  return [...text.matchAll(/[^.!?…]*(?:[.!?…]+(?=\s|$)|[.!?…](?=\S)|$)/g)]
    .reduce<[number, number][]>((joined, { 0: { length }, index }) => {
      const before = joined.at(-1);
      // A point within “1.604.377” or “tayninh.gov.vn” ends nothing.
      if (before && /\S/.test(text[before[1]] ?? ' ') && before[1] === index) before[1] = index + length;
      else joined.push([index, index + length]);
      return joined;
    }, [])
    .filter(([from, to]) => to > from);
}

function placeOf(nodes: readonly Text[], offset: number): [Text, number] {
  let rest = offset;
  for (const node of nodes) {
    if (rest <= node.length) return [node, rest];
    rest -= node.length;
  }
  const last = nodes.at(-1)!;
  return [last, last.length];
}
