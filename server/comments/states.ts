import { sql, type Transaction } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import { ProblemError, tooFast } from '../http/problem.ts';
import { EDIT_LIMIT } from '../spam/limits.ts';
import { CONTENT_REASONS, type Reason } from '../spam/verdict.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import { MOST_PINNED } from './policy.ts';
import { isOwn, type Reader } from './reader.ts';
import { heldColumn, heldReasons, NEW_THREAD } from './store.ts';

/** What of a row may change together with its state. */
type Changes = Partial<Omit<CommentRow, 'id' | 'site' | 'thread' | 'state' | 'listed' | 'parent' | 'root'>>;

/** A new text for a comment. */
export interface Edit {
  readonly text: string;
  /** How long after posting this can be, in milliseconds. */
  readonly window: number;
  /** Whether every new text waits for a moderator. */
  readonly mustWait: boolean;
  /** What speaks against it: then it waits too. */
  readonly reasons: (name: string, text: string) => readonly Reason[];
  /** Milliseconds. */
  readonly now: number;
}

/**
 * Moves comments into a state, all of them or none.
 *
 * @param now milliseconds
 * @param reason why they are rejected, for their authors
 * @returns the ids that do not exist or have no words any more; when there are any, nothing was changed
 */
export function setState(
  db: Database,
  ids: readonly string[],
  state: 'pending' | 'published' | 'rejected',
  now: number,
  reason: string | null = null,
): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const places = await trx
      .selectFrom('comments')
      .select(['site', 'thread'])
      .distinct()
      .where('id', 'in', ids)
      .orderBy('site')
      .orderBy('thread')
      .execute();
    // Always in the same order, so that two moderators on PostgreSQL cannot wait for each other.
    for (const { site, thread } of places) await lockThread(trx, site, thread, now);
    const found = await trx.selectFrom('comments').selectAll().where('id', 'in', ids).orderBy('id').execute();
    const known = new Set(found.filter(hasWords).map(({ id }) => id));
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) return unknown;
    for (const { id } of found) {
      // Read again: of two comments of one thread the first may have changed the second.
      await move(trx, await readLocked(trx, id), state, { reason });
    }
    return [];
  });
}

/**
 * Changes the text of a comment for its author; every former text is kept with its time.
 *
 * @throws ProblemError `unknown-comment`, `edit-window-over`, `too-fast`
 */
export function editComment(
  db: Database,
  { site, id, reader }: { readonly site: string; readonly id: string; readonly reader: Reader },
  { text, window, mustWait, reasons, now }: Edit,
): Promise<CommentRow> {
  return db.transaction().execute(async (trx) => {
    const row = await lockOwn(trx, site, id, reader, now);
    if (!hasWords(row) || now >= row.created_at + window) {
      throw new ProblemError('edit-window-over', 'The time to change the comment is over.');
    }
    if (row.text === text) return row;
    const versions = await trx
      .selectFrom('comment_versions')
      .select(['number', 'replaced_at'])
      .where('comment_id', '=', id)
      .orderBy('number', 'desc')
      .limit(EDIT_LIMIT.points)
      .execute();
    const wait = (versions[EDIT_LIMIT.points - 1]?.replaced_at ?? -Infinity) + EDIT_LIMIT.duration * 1000 - now;
    if (wait > 0) throw tooFast(wait);
    await trx
      .insertInto('comment_versions')
      .values({
        comment_id: id,
        number: (versions[0]?.number ?? 0) + 1,
        text: row.text,
        state: row.state,
        written_at: row.edited_at ?? row.created_at,
        replaced_at: now,
      })
      .execute();
    // What a moderator has not let through does not come back without one.
    const against = reasons(row.name, text);
    const state = mustWait || against.length > 0 || row.state === 'rejected' ? 'pending' : row.state;
    return move(trx, row, state, { text, edited_at: now, reason: null, held: heldAgain(row.held, against) });
  });
}

/**
 * Takes a comment back for its author. Its words and those of its former versions are erased at once; the times stay, and so do replies
 * to it.
 *
 * @throws ProblemError `unknown-comment`
 */
export function withdrawComment(
  db: Database,
  { site, id, reader }: { readonly site: string; readonly id: string; readonly reader: Reader },
  now: number,
): Promise<CommentRow> {
  return db.transaction().execute(async (trx) => {
    const row = await lockOwn(trx, site, id, reader, now);
    if (!hasWords(row)) return row;
    await trx.updateTable('comment_versions').set({ text: null }).where('comment_id', '=', id).execute();
    return move(trx, row, 'withdrawn', {
      name: '',
      text: '',
      email: null,
      held: null,
      reason: null,
      withdrawn_at: now,
    });
  });
}

/**
 * Erases comments: their words and whatever else is left of their authors and readers. Their replies stay, and for them the places.
 *
 * @param comments of any state, with their threads in one order everywhere
 */
export function eraseComments(
  db: Database,
  comments: readonly Pick<CommentRow, 'id' | 'site' | 'thread'>[],
  now: number,
): Promise<void> {
  const ids = comments.map(({ id }) => id);
  const threads = new Map(comments.map(({ site, thread }) => [JSON.stringify([site, thread]), { site, thread }]));
  return db.transaction().execute(async (trx) => {
    for (const { site, thread } of threads.values()) await lockThread(trx, site, thread, now);
    await trx.deleteFrom('likes').where('comment_id', 'in', ids).execute();
    await trx.updateTable('reports').set({ text: null }).where('comment_id', 'in', ids).execute();
    await trx.updateTable('comment_versions').set({ text: null }).where('comment_id', 'in', ids).execute();
    for (const id of ids) await move(trx, await readLocked(trx, id), 'erased', NOTHING_LEFT);
  });
}

