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
  | 'urn:tinh:problem:unknown-comment'
  | 'urn:tinh:problem:thread-closed'
  | 'urn:tinh:problem:edit-window-over'
  | 'urn:tinh:problem:too-fast'
  | 'urn:tinh:problem:challenge-expired'
  | 'urn:tinh:problem:sign-in-needed'
  | 'urn:tinh:problem:user-token-over'
  | 'urn:tinh:problem:not-found'
  | 'urn:tinh:problem:too-large'
  | 'urn:tinh:problem:wrong-credentials'
  | 'urn:tinh:problem:too-many-attempts'
  | 'urn:tinh:problem:session-over'
  | 'urn:tinh:problem:not-allowed'
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

/**
 * `pending` waits for a moderator, `rejected` was not let through; of both only the author sees more than the place. `withdrawn`
 * was taken back by its author, and its words are gone; `erased` has lost its last traces of the author too.
 */
export type CommentState = 'pending' | 'published' | 'rejected' | 'withdrawn' | 'erased';

/** Order of the top-level comments. Equal likes stand newest first. Replies always stand oldest first, the agency's before all others. */
export type CommentSort = 'newest' | 'oldest' | 'likes';

/**
 * A reader's comment as its thread shows it. Text only: never HTML. A comment that is not published stays in the thread as the
 * place of its published replies; for everybody but its author, and once it is withdrawn for everybody, `name` and `text` are
 * then empty.
 */
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
  /** When the text was last changed, as `createdAt`; null when it never was. */
  readonly editedAt: string | null;
  /** What it replies to; null at the top level. `name` is null when that comment is not published any more. */
  readonly parent: { readonly id: string; readonly name: string | null } | null;
  /** Id of the top-level comment that it stands below; its own at the top level. */
  readonly root: string;
  /** Number of published replies below it, at any depth; 0 for a reply. */
  readonly replies: number;
  /** Number of likes. */
  readonly likes: number;
  /** True when the token of the request has liked it. */
  readonly liked: boolean;
  /** Name of the agency whose official answer this is; null for readers' comments. */
  readonly agency: string | null;
  /** The agency that it was sent on to, because the matter is theirs, and when (RFC 3339); null for all others. */
  readonly transfer: { readonly agency: string; readonly at: string } | null;
  /** Written by a reader who was signed in to the site. */
  readonly verified: boolean;
  /** Put before all others by the site. */
  readonly pinned: boolean;
  /** True when the request carried the token of the comment's author. */
  readonly mine: boolean;
  /** Why it was rejected, in the moderator's words; for the author only, else null. */
  readonly reason: string | null;
  /** Until when the author can change the text, as `createdAt`; for the author only, and null once it is too late. */
  readonly editableUntil: string | null;
}

/** A comment at the top level, with the first of its replies. */
export interface RootComment extends Comment {
  /** At most three: the agency's answers first, then oldest first. */
  readonly firstReplies: readonly Comment[];
  /** Pass as `cursor` of its replies for those that follow; null when all are here. */
  readonly repliesCursor: string | null;
}

/** What a site asks of its readers' comments, for the form to be shown. The server enforces all of it. */
export interface CommentRules {
  /** Longest text in code points of NFC. */
  readonly longest: number;
  /** Minutes in which authors can change their comments; 0: not at all. */
  readonly editMinutes: number;
  readonly likes: boolean;
  /** Whether readers can reply to comments. */
  readonly replies: boolean;
  readonly reports: boolean;
  /** Whether the form asks for an e-mail address. */
  readonly email: 'none' | 'optional' | 'required';
  /** What readers agree to. */
  readonly consent: {
    /** In the site's own words; null for those of the element. */
    readonly text: string | null;
    /** Absolute address of the full text; null without one. */
    readonly url: string | null;
    /** Sent back with the comment as `consentVersion`. */
    readonly version: string;
  };
  /** `signed-in`: only readers for whom the site vouches with a user token. */
  readonly writers: 'everyone' | 'signed-in';
  /** Every comment waits for a moderator. */
  readonly moderated: boolean;
}

