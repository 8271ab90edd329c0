import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { ApiError, type ApiClient } from '../api/client.ts';
import type { Comment, CommentRules, CommentSort, NewComment, NewReport, PostedComment } from '../api/contract.ts';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import type { OutboxError } from '../controllers/outbox.ts';
import { pageAddress, pageKeyOr } from '../controllers/page-address.ts';
import { formatNumber, formatTime } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { CommentPostedEvent, UserTokenExpiredEvent } from './comment-box.events.ts';
import { commentBoxStyles } from './comment-box.styles.ts';
import { isComposing } from './comment-form.ts';
import { renderRoots, type ItemView, type Panel, type Say } from './comment-item.ts';
import { renderReport, renderWithdraw } from './comment-panels.ts';
import { CommentReading, type ReadingHost } from './comment-reading.ts';
import { findFaults, limitOf, refusalWords, USUAL_RULES } from './comment-rules.ts';
import { isFinal, renderSignIn, renderSkeleton, renderStatus } from './comment-status.ts';
import { AuthorToken } from './comment-store.ts';
import { CommentThread, isPublished } from './comment-thread.ts';
import { readUser } from './comment-user.ts';
import { CommentWriting, type WritingHost } from './comment-writing.ts';

const NONE: readonly never[] = [];
const SORTS: readonly CommentSort[] = ['newest', 'oldest', 'likes'];

/** What is open below a comment. */
interface OpenPanel {
  readonly id: string;
  readonly kind: Panel;
}

/** What a reader does to a comment. The page may show another thread before it is done. */
type Action = (client: ApiClient, token: string, thread: CommentThread) => Promise<void>;

/** Something that is said until the next thing is. */
interface Notice {
  readonly words: string;
  /** Id of the comment that it stands below; none for what concerns the whole thread. */
  readonly at?: string | null;
  /** Code of the reader's new comment. */
  readonly code?: string;
  readonly isFault?: boolean;
}

/**
 * Readers' comments of a page: reads the thread, answers, likes, and posts with name, text and consent. What a reader typed
 * is kept until the server has it.
 *
 * @summary Comments of readers, with a form.
 * @status experimental
 * @since 0.1.0
 * @slot - A link to the comments on the companion server; shown without script and when the thread cannot be loaded.
 * @fires {CommentPostedEvent} tinh-comment-posted - The server has stored a comment.
 * @fires {UserTokenExpiredEvent} tinh-user-token-expired - The server does not take the user token any more.
 * @csspart heading - The heading, with the number of comments.
 * @csspart sort - The choice of the order.
 * @csspart form - A form.
 * @csspart field - A text field of a form.
 * @csspart user - The reader for whom the site vouches, in place of the name's field.
 * @csspart consent - The link to the full text of what readers agree to.
 * @csspart hint - That comments are published after approval.
 * @csspart warning - That the browser does not keep what is written; empty where it does.
 * @csspart sign-in - The request to sign in, in place of the form.
 * @csspart sign-in-link - The link to the site's sign-in.
 * @csspart send - The button that sends.
 * @csspart notice - What is said after an action.
 * @csspart code - The code with which the author finds the comment again.
 * @csspart queued - A comment that waits to be sent.
 * @csspart list - The list of comments.
 * @csspart comment - One comment.
 * @csspart replies - The replies to a comment.
 * @csspart author - The author's name.
 * @csspart permalink - The link to one comment, around its time.
 * @csspart time - Time of a comment.
 * @csspart badge - State of one's own comment, the agency's answer, a pinned comment.
 * @csspart text - Text of a comment.
 * @csspart more - A button for more comments.
 * @csspart fresh - The button that shows comments that came meanwhile.
 * @csspart skeleton - The room of comments that are not loaded yet.
 * @csspart status - Sentences about loading and failing.
 * @cssprop --tinh-comment-box-gap - Distance between form, list and comments.
 */
export class CommentBoxElement extends TinhElement implements ReadingHost, WritingHost {
  static override readonly styles = [baseStyles, commentBoxStyles];
  static override readonly properties: PropertyDeclarations = {
    thread: {},
    eager: { type: Boolean },
    userToken: { attribute: 'user-token' },
    signInUrl: { attribute: 'sign-in-url' },
    notice: { state: true },
    panel: { state: true },
  };

  /** Server, site and thread that the box shows; empty where no site is named. */
  #place = '';
  #reading: CommentReading | null = null;
  #writing: CommentWriting | null = null;
  #token?: AuthorToken;

  private notice?: Notice | undefined;
  private panel?: OpenPanel | undefined;

