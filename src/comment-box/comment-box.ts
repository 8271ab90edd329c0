import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import type { Comment, CommentPage } from '../api/contract.ts';
import { randomToken } from '../api/token.ts';
import { TinhElement } from '../base/element.ts';
import { pageAddress, pageKeyOr } from '../controllers/page-address.ts';
import { formatTime } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { CommentPostedEvent } from './comment-box.events.ts';
import { commentBoxStyles } from './comment-box.styles.ts';
import { renderForm } from './comment-form.ts';
import { renderComment, type Say } from './comment-list.ts';
import { findMissing, toFaults, type Faults, type Field } from './comment-rules.ts';
import { authorToken, keepDraft, readDraft, type Draft } from './comment-store.ts';

/**
 * Readers' comments of a page: reads the thread, and posts with name, text and consent. What a reader typed is kept
 * until the server has it.
 *
 * @summary Comments of readers, with a form.
 * @status experimental
 * @since 0.1.0
 * @slot - A link to the comments on the companion server; shown without script and when the thread cannot be loaded.
 * @fires {CommentPostedEvent} tinh-comment-posted - The server has stored a comment.
 * @csspart heading - The heading.
 * @csspart form - The form.
 * @csspart field - A text field of the form.
 * @csspart send - The button that sends.
 * @csspart list - The list of comments.
 * @csspart comment - One comment.
 * @csspart author - The author's name.
 * @csspart time - Time of a comment.
 * @csspart badge - State of one's own comment.
 * @csspart text - Text of a comment.
 * @csspart more - The button for more comments.
 * @csspart status - Sentences about loading and failing.
 * @cssprop --tinh-comment-box-gap - Distance between form, list and comments.
 */
export class CommentBoxElement extends TinhElement {
  static override readonly styles = [baseStyles, commentBoxStyles];
  static override readonly properties: PropertyDeclarations = {
    thread: {},
    items: { state: true },
    loading: { state: true },
    loadError: { state: true },
    faults: { state: true },
    sending: { state: true },
    failed: { state: true },
    notice: { state: true },
  };

  /** Server, site and thread that the box shows; empty where no site is named. */
  #place = '';
  #page?: CommentPage;
  #draft: Draft = { name: '', text: '' };

  private items: readonly Comment[] = [];
  private loading?: boolean;
  private loadError?: ApiError;
  private faults: Faults = {};
  private sending?: boolean;
  private failed?: boolean;
  private notice?: StringKey;

  /** Key of the thread where the CMS can print one; the normalised path of the page's address by default. */
  thread?: string;

  protected override willUpdate(): void {
    const place = this.client ? `${this.client.id} ${this.#key}` : '';
    if (place === this.#place) return;
    this.#place = place;
    this.items = [];
    this.#page = undefined;
    this.faults = {};
    this.notice = undefined;
    if (!place) return;
    this.#draft = readDraft(place);
    this.failed = !!this.#draft.key;
    void this.#load();
    void this.updateComplete.then(() => {
      this.#fillForm();
    });
  }

  get #key(): string {
    return pageKeyOr(this.thread);
  }

  /** Loads the first page, or the next one. */
  async #load(): Promise<void> {
    const place = this.#place;
    const client = this.client!;
    this.loading = true;
    this.loadError = undefined;
    try {
      const page = await client.listComments(this.#key, this.#page?.nextCursor, authorToken(client.id));
      if (place !== this.#place) return;
      // What was posted while the answer was under way stays; nothing is shown twice.
      const before = this.items.filter(({ id }) => !page.items.some((item) => item.id === id));
      this.items = [...before, ...page.items];
      this.#page = page;
    } catch (error) {
      if (place !== this.#place) return;
      this.loadError = error as ApiError;
    }
    this.loading = false;
  }

  async #handleMore(): Promise<void> {
    if (this.loading) return;
    const first = this.items.length;
    await this.#load();
    await this.updateComplete;
    // The button may be gone: focus goes on where the new comments begin.
    this.renderRoot.querySelectorAll<HTMLElement>('[part=comment]')[first]?.focus();
  }

  #handleInput(): void {
    const name = this.#field('name').value;
    const text = this.#field('text').value;
    // Other words are another comment: the key of a failed attempt goes with its words.
    const same = name === this.#draft.name && text === this.#draft.text;
    this.#keep({ name, text, key: same ? this.#draft.key : undefined });
  }

