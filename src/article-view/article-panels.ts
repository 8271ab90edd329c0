import { html, nothing, type TemplateResult } from 'lit';
import type { StringKey } from '../i18n/vi.ts';
import type { Say } from '../i18n/localize.ts';
import { changeReading, MODES, readingSettings, type Mode } from './reading-settings.ts';

const MODE_WORDS: Readonly<Record<Mode, StringKey>> = {
  page: 'article.modePage',
  contrast: 'article.modeContrast',
  sepia: 'article.modeSepia',
};

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
  return html`<fieldset>
      <legend>${say('article.colors')}</legend>
      ${MODES.map(choice)}
    </fieldset>
    <label><input type="checkbox" .checked=${spaced} @change=${handleSpaced} />${say('article.spaced')}</label>`;
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
  return html`<div>
    ${canShare ? html`<button type="button" @click=${handle.share}>${say('article.shareSheet')}</button>` : nothing}
    <button part="copy" type="button" @click=${handle.copy}>${say('article.copy')}</button>
    <a class="button" href=${facebook} rel="noopener noreferrer">${say('article.facebook')}</a>
    <a class="button" href=${mail}>${say('article.mail')}</a>
    <slot name="share"></slot>
  </div>`;
}
