import type { Generated } from 'kysely';
import type { CommentState, NewReport, Stars } from '../../src/api/contract.ts';
import type {
  TallyRow,
  TallySizeRow,
  VisitCountRow,
  VisitHourRow,
  VisitImportRow,
  VisitMinuteRow,
} from './visit-rows.ts';

/** The tables, as Kysely types them. Moments are milliseconds since 1970; hashes are SHA-256 in base64url, except passwords'. */
export interface Tables {
  threads: ThreadRow;
  comments: CommentRow;
  comment_versions: CommentVersionRow;
  likes: LikeRow;
  like_history: LikeHistoryRow;
  reports: ReportRow;
  secrets: SecretRow;
  visit_counts: VisitCountRow;
  visit_hours: VisitHourRow;
  visit_minutes: VisitMinuteRow;
  tallies: TallyRow;
  tally_sizes: TallySizeRow;
  visit_imports: VisitImportRow;
  sessions: SessionRow;
  accounts: AccountRow;
  account_sites: AccountSiteRow;
  first_account_key: FirstAccountKeyRow;
  audit_log: AuditRow;
  undo_steps: UndoStepRow;
  undo_items: UndoItemRow;
  assignments: AssignmentRow;
  approvals: ApprovalRow;
  desk_index: DeskIndexRow;
  desk_words: DeskWordsRow;
  desk_marks: DeskMarkRow;
  desk_progress: DeskProgressRow;
  desk_cleaning: DeskCleaningRow;
  desk_days: DeskDayRow;
  site_policies: SitePolicyRow;
  thread_policies: ThreadPolicyRow;
  blocks: BlockRow;
  notice_marks: NoticeMarkRow;
  corrections: CorrectionRow;
  ratings: RatingRow;
  rating_sums: RatingSumRow;
}

/** A thread, made with its first comment, or without address and title when a moderator closes it before. */
export interface ThreadRow {
  site: string;
  key: string;
  url: string;
  title: string;
  created_at: number;
  /** Published comments, replies included. */
  published: number;
  /** Listed comments at the top level. */
  roots: number;
  pinned: number;
  /**
   * Grows by one with every change that readers of the thread can see. The row is locked from there to the end of the transaction, so that
   * versions are in the order of the commits: who reads version 7 sees everything of 1 to 7.
   */
  version: number;
  /** When that was. */
  changed_at: number;
  /** The comment that was published last, whatever has become of it. */
  newest: string | null;
  /** Null while comments are taken. */
  closed_at: number | null;
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
  /** Hash of the author's token; null when the author sent none, and once the comment is erased. */
  author_hash: string | null;
  idempotency_key: string;
  /** Hash of the request that made the comment, to know its repetition from another one; empty once it is erased. */
  request_hash: string;
  /** The comment that it replies to; null at the top level. */
  parent: string | null;
  /** The comment at the top level that it stands below; its own id at the top level. */
  root: string;
  /** Replies stand in this order before that of time: 0 an answer of the agency, 1 any other. */
  rank: number;
  /** Name of the agency that answers. */
  agency: string | null;
  /** 1 when everybody sees it or its place: it is published, or at the top level with published replies. */
  listed: number;
  /** Published replies below it, at any depth; at the top level only. */
  replies: number;
  likes: number;
  /** Version of the thread at the last change of `likes`; 0 before the first. */
  likes_version: number;
  reports: number;
  pinned_at: number | null;
  edited_at: number | null;
  /** Why it was rejected. */
  reason: string | null;
  /** Name of the agency that it was sent on to, because the matter is theirs. */
  transferred_to: string | null;
  transferred_at: number | null;
  withdrawn_at: number | null;
  /** Hash of the lookup code; null for comments without one, and once the comment is erased. */
  code_hash: string | null;
  /** 1 when the site has vouched for its author. */
  verified: number;
  /** Keyed hash of who that is; null for everybody else, and once the comment is erased. */
  user_hash: string | null;
  /** Why it was held for a moderator: codes of `spam/verdict.ts` with commas between; null when nothing spoke against it. */
  held: string | null;
  /** Version of what its author agreed to; null for what no reader wrote. */
  consent_version: string | null;
  /** For the moderators alone; null where the site asks for none, and once the comment is withdrawn or erased. */
  email: string | null;
}

