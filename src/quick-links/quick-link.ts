/** A link of the page, and what it says of itself. */
export interface QuickLink {
  readonly anchor: HTMLAnchorElement;
  /** Its text, or what its picture says. */
  readonly label: string;
  /** What its picture says, where there is no text: shown as text below the picture. */
  readonly caption: string;
  readonly note: string;
  /** Empty where it belongs to none. */
  readonly category: string;
  /** Shown from then on; undefined for always. */
  readonly from: Date | undefined;
  /** Shown until then; undefined for ever. */
  readonly until: Date | undefined;
  /** How often it was used, as the page knows it. */
  readonly count: number;
}

/** Where links lead. Everything else, `javascript:` above all, is none. */
const PROTOCOLS = /^(https?|mailto|tel):$/;

/** Whether a link leads somewhere that a reader may be sent to. */
export function isSafe({ protocol }: HTMLAnchorElement): boolean {
  return PROTOCOLS.test(protocol);
}

/** Whether a link leads to another website. */
export function isExternal({ protocol, hostname }: HTMLAnchorElement): boolean {
  return protocol.startsWith('http') && hostname !== location.hostname;
}

/** Whether it is shown at a moment, in milliseconds. */
export function isCurrent({ from, until }: QuickLink, now: number): boolean {
  return (!from || +from <= now) && (!until || now < +until);
}

/** Whether it comes or goes at a time. */
export function isPassing({ from, until }: QuickLink): boolean {
  return Boolean(from ?? until);
}

/** Made when first needed: a slow phone waits 50 ms for its rules, and most pages never sort. */
let collator: Intl.Collator | undefined;

/** As a Vietnamese dictionary has them: a, ă, â, b …; numbers by their value. */
export function byLabel(a: QuickLink, b: QuickLink): number {
  collator ??= new Intl.Collator('vi', { numeric: true });
  return collator.compare(a.label, b.label);
}

/** By their categories, in the order in which those come first; what has none comes before all others. */
export function byCategory(links: readonly QuickLink[]): readonly (readonly [string, readonly QuickLink[]])[] {
  const groups = new Map<string, QuickLink[]>();
  for (const link of links) {
    const group = groups.get(link.category);
    if (group) group.push(link);
    else groups.set(link.category, [link]);
  }
  return [...groups].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
}
