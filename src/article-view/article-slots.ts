import { nextFrame } from '../base/next-frame.ts';

/** Nodes that a slow device lays out without holding keys and fingers up. */
const PIECE_LENGTH = 16;
/** Pixels that facts and tools may move the article down, where the browser does not follow it. */
const HEAD = 400;
/** Milliseconds of a frame after which no further piece is laid out in it; drawing takes about as long again. */
const BUDGET = 10;

type Slotted = Element | Text;

/** A run of an article's nodes, with the slot that shows them. */
interface Piece {
  readonly slot: HTMLSlotElement;
  nodes: Slotted[];
  /** Its place is kept, and nothing is shown in it yet. */
  isWaiting: boolean;
}

/**
 * Shows what the page wrote in the tag, without moving it. The nodes get their slots from here and not by the browser, which would lay the
 * whole article out in one go once the tag has a shadow root: a long one comes in pieces, what the reader sees first. Until a piece comes, its
 * place is as high as it was.
 */
export class ArticleSlots {
  /** Holds the article itself. */
  readonly element = document.createElement('div');
  readonly #tag: HTMLElement;
  readonly #shown: () => void;
  readonly #changes = new MutationObserver(() => {
    this.#sort();
    this.assign(this.#root!);
  });
  #pieces: Piece[] = [];
  #held: HTMLSlotElement[] = [];
  #root: ShadowRoot | undefined;
  #isHeld = false;
  #isShowing = false;

  /** @param shown hears of every piece that comes after the others */
  constructor(tag: HTMLElement, shown: () => void) {
    this.#tag = tag;
    this.#shown = shown;
    this.element.className = 'article';
  }

  /** Before the tag has a shadow root: where the article's pieces begin, and how high they are. */
  measure(): void {
    const starts: Element[] = [];
    const parts: Slotted[][] = [[]];
    for (const node of this.#nodes()) {
      if (parts.at(-1)!.length >= PIECE_LENGTH && node instanceof Element && isBlock(node)) {
        starts.push(node);
        parts.push([]);
      }
      parts.at(-1)!.push(node);
    }
    const ends = [
      ...starts.map((start) => start.getBoundingClientRect().top),
      this.#tag.getBoundingClientRect().bottom,
    ];
    const focused = [...this.#tag.childNodes].find((node) => node.contains(document.activeElement));
    this.#pieces = parts.map((nodes, index) => {
      const slot = document.createElement('slot');
      const [top, bottom] = [ends[index - 1], ends[index]!];
      // The first holds the place of what stands above all others.
      const isSeen = top === undefined || document.hidden || (top < innerHeight && bottom > -HEAD);
      const isWaiting = !isSeen && !nodes.includes(focused as Slotted);
      if (isWaiting) slot.style.cssText = `display:block;block-size:${String(bottom - top)}px`;
      return { slot, nodes, isWaiting };
    });
    this.element.append(...this.#pieces.map(({ slot }) => slot));
  }

  /** Shows the tag as it was, until it is rendered. */
  hold(root: ShadowRoot): void {
    const names = new Set([...this.#named].map(({ slot }) => slot));
    this.#isHeld = true;
    this.#held = [...names].map((name) => Object.assign(document.createElement('slot'), { name }));
    root.append(...this.#held, this.element);
    this.assign(root);
  }

  /** The tag is rendered, with slots of its own. */
  letGo(): void {
    this.#isHeld = false;
    for (const slot of this.#held.splice(0)) slot.remove();
  }

  /** After each rendering: every slot gets what the page wrote for it. */
  assign(root: ShadowRoot): void {
    const named = [...this.#named];
    for (const slot of root.querySelectorAll<HTMLSlotElement>('slot[name]')) {
      slot.assign(...named.filter((child) => child.slot === slot.name));
    }
    if (!this.#root) {
      this.#root = root;
      this.#changes.observe(this.#tag, { childList: true, attributeFilter: ['slot'], subtree: true });
      if (this.#pieces.length === 0) this.#sort();
      for (const { slot, nodes, isWaiting } of this.#pieces) if (!isWaiting) slot.assign(...nodes);
    }
    if (!this.#isHeld && !this.#isShowing) void this.#showRest();
  }

  /** Whatever still waits is shown now: paper does not wait, nor does who follows a link to a section. */
  showAll(): void {
    for (const piece of this.#pieces) show(piece);
  }

  get #named(): NodeListOf<Element> {
    return this.#tag.querySelectorAll(':scope > [slot]:not([slot=""])');
  }

  /** What the page wrote for no slot in particular. */
  #nodes(): Slotted[] {
    const named = new Set<Node>(this.#named);
    return [...this.#tag.childNodes].filter(
      (node): node is Slotted => !named.has(node) && (node instanceof Element || node instanceof Text),
    );
  }

  /** A node that is new belongs to the piece of the one before it; pieces stay in the article's order. */
  #sort(): void {
    if (this.#pieces.length === 0) {
      this.#pieces = [{ slot: document.createElement('slot'), nodes: [], isWaiting: false }];
      this.element.append(this.#pieces[0]!.slot);
    }
    const former = new Map(this.#pieces.flatMap(({ nodes }, index) => nodes.map((node) => [node, index] as const)));
    const parts = this.#pieces.map((): Slotted[] => []);
    let current = 0;
    for (const node of this.#nodes()) {
      current = Math.max(current, former.get(node) ?? 0);
      parts[current]!.push(node);
    }
    this.#pieces.forEach((piece, index) => {
      piece.nodes = parts[index]!;
      if (!piece.isWaiting) piece.slot.assign(...piece.nodes);
    });
  }

  /** From what is seen outwards. */
  async #showRest(): Promise<void> {
    this.#isShowing = true;
    for (;;) {
      const waiting = this.#pieces.filter(({ isWaiting }) => isWaiting);
      if (waiting.length === 0) return;
      await nextFrame();
      const far = new Map(waiting.map((piece) => [piece, farFromSight(piece.slot)]));
      const start = performance.now();
      for (const piece of waiting.sort((a, b) => far.get(a)! - far.get(b)!)) {
        show(piece);
        // Asked for its height the browser lays it out now, so that it is seen how long that takes.
        if (this.element.offsetHeight < 0 || performance.now() - start > BUDGET) break;
      }
      this.#shown();
    }
  }
}

/** Pixels between the screen and what is above or below it. */
function farFromSight(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(top - innerHeight, -bottom);
}

function show(piece: Piece): void {
  if (!piece.isWaiting) return;
  piece.isWaiting = false;
  piece.slot.style.cssText = '';
  piece.slot.assign(...piece.nodes);
}

/** So long that a slow device is kept waiting by taking it over in one go. */
export function isLong(article: Element): boolean {
  return article.childNodes.length > PIECE_LENGTH * 3;
}

/** A piece that began within a line of text, or beside what floats, would not be as high as its place. */
function isBlock(element: Element): boolean {
  const { display, float, position } = getComputedStyle(element);
  return float === 'none' && position === 'static' && !/inline|none|contents/.test(display);
}
