import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { warnOnce } from '../base/warn.ts';
import type { StringKey } from '../i18n/vi.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { destinationOf, focusedElement } from './page.ts';
import { FormSnapshot } from './form-snapshot.ts';
import { isBlank, readAddress, readPrinted, readSeconds } from './read-attributes.ts';
import { renderDialog, timeWords, type DialogHandlers, type Say } from './session-dialog.ts';
import { SessionKeeper, type SessionState } from './session-keeper.ts';
import {
  SessionExpiredEvent,
  SessionExpiringEvent,
  SessionExtendedEvent,
  SessionSaveEvent,
  SessionSignedOutEvent,
} from './session-prompt.events.ts';
import { sessionPromptStyles } from './session-prompt.styles.ts';
import { SessionSettingsElement } from './session-settings.ts';
import { SessionTabs } from './session-tabs.ts';
import { TabTitle } from './tab-title.ts';

/** Seconds left at which the time is spoken again. */
const SPOKEN = [10, 20, 30, 60];
/** How long a page may save drafts before it is left (ms). */
const WORK_TIME = 10_000;
/** How long “extended” stays to be read (ms). */
const READING_TIME = 8000;

/** What only a person does; a page scrolls by itself too, so scrolling counts shortly after one of these. */
const ACTIVITY = ['keydown', 'pointerdown', 'pointermove', 'touchstart', 'touchmove', 'wheel', 'input'];
/** How long a page may scroll on after somebody has pushed it (ms). */
const MOMENTUM = 3000;
const OF_DOCUMENT = [...ACTIVITY, 'scroll', 'tinh-session-touch', 'visibilitychange', 'resume'];
/** Clicks and forms last of all, when the page has had its say about them. */
const OF_WINDOW = ['click', 'submit', 'focus', 'online', 'pageshow', 'pagehide'];