/** A former text of a comment. */
export interface CommentVersionRow {
  comment_id: string;
  /** From 1 on. */
  number: number;
  /** Null once the comment is withdrawn: then only the trace stays. */
  text: string | null;
  state: CommentState;
  written_at: number;
  replaced_at: number;
  /** Id of the official who changed it; null for the author. */
  replaced_by: string | null;
}

/** Somebody likes a comment. */
export interface LikeRow {
  comment_id: string;
  /** Not the hash that comments have of the same token: who likes what cannot be joined with who wrote what. */
  token_hash: string;
}

/** How many likes a comment had before a change, for readers who are in the middle of the list. */
export interface LikeHistoryRow {
  comment_id: string;
  /** Version of the thread that the change made. */
  version: number;
  /** Likes before it. */
  likes: number;
  changed_at: number;
}

/** A reader's report of a comment. */
export interface ReportRow {
  comment_id: string;
  token_hash: string;
  reason: NewReport['reason'];
  text: string | null;
  created_at: number;
}

/** A secret of the server, made when it is first needed. */
export interface SecretRow {
  name: string;
  value: string;
  created_at: number;
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
  /** A moderator works for the sites of `account_sites`, an administrator for all. */
  role: 'moderator' | 'administrator';
  /** 1 for who approves answers before they are shown. */
  leader: number;
  /** Where they are told of what waits; null for nowhere. */
  email: string | null;
  /** How: not at all, of each comment, or once a day. */
  notices: 'none' | 'each' | 'digest';
  /** When they chose that: what waited before is not told. */
  notices_since: number;
}

/** A moderator works for this site. */
export interface AccountSiteRow {
  account_id: string;
  /** Slug, as in the configuration; it may have gone from there since. */
  site: string;
}

/** The key of the link that was printed last for the first administrator; there is one row at most. */
export interface FirstAccountKeyRow {
  id: 1;
  key_hash: string;
  expires_at: number;
  /** When it made an account, or an administrator came by another way; null before. */
  used_at: number | null;
}

/** Who did what when. Rows are never changed and never deleted: triggers refuse it. */
export interface AuditRow {
  /** Grows. */
  id: Generated<number>;
  at: number;
  /** An account, `cli` or `system`. The account may be gone. */
  actor_id: string;
  /** Null for what belongs to no site. */
  site: string | null;
  action: string;
  /** What `object_id` is the id of. */
  kind: string;
  object_id: string;
  /** A small JSON object of codes, ids and numbers, never words of a person: nothing here can be erased. */
  detail: string;
}

/** Something that can be undone. */
export interface UndoStepRow {
  /** Id of its first line in the audit log. */
  id: number;
  at: number;
  actor_id: string;
  action: string;
  undone_at: number | null;
}

/** What was before, for each comment or thread of a step. Gone once the step is undone. */
export interface UndoItemRow {
  step_id: number;
  /** The last two: what the desk has set for a site, or for a thread. */
  kind: 'comment' | 'thread' | 'correction' | 'site-policy' | 'thread-policy';
  site: string;
  /** Id of the comment or correction, key of the thread, or slug of the site. */
  object_id: string;
  /** JSON of codes and numbers, of a policy the whole; null when the step made the comment. */
  before: string | null;
  /** The reason that the author read before; null for none, and once the comment is withdrawn or erased. */
  words: string | null;
  /** Stamp of what the step made of it; empty once the comment is withdrawn or erased. */
  after: string;
}

/** Who in the agency has to deal with a comment. */
export interface AssignmentRow {
  comment_id: string;
  site: string;
  /** Code of a unit of the site's list. */
  unit: string;
  /** Null for no deadline. */
  due_at: number | null;
  assigned_at: number;
  /** Id of the official. */
  assigned_by: string;
  /** 1 while it is neither answered nor rejected nor sent on. */
  open: number;
}

/** A draft of an answer that waits for a leader, or that one has given back. Gone once it is published. */
export interface ApprovalRow {
  comment_id: string;
  site: string;
  state: 'asked' | 'returned';
  at: number;
  /** Id of the official who asked or gave it back. */
  by: string;
  /** What the leader wants changed. */
  note: string | null;
}

