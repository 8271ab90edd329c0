/** Invisible characters, with which an address can be broken up for a filter and not for a reader. */
const INVISIBLE = /\p{Cf}/gu;

/** Addresses of mail are no links. Both parts are bounded, so that no text makes this slow. */
const MAIL = /(?<![\p{L}\p{N}.+_-])[\p{L}\p{N}.+_-]{1,64}@[\p{L}\p{N}.-]{1,255}/gu;

/** A dot in the spellings of links, for a regular expression. Spaces only around a dot in brackets: a sentence can end before “Com”. */
export const DOT = String.raw`(?:\.|\s?(?:\[\s?\.\s?\]|\(\s?\.\s?\)|\[dot\]|\(dot\))\s?)`;

/**
 * Ends of names that make a link of a bare `example.com`. Not every one there is: “xong.Cảm ơn” and “xong.Ai gọi” lack a space
 * and are no links. Of the short ones that are words too, the hosts are named in full.
 */
const ENDS = [
  'com|net|org|info|biz|vn|xyz|ru|cn|online|site|website|shop|store|club|vip|casino|bet|gg|cc|app|icu',
  String.raw`(?<=(?<![\p{L}\p{N}])(?:zalo|wa|fb|t|m)${DOT})me`,
  String.raw`(?<=(?<![\p{L}\p{N}])bit${DOT})ly`,
].join('|');

const LINK = new RegExp(
  [
    // A scheme in any spelling, whatever follows: https://, hxxps://, "http : //", ftp[:]//. Then its host, so that it is one link.
    String.raw`(?<![\p{L}\p{N}])(?:h[tx]{2}ps?|ftps?|tg|zalo|viber)\s?(?:\[:\]|:)\s?[/\\]{2}[\p{L}\p{N}.@:_-]*`,
    String.raw`(?<![\p{L}\p{N}])www\d?${DOT}(?=[\p{L}\p{N}])[\p{L}\p{N}.:_-]*`,
    String.raw`(?<=[\p{L}\p{N}])${DOT}(?:${ENDS})(?![\p{L}\p{M}\p{N}-]|\.[\p{L}\p{N}])`,
  ].join('|'),
  'giu',
);

/**
 * How many links a text holds, in the spellings that people can follow and that are used to get past filters. Every time one
 * stands there counts. In time linear to the text.
 */
export function countLinks(text: string): number {
  return withoutMail(linkForm(text)).match(LINK)?.length ?? 0;
}

/** The form in which links are looked for: without invisible characters, full stops as dots. */
export function linkForm(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(/\u3002/g, '.');
}

/** A text in `linkForm` without its addresses of mail. */
export function withoutMail(form: string): string {
  return form.replace(MAIL, ' ');
}
