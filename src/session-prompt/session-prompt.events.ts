/** The server has extended the session. Bubbles. */
export class SessionExtendedEvent extends Event {
  /** @param expiresIn seconds until the session ends now */
  constructor(readonly expiresIn: number) {
    super('tinh-session-extended', { bubbles: true, composed: true });
  }
}

/** The server has confirmed that the session is over. Bubbles. */
export class SessionExpiredEvent extends Event {
  constructor() {
    super('tinh-session-expired', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'tinh-session-extended': SessionExtendedEvent;
    'tinh-session-expired': SessionExpiredEvent;
  }
}
