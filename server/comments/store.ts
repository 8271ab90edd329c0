import { randomBytes } from 'node:crypto';
import type { CommentState, NewComment } from '../../src/api/contract.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { sha256 } from '../storage/hash.ts';

/** A checked comment on its way into the database. */
export interface Submission {
  readonly site: string;
  readonly comment: NewComment;
  readonly state: CommentState;
  readonly idempotencyKey: string;
  readonly authorHash: string | null;
  /** Milliseconds. */
  readonly now: number;
}

/** Where a page of the list begins: after this comment. */
export interface Position {
  readonly createdAt: number;
  readonly id: string;
}

/**
 * Keeps a comment, and its thread with the first one. Sent again with the same key, the comment of the first time is returned.
 *
 * @throws ProblemError `idempotency-key-reused` when the key belongs to another request
 */
export function addComment(db: Database, submission: Submission): Promise<CommentRow> {
  const { site, comment, state, idempotencyKey, authorHash, now } = submission;
  const { thread, url, title, name, text } = comment;
  const row: CommentRow = {
    id: randomBytes(10).toString('hex'),
    site,
    thread,
    name,
    text,
    state,
    created_at: now,
    consent_at: now,
    author_hash: authorHash,
    idempotency_key: idempotencyKey,
    // Only what makes it this comment: a retry may come from another page, or from a browser that keeps no token.
    request_hash: sha256(JSON.stringify([thread, name, text])),
  };
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('threads')
      .values({ site, key: thread, url, title, created_at: now })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing())
      .execute();
    // Of many equal requests at once one inserts; PostgreSQL makes the others wait for its commit.
    const inserted = await trx
      .insertInto('comments')
      .values(row)
      .onConflict((conflict) => conflict.columns(['site', 'idempotency_key']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted) return inserted;
    const first = await trx
      .selectFrom('comments')
      .selectAll()
      .where('site', '=', site)
      .where('idempotency_key', '=', idempotencyKey)
      .executeTakeFirstOrThrow();
    // Thrown inside the transaction: a thread made for this request goes with it.
    if (first.request_hash !== row.request_hash) {
      throw new ProblemError('idempotency-key-reused', 'Use a new Idempotency-Key for another comment.');
    }
    return first;
  });
}

/**
 * Comments of a thread that this reader may see, newest first: the published ones and the author's own.
 *
 * @param limit how many at most
 */
export function readComments(
  db: Database,
  {
    site,
    thread,
    authorHash,
    after,
    limit,
  }: {
    site: string;
    thread: string;
    authorHash: string | null;
    after: Position | null;
    limit: number;
  },
): Promise<CommentRow[]> {
  let query = db.selectFrom('comments').selectAll().where('site', '=', site).where('thread', '=', thread);
  query =
    authorHash === null
      ? query.where('state', '=', 'published')
      : query.where((is) => is.or([is('state', '=', 'published'), is('author_hash', '=', authorHash)]));
  if (after) {
    query = query.where((is) =>
      is.or([
        is('created_at', '<', after.createdAt),
        is.and([is('created_at', '=', after.createdAt), is('id', '<', after.id)]),
      ]),
    );
  }
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** Number of published comments of each thread that has any. */
export async function countComments(
  db: Database,
  site: string,
  threads: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('comments')
    .select(['thread', (is) => is.fn.countAll<number>().as('total')])
    .where('site', '=', site)
    .where('state', '=', 'published')
    .where('thread', 'in', threads)
    .groupBy('thread')
    .execute();
  return new Map(rows.map(({ thread, total }) => [thread, total]));
}

/** Comments for the moderator, oldest first. */
export function listComments(
  db: Database,
  filter: { state: CommentState | null; site: string | null },
): Promise<CommentRow[]> {
  let query = db.selectFrom('comments').selectAll();
  if (filter.state !== null) query = query.where('state', '=', filter.state);
  if (filter.site !== null) query = query.where('site', '=', filter.site);
  return query.orderBy('created_at').orderBy('id').execute();
}

/**
 * Moves comments into a state, all of them or none.
 *
 * @returns the ids that do not exist; when there are any, nothing was changed
 */
export function setState(db: Database, ids: readonly string[], state: CommentState): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('comments').select('id').where('id', 'in', ids).execute();
    const known = new Set(found.map(({ id }) => id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length === 0) await trx.updateTable('comments').set({ state }).where('id', 'in', ids).execute();
    return unknown;
  });
}