/** A comment as the desk finds and counts it. A little behind `comments`: see `server/desk-index/`. */
export interface DeskIndexRow {
  /** Its place in time, unique: `created_at` times 1,024 and a little. Lists are read in this order; see `desk-index/place.ts`. */
  seq: number;
  comment_id: string;
  site: string;
  thread: string;
  created_at: number;
  state: CommentState;
  /** 1 for an answer of the agency. */
  agency: number;
  /**
   * When an official first published or rejected it, whatever was undone left out; null when nobody has, or it waits again.
   */
  decided_at: number | null;
  /** When its first published answer of the agency was published; null without one. */
  answered_at: number | null;
  /** Code of the reason with which it is rejected; null for words alone, and for what is not rejected. */
  reject_code: string | null;
  /** 1 when there is an address in its text. */
  links: number;
  /** 1 when readers have reported it. */
  reported: number;
  /** 1 while a unit has to deal with it. */
  assigned: number;
}

/** The words of a comment by its `seq`; `rowid` on SQLite. Written and read by `desk-words.ts` alone, with the means of each database. */
export interface DeskWordsRow {
  seq: number;
  words: string;
}

/** The index has to look at this comment again; several marks of one comment are no harm. */
export interface DeskMarkRow {
  id: Generated<number>;
  comment_id: string;
}

/** How far the index has come with a site; no row before its first comment. */
export interface DeskProgressRow {
  site: string;
  /** All comments of before this moment are in it, but for those that were committed late. */
  created_at: number;
}

/** Words that were taken out of the index and may still stand in the files of PostgreSQL; one row. */
export interface DeskCleaningRow {
  id: 1;
  /** When that was the last time; null when there are none. */
  removed_at: number | null;
  /** When the files are to be cleaned. */
  due_at: number | null;
}

/** The index has changed for comments of this day; no row where it never has. */
export interface DeskDayRow {
  site: string;
  /** Days of UTC since 1970. */
  day: number;
  /** Grows with every change. */
  version: number;
}

/** What administrators have changed of a site's settings. */
export interface SitePolicyRow {
  site: string;
  /** JSON of a `SitePolicy`: only what is not as in the configuration. */
  settings: string;
  /** Grows with every change of the site's settings, of those of its threads, and of its blocks: other processes look at nothing else. */
  version: number;
  changed_at: number;
  /** Id of the account. */
  changed_by: string;
}

/** The same for a single thread, which need not have comments yet. */
export interface ThreadPolicyRow {
  site: string;
  thread: string;
  /** JSON of a `ThreadPolicy`. */
  settings: string;
  changed_at: number;
  changed_by: string;
}

/** With this a comment waits for a moderator. */
export interface BlockRow {
  id: string;
  site: string;
  kind: 'word' | 'host' | 'author';
  /** A word or phrase as an official typed it, the name of a host, or the hash of an author. */
  value: string;
  created_at: number;
  created_by: string;
}

/** How far an account has been told of what waits. */
export interface NoticeMarkRow {
  account_id: string;
  /** `each`, or the time zone of the sites of a digest. */
  kind: string;
  /** Everything of before this moment has been told. */
  told_until: number;
  /** When the last mail went; 0 before the first. */
  sent_at: number;
  /** Until then a process is sending; 0 when none is. */
  claimed_until: number;
  /** Not before this, after the mail server has refused the address. */
  retry_at: number;
  /** How often it has refused in a row. */
  failures: number;
}

/** What one reader thinks of an article. */
export interface RatingRow {
  site: string;
  /** Key of the article, as its comments have it. */
  page: string;
  /** Neither the hash that comments have of the same token nor that of likes. */
  rater_hash: string;
  stars: Stars;
  rated_at: number;
}

/** All ratings of an article together. */
export interface RatingSumRow {
  site: string;
  page: string;
  /** How many. */
  ratings: number;
  /** Sum of their stars. */
  stars: number;
}

/** A mistake that a reader has found in an article, and what should stand there instead. */
export interface CorrectionRow {
  id: string;
  site: string;
  /** Key of the article, as its comments have it. */
  thread: string;
  url: string;
  title: string;
  /** The words with the mistake, and some of those around them; as the reader's browser said. */
  before_passage: string;
  passage: string;
  after_passage: string;
  /** What should stand there; empty where only the note says it. */
  proposal: string;
  /** Empty for none. */
  note: string;
  /** What an official should know of how it came: codes of `Reason`, with commas; null for nothing. */
  held: string | null;
  state: 'open' | 'accepted' | 'declined';
  created_at: number;
  /** Null while it is open. */
  decided_at: number | null;
  idempotency_key: string;
}
