import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { quietly } from '../controllers/browser-storage.ts';
import { commentCountFeed } from '../controllers/comment-counts.ts';
import { formatNumber } from '../i18n/localize.ts';
import { pageKey } from '../text/page-key.ts';
import { commentCountStyles } from './comment-count.styles.ts';

/**
 * How many comments a page of a list has. All tags of a page ask in one request. A link inside stays, with the number behind it; plain words
 * inside give way to the number once it is known.
 *
 * @summary Number of comments, for list pages.
 * @status experimental
 * @since 0.1.0
 * @slot - A link to the page, or words that stand until the number is known, and where it cannot be told.
 * @csspart count - The number.
 */
export class CommentCountElement extends TinhElement {
  static override readonly styles = commentCountStyles;
  static override readonly properties: PropertyDeclarations = { thread: {}, total: { state: true } };

  private total?: number | undefined;
  #asked = '';

  /** Key of the thread where the CMS can print one; by default the normalised path of the link inside or around the tag. */
  thread?: string;

  protected override willUpdate(_: PropertyValues<this>): void {
    const { client } = this;
    const key = this.#key;
    const asked = client && key ? `${client.id} ${key}` : '';
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.total = undefined;
    if (asked) void this.#ask(commentCountFeed(client!).count(key!));
  }

  /** The link inside, else the one that the tag stands in. */
  get #link(): HTMLAnchorElement | null {
    return this.querySelector('a') ?? this.closest('a');
  }

  get #key(): string | undefined {
    return this.thread?.normalize().trim() || quietly(() => pageKey(this.#link!.href));
  }

  async #ask(count: Promise<number | undefined>): Promise<void> {
    const asked = this.#asked;
    const total = await count;
    // The tag may be another page's by now.
    if (asked === this.#asked) this.total = total;
  }

  #handleSlotChange(): void {
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { total } = this;
    const hasLink = !!this.querySelector('a');
    const count =
      total === undefined
        ? nothing
        : hasLink
          ? ` (${formatNumber(this.language, total)})`
          : this.t('article.comments', { n: total });
    return html`<slot ?hidden=${!hasLink && total !== undefined} @slotchange=${this.#handleSlotChange}></slot
      ><span part="count">${count}</span>`;
  }
}
