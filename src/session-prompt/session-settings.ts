import type { PropertyDeclarations } from 'lit';
import { TinhElement } from '../base/element.ts';
import { warnAttribute } from '../base/warn.ts';
import { readAddress, readSeconds } from './read-attributes.ts';
import type { KeeperSettings } from './session-keeper.ts';
import { askSession, type SessionAnswer } from './session-requests.ts';

/** WCAG 2.2.1: at least 20 seconds to ask for more time. */
const LEAST_LEAD = 20;
const DEFAULT_LEAD = 60;
/** Seconds between two extensions because somebody is active. */
const DEFAULT_INTERVAL = 120;

/** Statuses of a session that is gone; 419 is Laravel's. */
const OVER = [401, 403, 419];

/** The attributes of the session prompt, and what follows from them. */
export abstract class SessionSettingsElement extends TinhElement {
  static override readonly properties: PropertyDeclarations = {
    // A page may report the same number again: it counts from now.
    expiresIn: { attribute: 'expires-in', hasChanged: () => true },
    absoluteExpiresIn: { attribute: 'absolute-expires-in' },
    leadTime: { attribute: 'lead-time' },
    idleLimit: { attribute: 'idle-limit' },
    statusUrl: { attribute: 'status-url' },
    extendUrl: { attribute: 'extend-url' },
    extendMethod: { attribute: 'extend-method' },
    signOutUrl: { attribute: 'sign-out-url' },
    signOutMethod: { attribute: 'sign-out-method' },
    signInUrl: { attribute: 'sign-in-url' },
    returnParam: { attribute: 'return-param' },
    returnUrl: { attribute: 'return-url' },
    user: {},
    expiresInField: { attribute: 'expires-in-field' },
    absoluteField: { attribute: 'absolute-expires-in-field' },
    csrfToken: { attribute: 'csrf-token' },
    csrfHeader: { attribute: 'csrf-header' },
    withoutActivity: { attribute: 'without-activity', type: Boolean },
    activityInterval: { attribute: 'activity-interval' },
    escape: {},
    keepForms: { attribute: 'keep-forms' },
    redirectOnExpire: { attribute: 'redirect-on-expire', type: Boolean },
    blankOnExpire: { attribute: 'blank-on-expire', type: Boolean },
    notice: { type: Boolean },
    limit: {},
  };

  /** Seconds until the session ends: as the server printed them into the page, or as the page learned since; 0: never. */
  expiresIn?: string | number;

  /** Seconds until the session ends whatever is done. */
  absoluteExpiresIn?: string;

  /** Seconds before the end at which the prompt opens: at least 20; 60 without it, and where it makes no sense. */
  leadTime?: string;

  /** Seconds without activity after which the page itself ends the session, where no server does. */
  idleLimit?: string;

  /** Address that tells how the session stands (GET) without renewing it; the companion server's by default. */
  statusUrl?: string;

  /** Address that extends the session; `/extend` below `status-url` by default. */
  extendUrl?: string;

  /** Method for `extend-url`. */
  extendMethod = 'POST';

  /** Address that signs out; without it the prompt offers no such button. */
  signOutUrl?: string;

  /** Method for `sign-out-url`; with GET the browser goes there. */
  signOutMethod = 'POST';

  /** Address of the sign-in page, offered when the session is over. */
  signInUrl?: string;

  /** Name of the sign-in page's parameter that holds the address to come back to. */
  returnParam?: string;

  /** Where to come back after signing in: an address of this origin; this page by default. */
  returnUrl?: string;

  /** Whose session it is: a name or number that tells accounts apart; empty: nobody is signed in. */
  user?: string;

  /** Field of the JSON with the seconds left; dots lead into objects. */
  expiresInField = 'expiresIn';

  /** Field of the JSON with the seconds until the absolute limit. */
  absoluteField = 'absoluteExpiresIn';

  /** Token that the site wants with every writing request. */
  csrfToken?: string;

  /** Header for `csrf-token`. */
  csrfHeader = 'X-CSRF-Token';

  /** Activity on the page does not extend the session. */
  withoutActivity = false;

  /** Least number of seconds between two extensions because of activity. */
  activityInterval?: string;