  /** Key of the thread where the CMS can print one; the normalised path of the page's address by default. */
  thread?: string;

  /** Loads at once, not only when the box comes near the screen. */
  eager = false;

  /**
   * Token with which the site vouches for the reader (JWT, see `UserToken`); nobody is signed in without one. The page sets
   * a new one when it likes, or after `tinh-user-token-expired`.
   */
  userToken?: string | null;

  /** Address of the site's sign-in, for sites where only readers write who are signed in. */
  signInUrl?: string;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#place) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { client } = this;
    const place = client ? `${client.id} ${this.#key}` : '';
    if (place === this.#place) {
      if (changed.has('userToken')) this.#takeUser();
      if (changed.has('eager') && this.eager) this.#reading?.arrive();
      return;
    }
    this.#end();
    this.#place = place;
    this.#reading = this.#writing = null;
    this.panel = this.notice = undefined;
    if (!client) return;
    const token = (this.#token = new AuthorToken(client.id));
    this.#reading = new CommentReading(this, new CommentThread(client, this.#key, () => token.read()));
    this.#writing = new CommentWriting(this, client, this.#key, token);
    this.#takeUser();
    if (this.isConnected) this.#begin();
    void this.#writing.open('');
  }

  /** Part of `ReadingHost`. */
  async moveFocus(selector: string, options?: FocusOptions): Promise<HTMLElement | null> {
    this.requestUpdate();
    await this.updateComplete;
    const element = this.renderRoot.querySelector<HTMLElement>(selector);
    element?.focus(options);
    return element;
  }

  /** Part of `ReadingHost`. */
  handleMissing(): void {
    this.notice = { words: this.t('comments.unknown') };
  }

  /** Part of `WritingHost`. */
  get rules(): CommentRules {
    return this.#reading?.thread.rules ?? USUAL_RULES;
  }

  /** Part of `WritingHost`. */
  handleTokenExpired(): void {
    this.dispatchEvent(new UserTokenExpiredEvent());
  }

  /** Part of `WritingHost`. */
  get openPlace(): string {
    const { id, kind } = this.panel ?? {};
    return kind === 'reply' ? `-${id!}` : kind === 'edit' ? `~${id!}` : '';
  }

  /** Part of `WritingHost`. */
  handleSent({ code, ...comment }: PostedComment, { thread, url, title }: NewComment): void {
    if (thread === this.#key) {
      this.dispatchEvent(new CommentPostedEvent(comment));
      this.#thread.put(comment);
      const at = comment.parent && this.#thread.find(comment.parent.id)?.id;
      this.notice = { words: this.t(isPublished(comment) ? 'comments.posted' : 'comments.waiting'), at, code };
    } else if (url !== pageAddress()) {
      // Written on another page. The code is told only once.
      this.notice = { words: this.t('comments.sentElsewhere', { title }), code };
    }
  }

  /** Part of `WritingHost`. */
  handleRefused(place: string, error: OutboxError | undefined): void {
    this.notice = { words: this.explainRefusal(error), at: place.slice(1), isFault: true };
  }

  /** Part of `WritingHost`. */
  explainRefusal(error: OutboxError | undefined): string {
    const { type = 'other', status, errors } = error ?? {};
    const known = error instanceof ApiError ? error : new ApiError(type, 'the queue was refused', status, errors);
    const explained = this.explain(known);
    const [[field, fault] = []] = Object.entries(findFaults(error));
    const words = fault ?? refusalWords(error ?? {});
    return words ? this.t(words, { n: limitOf(field ?? '', this.rules) }) : explained;
  }