/**
 * Warns before a session ends and extends it on the server. The server is the authority: nothing ends on the local
 * clock alone.
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
  static override readonly properties: PropertyDeclarations = {
    secondsLeft: { state: true },
    isDismissed: { state: true },
    isBusy: { state: true },
    said: { state: true },
  };

  readonly #keeper = new SessionKeeper({
    handleState: (before) => {
      this.#handleState(before);
    },
    handleTick: () => {
      this.#handleTick();
    },
    handleExtended: (expiresIn) => {
      this.dispatchEvent(new SessionExtendedEvent(expiresIn));
      if (this.#isAsked) void this.#tell('session.extended');
      this.#isAsked = false;
    },
  });
  readonly #title = new TabTitle();
  #work: readonly Promise<unknown>[] = [];
  #pushedAt = 0;
  /** The reader asked for more time and is told when it is granted. */
  #isAsked = false;
  /** The page shows a prompt of its own. */
  #isPages = false;
  #returnFocus: HTMLElement | null = null;
  #spokenAt: number | undefined;
  #spoken = '';
  #statusTimer: ReturnType<typeof setTimeout> | undefined;
  #visibility = '';
  #wasCovered = false;
  #place = '';

  private secondsLeft = 0;
  private isDismissed = false;
  private isBusy = false;
  /** What the status line says; empty while the line only waits, null without a line. */
  private said: StringKey | '' | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen('addEventListener');
    if (!this.hasUpdated) return;
    this.#cover(this.#wasCovered);
    this.#keeper.resume();
    // A dialog that was moved has left the top layer.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen('removeEventListener');
    this.#keeper.stop();
    this.#title.restore();
    this.#wasCovered = this.#keeper.isCovered;
    this.#cover(false);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#keeper.settings = this.readSettings();
    const hasChanged = (...names: (keyof SessionPromptElement)[]) => names.some((name) => changed.has(name));
    const isFirst = !this.hasUpdated;
    const place = this.statusAddress ?? this.extendAddress ?? '/';
    const isNumber = isFirst || hasChanged('expiresIn', 'idleLimit');
    const isSession = isFirst || hasChanged('absoluteExpiresIn', 'user') || place !== this.#place;
    this.#place = place;
    if (isNumber || isSession) this.#start(isNumber, isSession);
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog) {
      this.#returnFocus?.focus();
      this.#returnFocus = null;
      return;
    }
    if (!dialog.matches(':modal') && this.isConnected) {
      this.#returnFocus ??= focusedElement();
      dialog.removeAttribute('open');
      dialog.showModal();
      if (!dialog.getClientRects().length) {
        // Nobody could see what then blocks the page.
        warnOnce(`<${this.localName}> stands in something that is not displayed, and cannot warn`);
        void this.updateComplete.then(() => {
          this.isDismissed = true;
        });
      }
    }
    // The end replaces the button that had the focus.
    if (!dialog.matches(':focus-within')) dialog.querySelector<HTMLElement>('[part=action], button')?.focus();
  }

  /** How the session stands: `signed-out`, `active`, `warning`, `unreachable` or `expired`. */
  get state(): Exclude<SessionState, 'left'> {
    const { state } = this.#keeper;
    return state === 'left' ? 'signed-out' : state;
  }

  /** Asks the server how the session stands, without renewing it. */
  async check(): Promise<void> {
    await this.updateComplete;
    if (this.statusAddress) await this.#keeper.check();
  }

  /** Extends the session on the server; the prompt closes when the server has done so. */
  async extend(): Promise<void> {
    await this.updateComplete;
    if (!this.#keeper.settings.canExtend || !this.#place) return;
    this.#isAsked = true;
    await this.#busy(this.#keeper.extend());
  }

  /** Signs out on the server. Drafts of this tab are forgotten, and the other tabs hear of it. */
  async signOut(): Promise<void> {
    await this.updateComplete;
    const url = readAddress(this, 'sign-out-url', this.signOutUrl);
    if (!url) return;
    if (this.signOutMethod.toUpperCase() === 'GET') {
      await this.#busy(this.worked());
      this.#forms?.forget();
      this.#keeper.leave();
      location.assign(url);
    } else if ((await this.#busy(this.#keeper.signOut())) === 'unknown') {
      await this.#tell('session.notSignedOut');
    }
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'click':
      case 'submit':
        this.#handleLeaving(event);
        break;
      case 'tinh-session-touch':
        this.#handleTouch(event);
        break;
      case 'pagehide':
        this.#keeper.stop();
        break;
      case 'pageshow':
        if ((event as PageTransitionEvent).persisted) this.#handleReturn();
        break;
      case 'resume':
      case 'online':
        this.#keeper.look(true);
        break;
      case 'focus':
      case 'visibilitychange':
        if (document.visibilityState === 'hidden') {
          this.#keeper.flush();
        } else {
          this.#title.restore();
          this.#keeper.look();
        }
        break;
      default:
        if (event.type !== 'scroll') this.#pushedAt = performance.now();
        else if (performance.now() - this.#pushedAt > MOMENTUM) break;
        if (!this.withoutActivity) this.#keeper.note();
    }
  }

  /** The page comes out of the history. Who signed out meanwhile must not be read by the next at this computer. */
  #handleReturn(): void {
    this.#keeper.resume(true);
    this.#coverUntilKnown();
  }

  #coverUntilKnown(): void {
    const { settings, state } = this.#keeper;
    if (!this.blankOnExpire || !settings.canCheck || state === 'signed-out') return;
    this.#cover(true);
    void this.#keeper.check().then(() => {
      if (this.state === 'active' || this.state === 'warning') this.#uncover();
    });
  }

  /** Shows the page again to the person whose it is; of anybody else nothing is known, and the page is loaded anew. */
  #uncover(): void {
    if (this.#keeper.isCovered && !this.#keeper.isConfirmed) location.reload();
    else this.#cover(false);
  }

  /** An application has renewed the session with a request of its own. */
  #handleTouch(event: Event): void {
    const { expiresIn, detail } = event as { expiresIn?: unknown; detail?: unknown };
    const seconds = expiresIn ?? detail;
    if (typeof seconds === 'number') this.expiresIn = seconds;
    else void this.check();
  }

  /** A link or form of the page that leads to `sign-out-url`: somebody signs out on purpose. */
  #handleLeaving(event: Event): void {
    const url = this.signOutUrl && readAddress(this, 'sign-out-url', this.signOutUrl);
    if (!url || event.defaultPrevented || destinationOf(event) !== url.href) return;
    this.#forms?.forget();
    this.#keeper.leave();
  }

  async #handleSave(): Promise<void> {
    const event = new SessionSaveEvent();
    this.dispatchEvent(event);
    const done = await this.#busy(Promise.allSettled(event.work));
    // What nobody keeps must be copied by hand: nothing is worse than a promise to have kept it.
    const isKept = this.#forms ? this.#forms.save() : event.work.length > 0;
    const isDone = isKept && done.every(({ status }) => status === 'fulfilled');
    this.said = !isDone ? 'session.notSaved' : event.work.length ? 'session.saved' : 'session.savedHere';
  }

  #handleCancel(event: Event): void {
    event.preventDefault();
    // Escape is the quick answer “I am here”.
    if (!this.#isLast) {
      if (this.escape !== 'ignore') void this.extend();
    } else if (!this.#keeper.isCovered) {
      this.#handleClose();
    }
  }

  #handleClose(): void {
    this.isDismissed = true;
  }

  #handleClosed(): void {
    // A browser closes at the second Escape whatever the page says; the update opens the dialog again.
    this.requestUpdate();
  }

  #handleState(before: SessionState): void {
    const { state } = this.#keeper;
    this.requestUpdate();
    this.#spokenAt = undefined;
    if (state === 'active' || state === 'warning') this.#uncover();
    if (state === 'signed-out') this.#cover(false);
    if (state === 'active' || state === 'signed-out') this.#title.restore();
    switch (state) {
      case 'active':
        if (before === 'signed-out') this.#restoreForms();
        else this.#forms?.discard();
        break;
      case 'warning':
      case 'unreachable':
        if (before !== 'warning' && before !== 'unreachable') this.#handleExpiring();
        else if (before === 'unreachable') this.isDismissed = this.#isPages;
        this.#handleTick();
        break;
      case 'expired':
        void this.#handleExpired();
        break;
      case 'left':
        this.#forms?.forget();
        this.isDismissed = false;
        this.#cover(this.blankOnExpire);
        this.dispatchEvent(new SessionSignedOutEvent());
        break;
      default:
    }
  }

  #handleExpiring(): void {
    const event = new SessionExpiringEvent(this.#keeper.secondsLeft);
    this.isDismissed = this.#isPages = !this.dispatchEvent(event);
    this.#work = event.work;
    this.#forms?.save();
    this.said = null;
  }

  async #handleExpired(): Promise<void> {
    const event = new SessionExpiredEvent();
    this.isDismissed = !this.dispatchEvent(event);
    this.said = null;
    this.#forms?.save();
    this.#cover(this.blankOnExpire && !this.isDismissed);
    if (document.visibilityState === 'hidden') this.#title.show(this.t('session.expired'), true);
    const link = this.signInLink;
    if (!this.redirectOnExpire || this.isDismissed || !link) return;
    this.#work = [...this.#work, ...event.work];
    await this.worked();
    if (this.#keeper.state === 'expired') location.assign(link);
  }

  /** What the page still saves is done, or has had its time. */
  protected override async worked(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#work),
      new Promise((resolve) => setTimeout(resolve, this.#work.length && WORK_TIME)),
    ]);
  }

  #handleTick(): void {
    const { secondsLeft } = this.#keeper;
    const time = timeWords(this.#say, secondsLeft);
    const step = SPOKEN.find((each) => each >= secondsLeft) ?? Infinity;
    if (this.#spokenAt !== step) this.#spoken = this.t('session.spoken', { time });
    this.#spokenAt = step;
    this.secondsLeft = secondsLeft;
    if (document.visibilityState === 'hidden' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#title.show(`(${time}) ${this.t('session.title')}`);
    }
  }

  #listen(how: 'addEventListener' | 'removeEventListener'): void {
    const options = { capture: true, passive: true };
    for (const type of OF_DOCUMENT) document[how](type, this, options);
    for (const type of OF_WINDOW) window[how](type, this);
  }

  /** Nothing can be extended any more. */
  get #isLast(): boolean {
    const { state, isFinal, settings } = this.#keeper;
    return state === 'expired' || state === 'left' || isFinal || !settings.canExtend;
  }

  get #say(): Say {
    return (key, values) => this.t(key, values);
  }

  /** Begins to keep the time: with a number that counts from now, of a session that is another one, or both. */
  #start(isNumber: boolean, isSession: boolean): void {
    const { user = '', expiresIn } = this;
    const tabs = new SessionTabs(this.#place, user, (record, isOurs) => {
      if (isOurs && record.state === 'left') this.#forms?.forget();
      this.#keeper.hear(record, isOurs);
    });
    const idleLimit = readSeconds(this, 'idle-limit', this.idleLimit);
    if (idleLimit && this.statusUrl) warnOnce(`<${this.localName}> with idle-limit asks no status-url`);
    const printed = idleLimit ?? readSeconds(this, 'expires-in', expiresIn);
    const known = this.#keeper.secondsLeft;
    const seconds = isNumber || this.#keeper.state === 'signed-out' || known === Infinity ? printed : known;
    // Somebody has signed out on purpose since: what they typed is not for whoever comes next.
    if (tabs.read().state === 'left') this.#forms?.forget();
    if (isBlank(expiresIn) || isBlank(this.user)) {
      this.#keeper.wait(tabs);
    } else if (seconds === undefined && !this.statusAddress) {
      warnOnce(`<${this.localName}> needs status-url, expires-in or idle-limit`);
    } else {
      const absolute = isSession ? readSeconds(this, 'absolute-expires-in', this.absoluteExpiresIn) : undefined;
      const { standing, isOld } = readPrinted(seconds, absolute, !this.hasUpdated && !idleLimit);
      this.#keeper.start(tabs, standing, isOld, isSession ? user : null);
      if (isOld) this.#coverUntilKnown();
    }
  }

  /** What is typed in this page's forms, of the person who is signed in; null where it is not to be kept. */
  get #forms(): FormSnapshot | null {
    if (this.keepForms === undefined) return null;
    const user = this.user ?? this.#keeper.user;
    if (user) return new FormSnapshot(user, () => this.keptForms());
    warnOnce(`<${this.localName}> keep-forms needs user, or a field “user” in the answer of status-url`);
    return null;
  }

  /** Puts back what was typed, as soon as its form is there: applications build theirs late. */
  #restoreForms(): void {
    const restore = (): boolean => {
      const isDone = !this.#forms?.isKept || this.#forms.restore();
      if (isDone) observer.disconnect();
      return isDone;
    };
    const observer = new MutationObserver(() => {
      if (restore()) void this.#tell('session.restored');
    });
    if (!this.#forms?.isKept) return;
    if (restore()) void this.#tell('session.restored');
    else observer.observe(document, { childList: true, subtree: true });
  }

  /** Hides the page behind the prompt, from eyes, print and assistive technology, or shows it again. */
  #cover(isCovered: boolean): void {
    if (isCovered === this.#keeper.isCovered) return;
    const { style } = document.documentElement;
    this.#keeper.isCovered = isCovered;
    if (isCovered) this.#visibility = style.visibility;
    style.visibility = isCovered ? 'hidden' : this.#visibility;
    this.requestUpdate();
  }

  async #busy<T>(work: Promise<T>): Promise<T> {
    this.isBusy = true;
    try {
      return await work;
    } finally {
      this.isBusy = false;
    }
  }

  /** Says for a while what was done. */
  async #tell(words: StringKey): Promise<void> {
    // The line stands there before it has something to say: only then it is heard everywhere.
    this.said ??= '';
    await this.updateComplete;
    this.said = words;
    clearTimeout(this.#statusTimer);
    this.#statusTimer = setTimeout(() => {
      this.said = null;
    }, READING_TIME);
  }

  #renderNotice(limit: number): TemplateResult {
    // Whole minutes: what was printed a few seconds ago is still that limit.
    const seconds = limit > 60 ? Math.ceil(limit / 60) * 60 : Math.ceil(limit);
    const [time, lead] = [seconds, this.#keeper.lead / 1000].map((each) => timeWords(this.#say, each));
    return html`<p part="notice" class="root">
      ${this.t('session.notice', { time: time!, lead: lead! })} ${this.#forms ? this.t('session.noticeKept') : nothing}
    </p>`;
  }

  protected override render(): TemplateResult {
    const { state } = this.#keeper;
    const limit = readSeconds(this, 'limit', this.limit) ?? this.#keeper.limit / 1000;
    const { isBusy, secondsLeft } = this;
    const said = this.said && this.t(this.said);
    // A covered page must say why, also where the page shows a prompt of its own.
    const isOpen = (!this.isDismissed || this.#keeper.isCovered) && state !== 'signed-out' && state !== 'active';
    const on: DialogHandlers = {
      extend: this.extend,
      save: this.#handleSave,
      signOut: this.signOut,
      close: this.#handleClose,
      cancel: this.#handleCancel,
      closed: this.#handleClosed,
    };
    return html`${this.notice && limit ? this.#renderNotice(limit) : nothing}
    ${
      isOpen
        ? renderDialog(
            { isBusy, secondsLeft, said, spoken: this.#spoken, link: this.signInLink },
            this.#keeper,
            this.#say,
            on,
          )
        : said === null
          ? nothing
          : html`<p part="status" class="root toast" role="status">${said}</p>`
    }`;
  }
}
