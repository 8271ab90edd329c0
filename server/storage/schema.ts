import type { CommentState } from '../../src/api/contract.ts';

/** The tables, as Kysely types them. Moments are milliseconds since 1970; hashes are SHA-256 in base64url, except passwords'. */
export interface Tables {
  threads: ThreadRow;
  comments: CommentRow;
  visit_counts: VisitCountRow;
  page_views: PageViewRow;
  page_counts: PageCountRow;
  heartbeats: HeartbeatRow;
  sessions: SessionRow;
  accounts: AccountRow;
}

/** A thread, made with its first comment. */
export interface ThreadRow {
  site: string;
  key: string;
  url: string;
  title: string;
  created_at: number;
}

/** A comment in any state. */
export interface CommentRow {
  id: string;
  site: string;
  thread: string;
  name: string;
  text: string;
  state: CommentState;
  created_at: number;
  /** When the author consented to the processing of what they wrote. */
  consent_at: number;
  /** Hash of the author's token; null when the author sent none. */
  author_hash: string | null;
  idempotency_key: string;
  /** Hash of the request that made the comment, to know its repetition from another one. */
  request_hash: string;
}

/** Visits of one period of a site: `total`, `2020`, `2020-07` or `2020-07-17`. */
export interface VisitCountRow {
  site: string;
  period: string;
  visits: number;
}

/** Views of one page. */
export interface PageViewRow {
  site: string;
  page: string;
  views: number;
}

/** How many pages of a site are counted by themselves. */
export interface PageCountRow {
  site: string;
  pages: number;
}

/** Heartbeats of one minute. */
export interface HeartbeatRow {
  site: string;
  /** Whole minutes since 1970. */
  minute: number;
  beats: number;
}

/** A login session. */
export interface SessionRow {
  token_hash: string;
  user_name: string;
  created_at: number;
  idle_expires_at: number;
  absolute_expires_at: number;
  /** Whose it is, and with whom it goes; null for the demo's account, which is in no table. */
  account_id: string | null;
}

/** Somebody who signs in with a password. */
export interface AccountRow {
  id: string;
  /** The name to sign in with, in the form of `loginOf`; unique. */
  login: string;
  /** The name that pages show. */
  display_name: string;
  /** See `accounts/password.ts`. */
  password_hash: string;
  created_at: number;
}
