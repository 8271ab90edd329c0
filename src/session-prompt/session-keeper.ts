import { warnOnce } from '../base/warn.ts';
import type { SessionAnswer, SessionStanding } from './session-requests.ts';
import { NOTHING, type SessionRecord, type SessionTabs } from './session-tabs.ts';

/**
 * - `signed-out`: nobody is signed in, as far as the page knows: nothing is shown, nobody is asked.
 * - `active`: the end is far, or there is none.
 * - `warning`: the end is near.
 * - `unreachable`: the end is near or past, and no answer says how the session stands. Nobody is signed out.
 * - `expired`: the server has confirmed the end.
 * - `left`: somebody signed out on purpose, here or in another tab.
 */
export type SessionState = 'signed-out' | 'active' | 'warning' | 'unreachable' | 'expired' | 'left';

/** What a keeper needs to know. Times are ms. */
export interface KeeperSettings {
  /** How long before the end the prompt opens. */
  readonly lead: number;
  /** Activity extends the session at most once in so many ms. */
  readonly interval: number;
  /** The limit without activity where no server keeps one; otherwise 0. */
  readonly idleLimit: number;
  /** Whether a server can be asked how the session stands. */
  readonly canCheck: boolean;
  readonly canExtend: boolean;
  readonly canSignOut: boolean;
  request(kind: 'check' | 'extend' | 'sign-out'): Promise<SessionAnswer>;
}

/** What hears of a keeper. */
export interface KeeperView {
  /** The state has changed. */
  handleState(before: SessionState): void;
  /** A second of the countdown has passed. */
  handleTick(): void;
  /** The session was extended, here or in another tab, until so many seconds from now; null: it has no limit. */
  handleExtended(expiresIn: number | null): void;
}

/** A visible page looks at the clock so often (ms): timers may sleep with the computer, and nothing tells a page so. */
const LOOK = 15_000;
/** An answer is fresh for so many ms; somebody who switches tabs does not ask each time. */
const FRESH = 10_000;
/** Wait before an endpoint that did not answer is asked again (ms); doubles up to the second number. */
const RETRY = 5000;
const LONGEST_RETRY = 60_000;
/** Wall clock and monotonic clock differ by more ms than this: the computer slept, or somebody set the clock. */
const JUMP = 2000;
/** Activity is written down at most once in so many ms. */
const NOTE = 3000;
/** Time for a sign-out in another tab to reach the server (ms). */
const LEAVING = 2000;
/** Where nobody can be asked: who is still on the page after so many ms has not left it. */
const STAYING = 10_000;

/**
 * Keeps one session's time: when the end is near, when to ask the server, what the other tabs know. It decides nothing
 * destructive on the local clock: the end is what the server says.
 */
export class SessionKeeper {
  readonly #view: KeeperView;
  #tabs: SessionTabs | null = null;
  #record = NOTHING;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #noteTimer: ReturnType<typeof setTimeout> | undefined;
  /** What is known must be confirmed before it counts. */
  #unsure = false;
  #misses = 0;
  /** Wall clock minus monotonic clock. */
  #skew = 0;
  #answeredAt = -FRESH;
  #renewedAt = 0;
  #activeAt: number | null = null;
  #isOn = false;
  #user: string | undefined;
  #account = '';
  /** Somebody has asked for more time, and nobody has answered yet. */
  #wish = false;
  /** A session that is no longer than its lead time would never leave the prompt (ms). */
  #longestLead = Infinity;
  #checking: Promise<SessionAnswer> | undefined;
  #extending: Promise<SessionAnswer> | undefined;

  /** Set before anything else. */
  settings!: KeeperSettings;

  /** How the session stands. */
  state: SessionState = 'signed-out';

  /** The last answer named the person whose page this is. */
  isConfirmed = false;

  /** The page is hidden until an answer comes: then silence is to be told at once. */
  isCovered = false;

  /** The longest time that was ever left, in ms: the session's limit, as far as it shows. */
  limit = 0;

  constructor(view: KeeperView) {
    this.#view = view;
  }

