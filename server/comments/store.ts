import { randomBytes } from 'node:crypto';
import { type SelectQueryBuilder, sql, type Transaction, type UpdateQueryBuilder } from 'kysely';
import type { CommentState, NewComment } from '../../src/api/contract.ts';
import { ProblemError } from '../http/problem.ts';
import { type Reason, REASONS } from '../spam/verdict.ts';
import type { Database } from '../storage/database.ts';
import { sha256 } from '../storage/hash.ts';
import type { CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import { together } from '../storage/together.ts';
import { Gathering } from '../storage/gathering.ts';
import { DAY } from './policy.ts';
import type { User } from './user-token.ts';

/** A checked comment on its way into the database. */
export interface Submission {
  readonly site: string;
  /** As it was sent. */
  readonly comment: NewComment;
  /** For whom the site vouches; null or absent for everybody else. */
  readonly user?: User | null;
  readonly state: CommentState;
  /** Why it was held; default for nothing. */
  readonly held?: readonly Reason[];
  /** Version of what the author agreed to; absent for what no reader wrote. */
  readonly consentVersion?: string;
  readonly idempotencyKey: string;
  readonly authorHash: string | null;
  /** Hash of the lookup code; null where nobody is told one. */
  readonly codeHash: string | null;
  /** Name of the agency whose answer this is. A closed thread takes it all the same. */
  readonly agency?: string;
  /** So many days after it began, the thread takes no more; absent or null: always. */
  readonly closeAfterDays?: number | null;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Keeps a comment, and its thread with the first one. Sent again with the same key, the comment of the first time is returned.
 *
 * @throws ProblemError `idempotency-key-reused` when the key belongs to another request, `thread-closed`, or `invalid-comment` when it
 *   replies to something that is not there
 */
export async function addComment(db: Database, submission: Submission): Promise<CommentRow> {
  const { site, comment, idempotencyKey } = submission;
  // Before the transaction, which is short that way: what a comment stands below never changes.
  const row = asRow(submission, await findParent(db, site, comment));
  const inserted = await gatheringOf(db)
    .add(JSON.stringify([site, comment.thread]), { submission, row })
    .catch((error: unknown) => {
      if (error === REPEATED) return undefined;
      throw error;
    });
  if (inserted) return inserted;
  // In a transaction: on SQLite the other comment may not be on disk yet, and only a transaction sees it and waits until it is.
  const known = await db.transaction().execute((trx) => findByKey(trx, site, idempotencyKey));
  if (!known) throw new Error('the comment that was there first was not kept');
  return asRepeated(known, comment);
}

/** Keeps a comment as a part of a transaction, under a key that is used for the first time. */
export async function insertComment(trx: Transaction<Tables>, submission: Submission): Promise<CommentRow> {
  const row = asRow(submission, await findParent(trx, submission.site, submission.comment));
  await insertRows(trx, [{ submission, row }]);
  return row;
}

/** A comment, and how it came. */
interface Arrival {
  readonly submission: Submission;
  readonly row: CommentRow;
}

const gatherings = new WeakMap<Database, Gathering<Arrival, CommentRow>>();

function gatheringOf(db: Database): Gathering<Arrival, CommentRow> {
  const known = gatherings.get(db);
  if (known) return known;
  const made = new Gathering<Arrival, CommentRow>(async (arrivals) => {
    await db.transaction().execute((trx) => insertRows(trx, arrivals));
    return arrivals.map(({ row }) => row);
  });
  gatherings.set(db, made);
  return made;
}

/**
 * Inserts comments of one thread.
 *
 * @throws `REPEATED` where one of them was there already
 */
async function insertRows(trx: Transaction<Tables>, arrivals: readonly Arrival[]): Promise<void> {
  const { row, submission } = arrivals.find(({ submission: { comment } }) => comment.url !== '') ?? arrivals[0]!;
  const { url, title } = submission.comment;
  const { site, thread } = row;
  const now = Math.max(...arrivals.map((each) => each.submission.now));
  const published = arrivals.filter((each) => each.row.state === 'published').map((each) => each.row);
  const [, [place], ...added] = await together(
    trx,
    trx
      .insertInto('threads')
      .values({ site, key: thread, url, title, created_at: now, ...NEW_THREAD })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing()),
    // Before the comments, whose reference locks the thread a little: locks of both kinds on one row are dear on PostgreSQL.
    published.length > 0 ? countPublished(trx, published, { url, title, now }) : findThread(trx, row),
    // Of many equal requests at once one inserts; PostgreSQL makes the others wait for its commit.
    ...arrivals.map((each) =>
      trx
        .insertInto('comments')
        .values(each.row)
        .onConflict((conflict) => conflict.columns(['site', 'idempotency_key']).doNothing())
        .returning('id'),
    ),
  );
  // Thrown inside the transaction: what was counted, and a thread made for this request, goes with it.
  if (added.some((rows) => rows.length === 0)) throw REPEATED;
  if (place!.url === '' && url !== '') await learnAddress(trx, row, url, title);
  for (const { submission: each } of arrivals) assertOpen(place!, each);
  // Again, now that the thread is locked: a parent may have been withdrawn meanwhile.
  for (const each of arrivals) {
    const { comment } = each.submission;
    if (comment.parent == null) continue;
    const parent = await findParent(trx, site, comment);
    if (parent?.state !== 'published') throw noParent();
    if (each.row.state === 'published') {
      await trx
        .updateTable('comments')
        .set({ replies: sql`replies + 1` })
        .where('id', '=', parent.root)
        .execute();
    }
  }
}

function assertOpen(place: Place, { agency, closeAfterDays = null, now }: Submission): void {
  const isOver = closeAfterDays !== null && place.created_at + closeAfterDays * DAY <= now;
  if ((place.closed_at !== null || isOver) && agency === undefined) throw new ProblemError('thread-closed');
}

/** A comment with the same key was there first. */
const REPEATED = new Error('repeated');

/**
 * The comment that was made with this key. To be asked before anything that could refuse the comment: a retry is answered whatever
 * has changed since.
 *
 * @throws ProblemError `idempotency-key-reused`
 */
export async function findPosted(
  db: Database,
  site: string,
  idempotencyKey: string,
  comment: NewComment,
): Promise<CommentRow | undefined> {
  const known = await findByKey(db, site, idempotencyKey);
  return known && asRepeated(known, comment);
}

/** What a thread starts with. */
export const NEW_THREAD = {
  published: 0,
  roots: 0,
  pinned: 0,
  version: 0,
  changed_at: 0,
  newest: null,
  closed_at: null,
} as const;

/** Comments for the moderator, oldest first; with `reported` only those, the most reported first. */
export function listComments(
  db: Database,
  filter: { state: CommentState | null; site: string | null; reported?: boolean },
): Promise<CommentRow[]> {
  let query = db.selectFrom('comments').selectAll();
  if (filter.state !== null) query = query.where('state', '=', filter.state);
  if (filter.site !== null) query = query.where('site', '=', filter.site);
  if (filter.reported === true) query = query.where(sql<boolean>`reports > 0`).orderBy('reports', 'desc');
  return query.orderBy('created_at').orderBy('id').execute();
}

function asRow(submission: Submission, parent: CommentRow | undefined): CommentRow {
  const { site, comment, state, idempotencyKey, authorHash, codeHash, now, agency } = submission;
  const { user, held = [], consentVersion = null } = submission;
  const { thread, name, text, email = null } = comment;
  const id = randomBytes(10).toString('hex');
  return {
    id,
    site,
    thread,
    name: user?.name ?? name,
    text,
    state,
    created_at: now,
    consent_at: now,
    author_hash: authorHash,
    idempotency_key: idempotencyKey,
    request_hash: requestHash(comment),
    parent: comment.parent ?? null,
    root: parent?.root ?? id,
    rank: agency === undefined ? 1 : 0,
    agency: agency ?? null,
    listed: state === 'published' ? 1 : 0,
    replies: 0,
    likes: 0,
    likes_version: 0,
    reports: 0,
    pinned_at: null,
    edited_at: null,
    reason: null,
    transferred_to: null,
    transferred_at: null,
    withdrawn_at: null,
    code_hash: codeHash,
    verified: user ? 1 : 0,
    user_hash: user?.hash ?? null,
    held: heldColumn(held),
    consent_version: consentVersion,
    email,
  };
}

/** Reasons as they are stored. */
export function heldColumn(reasons: readonly Reason[]): string | null {
  return reasons.length > 0 ? reasons.join(',') : null;
}

/** Stored reasons. */
export function heldReasons(column: string | null): Reason[] {
  return REASONS.filter((reason) => column?.split(',').includes(reason));
}

/** Only what makes it this comment: a retry may come from another page, or from a browser that keeps no token. */
function requestHash({ thread, name, text, parent }: NewComment): string {
  return sha256(JSON.stringify([thread, name, text, ...(parent == null ? [] : [parent])]));
}

function findByKey(db: Database, site: string, idempotencyKey: string): Promise<CommentRow | undefined> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('site', '=', site)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

function asRepeated(known: CommentRow, comment: NewComment): CommentRow {
  // An erased comment has no hash any more; whoever has its key is let alone.
  if (known.request_hash === '' || known.request_hash === requestHash(comment)) return known;
  throw new ProblemError('idempotency-key-reused', 'Use a new Idempotency-Key for another comment.');
}

function findParent(db: Database, site: string, { parent, thread }: NewComment): Promise<CommentRow | undefined> {
  if (parent == null) return Promise.resolve(undefined);
  return db
    .selectFrom('comments')
    .selectAll()
    .where('id', '=', parent)
    .where('site', '=', site)
    .where('thread', '=', thread)
    .executeTakeFirst();
}

function noParent(): ProblemError {
  return new ProblemError('invalid-comment', 'There is no such comment to reply to.', [
    { field: 'parent', code: 'invalid' },
  ]);
}

/** What has to be known of the thread that a comment goes into. */
type Place = Pick<ThreadRow, 'url' | 'created_at' | 'closed_at'>;

/** Published comments count at once. The row of the thread stays locked until the end of the transaction. */
function countPublished(
  trx: Transaction<Tables>,
  rows: readonly CommentRow[],
  { url, title, now }: { readonly url: string; readonly title: string; readonly now: number },
): UpdateQueryBuilder<Tables, 'threads', 'threads', Place> {
  const { site, thread, id } = rows.at(-1)!;
  const roots = rows.filter(({ parent }) => parent === null).length;
  return trx
    .updateTable('threads')
    .set({
      version: sql`version + ${rows.length}`,
      changed_at: now,
      published: sql`published + ${rows.length}`,
      roots: sql`roots + ${roots}`,
      newest: id,
      // A thread that a moderator made has neither.
      url: sql`case when url = '' then ${url} else url end`,
      title: sql`case when url = '' then ${title} else title end`,
    })
    .where('site', '=', site)
    .where('key', '=', thread)
    .returning(['url', 'created_at', 'closed_at']);
}

/** A thread that a moderator or the plain page made has neither address nor title. */
async function learnAddress(
  trx: Transaction<Tables>,
  { site, thread }: CommentRow,
  url: string,
  title: string,
): Promise<void> {
  await trx
    .updateTable('threads')
    .set({ url, title })
    .where('site', '=', site)
    .where('key', '=', thread)
    .where('url', '=', '')
    .execute();
}

function findThread(
  trx: Transaction<Tables>,
  { site, thread }: CommentRow,
): SelectQueryBuilder<Tables, 'threads', Place> {
  return trx
    .selectFrom('threads')
    .select(['url', 'created_at', 'closed_at'])
    .where('site', '=', site)
    .where('key', '=', thread);
}
