import { webAddress } from '../text/web-address.ts';

/** What is left of somebody's HTML: what text, tables and pictures are made of. Everything else gives way to what is inside it. */
const KEPT = new Set(
  (
    'a abbr article b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins ' +
    'kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'
  ).split(' '),
);
/** Kept where the article is shown, not where it is a file of its own. */
const MEDIA = new Set(['audio', 'source', 'track', 'video']);
/** Goes with all that is inside it. */
const DROPPED = new Set(
  (
    'applet base button canvas datalist dialog embed form frame frameset head iframe input link map math meta meter noembed noframes noscript object ' +
    'optgroup option output param plaintext progress script select selectedcontent style svg template textarea title xmp'
  ).split(' '),
);
/** What blocks of old pages are called today; a page has one `h1`, and that is its headline. */
const RENAMED: Readonly<Record<string, string>> = { h1: 'h2', center: 'div', dir: 'ul', menu: 'ul', main: 'div' };

const ATTRIBUTES = new Set(
  'alt cite colspan controls datetime dir headers height href id kind label lang poster reversed rowspan scope span src srclang start title value width'.split(
    ' ',
  ),
);
/** Attributes that lead somewhere or load something. */
const ADDRESSES = new Set(['cite', 'href', 'poster', 'src']);
const LINK = /^(mailto:[^\s]+|tel:[+\d\s().-]+|#[^\s]*)$/i;
/** Pictures that stand in the text itself; SVG could hold more than a picture. */
const PICTURE = /^data:image\/(avif|gif|jpeg|png|webp);base64,[a-z\d+/=\s]+$/i;

/**
 * Leaves of a tree only what the lists above name; addresses become whole ones, and those that are neither of the web nor of mail or telephone are
 * left out. For trees of a document that runs nothing: nothing is written out and read again, so that nothing becomes something else on the way.
 *
 * @param base what relative addresses start from
 * @param withMedia also keeps sound and films
 */
export function clean(root: ParentNode, base: string, withMedia = false): void {
  for (const each of [...root.querySelectorAll('*')]) {
    const name = each.namespaceURI === 'http://www.w3.org/1999/xhtml' ? each.localName : 'svg';
    if (DROPPED.has(name) || (MEDIA.has(name) && !withMedia)) each.remove();
    else if (RENAMED[name]) cleanAttributes(rename(each, RENAMED[name]), base);
    else if (KEPT.has(name) || MEDIA.has(name)) cleanAttributes(each, base);
    else each.replaceWith(...each.childNodes);
  }
}

function rename(element: Element, name: string): Element {
  const other = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of element.attributes)
    if (ATTRIBUTES.has(attribute)) other.setAttribute(attribute, value);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

function cleanAttributes(element: Element, base: string): void {
  for (const { name, value } of [...element.attributes]) {
    if (!ATTRIBUTES.has(name)) element.removeAttribute(name);
    else if (ADDRESSES.has(name)) {
      const whole = cleanAddress(element, name, value.trim(), base);
      if (whole === undefined) element.removeAttribute(name);
      else element.setAttribute(name, whole);
    }
  }
  // Films and sounds begin when somebody wants them, and can be stopped.
  if (element.localName === 'video' || element.localName === 'audio') element.setAttribute('controls', '');
}

function cleanAddress(element: Element, attribute: string, address: string, base: string): string | undefined {
  if (attribute === 'href' && LINK.test(address)) return address;
  if (attribute === 'src' && element.localName === 'img' && PICTURE.test(address)) return address;
  return webAddress(address, base);
}