  #handleSubmit(event: Event): void {
    event.preventDefault();
    if (!this.sending) void this.#send(this.client!);
  }

  #field(name: Field): HTMLInputElement {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${name}`)!;
  }

  #fillForm(): void {
    this.#field('name').value = this.#draft.name;
    this.#field('text').value = this.#draft.text;
    this.#field('consent').checked = false;
  }

  #keep(draft: Draft): void {
    this.#draft = draft;
    keepDraft(this.#place, draft);
  }

  async #send(client: ApiClient): Promise<void> {
    const place = this.#place;
    const { name, text, key = randomToken() } = this.#draft;
    this.notice = undefined;
    this.sending = true;
    if (!(await this.#showFaults(findMissing(name, text, this.#field('consent').checked)))) {
      this.#keep({ name, text, key });
      this.failed = false;
      try {
        const url = pageAddress();
        const comment = { thread: this.#key, url, title: document.title, name, text, consent: true };
        const stored = await client.postComment(comment, key, authorToken(client.id, true)!);
        keepDraft(place, null);
        if (place === this.#place) this.#showPosted(stored);
        this.dispatchEvent(new CommentPostedEvent(stored));
      } catch (error) {
        if (place === this.#place) await this.#showRefused(error as ApiError);
      }
    }
    this.sending = false;
  }

  #showPosted(comment: Comment): void {
    this.items = [comment, ...this.items.filter(({ id }) => id !== comment.id)];
    this.#draft = { name: this.#draft.name, text: '' };
    this.#fillForm();
    this.notice = comment.state === 'published' ? 'comments.posted' : 'comments.waiting';
  }

  async #showRefused(error: ApiError): Promise<void> {
    this.explain(error);
    // Refused words were not stored: once mended they are a new attempt.
    if (error.status === 422) this.#keep({ ...this.#draft, key: undefined });
    this.failed = !(await this.#showFaults(toFaults(error.errors)));
  }

  /** Shows what is wrong at each field and moves the focus to the first; false when nothing is. */
  async #showFaults(faults: Faults): Promise<boolean> {
    this.faults = faults;
    await this.updateComplete;
    const first = this.renderRoot.querySelector<HTMLElement>('[aria-invalid]');
    first?.focus();
    return !!first;
  }

  #renderStatus(): TemplateResult {
    const { loadError, loading, items } = this;
    const words = !this.#place
      ? this.t('error.noSite')
      : loadError
        ? this.explain(loadError)
        : loading
          ? '…'
          : items.length
            ? nothing
            : this.t('comments.empty');
    return html`<p part="status" role=${loadError ? 'alert' : nothing}>${words}</p>
      ${
        loadError && !isFinal(loadError)
          ? html`<button type="button" @click=${this.#handleMore}>${this.t('error.retry')}</button>`
          : nothing
      }
      <slot ?hidden=${this.#place && !loadError}></slot>`;
  }

  protected override render(): TemplateResult {
    const page = this.#page;
    const { faults, sending, failed, language } = this;
    const say: Say = (key, values) => this.t(key, values);
    const on = { input: this.#handleInput, submit: this.#handleSubmit };
    return html`<div class="root">
      <h2 part="heading">${this.t('comments.heading')}</h2>
      ${this.#place && !isFinal(this.loadError) ? renderForm({ faults, sending, failed }, say, on) : nothing}
      <p role="status">${this.notice ? this.t(this.notice) : nothing}</p>
      <ol part="list">
        ${this.items.map((item) => renderComment(item, formatTime(language, new Date(item.createdAt)), say))}
      </ol>
      ${
        page?.nextCursor && !this.loadError
          ? html`<button part="more" type="button" @click=${this.#handleMore}>${this.t('comments.more')}</button>`
          : nothing
      }
      ${this.#renderStatus()}
    </div>`;
  }
}

/** A refusal that no further try of the reader changes: the form would only raise hopes. */
function isFinal(error: ApiError | undefined): boolean {
  return error?.status === 403 || error?.status === 404;
}
