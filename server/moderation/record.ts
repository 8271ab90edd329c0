import type { Transaction } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { ApprovalRow, AssignmentRow, CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { settleAssignments } from './assignments.ts';
import { type AuditAction, type AuditDetail, writeAudit } from './audit.ts';
import { stampOf, threadStampOf } from './stamp.ts';

/** What was done to one comment. */
export interface Piece {
  /** Null when it was made. */
  readonly before: CommentRow | null;
  readonly after: CommentRow;
  /** The version that holds the former text; absent when the text is the same. */
  readonly version?: number;
  /** To whom it was given before, null for nobody; absent when that is the same. */
  readonly assignment?: AssignmentRow | null;
  /** The same of the approval of a draft. */
  readonly approval?: ApprovalRow | null;
  /** So many reports were dealt with. */
  readonly reports?: number;
  readonly detail?: AuditDetail;
}

/** What a comment was before, without words. */
export interface CommentBefore
  extends
    Pick<CommentRow, 'pinned_at' | 'edited_at' | 'created_at' | 'transferred_to' | 'transferred_at'>,
    Pick<Piece, 'assignment' | 'reports'> {
  readonly state: CommentState;
  readonly version: number | null;
  /** Without the leader's note, which is the words of the item. */
  readonly approval?: Omit<ApprovalRow, 'note'> | null;
}

/** What a thread was before. */
export type ThreadBefore = Pick<ThreadRow, 'closed_at'>;

/**
 * Writes what was done to comments into the audit log, a line for each, and keeps what undo needs.
 *
 * @returns the id for `undo`
 */
export async function recordComments(
  trx: Transaction<Tables>,
  by: Acting,
  action: AuditAction,
  pieces: readonly Piece[],
): Promise<number> {
  let first: number | null = null;
  for (const { before, after, version = null, detail, assignment, approval, reports } of pieces) {
    const line = await writeAudit(trx, by, {
      action,
      site: after.site,
      kind: 'comment',
      objectId: after.id,
      detail: {
        ...(before && before.state !== after.state && { from: before.state }),
        to: after.state,
        ...detail,
        // Done together, undone together.
        ...(first !== null && { with: first }),
      },
    });
    if (first === null) await addStep(trx, by, action, (first = line));
    const { id: objectId, site } = after;
    const { note = null, ...asked } = approval ?? {};
    const former: CommentBefore | null = before && {
      ...pick(before),
      version,
      ...(assignment !== undefined && { assignment }),
      ...(approval !== undefined && { approval: approval && (asked as Omit<ApprovalRow, 'note'>) }),
      ...(reports !== undefined && { reports }),
    };
    await trx
      .insertInto('undo_items')
      .values({
        step_id: first,
        kind: 'comment',
        site,
        object_id: objectId,
        before: former && JSON.stringify(former),
        words: approval ? note : (before?.reason ?? null),
        after: stampOf(after),
      })
      .execute();
  }
  if (first === null) throw new Error('nothing was done');
  await settleAssignments(trx, placesOf(pieces.map(({ after }) => after)));
  return first;
}

/** The same for a thread. */
export async function recordThread(
  trx: Transaction<Tables>,
  by: Acting,
  action: AuditAction,
  before: ThreadBefore,
  after: ThreadRow,
): Promise<number> {
  const { site, key } = after;
  const step = await writeAudit(trx, by, { action, site, kind: 'thread', objectId: key });
  await addStep(trx, by, action, step);
  await trx
    .insertInto('undo_items')
    .values({
      step_id: step,
      kind: 'thread',
      site,
      object_id: key,
      before: JSON.stringify({ closed_at: before.closed_at } satisfies ThreadBefore),
      words: null,
      after: threadStampOf(after),
    })
    .execute();
  return step;
}

/** Makes something undoable. */
export async function addStep(
  trx: Transaction<Tables>,
  { actor, now }: Acting,
  action: AuditAction,
  id: number,
): Promise<void> {
  await trx.insertInto('undo_steps').values({ id, at: now, actor_id: actor.id, action, undone_at: null }).execute();
}

function pick(row: CommentRow): Omit<CommentBefore, 'version'> {
  const { state, pinned_at, edited_at, created_at, transferred_to, transferred_at } = row;
  return { state, pinned_at, edited_at, created_at, transferred_to, transferred_at };
}

/** Comments, and what they answer: whose assignments something may have settled. */
export function placesOf(rows: readonly CommentRow[]): string[] {
  return [...new Set(rows.flatMap(({ id, parent }) => [id, ...(parent === null ? [] : [parent])]))];
}