  /** What the Escape key does while the prompt is open: `extend` or `ignore`. */
  escape = 'extend';

  /** Keeps what is typed in forms for after signing in again: a selector of forms; empty: all. */
  keepForms?: string;

  /** Goes to `sign-in-url` when the session is over, instead of saying so here. */
  redirectOnExpire = false;

  /** Hides the page when the session is over, for computers that many people use. */
  blankOnExpire = false;

  /** Seconds of the limit, for the words of `notice`; the longest time that was ever left without it. */
  limit?: string;

  /** Says the limit in words where the tag stands, for the beginning of a form (WCAG 2.2.6). */
  notice = false;

  /** Where the session's state is told. The companion server of another site would get no cookie from here. */
  protected get statusAddress(): string | undefined {
    const { server } = this.settings;
    // A page with an address of its own to extend has a session of its own, which our server knows nothing of.
    const isOurs = this.extendUrl === undefined && server?.startsWith(`${location.origin}/`);
    const named = readAddress(this, 'status-url', this.statusUrl)?.href;
    return named ?? (isOurs && this.statusUrl === undefined ? `${server}api/v1/session` : undefined);
  }

  protected get extendAddress(): string | undefined {
    const named = readAddress(this, 'extend-url', this.extendUrl)?.href;
    return named ?? (this.extendUrl === undefined && this.statusAddress ? `${this.statusAddress}/extend` : undefined);
  }

  /** The sign-in page, told where to come back to. */
  protected get signInLink(): string | undefined {
    const url = readAddress(this, 'sign-in-url', this.signInUrl);
    if (!url || !this.returnParam) return this.signInUrl && url && this.signInUrl;
    const back = readAddress(this, 'return-url', this.returnUrl, true) ?? location;
    // A sign-in page of the site takes a path; many refuse a full address, which could lead anywhere.
    const isHere = url.origin === location.origin;
    url.searchParams.set(
      this.returnParam,
      isHere ? (back.pathname + back.search + back.hash).replace(/^\/+/, '/') : back.href,
    );
    return url.href;
  }

  protected keptForms(): Iterable<HTMLFormElement> {
    try {
      return document.querySelectorAll<HTMLFormElement>(this.keepForms || 'form');
    } catch {
      warnAttribute(this, 'keep-forms', this.keepForms, 'a selector of forms');
      return [];
    }
  }

  /** What the keeper of the time has to know. */
  protected readSettings(): KeeperSettings {
    const idleLimit = readSeconds(this, 'idle-limit', this.idleLimit) ?? 0;
    return {
      lead: (readSeconds(this, 'lead-time', this.leadTime, LEAST_LEAD) ?? DEFAULT_LEAD) * 1000,
      interval: (readSeconds(this, 'activity-interval', this.activityInterval, 1) ?? DEFAULT_INTERVAL) * 1000,
      idleLimit: idleLimit * 1000,
      canCheck: !idleLimit && !!this.statusAddress,
      canExtend: !!idleLimit || !!this.extendAddress,
      canSignOut: !!this.signOutUrl,
      request: (kind) => this.#request(kind),
    };
  }

  /** Resolves when the page has saved what it is saving. */
  protected abstract worked(): Promise<void>;

  async #request(kind: 'check' | 'extend' | 'sign-out'): Promise<SessionAnswer> {
    if (kind === 'sign-out') await this.worked();
    const [url, method] = {
      check: [this.statusAddress, 'GET'],
      extend: [this.extendAddress, this.extendMethod],
      'sign-out': [readAddress(this, 'sign-out-url', this.signOutUrl)?.href, this.signOutMethod],
    }[kind];
    return askSession({
      url: url!,
      method: method!,
      headers: this.csrfToken ? { [this.csrfHeader]: this.csrfToken } : {},
      expiresInField: this.expiresInField,
      absoluteField: this.absoluteField,
      signInUrl: readAddress(this, 'sign-in-url', this.signInUrl),
      // To sign out, 403 and 419 refuse: the session goes on.
      over: kind === 'sign-out' ? [401] : OVER,
      mayBeEmpty: kind !== 'check',
    });
  }
}
