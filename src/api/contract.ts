/**
 * The wire contract between the elements and any back end: JSON over HTTP below `{server}/api/v1/`.
 *
 * The companion server implements it; another back end may. Times are RFC 3339 with offset, text is
 * NFC, lists use opaque cursors, errors are RFC 9457 problem documents. This file holds types only.
 */

/** Stable identifiers of errors; programs compare these, never the words. RFC 9457 `type`. */
export type ProblemType =
  | 'urn:tinh:problem:unknown-site'
  | 'urn:tinh:problem:origin-refused'
  | 'urn:tinh:problem:invalid-request'
  | 'urn:tinh:problem:invalid-comment'
  | 'urn:tinh:problem:idempotency-key-reused'
  | 'urn:tinh:problem:not-found'
  | 'urn:tinh:problem:too-large'
  | 'urn:tinh:problem:wrong-credentials'
  | 'urn:tinh:problem:too-many-attempts'
  | 'urn:tinh:problem:session-over'
  | 'urn:tinh:problem:forged-request'
  | 'urn:tinh:problem:unavailable'
  | 'urn:tinh:problem:internal';

/** RFC 9457 problem document, sent as `application/problem+json` with every status of 400 and above. */
export interface Problem {
  readonly type: ProblemType;
  /** Short English summary of the type, the same for every occurrence. */
  readonly title: string;
  /** The HTTP status. */
  readonly status: number;
  /** English explanation of this occurrence, for developers and logs. */
  readonly detail?: string;
  /** What is wrong with which field; present with `invalid-comment` and `invalid-request`. */
  readonly errors?: readonly FieldError[];
}

/** One fault of one field of a request. */
export interface FieldError {
  /** Name of the field as it stands in the request body or query. */
  readonly field: string;
  readonly code: 'required' | 'too-long' | 'invalid';
}

/** `pending` waits for a moderator and is seen by its author only; `rejected` likewise. */
export type CommentState = 'pending' | 'published' | 'rejected';

/** A reader's comment as its thread shows it. Text only: never HTML. */
export interface Comment {
  /** Opaque, unique within the server. */
  readonly id: string;
  /** Name the author gave, 1 to 80 characters. */
  readonly name: string;
  /** Plain text with line breaks, 1 to 4,000 characters. */
  readonly text: string;
  readonly state: CommentState;
  /** RFC 3339 with offset of the site's time zone. */
  readonly createdAt: string;
  /** True when the request carried the token of the comment's author. */
  readonly mine: boolean;
}

/**
 * Answer of `GET sites/{site}/comments?thread=…[&cursor=…][&limit=1…100]`, newest first.
 * An unknown thread is an empty one. With the author's token in `Authorization: Bearer …` the
 * author's own pending and rejected comments are among the items.
 */
export interface CommentPage {
  /** Key of the thread as it was understood (NFC, trimmed). */
  readonly thread: string;
  /** Number of published comments in the whole thread. */
  readonly total: number;
  readonly items: readonly Comment[];
  /** Pass as `cursor` for the next page; null at the end. */
  readonly nextCursor: string | null;
}

/**
 * Body of `POST sites/{site}/comments`, answered by 201 and the `Comment`. Needs `Idempotency-Key` (8 to 64 of
 * `A-Za-z0-9_-`): the same key makes one comment however often it is sent; with another thread, name or
 * text it is refused with `idempotency-key-reused`. `Authorization: Bearer …` carries the author's token (22 to 64 of
 * `A-Za-z0-9_-`), which the reader's browser makes, so that no lost answer can lose it.
 */
export interface NewComment {
  /** Key of the thread, 1 to 500 characters. */
  readonly thread: string;
  /** Address of the page, http or https; kept with the thread at its first comment. */
  readonly url: string;
  /** Title of the page; kept with the thread at its first comment. */
  readonly title: string;
  readonly name: string;
  readonly text: string;
  /** Must be true: explicit consent (Law 91/2025/QH15, art. 9). */
  readonly consent: boolean;
}

/** Answer of `GET sites/{site}/comment-counts?thread=…&thread=…` (1 to 100 keys), in the order asked. */
export interface CommentCounts {
  readonly counts: readonly CommentCount[];
}

/** Number of published comments of one thread. */
export interface CommentCount {
  readonly thread: string;
  readonly total: number;
}

/**
 * Body of `POST sites/{site}/visits`, sent as `text/plain` so that it is a CORS-simple request
 * without preflight. Never retried: a lost answer may have been counted. Answered by `Figures`.
 */
export interface Visit {
  /** Key of the page, 1 to 500 characters. */
  readonly page: string;
  /** A new visit: the browser has not counted one within 30 minutes. */
  readonly visit: boolean;
  /** A page view. */
  readonly view: boolean;
  /** The minute's heartbeat of a browser with a visible page; at most one a minute and browser. */
  readonly beat: boolean;
}

/** Answer of `GET sites/{site}/visits?page=…` and of the counting `POST`. Whole numbers, never negative. */
export interface Figures {
  /** Heartbeats of the fuller of the last whole minute and the current one; never seeded. */
  readonly online: number;
  /** Visits since midnight in the site's time zone. */
  readonly today: number;
  /** Visits in the calendar month in the site's time zone. */
  readonly month: number;
  /** Visits since the starting figure was true, plus that figure. */
  readonly total: number;
  /** Views of the page that was asked for. */
  readonly views: number;
}

/**
 * Body of `POST session`, below `{server}/api/v1/`, answered by 200, the `Session` and its cookie; a session that the request
 * brought along ends. Needs the header `Tinh-Request: 1`. An unknown name and a wrong password both answer 401
 * `wrong-credentials`; too many of them 429 `too-many-attempts` with `Retry-After`.
 */
export interface SignIn {
  /** The account's name in any case and composition of accents, 1 to 200 characters. */
  readonly name: string;
  /** 1 to 256 characters. */
  readonly password: string;
}

/**
 * Answer of `GET session` (never renews), `POST session`, `POST session/extend` and `DELETE session`, below
 * `{server}/api/v1/`. The writing ones need the header `Tinh-Request: 1`: a page of another site
 * cannot send it with the cookie. Extending a session that is over answers 401 `session-over`.
 */
export interface Session {
  readonly state: 'active' | 'signed-out';
  /** Name of who is signed in; null when nobody is. */
  readonly user: string | null;
  /** Seconds until the idle limit ends the session; null when nobody is signed in. */
  readonly expiresIn: number | null;
  /** Seconds until the absolute limit ends it, which no extension moves; null when nobody is signed in. */
  readonly absoluteExpiresIn: number | null;
}