  /** Whole seconds until the end, never below 0; Infinity without one. */
  get secondsLeft(): number {
    return Math.max(0, Math.ceil(this.#left / 1000));
  }

  /** Who is signed in, as the server says. */
  get user(): string | undefined {
    return this.#user;
  }

  /** Somebody is asked again by itself. */
  get isRetrying(): boolean {
    return this.#unsure;
  }

  /** How long before the end the prompt opens, in ms. */
  get lead(): number {
    return Math.min(this.settings.lead, this.#longestLead);
  }

  /** Whether the end that comes is one that no extension moves. */
  get isFinal(): boolean {
    const { end, hardEnd } = this.#record;
    return hardEnd !== null && end !== null && end >= hardEnd - 1000;
  }

  /**
   * Begins with what the page says.
   *
   * @param standing null when the page says nothing: then the server is asked
   * @param isOld the page comes from a cache: what it says must be confirmed
   * @param account whose session it is, as the page says; null: the same session goes on, with another number
   */
  start(tabs: SessionTabs, standing: SessionStanding | null, isOld: boolean, account: string | null): void {
    this.stop();
    this.#tabs = tabs;
    tabs.open();
    this.#isOn = true;
    this.#checking = this.#extending = undefined;
    const { hardEnd } = this.#record;
    // An absolute limit of an earlier session is not this one's.
    this.#record = { ...tabs.read(), hardEnd: account === null ? hardEnd : null };
    this.#skew = skew();
    this.#misses = 0;
    this.#wish = false;
    if (account !== null) {
      this.#account = account;
      this.#user = undefined;
    }
    this.#unsure = this.settings.canCheck && (!standing || isOld);
    if (standing && !this.#unsure) this.#take(standing, true);
    if (standing) this.#show('active');
    this.#evaluate();
  }

  /** Goes on after the element came back into the page. */
  resume(isSure = false): void {
    if (!this.#tabs) return;
    this.#isOn = true;
    this.#tabs.open();
    if (isSure && this.state === 'signed-out' && this.settings.canCheck) void this.check();
    else if (isSure) this.look(true);
    else this.#wakeUp();
  }

  /** Stops all timers and listens to nobody. */
  stop(): void {
    this.#isOn = false;
    this.#tabs?.close();
    clearTimeout(this.#timer);
    clearTimeout(this.#noteTimer);
    this.#noteTimer = undefined;
  }

  /** Nobody is signed in: waits for another tab's sign-in. */
  wait(tabs: SessionTabs): void {
    this.stop();
    this.#isOn = true;
    this.#tabs = tabs;
    tabs.open();
    this.#record = tabs.read();
    this.#show('signed-out');
  }

  /** Looks again. `isSure`: something happened after which only the server knows. */
  look(isSure = false): void {
    if (this.state === 'signed-out' && !(this.settings.canCheck && this.#unsure)) return;
    // What was asked before the page was frozen will never be answered.
    if (isSure) this.#checking = undefined;
    const isStale = this.state !== 'active' || performance.now() - this.#answeredAt > FRESH;
    if (this.settings.canCheck && (isSure || isStale)) void this.check();
    else this.#wakeUp();
  }

  /** Somebody did something on the page. */
  note(): void {
    if (this.state !== 'active') return;
    this.#activeAt = Date.now();
    this.#flushLater(NOTE);
  }

  /** Passes on what `note` has heard: to the server at most once an interval, to the other tabs. */
  flush(): void {
    clearTimeout(this.#noteTimer);
    this.#noteTimer = undefined;
    const { idleLimit, interval } = this.settings;
    if (this.#activeAt === null || this.state !== 'active' || this.#record.state !== 'active') return;
    if (idleLimit) {
      this.#record = this.#tabs!.write({ end: this.#activeAt + idleLimit });
      this.#activeAt = null;
      return;
    }
    const wait = interval - (performance.now() - this.#renewedAt);
    if (wait <= 0 && this.#mayExtend) {
      // Counts as the interval's one, also if it fails.
      this.#renewedAt = performance.now();
      void this.#extendOnce();
      return;
    }
    if (!this.#record.busy) this.#record = this.#tabs!.write({ busy: true });
    // The session's limit counts from the last activity, not from an extension long after it.
    if (this.#mayExtend) this.#flushLater(wait);
  }

  /** Asks how the session stands. */
  check(): Promise<SessionAnswer> {
    return (this.#checking ??= this.#ask('check').finally(() => (this.#checking = undefined)));
  }

  /** Extends the session because somebody asks for it: tried until there is an answer. */
  extend(): Promise<SessionAnswer> {
    this.#wish = true;
    return this.#extendOnce();
  }

  /** Ends the session on purpose. */
  async signOut(): Promise<SessionAnswer> {
    const answer = await this.settings.request('sign-out');
    if (answer !== 'unknown') {
      this.#record = this.#tabs!.write({ state: 'left' });
      this.#end('left');
    }
    return answer;
  }

  /** The page itself is signing out. Other tabs hear of it; should it not happen, the server's answer shows that. */
  leave(): void {
    if (this.state === 'signed-out') return;
    this.#record = this.#tabs!.write({ state: 'left' });
    this.#confirmLater();
  }

  /** What another tab has written of this session or, where `isOurs` is false, of another account's. */
  hear(record: SessionRecord, isOurs: boolean): void {
    const isActive = record.state === 'active';
    if (this.state === 'signed-out') {
      if (this.settings.canCheck && isActive) void this.check();
    } else if (!isOurs) {
      // There may be one cookie for both: somebody else's end may be ours.
      if (this.settings.canCheck && !isActive) this.#confirmLater();
    } else {
      const isAnswer = record.end !== this.#record.end;
      this.#adopt(record);
      if (!isActive) return;
      if (isAnswer) this.#settled();
      else this.#evaluate();
    }
  }

  /** Ms until the end; Infinity without one. */
  get #left(): number {
    return (this.#record.end ?? Infinity) - Date.now();
  }

  get #mayExtend(): boolean {
    return this.settings.canExtend && !this.isFinal;
  }

  /** Does what the time left asks for, and sets the timer for the next look. */
  #evaluate(): void {
    clearTimeout(this.#timer);
    const { lead } = this;
    const { canCheck } = this.settings;
    const hasJumped = Math.abs(skew() - this.#skew) > JUMP;
    if (this.#unsure && this.#wish) {
      void this.extend();
      return;
    }
    if (canCheck && (this.#unsure || hasJumped)) {
      void this.check();
      return;
    }
    if (this.#record.state === 'left' && this.state !== 'left' && !canCheck) {
      // The page is still here: the sign-out was called off.
      this.#record = this.#tabs!.write({ state: 'active' });
    }
    if (hasJumped) {
      this.#skew = skew();
      // Nobody can be asked: a clock that was set back must not make the time longer than it ever was.
      const end = Date.now() + this.limit;
      if ((this.#record.end ?? 0) > end) this.#record = this.#tabs!.write({ end });
    }
    if (this.#record.state !== 'active' || this.state === 'signed-out') return;
    if (this.settings.idleLimit) this.flush();
    const left = this.#left;
    if (this.state === 'warning') this.#view.handleTick();
    if (left > lead) {
      this.#show('active');
      this.#wake(Math.min(Math.max(left - lead, 1000), LOOK));
    } else if (left > 0 && this.state === 'warning') {
      this.#wake(left % 1000 || 1000);
    } else if (this.state === 'active' && this.#mayExtend && (this.#record.busy || this.#activeAt !== null)) {
      void this.#extendOnce();
    } else {
      // Another tab may have extended the session: the server is asked before the prompt opens and at its end.
      void this.check();
    }
  }

  #flushLater(delay: number): void {
    this.#noteTimer ??= setTimeout(() => {
      this.flush();
    }, delay);
  }

  #extendOnce(): Promise<SessionAnswer> {
    return (this.#extending ??= this.#ask('extend').finally(() => (this.#extending = undefined)));
  }

  #wake(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#wakeUp();
    }, delay);
  }

  /** A tab that was frozen has not heard the others: the record knows. */
  #wakeUp(): void {
    const known = this.#tabs!.read();
    if (known.seq > this.#record.seq) this.#adopt(known);
    this.#evaluate();
  }

  /** Asks once for all tabs: who waited while another tab was asking takes over what that one learned. */
  async #ask(kind: 'check' | 'extend'): Promise<SessionAnswer> {
    const tabs = this.#tabs!;
    const before = tabs.read();
    return tabs.takeTurn(async () => {
      const now = tabs.read();
      const isKnown = kind === 'check' ? now.seq !== before.seq : now.renewal !== before.renewal;
      // That somebody signs out is not yet an answer of the server.
      if (isKnown && (now.state !== 'left' || !this.settings.canCheck)) {
        if (kind === 'extend') this.#wish = false;
        this.#adopt(now);
        this.#settled();
        return now.state === 'active' ? this.#standing() : 'over';
      }
      let answer = await this.#answer(kind);
      if (answer === 'renewed' && this.settings.canCheck) answer = await this.#answer('check');
      if (tabs === this.#tabs && this.#isOn) this.#settle(answer, kind === 'extend');
      return answer;
    });
  }

  /** What the server says or, where none keeps the time, what this page knows. */
  async #answer(kind: 'check' | 'extend'): Promise<SessionAnswer> {
    const { idleLimit, canCheck, canSignOut } = this.settings;
    if (!idleLimit && (canCheck || kind === 'extend')) return this.settings.request(kind);
    if (idleLimit && kind === 'extend') return { expiresIn: idleLimit / 1000 };
    if (this.#left > 0) return this.#standing();
    if (!idleLimit) return 'unknown';
    // A computer that slept wakes up past the end: nothing ends that nobody was warned of.
    if (this.state === 'active') return { expiresIn: this.lead / 1000 };
    if (!canSignOut || this.state === 'expired') return 'over';
    return (await this.settings.request('sign-out')) === 'unknown' ? 'unknown' : 'over';
  }

  #standing(): SessionStanding {
    const { secondsLeft } = this;
    return { expiresIn: Number.isFinite(secondsLeft) ? secondsLeft : null };
  }

  /** Takes in what was answered. */
  #settle(answer: SessionAnswer, isExtended: boolean): void {
    if (answer === 'unknown') {
      this.#unsure = this.settings.canCheck || this.#wish;
      const isNear = this.state !== 'signed-out' && this.#left <= this.lead;
      // Silence is no reason to alarm somebody whose time is not near its end.
      if ((isNear && this.#record.state === 'active') || this.isCovered) this.#show('unreachable');
      // A hidden page asks when somebody looks at it again, unless its time is near.
      const isIdle = !isNear && !this.#wish && document.visibilityState === 'hidden';
      if ((this.#unsure || this.settings.idleLimit) && !isIdle)
        this.#wake(Math.min(RETRY * 2 ** this.#misses++, LONGEST_RETRY));
      return;
    }
    this.#wish = false;
    const standing = answer === 'renewed' ? { expiresIn: this.limit / 1000 || null } : answer;
    const isOther = standing !== 'over' && !this.#isSameUser(standing.user);
    if (standing === 'over' || isOther) {
      if (this.#record.state === 'active') this.#record = this.#tabs!.write({ state: 'expired' });
      this.#end(this.#record.state === 'left' ? 'left' : 'expired');
    } else {
      const { expiresIn } = standing;
      if (isExtended && expiresIn !== null && expiresIn * 1000 <= this.lead) {
        warnOnce(`tinh: the session lasts ${String(expiresIn)} s, no longer than lead-time: half of it is taken`);
        this.#longestLead = expiresIn * 500;
      }
      this.#take(standing, isExtended);
    }
    this.#settled();
  }

  /** Somebody else at the same browser: what stands on the page is not theirs. */
  #isSameUser(user: string | undefined): boolean {
    this.isConfirmed = user !== undefined && (user === this.#user || user === this.#account);
    if (user !== undefined && this.#user !== undefined && user !== this.#user) return false;
    this.#user ??= user;
    return true;
  }

  #take({ expiresIn, absoluteExpiresIn }: SessionStanding, isRenewed: boolean): void {
    const now = Date.now();
    const { seq } = this.#tabs!.read();
    const hardEnd = absoluteExpiresIn ? now + absoluteExpiresIn * 1000 : this.#record.hardEnd;
    // At least a second: an answer of a fraction must not become a storm of questions.
    const end = Math.min(now + Math.max(expiresIn ?? Infinity, 1) * 1000, hardEnd ?? Infinity);
    this.limit = Math.max(this.limit, (expiresIn ?? 0) * 1000);
    this.#record = this.#tabs!.write({
      state: 'active',
      end: Number.isFinite(end) ? end : null,
      hardEnd,
      ...(isRenewed && { renewal: seq + 1, busy: false }),
    });
    if (isRenewed) this.#renewed();
  }

  /** Takes over what another tab has learned. */
  #adopt(record: SessionRecord): void {
    const isRenewed = record.renewal !== this.#record.renewal;
    this.#record = record;
    if (isRenewed) this.#renewed();
    else if (record.busy && this.state === 'active' && !this.settings.idleLimit) {
      // The tab in which somebody is active may be closed before its turn to extend.
      this.#activeAt ??= Date.now();
      this.#flushLater(this.settings.interval - (performance.now() - this.#renewedAt));
    }
    if (record.state === 'left' && this.settings.canCheck) this.#confirmLater();
    else if (record.state !== 'active') this.#end(record.state);
  }

  #renewed(): void {
    this.#renewedAt = performance.now();
    this.#activeAt = null;
    if (this.state !== 'signed-out') this.#view.handleExtended(this.#standing().expiresIn);
  }

  /** What is known now is certain. */
  #settled(): void {
    this.#unsure = false;
    this.#misses = 0;
    this.#skew = skew();
    this.#answeredAt = performance.now();
    if (this.#record.state !== 'active') return;
    if (this.#wish) void this.extend();
    this.#show(this.#left > this.lead ? 'active' : 'warning');
    this.#evaluate();
  }

  #confirmLater(): void {
    this.#unsure = this.settings.canCheck;
    this.#wake(this.settings.canCheck ? LEAVING : STAYING);
  }

  #end(state: 'expired' | 'left'): void {
    clearTimeout(this.#timer);
    // Who came signed out has nothing to lose.
    if (this.state !== 'signed-out') this.#show(state);
  }

  #show(state: SessionState): void {
    const before = this.state;
    this.state = state;
    if (before !== state) this.#view.handleState(before);
  }
}

function skew(): number {
  return Date.now() - performance.now();
}