  /** Part of `WritingHost`. */
  handleEdit(id: string, text: string): Promise<ApiError | undefined> {
    return this.#act(id, async (client, token, thread) => {
      const comment = await client.editComment(id, text, token);
      thread.put(comment);
      const words = this.t(isPublished(comment) ? 'comments.changed' : 'comments.changedWaiting');
      this.notice = { words, at: id };
    });
  }

  /** Part of `WritingHost`. */
  handleDone(): void {
    const { id } = this.panel!;
    const { activeElement } = this.renderRoot as ShadowRoot;
    this.panel = undefined;
    // Where the form was, there is now what came of it.
    if (activeElement?.closest('.panel')) void this.moveFocus(`[id="below-${id}"]`);
  }

  /** Part of `WritingHost`. */
  handleCancel(): void {
    const { id, kind } = this.panel!;
    this.panel = undefined;
    void this.moveFocus(`[data-id="${id}"][value=${kind}]`);
  }

  /** Part of `WritingHost`. */
  openReply(parent: string | null): string {
    if (!parent || !this.#thread.find(parent)) return '';
    this.panel = { id: parent, kind: 'reply' };
    return this.openPlace;
  }

  get #key(): string {
    return pageKeyOr(this.thread);
  }

  get #say(): Say {
    return (key, values) => this.t(key, values);
  }

  /** The thread, where a site is named. */
  get #thread(): CommentThread {
    return this.#reading!.thread;
  }

  #takeUser(): void {
    const { userToken } = this;
    const user = userToken ? readUser(userToken) : undefined;
    // A token is a secret: the console does not need it.
    if (userToken && !user) warnAttribute(this, 'user-token', '…', 'a JWT with sub and name');
    if (this.#writing) this.#writing.user = user;
  }

  #begin(): void {
    this.#writing!.begin();
    this.#reading!.begin();
  }

  #end(): void {
    this.#writing?.end();
    this.#reading?.end();
  }

  /** What was said is old now; a code stays until something else is said, since it is told only once. */
  #hush(): void {
    if (!this.notice?.code) this.notice = undefined;
  }

  /** One action of the reader at a comment; a failure is said and changes nothing. Resolves with the error. */
  async #act(at: string, action: Action): Promise<ApiError | undefined> {
    let refusal: ApiError | undefined;
    this.#hush();
    try {
      await action(this.client!, this.#token!.make(), this.#thread);
    } catch (error) {
      refusal = error as ApiError;
      if (!Object.keys(findFaults(refusal)).length) {
        this.notice = { words: this.explainRefusal(refusal), at, isFault: true };
      }
    }
    this.requestUpdate();
    return refusal;
  }

  #handleAction(event: Event): void {
    const { value, dataset } = event.currentTarget as HTMLButtonElement;
    const comment = this.#thread.find(dataset['id']!);
    if (!comment) return;
    if (value === 'like') void this.#like(comment);
    else void this.#open({ id: comment.id, kind: value as Panel }, comment);
  }

  async #open(panel: OpenPanel, { text }: Comment): Promise<void> {
    const { id, kind } = this.panel ?? {};
    this.#hush();
    // Pressed once more: what is written in it stays.
    if (id !== panel.id || kind !== panel.kind) {
      this.panel = panel;
      if (this.openPlace) await this.#writing!.open(this.openPlace, panel.kind === 'edit' ? text : '');
    }
    await this.moveFocus('.panel :is(textarea, select, [tabindex])');
  }

  #like({ id, liked }: Comment): Promise<unknown> {
    return this.#act(id, async (client, token, thread) => {
      const likes = await client.likeComment(id, !liked, token);
      const comment = thread.find(id);
      if (comment) thread.put({ ...comment, ...likes });
    });
  }

  /** What the panel is open for; once it is done, the panel goes and something is said in its place. */
  async #finish(words: StringKey, action: Action): Promise<void> {
    const { id } = this.panel!;
    await this.#act(id, async (...all) => {
      await action(...all);
      this.notice = { words: this.t(words), at: id };
      if (this.panel?.id === id) this.handleDone();
    });
  }

  #handleWithdraw(): Promise<void> {
    const { id } = this.panel!;
    return this.#finish('comments.withdrawnNow', async (client, token, thread) => {
      thread.put(await client.withdrawComment(id, token));
    });
  }

  #handleReport(event: Event): Promise<void> {
    event.preventDefault();
    const { id } = this.panel!;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const report = { reason: data.get('reason'), text: data.get('text') } as NewReport;
    return this.#finish('comments.reported', async (client, token) => {
      await client.reportComment(id, report, token);
    });
  }

  #handleSort(event: Event): void {
    this.#reading!.sort((event.currentTarget as HTMLSelectElement).value as CommentSort);
  }

  /** More of the list, or of the replies to the comment whose id stands at the button. */
  #handleMore(event: Event): void {
    const { value, dataset } = event.currentTarget as HTMLButtonElement;
    this.#reading!.more(value as 'next' | 'previous', dataset['id']);
  }

  #handleFresh(): void {
    this.#reading!.refresh();
  }

  #handlePanelKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !isComposing(event)) this.handleCancel();
  }

  /** What is open, said or waiting below a comment. */
  #renderBelow({ id, name }: Comment): unknown {
    const { panel, notice } = this;
    const writing = this.#writing!;
    const say = this.#say;
    const queue = writing.renderQueue(say, (parent) => parent === id);
    const said = notice?.at === id ? this.#renderNotice(notice) : nothing;
    if (panel?.id !== id && queue === nothing && said === nothing) return nothing;
    const on = { cancel: () => this.handleCancel(), withdraw: this.#handleWithdraw, report: this.#handleReport };
    const open =
      panel?.id !== id
        ? nothing
        : html`<div class="panel" @keydown=${this.#handlePanelKeydown}>
            ${
              panel.kind === 'withdraw'
                ? renderWithdraw(say, on)
                : panel.kind === 'report'
                  ? renderReport(say, on)
                  : writing.renderForm(
                      this.openPlace,
                      say,
                      panel.kind === 'edit' ? { isEdit: true } : { replyTo: name },
                    )
            }
          </div>`;
    return html`<div class="below" id="below-${id}" tabindex="-1">${open} ${said} ${queue}</div>`;
  }

  /** The place for what is said is always there, but for what is said below a comment, which takes the focus. */
  #renderNotice(notice?: Notice): TemplateResult {
    const { words, code, isFault } = notice ?? {};
    const told = code ? html` ${this.t('comments.code')} <strong part="code">${code}</strong>` : nothing;
    const role = isFault ? 'alert' : 'status';
    // No white space in it: an empty one takes no room.
    return html`<p part="notice" role=${role} class=${isFault ? 'danger' : nothing}>${words}${told}</p>`;
  }

  protected override render(): TemplateResult {
    const { notice, language } = this;
    const { thread, error, target = '' } = this.#reading ?? {};
    const writing = this.#writing;
    const say = this.#say;
    const { rules } = this;
    const isSignedOut = rules.writers === 'signed-in' && !writing?.user;
    const isOpen = !thread?.closed && !isSignedOut;
    const view: ItemView = {
      say,
      on: { act: this.#handleAction, more: this.#handleMore },
      time: (createdAt) => formatTime(language, new Date(createdAt)),
      below: (comment) => this.#renderBelow(comment),
      target,
      isOpen,
      rules,
    };
    const more = (which: 'next' | 'previous', words: StringKey, n = 0) =>
      html`<button part="more" type="button" value=${which} @click=${this.#handleMore}>${say(words, { n })}</button>`;
    const queue = writing?.renderQueue(say, (parent) => !parent || !thread!.find(parent));
    const { remaining = 0, fresh } = thread ?? {};
    const waitingAt = writing?.waitingAt ?? [];
    const common = [language, this.inherited.strings, isOpen, rules.likes, rules.reports];
    // An open form and the queue change with every key and every try.
    const change = [target, notice, (this.panel ?? waitingAt.length) ? {} : 0];
    const busy = new Set([target, notice?.at, this.panel?.id, ...waitingAt]);
    const freshButton = fresh
      ? html`<button part="fresh" type="button" @click=${this.#handleFresh}>
          ${say('comments.fresh', { n: fresh })}
        </button>`
      : nothing;
    return html`<div class="root">
      <h2 part="heading">
        ${say('comments.heading')}${thread?.total ? ` (${formatNumber(language, thread.total)})` : nothing}
      </h2>
      ${thread?.closed ? html`<p class="quiet">${say('comments.closed')}</p>` : nothing}
      ${isSignedOut && !thread?.closed ? renderSignIn(this.signInUrl, say) : nothing}
      ${writing && !isFinal(error) && (isOpen || writing.hasWords('')) ? writing.renderForm('', say) : nothing}
      ${this.#renderNotice(notice?.at && thread?.find(notice.at) ? undefined : notice)}
      <p role="status">${queue && queue !== nothing ? say('comments.kept') : nothing}</p>
      ${queue}
      ${
        thread && thread.roots.length > 1
          ? html`<label part="sort"
              >${say('comments.sort')}
              <select @change=${this.#handleSort}>
                ${SORTS.map(
                  (sort) =>
                    html`<option value=${sort} .selected=${sort === thread.sort}>
                      ${say(`comments.sort.${sort}`)}
                    </option>`,
                )}
              </select></label
            >`
          : nothing
      }
      ${thread?.previous ? more('previous', 'comments.earlier') : nothing}
      <div class="reading">
        <p role="status" class="fresh">${freshButton}</p>
        <ol part="list">
          ${renderRoots(thread?.roots ?? NONE, view, common, change, busy)}
        </ol>
      </div>
      ${thread?.total === null && !error ? renderSkeleton() : nothing}
      ${thread?.next && !error ? more('next', remaining ? 'comments.more' : 'comments.later', remaining) : nothing}
      ${
        this.#reading
          ? renderStatus(
              this.#reading,
              say,
              (each) => this.explainRefusal(each),
              () => this.#reading!.retry(),
            )
          : html`<p part="status">${say('error.noSite')}</p>
              <slot></slot>`
      }
    </div>`;
  }
}
