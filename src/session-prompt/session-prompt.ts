import { nothing, type PropertyValues } from 'lit';
import { LaterPart } from '../base/later-part.ts';
import { baseStyles } from '../theme/base.styles.ts';
import type { SessionState } from './session-keeper.ts';
import { sessionPromptStyles } from './session-prompt.styles.ts';
import { isBlank, SESSION_CHANNEL, SessionSettingsElement } from './session-settings.ts';
import type { SessionRecord } from './session-tabs.ts';
import type { SessionWatch } from './session-watch.ts';

/**
 * Warns before a session ends and extends it on the server. The server is the authority: nothing ends on the local
 * clock alone.
 *
 * The tag itself only knows whether anybody is signed in. As soon as somebody may be, it loads `session-watch.ts`, which does
 * the rest.
 *
 * @summary Prompt before a session ends.
 * @status experimental
 * @since 0.1.0
 * @fires {SessionExpiringEvent} tinh-session-expiring - The prompt is about to open; cancelable, waits for drafts.
 * @fires {SessionExtendedEvent} tinh-session-extended - The session was extended.
 * @fires {SessionSaveEvent} tinh-session-save - Somebody asks to save what they have typed; waits for it.
 * @fires {SessionExpiredEvent} tinh-session-expired - The session is over; cancelable, waits for drafts.
 * @fires {SessionSignedOutEvent} tinh-session-signed-out - Somebody has signed out, here or in another tab.
 * @csspart dialog - The dialog.
 * @csspart message - What is about to happen, or has happened.
 * @csspart countdown - The time left.
 * @csspart action - The button that extends or saves, or the link that signs in again.
 * @csspart status - The line that says what was done, after the dialog has closed.
 * @csspart notice - The limit in words, with the attribute `notice`.
 */
export class SessionPromptElement extends SessionSettingsElement {
  static override readonly styles = [baseStyles, sessionPromptStyles];

  #watch?: SessionWatch;
  readonly #later = new LaterPart(
    this,
    () => import('./session-watch.ts'),
    ({ SessionWatch }) => {
      this.#hush();
      this.#uncover();
      const watch = (this.#watch = new SessionWatch(
        this,
        (key, values) => this.t(key, values),
        () => this.settings.server,
      ));
      if (this.isConnected) watch.connect();
      for (const action of this.#wanted.splice(0)) action(watch);
    },
  );
  /** What was asked for before the file was there. */
  readonly #wanted: ((watch: SessionWatch) => void)[] = [];
  /** The page's own visibility, while it is hidden; null otherwise. */
  #visibility: string | null = null;
  /** Hears of a sign-in in another tab, as long as nobody is signed in here. */
  #channel: BroadcastChannel | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen('addEventListener');
    this.#watch?.connect();
    if (this.hasUpdated) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen('removeEventListener');
    this.#later.stop();
    this.#uncover();
    this.#hush();
    this.#watch?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isFirst = !this.hasUpdated;
    if (isFirst || changed.has('expiresIn') || changed.has('absoluteExpiresIn') || changed.has('user')) {
      const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const isParsed = isFirst && !!page && document.readyState !== 'complete';
      this.reported = { at: isParsed ? page.responseStart : performance.now(), isPrinted: isFirst };
    }
    if (this.#watch) this.#watch.update(changed);
    else this.#begin();
  }

  protected override updated(): void {
    this.#watch?.updated();
  }

  /** Also what is being loaded stands in the page. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isDone = await super.getUpdateComplete();
    if (this.#watch || !this.#later.loading) return isDone;
    await this.#later.loading;
    return super.getUpdateComplete();
  }

  /** How the session stands: `signed-out`, `active`, `warning`, `unreachable` or `expired`. */
  get state(): Exclude<SessionState, 'left'> {
    return this.#watch?.state ?? 'signed-out';
  }

  /** Asks the server how the session stands, without renewing it. */
  async check(): Promise<void> {
    await this.updateComplete;
    await this.#withWatch((watch) => watch.check());
  }

  /** Extends the session on the server; the prompt closes when the server has done so. */
  async extend(): Promise<void> {
    await this.updateComplete;
    await this.#withWatch((watch) => watch.extend());
  }

  /** Signs out on the server. Drafts of this tab are forgotten, and the other tabs hear of it. */
  async signOut(): Promise<void> {
    await this.updateComplete;
    await this.#withWatch((watch) => watch.signOut());
  }

  handleEvent(event: Event): void {
    const { type, expiresIn, detail } = event as Event & { expiresIn?: unknown; detail?: unknown };
    if (type === 'tinh-session-touch') {
      // An application has renewed the session with a request of its own.
      const seconds = expiresIn ?? detail;
      if (typeof seconds === 'number') this.expiresIn = seconds;
      else void this.check();
    } else if (!this.#watch) {
      // An open channel would keep the page out of the back/forward cache.
      if (type === 'pagehide') this.#hush();
      // Somebody may have signed in, or out, since the page was left.
      else if ((event as PageTransitionEvent).persisted) this.#handleReturn(event);
    }
  }

  #handleReturn(event: Event): void {
    if (this.blankOnExpire && !this.#isSignedOut) {
      const { style } = document.documentElement;
      this.#visibility ??= style.visibility;
      style.visibility = 'hidden';
    }
    void this.#withWatch((watch) => watch.handleEvent(event));
    // Without the file nobody could say why nothing is shown.
    void this.#later.request().then(() => {
      this.#uncover();
    });
  }

  #uncover(): void {
    if (this.#visibility !== null) document.documentElement.style.visibility = this.#visibility;
    this.#visibility = null;
  }

  /** Does something as soon as the file is there, however long that takes: nobody is told of a sign-out that was none. */
  async #withWatch(action: (watch: SessionWatch) => unknown): Promise<void> {
    const watch =
      this.#watch ??
      (await new Promise<SessionWatch>((resolve) => {
        this.#wanted.push(resolve);
        void this.#later.request();
      }));
    await action(watch);
  }

  /** The page says that nobody is signed in. */
  get #isSignedOut(): boolean {
    return isBlank(this.expiresIn) || isBlank(this.user);
  }

  #listen(how: 'addEventListener' | 'removeEventListener'): void {
    document[how]('tinh-session-touch', this, true);
    for (const type of ['pagehide', 'pageshow']) window[how](type, this);
  }

  /** Loads what a session needs or, where nobody is signed in, waits for a sign-in. */
  #begin(): void {
    if (this.#watch || !this.isConnected) return;
    this.#hush();
    // The notice tells its limit to everybody.
    if (!this.#isSignedOut || (this.notice && this.limit)) {
      void this.#later.request();
      return;
    }
    this.#channel = new BroadcastChannel(SESSION_CHANNEL);
    this.#channel.onmessage = ({ data: [, , { state }] }: MessageEvent<[string, string, SessionRecord]>) => {
      if (state === 'active') void this.check();
    };
  }

  #hush(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }

  protected override render(): unknown {
    return this.#watch?.render() ?? nothing;
  }
}