/**
 * Answer of `GET sites/{site}/comments?thread=…[&sort=newest|oldest|likes][&cursor=…][&limit=1…100]`: newest first by default. An
 * unknown thread is an empty one. With a token in `Authorization: Bearer …` the author's own comments in every state are
 * among the items and the replies, and `liked` is told.
 */
export interface CommentPage {
  /** Key of the thread as it was understood (NFC, trimmed). */
  readonly thread: string;
  readonly sort: CommentSort;
  /** Number of published comments in the whole thread, replies included. */
  readonly total: number;
  /** Number of top-level comments that everybody sees, the places of replies included: what all pages hold together. */
  readonly roots: number;
  /** True when the site takes no more comments here. */
  readonly closed: boolean;
  /** Id of the comment that was published last; null before the first. It changes with every publication. */
  readonly newest: string | null;
  readonly rules: CommentRules;
  /** Top-level comments. The pinned ones stand before the others on the first page, over and above `limit`, and on no later one. */
  readonly items: readonly RootComment[];
  /** Pass as `cursor`, with the same `sort`, for what follows; null at the end. Others may write meanwhile: nothing is shown twice or left out. */
  readonly nextCursor: string | null;
  /** Likewise for what comes before; null at the beginning. */
  readonly previousCursor: string | null;
}

/** Answer of `GET sites/{site}/comments/{id}/replies[?cursor=…]`, 20 at a time: the agency's first, then oldest first. */
export interface CommentReplies {
  readonly items: readonly Comment[];
  /** Pass as `cursor` for what follows; null at the end. */
  readonly nextCursor: string | null;
  /** Pass as `cursor` for what comes before; null at the beginning. */
  readonly previousCursor: string | null;
}

/**
 * Answer of `GET sites/{site}/comments/{id}[?sort=…][&limit=1…100]`, for the address of one comment: the page of its thread that begins
 * with its root, wherever that stands. A comment that the request may not see answers 404 `unknown-comment`.
 */
export interface CommentPlace extends CommentPage {
  readonly comment: Comment;
  /** The replies from the comment on; null when the comment is the root or one of the root's `firstReplies`. */
  readonly replies: CommentReplies | null;
}

/**
 * Body of `POST sites/{site}/comments`, answered by 201 and the `PostedComment`. Needs `Idempotency-Key` (8 to 64 of
 * `A-Za-z0-9_-`, random and told to nobody, since it stands for the code): the same key makes one comment however often it is sent; with
 * another thread, parent, name or text it is refused with `idempotency-key-reused`. `Authorization: Bearer …` carries the
 * author's token (22 to 64 of `A-Za-z0-9_-`), which the reader's browser makes, so that no lost answer can lose it. A closed
 * thread answers 409 `thread-closed`.
 */
export interface NewComment {
  /** Key of the thread, 1 to 500 characters. */
  readonly thread: string;
  /** Address of the page, http or https; kept with the thread at its first comment. */
  readonly url: string;
  /** Title of the page; kept with the thread at its first comment. */
  readonly title: string;
  /** Id of the published comment of the same thread that this one replies to; absent or null at the top level. */
  readonly parent?: string | null;
  readonly name: string;
  readonly text: string;
  /** Must be true: explicit consent (Law 91/2025/QH15, art. 9). */
  readonly consent: boolean;
  /**
   * `rules.consent.version` of the words that were agreed to, at most 40 characters; kept with the comment as it is told. `tinh` for the
   * element's own words, where no answer has brought the site's yet; the site's present one when absent. A version that the server does not
   * know is no fault: a comment may have waited in a browser since before the words were changed, and a program that tells a false one could
   * as well tell the right one.
   */
  readonly consentVersion?: string | null;
  /** At most 254 characters; kept only where `rules.email` is not `none`, for the moderators, and never shown. */
  readonly email?: string | null;
  /** Proof of work: ALTCHA's payload for a `Challenge`. Without one the comment waits for a moderator. */
  readonly altcha?: string | null;
}

