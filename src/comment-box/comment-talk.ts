import { KeptToken } from '../controllers/kept-token.ts';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { ApiError, type ApiClient } from '../api/client.ts';
import type { Comment, CommentRules, CommentSort, NewComment, NewReport, PostedComment } from '../api/contract.ts';
import { nextTask } from '../base/next-task.ts';
import { warnAttribute } from '../base/warn.ts';
import type { OutboxError } from '../controllers/outbox.ts';
import { pageAddress } from '../controllers/page-address.ts';
import { formatNumber, formatTime, type Language, type Say } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { CommentPostedEvent, UserTokenExpiredEvent } from './comment-box.events.ts';
import { isComposing } from './comment-form.ts';
import { renderPages, type ItemView, type Panel } from './comment-item.ts';
import { renderReport, renderWithdraw } from './comment-panels.ts';
import { CommentReading, type ReadingHost } from './comment-reading.ts';
import { findFaults, limitOf, refusalWords, USUAL_RULES } from './comment-rules.ts';
import { renderSkeleton } from './comment-skeleton.ts';
import { isFinal, renderCodes, renderLookup, renderSignIn, renderStatus } from './comment-status.ts';
import { CommentThread, isPublished } from './comment-thread.ts';
import { readUser } from './comment-user.ts';
import { addCommentWords } from './comment-words.ts';
import { CommentWriting, type WritingHost } from './comment-writing.ts';

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
  /** Code of the reader's new comment, and what they wrote. */
  readonly code?: string;
  readonly text?: string;
  readonly isFault?: boolean;
}

/** The tag, as far as its talk concerns it. */
interface BoxTag extends LitElement {
  readonly userToken?: string | null;
  readonly signInUrl?: string;
}

/** What a talk gets from its box. */
export interface TalkBox {
  readonly host: BoxTag;
  readonly client: ApiClient;
  /** Key of the thread. */
  readonly key: string;
  readonly say: Say;
  /** The polite sentence for a failed request. */
  explain(error: ApiError): string;
  language(): Language;
  /** The site's replacement strings. */
  strings(): unknown;
}

/** What a comment box does once it is near the screen, in a file of its own (ADR 0022): reads the thread, answers, likes, posts. One for a thread. */
export class CommentTalk implements ReadingHost, WritingHost {
  readonly #box: TalkBox;
  readonly #host: BoxTag;
  readonly #say: Say;
  readonly #token: KeptToken;
  readonly #reading: CommentReading;
  readonly #writing: CommentWriting;
  #noticed?: Notice | undefined;
  /** Notices with codes that others took the place of. */
  #coded: readonly Notice[] = [];
  #opened?: OpenPanel | undefined;
  /** Whether the form for a new comment was rendered last. */
  #hasForm = false;
  /** Until the form has its turn: its templates take a slow device as long as all that is around it, which has the task before (ADR 0025). */
  #starting?: Promise<void> | undefined = nextTask()
    .then(nextTask)
    .then(() => {
      this.#starting = undefined;
      this.requestUpdate();
    });

