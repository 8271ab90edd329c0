import type { Transaction } from 'kysely';
import { ProblemError, tooFast } from '../http/problem.ts';
import { EDIT_LIMIT } from '../spam/limits.ts';
import { CONTENT_REASONS, type Reason } from '../spam/verdict.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import { forgetFormerWords, hasWords, keepVersion, lockThread, move, readLocked, takeBack } from './moves.ts';
import { isOwn, type Reader } from './reader.ts';
import { heldColumn, heldReasons } from './store.ts';

/** A new text for a comment. */
export interface Edit {
  readonly text: string;
  /** How long after posting this can be, in milliseconds. */
  readonly window: number;
  /** Whether every new text of this comment waits for a moderator. */
  readonly mustWait: (row: CommentRow) => boolean;
  /** What speaks against it: then it waits too. */
  readonly reasons: (row: CommentRow, text: string) => readonly Reason[];
  /** Milliseconds. */
  readonly now: number;
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
    const wait = (await nthLastEdit(trx, id, EDIT_LIMIT.points)) + EDIT_LIMIT.duration * 1000 - now;
    if (wait > 0) throw tooFast(wait);
    // What a moderator has not let through, or has changed, does not come back without one.
    const wasJudged = row.state === 'rejected' || (await isEditedByOfficial(trx, row));
    await keepVersion(trx, row, null, now);
    const against = reasons(row, text);
    const state = mustWait(row) || against.length > 0 || wasJudged ? 'pending' : row.state;
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
    return takeBack(trx, row, now);
  });
}

/**
 * Erases comments: their words and whatever else is left of their authors and readers. Their replies stay, and for them the places.
 *
 * @param comments of any state, with their threads in one order everywhere
 * @param also what belongs into the same transaction; it is told how many are erased
 * @returns how many; those that somebody else had erased before do not count
 */
export function eraseComments(
  db: Database,
  comments: readonly Pick<CommentRow, 'id' | 'site' | 'thread'>[],
  now: number,
  also?: (trx: Transaction<Tables>, erased: number) => Promise<void>,
): Promise<number> {
  const ids = comments.map(({ id }) => id);
  const threads = new Map(comments.map(({ site, thread }) => [JSON.stringify([site, thread]), { site, thread }]));
  return db.transaction().execute(async (trx) => {
    for (const { site, thread } of threads.values()) await lockThread(trx, site, thread, now);
    await trx.deleteFrom('likes').where('comment_id', 'in', ids).execute();
    await trx.updateTable('reports').set({ text: null }).where('comment_id', 'in', ids).execute();
    await forgetFormerWords(trx, ids);
    let erased = 0;
    for (const id of ids) {
      const row = await readLocked(trx, id);
      if (row.state === 'erased') continue;
      await move(trx, row, 'erased', NOTHING_LEFT);
      erased += 1;
    }
    await also?.(trx, erased);
    return erased;
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

/** When the author changed the comment for the last time but so many; `-Infinity` when that was not yet. */
async function nthLastEdit(trx: Transaction<Tables>, id: string, count: number): Promise<number> {
  const edits = await trx
    .selectFrom('comment_versions')
    .select('replaced_at')
    .where('comment_id', '=', id)
    .where('replaced_by', 'is', null)
    .orderBy('number', 'desc')
    .limit(count)
    .execute();
  return edits[count - 1]?.replaced_at ?? -Infinity;
}

/** Whether the words that stand there now are those of an official. */
async function isEditedByOfficial(trx: Transaction<Tables>, { id, edited_at: editedAt }: CommentRow): Promise<boolean> {
  if (editedAt === null) return false;
  const last = await trx
    .selectFrom('comment_versions')
    .select(['replaced_at', 'replaced_by'])
    .where('comment_id', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  // After an undo the time is that of the author's own words again.
  return last?.replaced_at === editedAt && last.replaced_by !== null;
}

/** How the comment came stays as it was; what spoke against its words goes by the new ones. */
function heldAgain(before: string | null, against: readonly Reason[]): string | null {
  const came = heldReasons(before).filter((reason) => !CONTENT_REASONS.includes(reason));
  return heldColumn([...came, ...against]);
}
