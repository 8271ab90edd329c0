/** An event that can be kept open until work is done, as a service worker's events can. */
class WaitableEvent extends Event {
  readonly #work: Promise<unknown>[] = [];

  constructor(type: string) {
    super(type, { bubbles: true, composed: true, cancelable: true });
  }

  /** What the page still does; rejections count as done. */
  get work(): readonly Promise<unknown>[] {
    return this.#work;
  }

  /** Has the prompt wait for `work`, at most ten seconds, before anything is signed out or left. Call it at once. */
  waitUntil(work: Promise<unknown>): void {
    this.#work.push(work);
  }
}

/**
 * The prompt is about to open: time to save drafts. Bubbles. Cancel it where the page shows a prompt of its own; the
 * element goes on keeping the time.
 */
export class SessionExpiringEvent extends WaitableEvent {
  /** @param expiresIn seconds that are left */
  constructor(readonly expiresIn: number) {
    super('tinh-session-expiring');
  }
}

/** Somebody asks to save what they have typed, since the session ends for good. Bubbles. Give the work to `waitUntil`. */
export class SessionSaveEvent extends WaitableEvent {
  constructor() {
    super('tinh-session-save');
  }
}

/**
 * The server has confirmed that the session is over. Bubbles. Cancel it where the page shows the end itself: then no
 * dialog opens and no other page is loaded.
 */
export class SessionExpiredEvent extends WaitableEvent {
  constructor() {
    super('tinh-session-expired');
  }
}

/** The session was extended, by this tab or another one. Bubbles. */
export class SessionExtendedEvent extends Event {
  /** @param expiresIn seconds until the session ends now; null when it has no limit */
  constructor(readonly expiresIn: number | null) {
    super('tinh-session-extended', { bubbles: true, composed: true });
  }
}

/** Somebody has signed out on purpose, here or in another tab. Bubbles. */
export class SessionSignedOutEvent extends Event {
  constructor() {
    super('tinh-session-signed-out', { bubbles: true, composed: true });
  }
}

/**
 * Sent by a page, to any node: a request of the page has renewed the session. Without seconds the prompt asks
 * `status-url`. A `CustomEvent` of the same name with the seconds as its detail does as well.
 */
export class SessionTouchEvent extends Event {
  /** @param expiresIn seconds until the session ends now */
  constructor(readonly expiresIn?: number) {
    super('tinh-session-touch', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'tinh-session-expiring': SessionExpiringEvent;
    'tinh-session-save': SessionSaveEvent;
    'tinh-session-expired': SessionExpiredEvent;
    'tinh-session-extended': SessionExtendedEvent;
    'tinh-session-signed-out': SessionSignedOutEvent;
    'tinh-session-touch': SessionTouchEvent;
  }
}