  constructor(box: TalkBox) {
    addCommentWords();
    const { host, client, key } = box;
    this.#box = box;
    this.#host = host;
    this.#say = box.say;
    const token = (this.#token = new KeptToken(`tinh:author:${client.id}`));
    this.#reading = new CommentReading(this, new CommentThread(client, key, () => token.read()));
    this.#writing = new CommentWriting(this, client, key, token);
    this.takeUser();
  }

  /** The box stands in the page. */
  begin(): void {
    this.#writing.begin();
    this.#reading.begin();
  }

  /** The box has left the page, perhaps only to come back elsewhere. */
  end(): void {
    this.#writing.end();
    this.#reading.end();
  }

  /** The box is near the screen, or asked for. */
  arrive(): void {
    this.#reading.arrive();
  }

  /** Another reader is signed in to the site, or nobody. */
  takeUser(): void {
    const { userToken } = this.#host;
    const user = userToken ? readUser(userToken) : undefined;
    // A token is a secret: the console does not need it.
    if (userToken && !user) warnAttribute(this.#host, 'user-token', '…', 'a JWT with sub and name');
    this.#writing.user = user;
  }

  /** Part of `WritingHost`. */
  get renderRoot(): ParentNode {
    return this.#host.renderRoot;
  }

  /** Part of `ReadingHost`. */
  get updateComplete(): Promise<boolean> {
    return this.#host.updateComplete;
  }

  /** Part of `ReadingHost`. */
  requestUpdate(): void {
    this.#host.requestUpdate();
  }

  /** Part of `ReadingHost`. */
  layOut(): void {
    this.#host.getBoundingClientRect();
  }

  /** Until all that is loaded is rendered. */
  get rendering(): Promise<void> | undefined {
    return this.#starting ?? this.#reading.rendering;
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
    this.#notice = { words: this.#say('comments.unknown') };
  }

  /** Part of `WritingHost`. */
  get rules(): CommentRules {
    return this.#reading.thread.rules ?? USUAL_RULES;
  }

  /** Part of `WritingHost`. */
  handleTokenExpired(): void {
    this.#host.dispatchEvent(new UserTokenExpiredEvent());
  }

  /** Part of `WritingHost`. */
  get openPlace(): string {
    const { id, kind } = this.#panel ?? {};
    return kind === 'reply' ? `-${id!}` : kind === 'edit' ? `~${id!}` : '';
  }

  /** Part of `WritingHost`. */
  handleSent({ code, ...comment }: PostedComment, { thread, url, title, text }: NewComment): void {
    if (thread === this.#box.key) {
      this.#host.dispatchEvent(new CommentPostedEvent(comment));
      this.#thread.put(comment);
      const at = comment.parent && this.#thread.find(comment.parent.id)?.id;
      this.#notice = {
        words: this.#say(isPublished(comment) ? 'comments.posted' : 'comments.waiting'),
        at,
        code,
        text,
      };
    } else if (url !== pageAddress()) {
      // Written on another page. The code is told only once.
      this.#notice = { words: this.#say('comments.sentElsewhere', { title }), code, text };
    }
  }

  /** Part of `WritingHost`. */
  handleRefused(place: string, error: OutboxError | undefined): void {
    this.#notice = { words: this.explainRefusal(error), at: place.slice(1), isFault: true };
  }

  /** Part of `WritingHost`. */
  explainRefusal(error: OutboxError | undefined): string {
    const { type = 'other', status, errors } = error ?? {};
    const known = error instanceof ApiError ? error : new ApiError(type, 'the queue was refused', status, errors);
    const explained = this.#box.explain(known);
    const [[field, fault] = []] = Object.entries(findFaults(error));
    const words = fault ?? refusalWords(error ?? {});
    // A proxy between may have taken the header away.
    const n = fault ? limitOf(field!, this.rules) : (known.retryAfter ?? 60);
    return words ? this.#say(words, { n }) : explained;
  }

  /** Part of `WritingHost`. */
  handleEdit(id: string, text: string): Promise<ApiError | undefined> {
    return this.#act(id, async (client, token, thread) => {
      const comment = await client.editComment(id, text, token);
      thread.put(comment);
      const words = this.#say(isPublished(comment) ? 'comments.changed' : 'comments.changedWaiting');
      this.#notice = { words, at: id };
    });
  }

  /** Part of `WritingHost`. */
  handleDone(): void {
    const { id } = this.#panel!;
    const { activeElement } = this.#host.renderRoot as ShadowRoot;
    this.#panel = undefined;
    // Where the form was, there is now what came of it.
    if (activeElement?.closest('.panel')) void this.moveFocus(`[id="below-${id}"]`);
  }

  /** Part of `WritingHost`. */
  handleCancel(): void {
    const { id, kind } = this.#panel!;
    this.#panel = undefined;
    void this.moveFocus(`[data-id="${id}"][value=${kind}]`);
  }

  /** Part of `WritingHost`. */
  handleSignedOut(): void {
    this.#coded = [];
    this.#noticed = undefined;
    this.#reading.forget();
  }

  /** Part of `WritingHost`. */
  openReply(parent: string | null): string {
    if (!parent || !this.#thread.find(parent)) return '';
    this.#panel = { id: parent, kind: 'reply' };
    return this.openPlace;
  }

  get #thread(): CommentThread {
    return this.#reading.thread;
  }

  get #notice(): Notice | undefined {
    return this.#noticed;
  }

  set #notice(notice: Notice | undefined) {
    // A code is told only once: several comments may be sent at the same moment, or something be said before it is written down.
    if (this.#noticed?.code) this.#coded = [...this.#coded, this.#noticed];
    this.#noticed = notice;
    this.requestUpdate();
  }

  get #panel(): OpenPanel | undefined {
    return this.#opened;
  }

  set #panel(panel: OpenPanel | undefined) {
    this.#opened = panel;
    this.requestUpdate();
  }

  /** What was said is old now; a code stays until something else is said, since it is told only once. */
  #hush(): void {
    if (!this.#notice?.code) this.#notice = undefined;
  }

  /** One action of the reader at a comment; a failure is said and changes nothing. Resolves with the error. */
  async #act(at: string, action: Action): Promise<ApiError | undefined> {
    let refusal: ApiError | undefined;
    this.#hush();
    try {
      await action(this.#box.client, this.#token.make(), this.#thread);
    } catch (error) {
      refusal = error as ApiError;
      if (!Object.keys(findFaults(refusal)).length) {
        this.#notice = { words: this.explainRefusal(refusal), at, isFault: true };
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
    const { id, kind } = this.#panel ?? {};
    this.#hush();
    // Pressed once more: what is written in it stays.
    if (id !== panel.id || kind !== panel.kind) {
      this.#panel = panel;
      if (this.openPlace) await this.#writing.open(this.openPlace, panel.kind === 'edit' ? text : '');
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
    const { id } = this.#panel!;
    await this.#act(id, async (...all) => {
      await action(...all);
      this.#notice = { words: this.#say(words), at: id };
      if (this.#panel?.id === id) this.handleDone();
    });
  }

  #handleWithdraw(): Promise<void> {
    const { id } = this.#panel!;
    return this.#finish('comments.withdrawnNow', async (client, token, thread) => {
      thread.put(await client.withdrawComment(id, token));
    });
  }

  #handleReport(event: Event): Promise<void> {
    event.preventDefault();
    const { id } = this.#panel!;
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const report = { reason: data.get('reason'), text: data.get('text') } as NewReport;
    return this.#finish('comments.reported', async (client, token) => {
      await client.reportComment(id, report, token);
    });
  }

  #handleSort(event: Event): void {
    this.#reading.sort((event.currentTarget as HTMLSelectElement).value as CommentSort);
  }

  /** More of the list, or of the replies to the comment whose id stands at the button. */
  #handleMore(event: Event): void {
    const { value, dataset } = event.currentTarget as HTMLButtonElement;
    this.#reading.more(value as 'next' | 'previous', dataset['id']);
  }

  #handlePanelKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !isComposing(event)) this.handleCancel();
  }

  /** What is open, said or waiting below a comment. */
  #renderBelow({ id, name }: Comment): unknown {
    const [panel, notice] = [this.#panel, this.#notice];
    const writing = this.#writing;
    const say = this.#say;
    const queue = writing.renderQueue(say, (parent) => parent === id);
    const said = notice?.at === id ? this.#renderNotice(notice) : nothing;
    if (panel?.id !== id && queue === nothing && said === nothing) return nothing;
    const on = {
      cancel: () => this.handleCancel(),
      withdraw: () => this.#handleWithdraw(),
      report: (event: Event) => this.#handleReport(event),
    };
    const handleKeydown = (event: KeyboardEvent) => this.#handlePanelKeydown(event);
    const open =
      panel?.id !== id
        ? nothing
        : html`<div class="panel" @keydown=${handleKeydown}>
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
    // A space at the beginning of a template does not outlive the bundle.
    const told = code ? [' ', html`${this.#say('comments.code')} <strong part="code">${code}</strong>`] : nothing;
    const role = isFault ? 'alert' : 'status';
    // No white space in it: an empty one takes no room.
    return html`<p part="notice" role=${role} class=${isFault ? 'danger' : nothing}>${words}${told}</p>
      ${code ? renderLookup(this.#host, this.#say) : nothing}`;
  }

  /** All of the box. */
  render(): TemplateResult {
    const notice = this.#notice;
    const language = this.#box.language();
    const { thread, error, target } = this.#reading;
    // Its form goes with the comment; back again, it would stand there without the words, which only opening brings.
    if (this.#opened && !thread.find(this.#opened.id)) this.#opened = undefined;
    const writing = this.#writing;
    const say = this.#say;
    const { rules } = this;
    // Before the rules have come, a page that names a sign-in says enough: no form that goes under the reader's hands.
    const writers = thread.rules?.writers ?? (this.#host.signInUrl ? 'signed-in' : 'everyone');
    const isSignedOut = writers === 'signed-in' && !writing.user;
    const isOpen = !thread.closed && !isSignedOut;
    const hasForm = !this.#starting && ((isOpen && !isFinal(error)) || writing.hasWords(''));
    // Once it is there it gets its draft.
    if (hasForm && !this.#hasForm) void writing.open('');
    this.#hasForm = hasForm;
    // Lit would call methods on the tag.
    const handleMore = (event: Event) => this.#handleMore(event);
    const handleSort = (event: Event) => this.#handleSort(event);
    const handleFresh = () => this.#reading.refresh();
    const view: ItemView = {
      say,
      on: { act: (event) => this.#handleAction(event), more: handleMore },
      time: (createdAt) => formatTime(language, new Date(createdAt)),
      below: (comment) => this.#renderBelow(comment),
      target,
      isOpen,
      rules,
    };
    const more = (which: 'next' | 'previous', words: StringKey, n = 0) =>
      html`<button part="more" type="button" value=${which} @click=${handleMore}>${say(words, { n })}</button>`;
    const queue = writing.renderQueue(say, (parent) => !parent || !thread.find(parent));
    const { remaining, fresh } = thread;
    const waitingAt = writing.waitingAt;
    const common = [language, this.#box.strings(), isOpen, rules.likes, rules.replies, rules.reports];
    // An open form and the queue change with every key and every try.
    const change = [target, notice, (this.#panel ?? waitingAt.length) ? {} : 0];
    const busy = new Set([target, notice?.at, this.#panel?.id, ...waitingAt]);
    const freshButton = fresh
      ? html`<button part="fresh" type="button" @click=${handleFresh}>${say('comments.fresh', { n: fresh })}</button>`
      : nothing;
    return html`<div class="root">
      <h2 part="heading">
        ${say('comments.heading')}${thread.total ? ` (${formatNumber(language, thread.total)})` : nothing}
      </h2>
      ${thread.closed ? html`<p class="quiet">${say('comments.closed')}</p>` : nothing}
      ${isSignedOut && !thread.closed ? renderSignIn(this.#host.signInUrl, say) : nothing}
      ${hasForm ? writing.renderForm('', say) : nothing}
      ${this.#renderNotice(notice?.at && thread.find(notice.at) ? undefined : notice)} ${renderCodes(this.#coded, say)}
      <p role="status">${queue && queue !== nothing ? say('comments.kept') : nothing}</p>
      ${queue}
      ${
        thread.roots.length > 1
          ? html`<label part="sort"
              >${say('comments.sort')}
              <select @change=${handleSort}>
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
      ${thread.previous ? more('previous', 'comments.earlier') : nothing}
      <div class="reading">
        <p role="status" class="fresh">${freshButton}</p>
        ${renderPages(this.#reading.roots, view, common, change, busy)}
      </div>
      ${thread.total === null && !error ? renderSkeleton() : nothing}
      ${thread.next && !error ? more('next', remaining ? 'comments.more' : 'comments.later', remaining) : nothing}
      ${renderStatus(
        this.#reading,
        say,
        (each) => this.explainRefusal(each),
        () => this.#reading.retry(),
      )}
    </div>`;
  }
}
