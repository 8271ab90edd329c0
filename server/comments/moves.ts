import { sql, type Transaction } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import { NEW_THREAD } from './store.ts';

/** What of a row may change together with its state. */
type Changes = Partial<Omit<CommentRow, 'id' | 'site' | 'thread' | 'state' | 'listed' | 'parent' | 'root'>>;

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

/** A comment of a locked thread. */
export function readLocked(trx: Transaction<Tables>, id: string): Promise<CommentRow> {
  return trx.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** Whether its author has neither withdrawn it nor was it erased. */
export function hasWords({ state }: CommentRow): boolean {
  return state !== 'withdrawn' && state !== 'erased';
}

/** Changes a comment of a locked thread, and every number that depends on its state. */
export async function move(
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
  await markForDesk(trx, [row.id, ...(row.agency !== null && row.parent !== null ? [row.parent] : [])]);
  const roots = isReply ? await countReply(trx, row.root, published) : listed - row.listed;
  await change(trx, row, { published, roots, pinned: unpinned ? -1 : 0, ...(published > 0 && { newest: row.id }) });
  return moved;
}

/**
 * Puts a published comment of a locked thread before all others, or back to its place.
 *
 * @param pinnedAt milliseconds; null for not pinned
 */
export async function setPinned(
  trx: Transaction<Tables>,
  row: CommentRow,
  pinnedAt: number | null,
): Promise<CommentRow> {
  await change(trx, row, { pinned: Number(pinnedAt !== null) - Number(row.pinned_at !== null) });
  return trx
    .updateTable('comments')
    .set({ pinned_at: pinnedAt })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Notes to which agency a comment of a locked thread was sent on; readers see it.
 *
 * @param agency its name; null: it stays here
 */
export async function setTransfer(
  trx: Transaction<Tables>,
  row: CommentRow,
  agency: string | null,
  now: number,
): Promise<CommentRow> {
  return move(trx, row, row.state, { transferred_to: agency, transferred_at: agency === null ? null : now });
}

/** So many reports of a comment are not dealt with yet. */
export async function setReports(trx: Transaction<Tables>, { id }: CommentRow, reports: number): Promise<CommentRow> {
  await markForDesk(trx, [id]);
  return trx.updateTable('comments').set({ reports }).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Makes a thread that has no comments yet, without address and title; one that is there is left alone. */
export async function ensureThread(trx: Transaction<Tables>, site: string, key: string, now: number): Promise<void> {
  await trx
    .insertInto('threads')
    .values({ site, key, url: '', title: '', created_at: now, ...NEW_THREAD })
    .onConflict((conflict) => conflict.columns(['site', 'key']).doNothing())
    .execute();
}

/** Takes no more comments in a locked thread; null: takes them again. */
export function setClosed(
  trx: Transaction<Tables>,
  { site, key }: Pick<ThreadRow, 'site' | 'key'>,
  closedAt: number | null,
): Promise<ThreadRow> {
  return trx
    .updateTable('threads')
    .set({ closed_at: closedAt })
    .where('site', '=', site)
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Keeps the text that a comment of a locked thread has now, before it gets another one.
 *
 * @param replacedBy id of the official who changes it; null for the author
 * @returns the number of the version
 */
export async function keepVersion(
  trx: Transaction<Tables>,
  row: CommentRow,
  replacedBy: string | null,
  now: number,
): Promise<number> {
  const { last } = await trx
    .selectFrom('comment_versions')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .where('comment_id', '=', row.id)
    .executeTakeFirstOrThrow();
  const number = (last ?? 0) + 1;
  await trx
    .insertInto('comment_versions')
    .values({
      comment_id: row.id,
      number,
      text: row.text,
      state: row.state,
      written_at: row.edited_at ?? row.created_at,
      replaced_at: now,
      replaced_by: replacedBy,
    })
    .execute();
  return number;
}

/** Withdraws a comment of a locked thread: its words are gone from everywhere at once; the times stay, and so do replies to it. */
export async function takeBack(trx: Transaction<Tables>, row: CommentRow, now: number): Promise<CommentRow> {
  await forgetFormerWords(trx, [row.id]);
  return move(trx, row, 'withdrawn', {
    name: '',
    text: '',
    email: null,
    held: null,
    reason: null,
    withdrawn_at: now,
  });
}

/** Erases what comments said before, and what was said to their authors, wherever it is kept. Only the trace stays. */
export async function forgetFormerWords(trx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await trx.updateTable('comment_versions').set({ text: null }).where('comment_id', 'in', ids).execute();
  // The stamp was made of words too. Without it nothing can be undone.
  await trx
    .updateTable('undo_items')
    .set({ words: null, after: '' })
    .where('kind', '=', 'comment')
    .where('object_id', 'in', ids)
    .execute();
}

/** The desk's index has to look at these comments again. */
export async function markForDesk(trx: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await trx
    .insertInto('desk_marks')
    .values(ids.map((id) => ({ comment_id: id })))
    .execute();
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