/**
 * Answer of `GET sites/{site}/challenge`: ALTCHA's challenge, version 1, and two figures that spare the client its own clock. Good for one
 * comment; a proof that comes too late answers 409 `challenge-expired`, and the same comment is welcome with that of a new one, or with none.
 */
export interface Challenge {
  readonly algorithm: 'SHA-256';
  /** SHA-256 of salt and the number that is looked for, hexadecimal. */
  readonly challenge: string;
  /** The number is from 1 to this. */
  readonly maxnumber: number;
  readonly salt: string;
  readonly signature: string;
  /** Seconds from now in which a comment with the proof must arrive. */
  readonly expiresIn: number;
  /** A comment that arrives sooner than so many seconds from now waits for a moderator. */
  readonly minimumSeconds: number;
}

/**
 * Claims of the user token (JWT, RFC 7519) with which a site vouches for a reader who is signed in there. It travels as the header `Tinh-User`
 * with `POST sites/{site}/comments`: the name is then this one, no challenge is asked for, and the comment is `verified`. One that is expired,
 * forged or of another site answers 401 `user-token-over`; a comment without one, where only signed-in readers write, 401 `sign-in-needed`.
 */
export interface UserToken {
  /** Who it is, the same at every sign-in; kept as a hash only. */
  readonly sub: string;
  readonly name: string;
  /** Code of the site. */
  readonly aud: string;
  /** Seconds since 1970; at most an hour after `iat`. */
  readonly exp: number;
  readonly iat: number;
}

/** Answer of posting. */
export interface PostedComment extends Comment {
  /**
   * The lookup code (*Mã tra cứu*), four groups of four: `7K3M-0QXW-9T2B-HV5D`. With it the author finds, changes and
   * withdraws the comment from any device. It is told here only, the same for every retry with the same key.
   */
  readonly code: string;
}

/**
 * Body of `PATCH sites/{site}/comments/{id}`, answered by the changed `Comment`. `Authorization` carries the author's token
 * (`Bearer …`) or the lookup code (`Code 7K3M-0QXW-9T2B-HV5D`); with neither of the author's the answer is 404 `unknown-comment`,
 * after the time for it 409 `edit-window-over`. Where comments wait for a moderator, the changed one waits again.
 *
 * `DELETE sites/{site}/comments/{id}` with the same authorization withdraws the comment, at any time, and answers it; its words are erased
 * at once. Doing it again changes nothing.
 */
export interface CommentEdit {
  readonly text: string;
}

/** Body of `POST sites/{site}/comment-lookup`. Case, spaces and hyphens of the code do not matter; I, L and O are taken as 1, 1 and 0. */
export interface CommentLookup {
  readonly code: string;
}

/** Answer of the lookup, as the comment's author sees it. An unknown code answers 404 `unknown-comment`. */
export interface FoundComment {
  readonly thread: string;
  /** Address and title of the page that the thread belongs to. */
  readonly url: string;
  readonly title: string;
  readonly comment: Comment;
  /** The first 20 published replies to it, the agency's before all others. */
  readonly answers: readonly Comment[];
}

/**
 * Answer of `PUT` and `DELETE sites/{site}/comments/{id}/like`, which need a token and may be repeated without effect. Only published comments
 * can be liked.
 */
export interface CommentLikes {
  readonly likes: number;
  readonly liked: boolean;
}

/** Body of `POST sites/{site}/comments/{id}/reports`, answered by 201 and a `ReportReceipt`. Needs a token; each counts once. */
export interface NewReport {
  readonly reason: 'spam' | 'abuse' | 'privacy' | 'other';
  /** What the reader adds, for the moderators; at most 1,000 characters. */
  readonly text?: string | null;
}

/** Answer of a report. */
export interface ReportReceipt {
  readonly reported: true;
}

/**
 * Body of `POST sites/{site}/corrections`, answered by 201 and a `CorrectionReceipt`: a reader has found a mistake in an article, and officials
 * of the site are told. It is never shown to other readers, and nothing is kept of who sent it. Needs `Idempotency-Key` as a comment does; the
 * same key with other words is refused with `idempotency-key-reused`. Faults of the fields answer 400 `invalid-request`.
 */
