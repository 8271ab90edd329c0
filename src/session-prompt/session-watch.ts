import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { warnOnce } from '../base/warn.ts';
import { forgetWritten } from '../controllers/browser-storage.ts';
import { enSession } from '../i18n/en-session.ts';
import { addStrings, type Say } from '../i18n/localize.ts';
import { viSession } from '../i18n/vi-session.ts';
import type { StringKey } from '../i18n/vi.ts';
import { destinationOf, focusedElement } from './page.ts';
import { KeptForms } from './kept-forms.ts';
import { readAddress, readPrinted, readSeconds } from './read-attributes.ts';
import { renderDialog, timeWords, type DialogHandlers } from './session-dialog.ts';
import { SessionKeeper, type SessionState } from './session-keeper.ts';
import {
  SessionExpiredEvent,
  SessionExpiringEvent,
  SessionExtendedEvent,
  SessionSaveEvent,
  SessionSignedOutEvent,
} from './session-prompt.events.ts';
import { SessionEndpoints } from './session-endpoints.ts';
import { isBlank, type SessionSettingsElement } from './session-settings.ts';
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
const OF_DOCUMENT = [...ACTIVITY, 'scroll', 'visibilitychange', 'resume'];
/** Clicks and forms last of all, when the page has had its say about them. */
const OF_WINDOW = ['click', 'submit', 'focus', 'online', 'pageshow', 'pagehide'];

/** What is shown, besides what the keeper knows. */
interface Shown {
  secondsLeft: number;
  isDismissed: boolean;
  /** A request is under way. */
  isBusy: boolean;
  /** What the status line says; empty while the line only waits, null without a line. */
  said: StringKey | '' | null;
}

/**
 * What a session prompt does once somebody may be signed in: keeps the time, shows the dialog, keeps forms, and talks to the
 * server. It comes in a file of its own, which nobody loads who is signed out (ADR 0022).
 */
