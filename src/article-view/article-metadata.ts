import type { Language } from '../i18n/localize.ts';
import { asRfc3339 } from '../text/rfc3339.ts';
import type { Translation } from './article-translations.ts';

export { renderTranslations } from './article-translations.ts';

/** What a page says of its article, as far as it does. */
export interface Metadata {
  readonly headline?: string | undefined;
  /** RFC 3339. */
  readonly published?: string | undefined;
  /** RFC 3339. */
  readonly modified?: string | undefined;
  readonly author?: string | undefined;
  readonly section?: string | undefined;
  /** The page in other languages (`link rel=alternate hreflang`), without the one that is read. */
  readonly translations?: readonly Translation[];
}

/** What search engines are told of the article. */
export interface Described extends Metadata {
  readonly address: string;
  readonly authorRole?: string | undefined;
  readonly language: Language;
  readonly body: HTMLElement;
}

const ARTICLE = /^(https?:\/\/schema\.org\/)?(\w*Article|BlogPosting|Report)$/i;
const BREADCRUMB = /^(https?:\/\/schema\.org\/)?BreadcrumbList$/i;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what a page says of its article: microdata first, then JSON-LD, then OpenGraph. Of each the first that makes sense counts.
 *
 * @param article the article; microdata may stand around it
 */
export function readMetadata(article: Element): Metadata {
  const sources = [ofMicrodata(article), ofJsonLd(), ofOpenGraph()];
  const first = (name: 'headline' | 'author' | 'section'): string | undefined =>
    sources.map((source) => source[name]?.replace(/\s+/gu, ' ').trim()).find((value) => !!value);
  return {
    headline: first('headline'),
    published: sources.map(({ published }) => asRfc3339(published)).find((time) => time !== undefined),
    modified: sources.map(({ modified }) => asRfc3339(modified)).find((time) => time !== undefined),
    author: first('author'),
    section: first('section'),
    translations: translations(),
  };
}

/**
 * Tells search engines of the article (schema.org `NewsArticle`) and of the way to it (`BreadcrumbList`), as far as the page does not itself.
 *
 * @returns takes it back
 */
export function addStructuredData(described: Described): () => void {
  const graph = [
    ...(hasStructured(ARTICLE) ? [] : [asNewsArticle(described)]),
    ...(hasStructured(BREADCRUMB) ? [] : [asBreadcrumb(described)]),
  ];
  if (graph.length === 0) return () => undefined;
  const script = document.createElement('script');
  script.type = 'application/ld+json';
  // So that no other article takes it for the page's own words.
  script.dataset['tinh'] = '';
  try {
    script.text = asTrusted(
      JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }).replaceAll('<', '\\u003c'),
    );
  } catch {
    // The page allows it in no way: it stays without.
    return () => undefined;
  }
  document.head.append(script);
  return () => {
    script.remove();
  };
}

/** As far as browsers that know trusted types type them. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScript: (text: string) => string }): { createScript(text: string): string };
}

/**
 * Browsers take the text of every script for a script, data too, and pages that ask for trusted types forbid strings and text nodes alike. The name is
 * Lit's, which such a page allows anyway, twice as well (`allow-duplicates`, see README); where it does not, the browser reports it.
 */
function asTrusted(json: string): string {
  try {
    const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
    return trustedTypes?.createPolicy('lit-html', { createScript: (text) => text }).createScript(json) ?? json;
  } catch {
    return json;
  }
}

function asNewsArticle({
  headline,
  published,
  modified,
  author,
  authorRole,
  section,
  address,
  language,
  body,
}: Described): Json {
  const site = metaOf('og:site_name') ?? location.hostname;
  const image = metaOf('og:image') ?? body.querySelector('img')?.src;
  return withoutEmpty({
    '@type': 'NewsArticle',
    headline,
    description: metaOf('description') ?? metaOf('og:description'),
    datePublished: published,
    dateModified: modified ?? published,
    author: author && withoutEmpty({ '@type': 'Person', name: author, jobTitle: authorRole }),
    publisher: { '@type': 'GovernmentOrganization', name: site, url: location.origin },
    image: image && new URL(image, document.baseURI).href,
    articleSection: section,
    inLanguage: language,
    mainEntityOfPage: address,
  });
}