export interface NewCorrection {
  /** Key of the article, that of its comments; 1 to 500 characters. */
  readonly thread: string;
  /** Address of the page, http or https. */
  readonly url: string;
  /** Title of the article; cut after 500 characters. */
  readonly title: string;
  /** The words with the mistake, as they stand in the article; 1 to 500 characters. */
  readonly passage: string;
  /** What stands before and after them, to find them by; 60 characters are kept. */
  readonly before?: string;
  readonly after?: string;
  /** What should stand there; at most 1,000 characters. One of this and `note` has to say something. */
  readonly proposal?: string;
  /** What is wrong, or where the right words can be found; at most 1,000 characters. */
  readonly note?: string;
}

/** Answer of a correction. */
export interface CorrectionReceipt {
  readonly received: true;
}

/** How a reader rates an article: 1 is the worst, 5 the best. */
export type Stars = 1 | 2 | 3 | 4 | 5;

/**
 * Body of `PUT sites/{site}/ratings`, answered by 200 and `Ratings`: what the reader whose token goes along thinks of an article. Each token counts
 * once for each article; sending again changes it. `DELETE sites/{site}/ratings?page=…` takes it back and may be repeated.
 */
export interface NewRating {
  /** Key of the article, that of its comments; 1 to 500 characters. */
  readonly page: string;
  readonly stars: Stars;
}

/** Answer of `GET sites/{site}/ratings?page=…`; 0 of nobody for an article that the server does not know. */
export interface Ratings {
  readonly page: string;
  /** Number of ratings. */
  readonly count: number;
  /** Their mean, in hundredths, halves up; null without any. */
  readonly average: number | null;
  /** That of the token that was sent along; null without either. */
  readonly own: Stars | null;
}

/** Answer of `GET sites/{site}/comment-counts?thread=…&thread=…` (1 to 100 keys), in the order asked. */
export interface CommentCounts {
  readonly counts: readonly CommentCount[];
}

/** What there is in one thread. */
export interface CommentCount {
  readonly thread: string;
  /** Number of published comments, replies included. */
  readonly total: number;
  /** As in `CommentPage`. */
  readonly newest: string | null;
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
  /** The reader is signed in to the site; nothing says as whom. */
  readonly member?: boolean | undefined;
  /** With a visit: name of the other host that the reader came from, without path. What is no name of a host is left out. */
  readonly referrer?: string | undefined;
}

/** Answer of `GET sites/{site}/visits?page=…` and of the counting `POST`. Whole numbers, never negative. */
export interface Figures {
  /** Heartbeats of the fuller of the last whole minute and the current one; never seeded. */
  readonly online: number;
  /** Those of them who are signed in to the site. */
  readonly members: number;
  /** Requests of known programs in the fuller of the two minutes; counted nowhere else. */
  readonly bots: number;
  /** Visits since midnight in the site's time zone. */
  readonly today: number;
  /** Visits on the day before. */
  readonly yesterday: number;
  /** Visits since Monday (ISO 8601) in the site's time zone. */
  readonly week: number;
  /** Visits in the calendar month in the site's time zone. */
  readonly month: number;
  /** Visits in the calendar year in the site's time zone. */
  readonly year: number;
  /** Visits since the starting figure was true, plus that figure. */
  readonly total: number;
  /** Views of the page that was asked for. */
  readonly views: number;
}

/**
 * Body of `POST sites/{site}/clicks`, sent as `text/plain`. Answered by 201 and a `LinkClickReceipt`. Of addresses beyond some thousands the least used make room.
 */
export interface LinkClick {
  /** The whole address that the link leads to, 1 to 500 characters. */
  readonly link: string;
}

/** The click was received; whether it counts is not told. */
export interface LinkClickReceipt {
  readonly received: true;
}

/** Answer of `GET sites/{site}/clicks`: the thousand links that were used most, those first. */
export interface LinkClicks {
  readonly links: readonly { readonly link: string; readonly clicks: number }[];
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
