import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/client.ts';
import { TinhElement } from '../base/element.ts';
import { LaterPart } from '../base/later-part.ts';
import { nextTask } from '../base/next-task.ts';
import { forgetWritten, quietly } from '../controllers/browser-storage.ts';
import { pageKeyOr } from '../controllers/page-address.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { anchorId } from './comment-anchor.ts';
import { commentBoxStyles } from './comment-box.styles.ts';
import { renderSkeleton } from './comment-skeleton.ts';
import type { CommentTalk } from './comment-talk.ts';

/** How far from the screen the box begins to load (px): a page of text on a phone. */
const NEAR = '800px';
/** After so many ms the form comes anyway: who goes from field to field, by a screen reader for example, does not scroll. */
const REST = 2000;
const SIGNED_OUT = 'tinh-session-signed-out';

/**
 * Readers' comments of a page: reads the thread, answers, likes, and posts with name, text and consent. What a reader typed
 * is kept until the server has it.
 *
 * The tag itself only waits until it is near the screen, or asked for; then it loads `comment-talk.ts`, which does the rest.
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
 * @csspart children - The note on children, where the site has words of its own for the consent.
 * @csspart hint - That comments are published after approval.
 * @csspart warning - That the browser does not keep what is written; empty where it does.
 * @csspart sign-in - The request to sign in, in place of the form.
 * @csspart sign-in-link - The link to the site's sign-in.
 * @csspart send - The button that sends.
 * @csspart notice - What is said after an action.
 * @csspart code - The code with which the author finds the comment again.
 * @csspart lookup - What that code is good for, with a link to where it is entered.
 * @csspart codes - The codes of the comments that were sent before the last one.
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
export class CommentBoxElement extends TinhElement {
  static override readonly styles = [baseStyles, commentBoxStyles];
  static override readonly properties: PropertyDeclarations = {
    thread: {},
    eager: { type: Boolean },
    userToken: { attribute: 'user-token' },
    signInUrl: { attribute: 'sign-in-url' },
  };

  /** Server, site and thread that the box shows; empty where no site is named. */
  #place = '';
  #talk?: CommentTalk | undefined;
  #near?: IntersectionObserver;
  #isNear = false;
  /** Until the box waits for the screen, or knows that something asks for its talk. */
  #starting?: Promise<void> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** Makes a talk, once its file is there. */
  #open?: (client: ApiClient) => CommentTalk;
  readonly #later = new LaterPart(
    this,
    () => import('./comment-talk.ts'),
    ({ CommentTalk: Talk }) => {
      this.#open = (client) =>
        new Talk({
          host: this,
          client,
          key: pageKeyOr(this.thread),
          say: (key, values) => this.t(key, values),
          explain: (error) => this.explain(error),
          language: () => this.language,
          strings: () => this.inherited.strings,
        });
      this.#begin();
    },
  );

  /** Key of the thread where the CMS can print one; the normalised path of the page's address by default. */
  thread?: string;

  /** Loads at once, not only when the box comes near the screen. */
  eager = false;

  /**
   * Token with which the site vouches for the reader (JWT, see `UserToken`); nobody is signed in without one. The page sets
   * a new one when it likes, or after `tinh-user-token-expired`.
   */
  userToken?: string | null;

  /** Address of the site's sign-in, for sites where only readers write who are signed in: then no form is shown before they are. */
  signInUrl?: string;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('hashchange', this);
    // Capturing hears also what does not bubble.
    addEventListener(SIGNED_OUT, this, true);
    if (this.hasUpdated) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('hashchange', this);
    removeEventListener(SIGNED_OUT, this, true);
    this.#starting = undefined;
    this.#later.stop();
    this.#near?.disconnect();
    clearTimeout(this.#rest);
    this.#talk?.end();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { client } = this;
    const place = client ? `${client.id} ${pageKeyOr(this.thread)}` : '';
    if (place !== this.#place) {
      this.#talk?.end();
      this.#talk = undefined;
      this.#place = place;
      this.#isNear = false;
      this.#begin();
      return;
    }
    if (changed.has('userToken')) this.#talk?.takeUser();
    if (changed.has('eager') && this.eager) this.#arrive();
  }

  /** Also what is being loaded stands in the page. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#starting;
    if (!this.#open) await this.#later.loading;
    await this.#talk?.rendering;
    return super.getUpdateComplete();
  }

  handleEvent({ type }: Event): void {
    if (type !== SIGNED_OUT) {
      if (anchorId()) this.#arrive();
      return;
    }
    // It must not count again for another thread, nor for a talk whose file is still under way.
    this.userToken = null;
    // After those who hold words themselves, or are sending some.
    queueMicrotask(forgetWritten);
  }

  /** Waits until the box is near the screen; goes on where it was, when it comes back into the page. */
  #begin(): void {
    const { client } = this;
    this.#starting = undefined;
    if (!client || !this.isConnected) return;
    if (this.#open) this.#talk ??= this.#open(client);
    // Not with the rest of the start, which takes a slow device long enough.
    const starting = (this.#starting = nextTask().then(() => {
      if (starting === this.#starting) this.#start(client);
    }));
  }

  #start(client: ApiClient): void {
    this.#talk?.begin();
    // What waits to be sent does not wait for its reader to scroll.
    if (hasWaiting(client)) void this.#later.request();
    if (this.#isNear || this.eager || anchorId()) {
      this.#arrive();
      return;
    }
    this.#near?.disconnect();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#later.request(), REST);
    this.#near = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.#arrive();
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
  }

  /** The box is near the screen, or asked for. */
  #arrive(): void {
    this.#near?.disconnect();
    clearTimeout(this.#rest);
    this.#isNear = true;
    this.#talk?.arrive();
    if (this.#place) void this.#later.request();
  }

  #handleRetry(): void {
    this.#later.retry();
  }

  protected override render(): TemplateResult {
    if (this.#talk) return this.#talk.render();
    const { hasFailed } = this.#later;
    const words = !this.#place ? this.t('error.noSite') : hasFailed ? this.t('error.network') : '';
    return html`<div class="root">
      <h2 part="heading">${this.t('comments.heading')}</h2>
      ${words ? html`<p part="status">${words}</p>` : renderSkeleton()}
      ${
        this.#place && hasFailed
          ? html`<button type="button" @click=${this.#handleRetry}>${this.t('error.retry')}</button>`
          : nothing
      }
      <slot ?hidden=${!words}></slot>
    </div>`;
  }
}

/** Whether this browser holds comments for the site that could not be sent. */
function hasWaiting({ id }: ApiClient): boolean {
  return !!quietly(() => Object.keys(localStorage).some((name) => name.startsWith(`tinh:outbox:comments ${id}`)));
}
