import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { TinhElement } from '../base/element.ts';
import { warnAttribute, warnOnce } from '../base/warn.ts';
import { baseStyles } from '../theme/base.styles.ts';
import { SessionExpiredEvent, SessionExtendedEvent } from './session-prompt.events.ts';
import { sessionPromptStyles } from './session-prompt.styles.ts';
import { askSession, type SessionAnswer } from './session-requests.ts';

/** WCAG 2.2.1: at least 20 seconds to ask for more time. */
const LEAST_LEAD = 20;
const DEFAULT_LEAD = 60;
/** The longest delay a browser's timer takes is 24.8 days; a day is enough to look again. */
const LONGEST_DELAY = 24 * 60 * 60_000;
/** How long to wait before a server that did not answer is asked again. */
const RETRY = 10_000;

/**
 * - `quiet`: nothing to show: signed out, or far from the end.
 * - `open`: the prompt with its countdown.
 * - `unreachable`: the server did not answer; asked again by itself, nobody is signed out.
 * - `expired`: the server has confirmed the end.
 */
type PromptState = 'quiet' | 'open' | 'unreachable' | 'expired';

/**
 * Warns before a session ends and extends it on the server. The server is the authority: nothing ends on the local
 * clock alone.
 *
 * @summary Prompt before a session ends.
 * @status experimental
 * @since 0.1.0
 * @fires {SessionExtendedEvent} tinh-session-extended - The server has extended the session.
 * @fires {SessionExpiredEvent} tinh-session-expired - The server has confirmed that the session is over.
 * @csspart dialog - The dialog.
 * @csspart message - What is about to happen, or has happened.
 * @csspart countdown - The time left.
 * @csspart action - The button that extends, or the link that signs in again.
 */
export class SessionPromptElement extends TinhElement {
  static override readonly styles = [baseStyles, sessionPromptStyles];
  static override readonly properties: PropertyDeclarations = {
    expiresIn: { attribute: 'expires-in' },
    leadTime: { attribute: 'lead-time' },
    statusUrl: { attribute: 'status-url' },
    extendUrl: { attribute: 'extend-url' },
    signInUrl: { attribute: 'sign-in-url' },
    promptState: { state: true },
    secondsLeft: { state: true },
  };

  /** When the session ends by the local clock, in ms; null when nobody is signed in or it is not known. */
  #deadline: number | null = null;
  #timer?: ReturnType<typeof setTimeout>;
  #extending?: boolean;
  #asked?: Promise<SessionAnswer>;

  private promptState: PromptState = 'quiet';
  private secondsLeft = 0;

  /** Seconds until the session ends, as the server printed it into the page; without it `status-url` is asked. */
  expiresIn?: string;

  /** Seconds before the end at which the prompt opens: at least 20; 60 without it, and where it makes no sense. */
  leadTime?: string;

  /** Address that tells how the session stands (GET) without renewing it; the companion server's by default. */
  statusUrl?: string;

  /** Address that extends the session (POST); `/extend` below `status-url` by default. */
  extendUrl?: string;

