import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Figures } from '../api/contract.ts';
import { TinhElement } from '../base/element.ts';
import { formatNumber } from '../i18n/localize.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { VisitsController } from '../controllers/visits.ts';
import { parseFigure } from '../text/figure.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { visitCounterStyles } from './visit-counter.styles.ts';

const ROWS = ['online', 'today', 'month', 'total'] as const;
type Row = (typeof ROWS)[number];

/**
 * How many people visit the site: online now, today, this month and in total. Counts this visit.
 *
 * @summary Visit counter of a site.
 * @status experimental
 * @since 0.1.0
 * @slot - A `<dl>` with the last known figures, whose `<dd>` carry `data-figure="online|today|month|total"`; shown without script, and until the first answer.
 * @csspart list - The list of figures.
 * @csspart label - Name of a figure.
 * @csspart figure - A figure.
 * @csspart status - The sentence that says that figures are not up to date.
 * @cssprop --tinh-visit-counter-gap - Distance between two rows.
 */
export class VisitCounterElement extends TinhElement {
  static override readonly styles = [baseStyles, visitCounterStyles];
  static override readonly properties: PropertyDeclarations = { lastKnown: { state: true } };

  readonly #visits = new VisitsController(this, () => this.client && visitFeed(this.client));

  /** Figures that the page printed into the tag. */
  private lastKnown: Partial<Record<Row, number>> = {};

  #readLastKnown(): void {
    this.lastKnown = Object.fromEntries(
      ROWS.map((row) => [row, parseFigure(this.querySelector(`[data-figure=${row}]`)?.textContent)]),
    );
  }

  #renderRow(row: Row, figures: Figures | null): TemplateResult {
    const value = figures?.[row] ?? this.lastKnown[row];
    return html`<div class="row">
      <dt part="label">${this.t(`visits.${row}`)}</dt>
      <dd part="figure">${value === undefined ? '…' : formatNumber(this.language, value)}</dd>
    </div>`;
  }

  #renderStatus(): TemplateResult | typeof nothing {
    const state = this.#visits.state;
    if (state && !state.error) return nothing;
    const why = state?.error ? this.explain(state.error) : this.t('error.noSite');
    return html`<p part="status" class="quiet">${why}</p>`;
  }

  protected override render(): TemplateResult {
    const figures = this.#visits.state?.figures ?? null;
    return html`<div class="root">
      <dl part="list">${ROWS.map((row) => this.#renderRow(row, figures))}</dl>
      ${this.#renderStatus()}
      <slot hidden @slotchange=${this.#readLastKnown}></slot>
    </div>`;
  }
}
