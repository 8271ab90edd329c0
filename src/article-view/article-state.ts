import { html, nothing, type TemplateResult } from 'lit';
import { warnAttribute } from '../base/warn.ts';
import type { Say } from './article-toolbar.ts';

/** What of an article's state the attributes say. */
export interface ArticleState {
  readonly preview: boolean;
  readonly expires?: string | undefined;
  readonly movedTo?: string | undefined;
}

/** Another language in which the page is there. */
export interface Translation {
  /** Code of the language, as `hreflang` has it. */
  readonly lang: string;
  readonly address: string;
}

/**
 * What a reader has to know before reading: that it is not published yet, holds no longer, or has gone elsewhere.
 *
 * @param inWords a time as readers see it; undefined for what is no time
 */
export function renderState(
  tag: HTMLElement & ArticleState,
  say: Say,
  inWords: (value: string) => { readonly words: string; readonly isPast: boolean } | undefined,
): TemplateResult | typeof nothing {
  const { preview, expires, movedTo } = tag;
  const end = expires ? inWords(expires) : undefined;
  if (expires && !end) warnAttribute(tag, 'expires', expires, 'an RFC 3339 time');
  const isAddress = !!movedTo && /^https?:\/\//i.test(movedTo);
  if (movedTo && !isAddress) warnAttribute(tag, 'moved-to', movedTo, 'an http or https address');
  const lines = [
    preview && say('article.preview'),
    end?.isPast && say('article.expired', { time: end.words }),
    isAddress && html`${say('article.moved')} <a href=${movedTo}>${movedTo}</a>`,
  ].filter((line) => !!line);
  return lines.length > 0
    ? html`<div part="state" role="note">${lines.map((line) => html`<p>${line}</p>`)}</div>`
    : nothing;
}

/** Links to the other languages of the page, each named in its own. */
export function renderTranslations(translations: readonly Translation[], say: Say): TemplateResult | typeof nothing {
  if (translations.length === 0) return nothing;
  return html`<nav part="translations" aria-label=${say('article.translations')}>
    <ul>
      ${translations.map(
        ({ lang, address }) => html`<li><a href=${address} hreflang=${lang} lang=${lang}>${nameOf(lang)}</a></li>`,
      )}
    </ul>
  </nav>`;
}

function nameOf(lang: string): string {
  const name = new Intl.DisplayNames([lang], { type: 'language' }).of(lang) ?? lang;
  return name.charAt(0).toLocaleUpperCase(lang) + name.slice(1);
}
