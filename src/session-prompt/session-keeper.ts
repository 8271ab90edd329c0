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
  #user: unknown;
  #checking: Promise<SessionAnswer> | undefined;
  #extending: Promise<SessionAnswer> | undefined;

  /** Set before anything else. */
  settings!: KeeperSettings;

  /** How the session stands. */
  state: SessionState = 'signed-out';

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
   */
  start(tabs: SessionTabs, standing: SessionStanding | null, isOld: boolean): void {
    this.stop();
    this.#tabs = tabs;
    tabs.open();
    this.#isOn = true;
    // An absolute limit of an earlier session is not this one's.
    this.#record = { ...tabs.read(), hardEnd: null };
    this.#skew = skew();
    this.#misses = 0;
    this.#user = undefined;
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
    if (isSure) this.look(true);
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
    if (this.state === 'signed-out' && !(this.settings.canCheck && (isSure || this.#unsure))) return;
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
    this.#noteTimer ??= setTimeout(() => {
      this.flush();
    }, NOTE);
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
    } else if (performance.now() - this.#renewedAt >= interval && this.#mayExtend) {
      // Counts as the interval's one, also if it fails.
      this.#renewedAt = performance.now();
      void this.extend();
    } else if (!this.#record.busy) {
      this.#record = this.#tabs!.write({ busy: true });
    }
  }

  /** Asks how the session stands. */
  check(): Promise<SessionAnswer> {
    return (this.#checking ??= this.#ask('check').finally(() => (this.#checking = undefined)));
  }

  /** Extends the session. */
  extend(): Promise<SessionAnswer> {
    return (this.#extending ??= this.#ask('extend').finally(() => (this.#extending = undefined)));
  }

  /** Ends the session on purpose. */
  async signOut(): Promise<SessionAnswer> {
    const answer = await this.settings.request('sign-out');
    if (answer === 'unknown') {
      this.#show('unreachable');
    } else {
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

  /** What another tab has written; null: somebody else signed in. */
  hear(record: SessionRecord | null): void {
    if (this.state === 'signed-out') {
      if (this.settings.canCheck && (!record || record.state === 'active')) void this.check();
    } else if (record) {
      const isAnswer = record.end !== this.#record.end;
      this.#adopt(record);
      if (record.state !== 'active') return;
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
    const { lead, canCheck } = this.settings;
    const hasJumped = Math.abs(skew() - this.#skew) > JUMP;
    if (canCheck && (this.#unsure || hasJumped)) {
      void this.check();
      return;
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
      void this.extend();
    } else {
      // Another tab may have extended the session: the server is asked before the prompt opens and at its end.
      void this.check();
    }
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
    const { idleLimit, lead, canCheck, canSignOut } = this.settings;
    if (!idleLimit && (canCheck || kind === 'extend')) return this.settings.request(kind);
    if (idleLimit && kind === 'extend') return { expiresIn: idleLimit / 1000 };
    if (this.#left > 0) return this.#standing();
    if (!idleLimit) return 'unknown';
    // A computer that slept wakes up past the end: nothing ends that nobody was warned of.
    if (this.state === 'active') return { expiresIn: lead / 1000 };
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
      this.#unsure = this.settings.canCheck;
      const isNear = this.state !== 'signed-out' && this.#left <= this.settings.lead;
      // Silence is no reason to alarm somebody whose time is not near its end.
      if ((isNear && this.#record.state === 'active') || this.isCovered) this.#show('unreachable');
      if (this.#unsure || this.settings.idleLimit) this.#wake(Math.min(RETRY * 2 ** this.#misses++, LONGEST_RETRY));
      return;
    }
    const standing = answer === 'renewed' ? { expiresIn: this.limit / 1000 || null } : answer;
    const isOther = standing !== 'over' && !this.#isSameUser(standing.user);
    if (standing === 'over' || isOther) {
      if (this.#record.state === 'active') this.#record = this.#tabs!.write({ state: 'expired' });
      this.#end(this.#record.state === 'left' ? 'left' : 'expired');
    } else {
      this.#take(standing, isExtended);
    }
    this.#settled();
  }

  /** Somebody else at the same browser: what stands on the page is not theirs. */
  #isSameUser(user: unknown): boolean {
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
    this.#show(this.#left > this.settings.lead ? 'active' : 'warning');
    this.#evaluate();
  }

  #confirmLater(): void {
    this.#unsure = true;
    this.#wake(LEAVING);
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
