import { html, type TemplateResult } from 'lit';

/** The room that three short comments take: what stands below the box moves less. */
export function renderSkeleton(): TemplateResult {
  return html`<div part="skeleton" aria-hidden="true">
    <p></p>
    <p></p>
    <p></p>
  </div>`;
}
