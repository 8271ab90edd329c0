import { html, nothing, type TemplateResult } from 'lit';
import type { Comment } from '../api/contract.ts';
import type { Placeholders } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';

/** Says a string in the language of the box. */
export type Say = (key: StringKey, values?: Placeholders) => string;

/** One comment with its author, time and, for its author, its state. */
export function renderComment({ name, text, state, createdAt }: Comment, time: string, say: Say): TemplateResult {
  return html`<li part="comment" tabindex="-1">
    <p class="byline">
      <strong part="author">${name}</strong>
      <time part="time" class="quiet" datetime=${createdAt}>${time}</time>
      ${state === 'published' ? nothing : html`<span part="badge">${say(`comments.${state}`)}</span>`}
    </p>
    <p part="text">${text}</p>
  </li>`;
}