export class SessionWatch {
  readonly #host: SessionSettingsElement;
  readonly #say: Say;
  readonly #endpoints: SessionEndpoints;
  readonly #keeper = new SessionKeeper({
    handleState: (before) => {
      this.#handleState(before);
    },
    handleTick: () => {
      this.#handleTick();
    },
    handleExtended: (expiresIn) => {
      this.#host.dispatchEvent(new SessionExtendedEvent(expiresIn));
      if (this.#isAsked) void this.#tell('session.extended');
      this.#isAsked = false;
    },
  });
  readonly #forms: KeptForms;
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

  #hasStarted = false;
  /** Attributes that were set while the tag was outside the page. */
  readonly #missed = new Map<PropertyKey, unknown>();
  readonly #shown: Shown = { secondsLeft: 0, isDismissed: false, isBusy: false, said: null };

  /**
   * @param host the tag; the rest is what it does not tell everybody
   * @param say words in its language
   * @param server address of the companion server, with a slash at its end
   */
  constructor(host: SessionSettingsElement, say: Say, server: () => string | undefined) {
    addStrings({ vi: viSession, en: enSession });
    this.#host = host;
    this.#say = say;
    this.#endpoints = new SessionEndpoints(host, server, () => this.#worked());
    this.#forms = new KeptForms(host, () => this.#keeper.user);
  }

  /** The tag came into the page, or back into it. */
  connect(): void {
    this.#listen('addEventListener');
    if (!this.#hasStarted) {
      this.update();
      return;
    }
    this.#cover(this.#wasCovered);
    this.#keeper.resume();
    this.update(new Map());
    // A dialog that was moved has left the top layer.
    this.#host.requestUpdate();
  }

  /** The tag has left the page, perhaps only to come back elsewhere. */
  disconnect(): void {
    this.#listen('removeEventListener');
    this.#keeper.stop();
    this.#title.restore();
    this.#wasCovered = this.#keeper.isCovered;
    this.#cover(false);
  }

  /** Takes in the attributes; `changed` holds those that are new, all of them at the beginning. */
  update(changed?: PropertyValues<SessionSettingsElement>): void {
    this.#keeper.settings = this.#endpoints.readSettings();
    for (const [name, value] of changed ?? []) this.#missed.set(name, value);
    // A tag outside the page keeps no time; what is set there counts from when it comes back.
    if (!this.#host.isConnected) return;
    if (changed) changed = new Map(this.#missed) as typeof changed;
    this.#missed.clear();
    const hasChanged = (...names: (keyof SessionSettingsElement)[]) =>
      !changed || names.some((name) => changed.has(name));
    const { place } = this.#endpoints;
    const isNumber = hasChanged('expiresIn', 'idleLimit');
    const isSession = hasChanged('absoluteExpiresIn', 'user') || place !== this.#place;
    this.#place = place;
    if (isNumber || isSession) this.#start(isNumber, isSession);
    this.#hasStarted = true;
  }

  /** What was rendered stands in the page. */
  updated(): void {
    const dialog = this.#host.renderRoot.querySelector('dialog');
    if (!dialog) {
      this.#returnFocus?.focus();
      this.#returnFocus = null;
      return;
    }
    if (!dialog.matches(':modal') && this.#host.isConnected) {
      this.#returnFocus ??= focusedElement();
      dialog.removeAttribute('open');
      dialog.showModal();
      if (!dialog.getClientRects().length) {
        // Nobody could see what then blocks the page.
        warnOnce(`<${this.#host.localName}> stands in something that is not displayed, and cannot warn`);
        void this.#host.updateComplete.then(() => {
          this.#show({ isDismissed: true });
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
    await this.#host.updateComplete;
    if (this.#endpoints.status) await this.#keeper.check();
  }

  /** Extends the session on the server; the prompt closes when the server has done so. */
  async extend(): Promise<void> {
    await this.#host.updateComplete;
    if (!this.#keeper.settings.canExtend || !this.#place) return;
    this.#isAsked = true;
    await this.#busy(this.#keeper.extend());
  }

  /** Signs out on the server. Drafts of this tab are forgotten, and the other tabs hear of it. */
  async signOut(): Promise<void> {
    await this.#host.updateComplete;
    const url = readAddress(this.#host, 'sign-out-url', this.#host.signOutUrl);
    if (!url) return;
    if (this.#host.signOutMethod.toUpperCase() === 'GET') {
      await this.#busy(this.#worked());
      this.#forget();
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
        if (!this.#host.withoutActivity) this.#keeper.note();
    }
  }

  /** The page comes out of the history. Who signed out meanwhile must not be read by the next at this computer. */
  #handleReturn(): void {
    this.#keeper.resume(true);
    this.#coverUntilKnown();
  }

  #coverUntilKnown(): void {
    const { settings, state } = this.#keeper;
    if (!this.#host.blankOnExpire || !settings.canCheck || state === 'signed-out') return;
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

  /** Forgets what this person typed: in the forms of this tab, and in comments on any page. */
  #forget(): void {
    this.#forms.forget();
    // After elements that hear of the sign-out have stopped sending what they hold.
    queueMicrotask(forgetWritten);
  }

  /** A link or form of the page that leads to `sign-out-url`: somebody signs out on purpose. */
  #handleLeaving(event: Event): void {
    const url = this.#host.signOutUrl && readAddress(this.#host, 'sign-out-url', this.#host.signOutUrl);
    if (!url || event.defaultPrevented || destinationOf(event) !== url.href) return;
    this.#forget();
    this.#keeper.leave();
  }

  async #handleSave(): Promise<void> {
    const event = new SessionSaveEvent();
    this.#host.dispatchEvent(event);
    const done = await this.#busy(Promise.allSettled(event.work));
    // What nobody keeps must be copied by hand: nothing is worse than a promise to have kept it.
    const isKept = this.#forms.areKept ? this.#forms.save() : event.work.length > 0;
    const isDone = isKept && done.every(({ status }) => status === 'fulfilled');
    this.#show({ said: !isDone ? 'session.notSaved' : event.work.length ? 'session.saved' : 'session.savedHere' });
  }

  #handleCancel(event: Event): void {
    event.preventDefault();
    // Escape is the quick answer “I am here”.
    if (!this.#isLast) {
      if (this.#host.escape !== 'ignore') void this.extend();
    } else if (!this.#keeper.isCovered) {
      this.#handleClose();
    }
  }

  #handleClose(): void {
    this.#show({ isDismissed: true });
  }

  #handleClosed(): void {
    // A browser closes at the second Escape whatever the page says; the update opens the dialog again.
    this.#host.requestUpdate();
  }

  #handleState(before: SessionState): void {
    const { state } = this.#keeper;
    this.#host.requestUpdate();
    this.#spokenAt = undefined;
    if (state === 'active' || state === 'warning') this.#uncover();
    if (state === 'signed-out') this.#cover(false);
    if (state === 'active' || state === 'signed-out') this.#title.restore();
    switch (state) {
      case 'active':
        if (before === 'signed-out') this.#forms.restore(() => void this.#tell('session.restored'));
        else this.#forms.discard();
        break;
      case 'warning':
      case 'unreachable':
        if (before !== 'warning' && before !== 'unreachable') this.#handleExpiring();
        else if (before === 'unreachable') this.#show({ isDismissed: this.#isPages });
        this.#handleTick();
        break;
      case 'expired':
        void this.#handleExpired();
        break;
      case 'left':
        this.#forget();
        this.#show({ isDismissed: false });
        this.#cover(this.#host.blankOnExpire);
        this.#host.dispatchEvent(new SessionSignedOutEvent());
        break;
      default:
    }
  }

  #handleExpiring(): void {
    const event = new SessionExpiringEvent(this.#keeper.secondsLeft);
    this.#isPages = !this.#host.dispatchEvent(event);
    this.#show({ isDismissed: this.#isPages, said: null });
    this.#work = event.work;
    this.#forms.save();
  }

  async #handleExpired(): Promise<void> {
    const event = new SessionExpiredEvent();
    this.#show({ isDismissed: !this.#host.dispatchEvent(event) });
    this.#show({ said: null });
    this.#forms.save();
    this.#cover(this.#host.blankOnExpire && !this.#shown.isDismissed);
    if (document.visibilityState === 'hidden') this.#title.show(this.#say('session.expired'), true);
    const link = this.#endpoints.signInLink;
    if (!this.#host.redirectOnExpire || this.#shown.isDismissed || !link) return;
    this.#work = [...this.#work, ...event.work];
    await this.#worked();
    if (this.#keeper.state === 'expired') location.assign(link);
  }

  /** What the page still saves is done, or has had its time. */
  async #worked(): Promise<void> {
    await Promise.race([
      Promise.allSettled(this.#work),
      new Promise((resolve) => setTimeout(resolve, this.#work.length && WORK_TIME)),
    ]);
  }

  #handleTick(): void {
    const { secondsLeft } = this.#keeper;
    const time = timeWords(this.#say, secondsLeft);
    const step = SPOKEN.find((each) => each >= secondsLeft) ?? Infinity;
    if (this.#spokenAt !== step) this.#spoken = this.#say('session.spoken', { time });
    this.#spokenAt = step;
    this.#show({ secondsLeft });
    if (document.visibilityState === 'hidden' && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#title.show(`(${time}) ${this.#say('session.title')}`);
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

  /** Begins to keep the time: with a number that counts from now, of a session that is another one, or both. */
  #start(isNumber: boolean, isSession: boolean): void {
    const { user = '', expiresIn, reported } = this.#host;
    const tabs = new SessionTabs(this.#place, user, (record, isOurs) => {
      if (isOurs && record.state === 'left') this.#forms.forget();
      this.#keeper.hear(record, isOurs);
    });
    const idleLimit = readSeconds(this.#host, 'idle-limit', this.#host.idleLimit);
    if (idleLimit && this.#host.statusUrl) warnOnce(`<${this.#host.localName}> with idle-limit asks no status-url`);
    const printed = idleLimit ?? readSeconds(this.#host, 'expires-in', expiresIn);
    const known = this.#keeper.secondsLeft;
    const seconds = isNumber || this.#keeper.state === 'signed-out' || known === Infinity ? printed : known;
    // Somebody has signed out on purpose since: what they typed is not for whoever comes next.
    if (tabs.read().state === 'left') this.#forms.forget();
    if (isBlank(expiresIn) || isBlank(this.#host.user)) {
      this.#keeper.wait(tabs);
    } else if (seconds === undefined && !this.#endpoints.status) {
      warnOnce(`<${this.#host.localName}> needs status-url, expires-in or idle-limit`);
    } else {
      const absolute = isSession
        ? readSeconds(this.#host, 'absolute-expires-in', this.#host.absoluteExpiresIn)
        : undefined;
      const { standing, isOld } = readPrinted(seconds, absolute, this.#hasStarted || idleLimit ? null : reported);
      this.#keeper.start(tabs, standing, isOld, isSession ? user : null);
      if (isOld) this.#coverUntilKnown();
    }
  }

  /** Hides the page behind the prompt, from eyes, print and assistive technology, or shows it again. */
  #cover(isCovered: boolean): void {
    if (isCovered === this.#keeper.isCovered) return;
    const { style } = document.documentElement;
    this.#keeper.isCovered = isCovered;
    if (isCovered) this.#visibility = style.visibility;
    style.visibility = isCovered ? 'hidden' : this.#visibility;
    this.#host.requestUpdate();
  }

  #show(change: Partial<Shown>): void {
    Object.assign(this.#shown, change);
    this.#host.requestUpdate();
  }

  async #busy<T>(work: Promise<T>): Promise<T> {
    this.#show({ isBusy: true });
    try {
      return await work;
    } finally {
      this.#show({ isBusy: false });
    }
  }

  /** Says for a while what was done. */
  async #tell(words: StringKey): Promise<void> {
    // The line stands there before it has something to say: only then it is heard everywhere.
    this.#show({ said: this.#shown.said ?? '' });
    await this.#host.updateComplete;
    this.#show({ said: words });
    clearTimeout(this.#statusTimer);
    this.#statusTimer = setTimeout(() => {
      this.#show({ said: null });
    }, READING_TIME);
  }

  #renderNotice(limit: number): TemplateResult {
    // Whole minutes: what was printed a few seconds ago is still that limit.
    const seconds = limit > 60 ? Math.ceil(limit / 60) * 60 : Math.ceil(limit);
    const [time, lead] = [seconds, this.#keeper.lead / 1000].map((each) => timeWords(this.#say, each));
    return html`<p part="notice" class="root">
      ${this.#say('session.notice', { time: time!, lead: lead! })}
      ${this.#forms.areKept ? this.#say('session.noticeKept') : nothing}
    </p>`;
  }

  /** The notice, and the dialog or the status line where there is one. */
  render(): TemplateResult {
    const { state } = this.#keeper;
    const limit = readSeconds(this.#host, 'limit', this.#host.limit) ?? this.#keeper.limit / 1000;
    const { isBusy, secondsLeft, isDismissed } = this.#shown;
    const said = this.#shown.said && this.#say(this.#shown.said);
    // A covered page must say why, also where the page shows a prompt of its own.
    const isOpen = (!isDismissed || this.#keeper.isCovered) && state !== 'signed-out' && state !== 'active';
    const on: DialogHandlers = {
      extend: () => this.extend(),
      save: () => this.#handleSave(),
      signOut: () => this.signOut(),
      close: () => this.#handleClose(),
      cancel: (event) => this.#handleCancel(event),
      closed: () => this.#handleClosed(),
    };
    return html`${this.#host.notice && limit ? this.#renderNotice(limit) : nothing}
    ${
      isOpen
        ? renderDialog(
            { isBusy, secondsLeft, said, spoken: this.#spoken, link: this.#endpoints.signInLink },
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
