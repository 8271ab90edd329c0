import type { Say } from '../i18n/localize.ts';
import { html, nothing, type TemplateResult } from 'lit';

/** Another language in which the page is there. */
export interface Translation {
  /** Code of the language, as `hreflang` has it. */
  readonly lang: string;
  readonly address: string;
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
