import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Figures } from '../api/contract.ts';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import { pageKeyOr } from '../controllers/page-address.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { VisitsController } from '../controllers/visits.ts';
import { formatNumber } from '../i18n/localize.ts';
import { parseFigure } from '../text/figure.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { visitCounterStyles } from './visit-counter.styles.ts';

const ROWS = [
  'online',
  'members',
  'guests',
  'bots',
  'today',
  'yesterday',
  'week',
  'month',
  'year',
  'total',
  'page',
] as const;
type Row = (typeof ROWS)[number];
const USUAL: readonly Row[] = ['online', 'today', 'month', 'total'];
const LOOKS = ['list', 'inline', 'badge'] as const;

/**
 * How many people visit the site: online now, today, this month and in total, or whichever figures the page names. Counts this visit.
 *
 * @summary Visit counter of a site.
 * @status experimental
 * @since 0.1.0
 * @slot - A `<dl>` with the last known figures, whose `<dd>` carry `data-figure="online|members|guests|bots|today|yesterday|week|month|year|total|page"`; shown without script, and until the first answer.
 * @csspart list - The list of figures.
 * @csspart row - A figure with its name.
 * @csspart label - Name of a figure.
 * @csspart figure - A figure.
 * @csspart status - The sentence that says that figures are not up to date.
 * @cssprop --tinh-visit-counter-gap - Distance between two rows.
 */
export class VisitCounterElement extends TinhElement {
  static override readonly styles = [baseStyles, visitCounterStyles];
  static override readonly properties: PropertyDeclarations = {
    show: {},
    look: { reflect: true },
    page: {},
    member: { type: Boolean },
    lastKnown: { state: true },
  };

  readonly #visits = new VisitsController(this, () => this.client && visitFeed(this.client));

  /**
   * Which figures, in their order, parted by spaces: `online`, of these `members` and `guests`, `bots` (known programs of the last minute), `today`, `yesterday`, `week` (since Monday), `month`, `year`, `total`, and `page`
   * for the views of this page. `online today month total` by default.
   */
  show?: string;

  /** How they are laid out: `list` (default), one below the other; `inline`, in a line of text; `badge`, in small frames. */
  look?: string;

  /** Key of the page whose views are counted, as in the `page` of its article; the normalised path of the page's address by default. */
  page?: string;

  /** Whether the reader is signed in to the site: counted among `members`, and nothing says as whom. */
  member = false;

  /** Figures that the page printed into the tag. */
  private lastKnown: Partial<Record<Row, number>> = {};

  protected override willUpdate(): void {
    const { client, page, look, member } = this;
    if (client && this.isConnected) {
      const feed = visitFeed(client);
      if (page) feed.page = pageKeyOr(page);
      if (member) feed.member = true;
    }
    if (look && !LOOKS.includes(look as 'list')) warnAttribute(this, 'look', look, `one of ${LOOKS.join(', ')}`);
  }

  /** Names that mean nothing are left out, and so is a second one of a kind. */
  get #rows(): readonly Row[] {
    const { show } = this;
    if (!show?.trim()) return USUAL;
    const names = [...new Set(show.trim().split(/[\s,]+/))];
    const rows = names.filter((name): name is Row => ROWS.includes(name as Row));
    if (rows.length < names.length) warnAttribute(this, 'show', show, `some of ${ROWS.join(' ')}`);
    return rows.length > 0 ? rows : USUAL;
  }

  #readLastKnown(): void {
    this.lastKnown = Object.fromEntries(
      ROWS.map((row) => [row, parseFigure(this.querySelector(`[data-figure=${row}]`)?.textContent)]),
    );
  }

  #renderRow(row: Row, figures: Figures | null): TemplateResult {
    const value = figureOf(row, figures) ?? this.lastKnown[row];
    return html`<div class="row" part="row">
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
      <dl part="list">${this.#rows.map((row) => this.#renderRow(row, figures))}</dl>
      ${this.#renderStatus()}
      <slot hidden @slotchange=${this.#readLastKnown}></slot>
    </div>`;
  }
}

/** What the server says of a row; undefined for what is no figure, whatever stands between us and the server. */
function figureOf(row: Row, figures: Figures | null): number | undefined {
  if (!figures) return undefined;
  const value = row === 'guests' ? figures.online - figures.members : figures[row === 'page' ? 'views' : row];
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
