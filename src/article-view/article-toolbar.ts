import { html, nothing, type TemplateResult } from 'lit';
import type { Placeholders } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { changeReading, MODES, readingSettings, SIZES, type Mode } from './reading-settings.ts';

/** A string in the tag's language. */
export type Say = (key: StringKey, values?: Placeholders) => string;

/** Steps of the text size: to the next smaller, to the page's own, to the next larger. */
type Step = -1 | 0 | 1;

const MODE_WORDS: Readonly<Record<Mode, StringKey>> = {
  page: 'article.modePage',
  contrast: 'article.modeContrast',
  sepia: 'article.modeSepia',
};

/** Buttons for the text size. `notice` says what the size is now, since a press at the end of the scale shows nothing. */
export function renderTextSize(say: Say, notice: (words: string) => void): TemplateResult {
  const step = (by: Step): void => {
    const { size } = readingSettings();
    const next = by === 0 ? 100 : (SIZES[SIZES.indexOf(size) + by] ?? size);
    changeReading({ size: next });
    notice(say('article.sizeNow', { n: next }));
  };
  const button = (by: Step, sign: string, name: string): TemplateResult => {
    const handleClick = (): void => {
      step(by);
    };
    // Whoever speaks to the computer says what they see: the sign belongs to the name (WCAG 2.5.3).
    return html`<button type="button" title=${name} @click=${handleClick}>
      ${sign} <span class="spoken">${name}</span>
    </button>`;
  };
  return html`<div part="text-size" role="group" aria-label=${say('article.textSize')}>
    ${button(-1, 'A−', say('article.smaller'))}${button(0, 'A', say('article.usualSize'))}${button(1, 'A+', say('article.larger'))}
  </div>`;
}

/** Choice of colours and line spacing. */
export function renderDisplay(say: Say): TemplateResult {
  const { mode, spaced } = readingSettings();
  const handleSpaced = ({ target }: Event): void => {
    changeReading({ spaced: (target as HTMLInputElement).checked });
  };
  const choice = (each: Mode): TemplateResult => {
    const handleChange = (): void => {
      changeReading({ mode: each });
    };
    return html`<label
      ><input
        type="radio"
        name="mode"
        .checked=${mode === each}
        @change=${handleChange}
      />${say(MODE_WORDS[each])}</label
    >`;
  };
  return html`<details part="display">
    <summary class="button">${say('article.display')}</summary>
    <fieldset>
      <legend>${say('article.colors')}</legend>
      ${MODES.map(choice)}
    </fieldset>
    <label><input type="checkbox" .checked=${spaced} @change=${handleSpaced} />${say('article.spaced')}</label>
  </details>`;
}

/** What is handed to others. */
export interface Shared {
  readonly address: string;
  readonly title: string;
  /** Whether the device has a sheet of its own for it. */
  readonly canShare: boolean;
}

/** What leads to others: the system's sheet where there is one, the link to copy, Facebook and e-mail as plain links. */
export function renderShare(
  say: Say,
  { address, title, canShare }: Shared,
  handle: { readonly copy: () => void; readonly share: () => void },
): TemplateResult {
  const facebook = `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(address)}`;
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(`${title}\n${address}`)}`;
  return html`<details part="share">
    <summary class="button">${say('article.share')}</summary>
    <div>
      ${canShare ? html`<button type="button" @click=${handle.share}>${say('article.shareSheet')}</button>` : nothing}
      <button part="copy" type="button" @click=${handle.copy}>${say('article.copy')}</button>
      <a class="button" href=${facebook} rel="noopener noreferrer">${say('article.facebook')}</a>
      <a class="button" href=${mail}>${say('article.mail')}</a>
      <slot name="share"></slot>
    </div>
  </details>`;
}
