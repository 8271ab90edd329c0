import type { FastifyRequest } from 'fastify';
import { linkify } from '../../src/text/linkify.ts';
import type { Site } from '../config.ts';
import { isAllowedOrigin, isOwnOrigin } from '../http/origins.ts';
import { languageOf, type PageLanguage } from '../http/page-parts.ts';
import { type PageWords, pageWords } from './page-words.ts';

/** How numbers and times are written. */
export const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;

/** Names of the plain pages below `/sites/:site/`: all at one depth, so that one relative address leads from each to each. */
export const PAGES = {
  thread: 'comments',
  lookup: 'comment-lookup',
  edit: 'comment-edit',
  withdrawal: 'comment-withdrawal',
} as const;

/** Bytes. A text far too long comes back with what is wrong with it, not with an error; a letter takes up to twelve. */
export const LARGEST_FORM = 1024 * 1024;

/** For whom a plain page is made. */
export interface PageReader {
  readonly site: Site;
  readonly lang: PageLanguage;
  readonly words: PageWords;
}

/** A sentence about what went wrong, and the faults of fields to jump to. */
export interface Alert {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly links: readonly { readonly field: string; readonly text: string }[];
}

/** What the query of a request says about the language. */
export function pageReader(request: FastifyRequest, site: Site): PageReader {
  const lang = languageOf((request.query as { lang?: unknown }).lang);
  return { site, lang, words: pageWords[lang] };
}

/** A relative address of a plain page, in the reader's language. */
export function pageAddress(
  page: (typeof PAGES)[keyof typeof PAGES],
  { lang }: Pick<PageReader, 'lang'>,
  query: Readonly<Record<string, string>> = {},
  anchor = '',
): string {
  const search = new URLSearchParams({ ...query, ...(lang === 'en' && { lang }) }).toString();
  return `${page}${search && `?${search}`}${anchor && `#${anchor}`}`;
}

/**
 * What the frame of every plain page needs.
 *
 * @param here page and query in each language; null where the other language would lose what is shown
 */
export function frameOf(
  { site, lang, words }: PageReader,
  here: { page: (typeof PAGES)[keyof typeof PAGES]; query?: Readonly<Record<string, string>> } | null,
): Record<string, unknown> {
  const inLanguage = (each: PageLanguage): string =>
    here === null ? '' : pageAddress(here.page, { lang: each }, here.query);
  return {
    lang,
    words,
    siteName: site.name,
    languages: here && { vi: inLanguage('vi'), en: inLanguage('en'), isVi: lang === 'vi', isEn: lang === 'en' },
    lookup: pageAddress(PAGES.lookup, { lang }),
    alert: null,
    notice: null,
  };
}

/** Where a comment stands on its page. */
export function anchorOf(id: string): string {
  return `y-kien-${id}`;
}

/** A moment with its day of the week, as the site's clock shows it. */
export function longTime(iso: string, { site: { timeZone }, lang }: PageReader): string {
  const day = { weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric', timeZone } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const time = new Date(iso);
  return `${time.toLocaleDateString(LOCALES[lang], day)}, ${time.toLocaleTimeString(LOCALES[lang], clock)}`;
}

/** A text line by line, addresses in it made clickable. `href` is never left out: mustache would look for it further out. */
export function paragraphsOf(text: string): { parts: { text: string; href: string | null }[] }[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ parts: linkify(line).map((part) => ({ text: part.text, href: part.href ?? null })) }));
}

/** Readers send the address of a thread and browsers the referrer: only pages of the site itself are linked. */
export function isPageOfSite(
  address: string | undefined,
  site: Site,
  request: FastifyRequest,
  publicUrl: URL | null,
): address is string {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, origin, pathname } = new URL(address);
  if (!/^https?:$/.test(protocol)) return false;
  if (Object.values(PAGES).some((page) => pathname.endsWith(`/sites/${site.slug}/${page}`))) return false;
  return isOwnOrigin(origin, request, publicUrl) || isAllowedOrigin(origin, site);
}

/**
 * The page that the reader comes from, when it is one of the site. From another origin browsers tell the origin only, which is no
 * article.
 */
export function refererOf(request: FastifyRequest, site: Site, publicUrl: URL | null): string | undefined {
  const { referer } = request.headers;
  if (!isPageOfSite(referer, site, request, publicUrl)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  const isBare = pathname === '/' && search === '';
  return isBare && !isOwnOrigin(origin, request, publicUrl) ? undefined : referer;
}
