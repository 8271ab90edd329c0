import type { PropertyDeclarations } from 'lit';
import { TinhElement } from '../base/element.ts';

/** Name of the channel on which the tabs of an origin tell each other of their sessions. */
export const SESSION_CHANNEL = 'tinh:session';

/** How the seconds in `expires-in` came to the tag. */
export interface Reported {
  /** Moment of the monotonic clock (ms) at which they were true, as far as the page can know. */
  readonly at: number;
  /** They came with the document, and not from a script of the page. */
  readonly isPrinted: boolean;
}

/** A CMS prints an empty value where nobody is signed in. */
export function isBlank(value: string | number | undefined): boolean {
  return value !== undefined && String(value).trim() === '';
}

/** The attributes of the session prompt. */
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

  /** How `expiresIn` came to the tag. */
  reported: Reported = { at: 0, isPrinted: false };

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
}