/** The page's own trail where it shows one, else from the site to the article. */
function asBreadcrumb({ headline, address }: Described): Json {
  const shown = [
    ...document.querySelectorAll<HTMLAnchorElement>(
      '.breadcrumb a[href], [aria-label="breadcrumb" i] a[href], .breadcrumbs a[href]',
    ),
  ].filter(({ href, textContent }) => /^https?:/.test(href) && textContent.trim() !== '');
  const trail = shown.map(({ href, textContent }) => ({ name: textContent.trim(), item: href }));
  const whole =
    trail.length > 0 ? trail : [{ name: metaOf('og:site_name') ?? location.hostname, item: `${location.origin}/` }];
  const steps = [...whole.filter(({ item }) => item !== address), { name: headline, item: address }];
  return {
    '@type': 'BreadcrumbList',
    itemListElement: steps.map((step, index) => withoutEmpty({ '@type': 'ListItem', position: index + 1, ...step })),
  };
}

function translations(): Translation[] {
  const own = document.documentElement.lang.toLowerCase().split('-')[0];
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="alternate"][hreflang][href]')];
  return links.flatMap(({ hreflang, href }) => {
    const isOther = /^[a-z]{2,3}(-[a-z\d]+)*$/i.test(hreflang) && hreflang.toLowerCase().split('-')[0] !== own;
    return isOther && /^https?:/.test(href) ? [{ lang: hreflang, address: href }] : [];
  });
}

function withoutEmpty(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== ''));
}

function hasStructured(type: RegExp): boolean {
  return (
    jsonLd().some((each) => isOfType(each, type)) ||
    [...document.querySelectorAll('[itemtype]')].some((element) => type.test(element.getAttribute('itemtype') ?? ''))
  );
}

function isOfType(object: Json, type: RegExp): boolean {
  return [object['@type']].flat().some((name) => typeof name === 'string' && type.test(name));
}

/** Every object of the page's JSON-LD; what cannot be read is left out. */
function jsonLd(): Json[] {
  return [...document.querySelectorAll('script[type="application/ld+json"]:not([data-tinh])')].flatMap(
    ({ textContent }) => {
      try {
        const whole = JSON.parse(textContent) as unknown;
        return [whole]
          .flat()
          .flatMap((each) => (isObject(each) ? [each, ...[each['@graph']].flat().filter(isObject)] : []));
      } catch {
        return [];
      }
    },
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function ofJsonLd(): Metadata {
  const article = jsonLd().find((each) => isOfType(each, ARTICLE));
  if (!article) return {};
  const text = (name: string): string | undefined => {
    const value = [article[name]].flat()[0];
    return typeof value === 'string'
      ? value
      : isObject(value) && typeof value['name'] === 'string'
        ? value['name']
        : undefined;
  };
  return {
    headline: text('headline'),
    published: text('datePublished'),
    modified: text('dateModified'),
    author: text('author'),
    section: text('articleSection'),
  };
}

function ofMicrodata(article: Element): Metadata {
  const scope =
    article.closest('[itemscope][itemtype*="Article" i]') ??
    document.querySelector('[itemscope][itemtype*="Article" i]');
  if (!scope) return {};
  const value = (name: string): string | undefined => {
    const element = scope.querySelector(`[itemprop~="${name}"]`);
    const inner = element?.matches('[itemscope]') ? element.querySelector('[itemprop~="name"]') : element;
    if (!inner) return undefined;
    return inner.getAttribute('content') ?? inner.getAttribute('datetime') ?? inner.textContent;
  };
  return {
    headline: value('headline'),
    published: value('datePublished'),
    modified: value('dateModified'),
    author: value('author'),
    section: value('articleSection'),
  };
}

function ofOpenGraph(): Metadata {
  const author = metaOf('article:author');
  return {
    headline: metaOf('og:title'),
    published: metaOf('article:published_time'),
    modified: metaOf('article:modified_time'),
    // OpenGraph has addresses of profiles there.
    author: author !== undefined && /^https?:/.test(author) ? undefined : author,
    section: metaOf('article:section'),
  };
}

function metaOf(name: string): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>(`meta[property="${name}"],meta[name="${name}"]`);
  return meta?.content.trim() ?? undefined;
}