  /** Address of the sign-in page, offered when the session is over. */
  signInUrl?: string;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this);
    this.#evaluate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this);
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('expiresIn') || changed.has('statusUrl') || !this.hasUpdated) this.#start();
    // A dialog that is only removed does not give the focus back.
    if (this.promptState === 'quiet') this.renderRoot.querySelector('dialog')?.close();
  }

  protected override updated(changed: PropertyValues): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    // The end replaces the button that had the focus.
    if (changed.has('promptState')) dialog.querySelector<HTMLElement>('[part=action], button')!.focus();
  }

  /** Coming back to the tab: timers may have slept, and another tab may have signed in or out. */
  handleEvent(): void {
    if (document.visibilityState === 'visible') void this.check();
  }

  /** Asks the server how the session stands, without renewing it. */
  async check(): Promise<void> {
    if (this.#endpoint) await this.#settle(askSession(this.#endpoint, 'GET'));
    else warnOnce(`<${this.localName}> needs status-url`);
  }

  /** Extends the session on the server; the prompt closes when the server has done so. */
  async extend(): Promise<void> {
    if (!this.#endpoint || this.#extending) return;
    this.#extending = true;
    const answer = await this.#settle(askSession(this.extendUrl ?? `${this.#endpoint}/extend`, 'POST'));
    this.#extending = false;
    if (typeof answer === 'number') this.dispatchEvent(new SessionExtendedEvent(answer));
  }

  /** Where the session's state is told. The companion server of another site would get no cookie from here. */
  get #endpoint(): string | undefined {
    const { server } = this.settings;
    return this.statusUrl ?? (server?.startsWith(`${location.origin}/`) ? `${server}api/v1/session` : undefined);
  }

  /** Milliseconds before the end at which the prompt opens. */
  get #lead(): number {
    return (this.#seconds('lead-time', this.leadTime, LEAST_LEAD) ?? DEFAULT_LEAD) * 1000;
  }

  #seconds(attribute: string, value: string | undefined, least: number): number | undefined {
    // A CMS prints an empty value where nobody is signed in.
    if (!value) return undefined;
    if (Number(value) >= least) return Number(value);
    warnAttribute(this, attribute, value, `seconds, at least ${String(least)}`);
    return undefined;
  }

  #start(): void {
    const seconds = this.#seconds('expires-in', this.expiresIn, 0);
    this.#deadline = seconds === undefined ? null : Date.now() + seconds * 1000;
    if (this.#deadline) this.#evaluate();
    else void this.check();
  }

  /** Does what the time left asks for, and sets the timer for the next look. */
  #evaluate(): void {
    clearTimeout(this.#timer);
    if (this.#deadline === null) return;
    const left = this.#deadline - Date.now();
    if (left > this.#lead) {
      this.promptState = 'quiet';
      this.#wake(left - this.#lead);
    } else if (left > 0 && this.promptState === 'open') {
      this.secondsLeft = Math.ceil(left / 1000);
      this.#wake(left % 1000 || 1000);
    } else {
      // Another tab may have extended the session: the server is asked before the prompt opens and at its end.
      void this.check();
    }
  }

  #wake(delay: number): void {
    this.#timer = setTimeout(
      () => {
        this.#evaluate();
      },
      Math.min(delay, LONGEST_DELAY),
    );
  }

  /** Takes in what the server answers; of several requests under way the last one counts. */
  async #settle(answered: Promise<SessionAnswer>): Promise<SessionAnswer> {
    this.#asked = answered;
    const answer = await answered;
    if (answered !== this.#asked || !this.isConnected) return answer;
    clearTimeout(this.#timer);
    if (typeof answer === 'number') {
      // At least a second: an answer of 0 from a session that still lives must not become a loop of questions.
      this.#deadline = Date.now() + Math.max(answer, 1) * 1000;
      this.promptState = 'open';
      this.#evaluate();
    } else if (answer === 'unknown') {
      // Silence is no reason to alarm somebody whose time is not near its end.
      if (this.#deadline !== null && this.#deadline - Date.now() <= this.#lead) this.promptState = 'unreachable';
      this.#wake(RETRY);
    } else if (this.#deadline !== null) {
      this.#deadline = null;
      this.promptState = 'expired';
      this.dispatchEvent(new SessionExpiredEvent());
    }
    return answer;
  }

  #handleCancel(event: Event): void {
    // Escape is the quick answer “I am here”; only an ended session is simply closed.
    event.preventDefault();
    if (this.promptState === 'expired') this.#handleClose();
    else void this.extend();
  }

  #handleClose(): void {
    this.promptState = 'quiet';
  }

  #handleClosed(): void {
    // A browser closes at the second Escape whatever the page says; the update opens the dialog again.
    this.requestUpdate();
  }

  #renderExpired(): TemplateResult {
    return html`<p part="message" id="message" role="alert">${this.t('session.expired')}</p>
      <div class="actions">
        ${
          this.signInUrl
            ? html`<a part="action" class="button primary" href=${this.signInUrl}>${this.t('session.signIn')}</a>`
            : nothing
        }
        <button type="button" @click=${this.#handleClose}>${this.t('session.close')}</button>
      </div>`;
  }

  #renderOpen(): TemplateResult {
    return html`<p part="message" id="message">${this.t('session.message')}</p>
      ${
        this.promptState === 'unreachable'
          ? html`<p id="detail" class="danger" role="alert">${this.t('session.unreachable')}</p>`
          : html`<p part="countdown" id="detail" aria-hidden="true">
              ${this.t('session.countdown')}: <strong>${this.t('session.seconds', { n: this.secondsLeft })}</strong>
            </p>`
      }
      <div class="actions">
        <button part="action" class="primary" type="button" @click=${this.extend}>${this.t('session.action')}</button>
      </div>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.promptState === 'quiet') return nothing;
    return html`<dialog
      class="root"
      part="dialog"
      role="alertdialog"
      aria-labelledby="message"
      aria-describedby="detail"
      @cancel=${this.#handleCancel}
      @close=${this.#handleClosed}
    >
      ${this.promptState === 'expired' ? this.#renderExpired() : this.#renderOpen()}
    </dialog>`;
  }
}