/** What an erased comment holds of its author. */
const NOTHING_LEFT = {
  name: '',
  text: '',
  reason: null,
  held: null,
  email: null,
  author_hash: null,
  user_hash: null,
  code_hash: null,
  request_hash: '',
} as const;

/**
 * Puts a comment before all others of its thread, or back to its place.
 *
 * @returns `unknown`: no published comment at the top level; `too-many`: others are pinned already
 */
export function pinComment(
  db: Database,
  id: string,
  pinned: boolean,
  now: number,
): Promise<'done' | 'unknown' | 'too-many'> {
  return db.transaction().execute(async (trx) => {
    const place = await trx.selectFrom('comments').select(['site', 'thread']).where('id', '=', id).executeTakeFirst();
    if (!place) return 'unknown';
    const thread = await lockThread(trx, place.site, place.thread, now);
    const row = await readLocked(trx, id);
    if (row.parent !== null || row.state !== 'published') return 'unknown';
    if ((row.pinned_at !== null) === pinned) return 'done';
    if (pinned && thread.pinned >= MOST_PINNED) return 'too-many';
    await trx
      .updateTable('comments')
      .set({ pinned_at: pinned ? now : null })
      .where('id', '=', id)
      .execute();
    await change(trx, row, { pinned: pinned ? 1 : -1 });
    return 'done';
  });
}

/** Takes no more comments in a thread, or takes them again. A thread without comments is made. */
export function closeThread(db: Database, site: string, key: string, closed: boolean, now: number): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('threads')
      .values({ site, key, url: '', title: '', created_at: now, ...NEW_THREAD })
      .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing())
      .execute();
    await lockThread(trx, site, key, now);
    await trx
      .updateTable('threads')
      .set({ closed_at: closed ? now : null })
      .where('site', '=', site)
      .where('key', '=', key)
      .execute();
  });
}

/** Makes a new version of a thread and locks it until the end of the transaction; to be done before its comments are touched. */
export async function lockThread(trx: Transaction<Tables>, site: string, key: string, now: number): Promise<ThreadRow> {
  return trx
    .updateTable('threads')
    .set({ version: sql`version + 1`, changed_at: now })
    .where('site', '=', site)
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function lockOwn(
  trx: Transaction<Tables>,
  site: string,
  id: string,
  reader: Reader,
  now: number,
): Promise<CommentRow> {
  const row = await trx
    .selectFrom('comments')
    .selectAll()
    .where('id', '=', id)
    .where('site', '=', site)
    .executeTakeFirst();
  if (!row || !isOwn(row, reader)) throw new ProblemError('unknown-comment');
  await lockThread(trx, row.site, row.thread, now);
  return readLocked(trx, id);
}

/** How the comment came stays as it was; what spoke against its words goes by the new ones. */
function heldAgain(before: string | null, against: readonly Reason[]): string | null {
  const came = heldReasons(before).filter((reason) => !CONTENT_REASONS.includes(reason));
  return heldColumn([...came, ...against]);
}

function readLocked(trx: Transaction<Tables>, id: string): Promise<CommentRow> {
  return trx.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

function hasWords({ state }: CommentRow): boolean {
  return state !== 'withdrawn' && state !== 'erased';
}

/** Changes a comment of a locked thread, and every number that depends on its state. */
async function move(
  trx: Transaction<Tables>,
  row: CommentRow,
  state: CommentState,
  changes: Changes,
): Promise<CommentRow> {
  const isPublished = state === 'published';
  const published = Number(isPublished) - Number(row.state === 'published');
  const isReply = row.parent !== null;
  const listed = Number(isPublished || (!isReply && row.replies > 0));
  const unpinned = !isPublished && row.pinned_at !== null;
  const moved = await trx
    .updateTable('comments')
    .set({ ...changes, state, listed, ...(unpinned && { pinned_at: null }) })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const roots = isReply ? await countReply(trx, row.root, published) : listed - row.listed;
  await change(trx, row, { published, roots, pinned: unpinned ? -1 : 0, ...(published > 0 && { newest: row.id }) });
  return moved;
}

/** Counts a reply for its root, which has its place in the list as long as there are any; answers how many places that changes. */
async function countReply(trx: Transaction<Tables>, id: string, published: number): Promise<number> {
  if (published === 0) return 0;
  const root = await readLocked(trx, id);
  const replies = root.replies + published;
  const listed = Number(root.state === 'published' || replies > 0);
  await trx.updateTable('comments').set({ replies, listed }).where('id', '=', id).execute();
  return listed - root.listed;
}

async function change(
  trx: Transaction<Tables>,
  { site, thread }: CommentRow,
  {
    published = 0,
    roots = 0,
    pinned = 0,
    newest,
  }: { published?: number; roots?: number; pinned?: number; newest?: string },
): Promise<void> {
  if (published === 0 && roots === 0 && pinned === 0) return;
  await trx
    .updateTable('threads')
    .set({
      published: sql`published + ${published}`,
      roots: sql`roots + ${roots}`,
      pinned: sql`pinned + ${pinned}`,
      ...(newest !== undefined && { newest }),
    })
    .where('site', '=', site)
    .where('key', '=', thread)
    .execute();
}
