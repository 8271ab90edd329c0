import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import { pageKeyOr } from '../controllers/page-address.ts';
import { visitFeed } from '../controllers/visit-feed.ts';
import { VisitsController } from '../controllers/visits.ts';
import { formatTime } from '../i18n/localize.ts';
import { parseFigure } from '../text/figure.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { articleViewStyles } from './article-view.styles.ts';

/**
 * An article as the page wrote it, with its time, views, comments and author in words, and a print button. Body and
 * headings stay in the page.
 *
 * @summary Frame around an article's own HTML.
 * @status experimental
 * @since 0.1.0
 * @slot headline - The article's own heading.
 * @slot - The article's own HTML below the line of facts.
 * @slot fallback - What the page says about time and author without script; not shown once the element works.
 * @csspart meta - The line of facts below the headline.
 * @csspart time - Time of publication.
 * @csspart count - Number of views or comments with its word.
 * @csspart author - The author's line at the end.
 * @csspart print - The print button.
 */
export class ArticleViewElement extends TinhElement {
  static override readonly styles = [baseStyles, articleViewStyles];
  static override readonly properties: PropertyDeclarations = {
    published: {},
    author: {},
    authorRole: { attribute: 'author-role' },
    views: {},
    comments: {},
    page: {},
    withoutPrint: { type: Boolean, attribute: 'without-print' },
    commentCount: { state: true },
  };
  readonly #visits = new VisitsController(this, () => this.client && visitFeed(this.client));
  #countedFrom?: string;

  /** Published comments as the server counts them. */
  private commentCount?: number;

  /** When it was published: RFC 3339, for example `2020-07-17T18:00:00+07:00`. */
  published?: string;

  /** Name of the author. */
  author?: string;

  /** What the author is, for example “Chuyên viên Văn phòng”. */
  authorRole?: string;

  /** Last known number of views, shown until the server answers. */
  views?: string;

  /** Last known number of comments, shown until the server answers. */
  comments?: string;

  /**
   * Key of the page whose views and comments are counted, as in the `thread` of its comment box; the normalised path of
   * the page's address by default.
   */
  page?: string;

  /** Leaves the print button out. */
  withoutPrint = false;

  protected override willUpdate(): void {
    const { client } = this;
    if (!client) return;
    const page = pageKeyOr(this.page);
    visitFeed(client).page = page;
    void this.#countComments(client, page);
  }

  /** Asks once per thread; an answer that does not come leaves the last known number. */
  async #countComments(client: ApiClient, thread: string): Promise<void> {
    const from = `${client.id} ${thread}`;
    if (this.#countedFrom === from) return;
    this.#countedFrom = from;
    this.commentCount = undefined;
    const answer = await client.countComments(thread).catch(() => null);
    if (this.#countedFrom === from) this.commentCount = answer?.counts[0]?.total;
  }

  #handlePrint(): void {
    window.print();
  }

  #lastKnown(name: 'views' | 'comments'): number | undefined {
    const value = this[name];
    const figure = parseFigure(value);
    if (value && figure === undefined) warnAttribute(this, name, value, 'a whole number');
    return figure;
  }

  #renderTime(): TemplateResult | typeof nothing {
    const { published } = this;
    if (!published) return nothing;
    // Date alone would take “1” for a year, and read a time without offset in the reader's own zone.
    const time = new Date(/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(published) ? published : NaN);
    if (!Number.isNaN(+time)) {
      return html`<li part="time"><time datetime=${published}>${formatTime(this.language, time)}</time></li>`;
    }
    warnAttribute(this, 'published', published, 'an RFC 3339 time');
    return nothing;
  }

  #renderCount(name: 'views' | 'comments', value: number | undefined): TemplateResult | typeof nothing {
    return value === undefined ? nothing : html`<li part="count">${this.t(`article.${name}`, { n: value })}</li>`;
  }

  #renderPrint(): TemplateResult | typeof nothing {
    if (this.withoutPrint) return nothing;
    return html`<button part="print" type="button" @click=${this.#handlePrint}>${this.t('article.print')}</button>`;
  }

  #renderAuthor(): TemplateResult | typeof nothing {
    if (!this.author) return nothing;
    const role = this.authorRole ? `, ${this.authorRole}` : '';
    return html`<p part="author">${this.t('article.author')}: ${this.author}${role}</p>`;
  }

  protected override render(): TemplateResult {
    return html`<div class="root">
      <slot name="headline"></slot>
      <div part="meta" class="quiet">
        <ul>
          ${this.#renderTime()}
          ${this.#renderCount('views', this.#visits.state?.figures?.views ?? this.#lastKnown('views'))}
          ${this.#renderCount('comments', this.commentCount ?? this.#lastKnown('comments'))}
        </ul>
        ${this.#renderPrint()}
      </div>
      <slot></slot>
      ${this.#renderAuthor()}
    </div>`;
  }
}
