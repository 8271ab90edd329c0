/** A piece of plain text; one with `href` is a link to there. */
export interface TextPart {
  /** The piece as it was written. */
  readonly text: string;
  /** Where it leads: an absolute http or https address in ASCII. */
  readonly href?: string;
}

/**
 * Scheme, host, port, and the rest up to a space or a mark that encloses. No two neighbouring quantifiers take the same
 * character, so every character is looked at once or twice, whatever the text. A host without user name before it:
 * `https://bank.vn@evil.vn` leads to `bank.vn`, where it seems to lead.
 */
const ADDRESS = /\bhttps?:\/\/[\p{L}\p{M}\p{N}._-]+(?::\d+)?(?:[/?#][^\s<>"“”«»]*)?/giu;

/**
 * Cuts plain text at the http and https addresses in it, and at nothing else: no other scheme, no markup, no `www.`
 * alone. Marks of the sentence behind an address stay outside of it, and so does a bracket that closes what was opened
 * before it. In time linear to the text.
 *
 * @returns the parts in their order; their texts joined are the text. None for an empty text
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let start = 0;
  const push = (end: number, href?: string) => {
    if (end > start) parts.push({ text: text.slice(start, end), href });
    start = end;
  };
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimEnd(found);
    try {
      const { hostname, href } = new URL(address);
      // A host without a dot is one that only the writer's computer knows.
      if (!hostname.includes('.')) continue;
      push(index);
      push(index + address.length, href);
    } catch {
      // A port or host that cannot be: the words stay words.
    }
  }
  push(text.length);
  return parts;
}

/** An address without what belongs to the sentence around it. */
function trimEnd(address: string): string {
  const count = (marks: RegExp) => address.match(marks)?.length ?? 0;
  let surplus = count(/[)\]}]/g) - count(/[([{]/g);
  let end = address.length;
  for (;;) {
    const last = address[end - 1]!;
    if (/[([{]/.test(last)) surplus += 1;
    else if (/[)\]}]/.test(last) && surplus > 0) surplus -= 1;
    else if (!/[.,;:!?'’…]/.test(last)) return address.slice(0, end);
    end -= 1;
  }
}
