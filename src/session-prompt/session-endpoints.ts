import { readAddress, readSeconds } from './read-attributes.ts';
import type { KeeperSettings } from './session-keeper.ts';
import { askSession, type SessionAnswer } from './session-requests.ts';
import type { SessionSettingsElement } from './session-settings.ts';

/** WCAG 2.2.1: at least 20 seconds to ask for more time. */
const LEAST_LEAD = 20;
const DEFAULT_LEAD = 60;
/** Seconds between two extensions because somebody is active. */
const DEFAULT_INTERVAL = 120;

/** Statuses of a session that is gone; 419 is Laravel's. */
const OVER = [401, 403, 419];

/** What follows from the attributes: whom to ask, how, and how often. */
export class SessionEndpoints {
  readonly #host: SessionSettingsElement;
  readonly #server: () => string | undefined;
  readonly #worked: () => Promise<void>;

  /**
   * @param server address of the companion server, with a slash at its end
   * @param worked resolves when the page has saved what it is saving
   */
  constructor(host: SessionSettingsElement, server: () => string | undefined, worked: () => Promise<void>) {
    this.#host = host;
    this.#server = server;
    this.#worked = worked;
  }

  /** Tells the sessions of one page apart: two places, two sessions. */
  get place(): string {
    return this.status ?? this.#extend ?? '/';
  }

  /** Where the session's state is told. The companion server of another site would get no cookie from here. */
  get status(): string | undefined {
    const server = this.#server();
    // A page with an address of its own to extend has a session of its own, which our server knows nothing of.
    const isOurs = this.#host.extendUrl === undefined && server?.startsWith(`${location.origin}/`);
    const named = readAddress(this.#host, 'status-url', this.#host.statusUrl)?.href;
    return named ?? (isOurs && this.#host.statusUrl === undefined ? `${server}api/v1/session` : undefined);
  }

  get #extend(): string | undefined {
    const named = readAddress(this.#host, 'extend-url', this.#host.extendUrl)?.href;
    return named ?? (this.#host.extendUrl === undefined && this.status ? `${this.status}/extend` : undefined);
  }

  /** The sign-in page, told where to come back to. */
  get signInLink(): string | undefined {
    const url = readAddress(this.#host, 'sign-in-url', this.#host.signInUrl);
    if (!url || !this.#host.returnParam) return this.#host.signInUrl && url && this.#host.signInUrl;
    const back = readAddress(this.#host, 'return-url', this.#host.returnUrl, true) ?? location;
    // A sign-in page of the site takes a path; many refuse a full address, which could lead anywhere.
    const isHere = url.origin === location.origin;
    url.searchParams.set(
      this.#host.returnParam,
      isHere ? (back.pathname + back.search + back.hash).replace(/^\/+/, '/') : back.href,
    );
    return url.href;
  }

  /** What the keeper of the time has to know. */
  readSettings(): KeeperSettings {
    const idleLimit = readSeconds(this.#host, 'idle-limit', this.#host.idleLimit) ?? 0;
    return {
      lead: (readSeconds(this.#host, 'lead-time', this.#host.leadTime, LEAST_LEAD) ?? DEFAULT_LEAD) * 1000,
      interval:
        (readSeconds(this.#host, 'activity-interval', this.#host.activityInterval, 1) ?? DEFAULT_INTERVAL) * 1000,
      idleLimit: idleLimit * 1000,
      canCheck: !idleLimit && !!this.status,
      canExtend: !!idleLimit || !!this.#extend,
      canSignOut: !!this.#host.signOutUrl,
      request: (kind) => this.#request(kind),
    };
  }

  async #request(kind: 'check' | 'extend' | 'sign-out'): Promise<SessionAnswer> {
    if (kind === 'sign-out') await this.#worked();
    const [url, method] = {
      check: [this.status, 'GET'],
      extend: [this.#extend, this.#host.extendMethod],
      'sign-out': [readAddress(this.#host, 'sign-out-url', this.#host.signOutUrl)?.href, this.#host.signOutMethod],
    }[kind];
    return askSession({
      url: url!,
      method: method!,
      headers: this.#host.csrfToken ? { [this.#host.csrfHeader]: this.#host.csrfToken } : {},
      expiresInField: this.#host.expiresInField,
      absoluteField: this.#host.absoluteField,
      signInUrl: readAddress(this.#host, 'sign-in-url', this.#host.signInUrl),
      // To sign out, 403 and 419 refuse: the session goes on.
      over: kind === 'sign-out' ? [401] : OVER,
      mayBeEmpty: kind !== 'check',
    });
  }
}
