import { html, nothing, type TemplateResult } from 'lit';
import { warnAttribute } from '../base/warn.ts';
import { webAddress } from '../text/web-address.ts';
import type { Say } from '../i18n/localize.ts';

/** What of an article's state the attributes say. */
export interface ArticleState {
  readonly preview: boolean;
  readonly expires?: string | undefined;
  readonly movedTo?: string | undefined;
}

/**
 * What a reader has to know before reading: that it is not published yet, holds no longer, or has gone elsewhere.
 *
 * @param given what came with the article; attributes go first
 * @param inWords a time as readers see it; undefined for what is no time
 */
export function renderState(
  tag: HTMLElement & ArticleState,
  given: Omit<ArticleState, 'preview'>,
  say: Say,
  inWords: (value: string) => { readonly words: string; readonly isPast: boolean } | undefined,
): TemplateResult | typeof nothing {
  const { preview, expires = given.expires, movedTo = given.movedTo } = tag;
  const end = expires ? inWords(expires) : undefined;
  if (expires && !end) warnAttribute(tag, 'expires', expires, 'an RFC 3339 time');
  const address = webAddress(movedTo, document.baseURI);
  if (movedTo && address === undefined) warnAttribute(tag, 'moved-to', movedTo, 'an http or https address');
  const lines = [
    preview && say('article.preview'),
    end?.isPast && say('article.expired', { time: end.words }),
    address !== undefined && html`${say('article.moved')} <a href=${address}>${address}</a>`,
  ].filter((line) => !!line);
  return lines.length > 0
    ? html`<div part="state" role="note">${lines.map((line) => html`<p>${line}</p>`)}</div>`
    : nothing;
}
