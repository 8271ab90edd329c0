import type { Transaction } from 'kysely';
import {
  keepVersion,
  lockThread,
  move,
  readLocked,
  setClosed,
  setPinned,
  setReports,
  takeBack,
} from '../comments/moves.ts';
import { DEFAULT_POLICY, MOST_PINNED } from '../comments/policy.ts';
import { lockPolicy, policyStampOf, type StoredPolicy, writePolicy } from '../policies/store.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, CorrectionRow, Tables, ThreadRow, UndoItemRow, UndoStepRow } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { writeApproval } from './approvals.ts';
import { settleAssignments, writeAssignment } from './assignments.ts';
import { writeAudit } from './audit.ts';
import {
  type ChangedCorrections,
  changedCorrections,
  type CorrectionBefore,
  correctionStampOf,
  lockCorrections,
  restoreCorrection,
} from './corrections.ts';
import { lockComments } from './lock.ts';
import {
  type Changed,
  changedComments,
  type ChangedThread,
  changedThread,
  type TooManyPinned,
  transact,
} from './outcome.ts';
import { type CommentBefore, placesOf, type ThreadBefore } from './record.ts';
import { stampOf, threadStampOf } from './stamp.ts';

/** Everything is as it was before. */
export interface Undone {
  readonly result: 'done';
  /** The comments as they are now; none when it was something else. */
  readonly rows: readonly CommentRow[];
}

/** Nothing was done. `unknown`: there is no such step on the official's sites; `over`: it was too long ago; `changed-policy`: the settings were changed since. */
export interface NotUndone {
  readonly result: 'unknown' | 'not-yours' | 'over' | 'undone' | 'changed-policy';
}

type Refused = NotUndone | Changed | ChangedThread | ChangedCorrections | TooManyPinned;
type Stop = (outcome: Refused) => never;

/**
 * Restores what was before an action, for whoever did it or an administrator, within a day, once, and only while nothing else has
 * happened to any of the comments since. A draft of an answer is gone afterwards, with its words.
 *
 * @param id `undo` of what was done
 */
export function undo(db: Database, by: Acting, id: number): Promise<Undone | Refused> {
  return transact<Undone, Refused>(db, async (trx, stop) => {
    const step = await trx.selectFrom('undo_steps').selectAll().where('id', '=', id).executeTakeFirst();
    if (!step) return stop({ result: await resultOfMissing(trx, by, id) });
    const found = await itemsOf(trx, id);
    if (found.some(({ site }) => !worksFor(by, site))) return stop({ result: 'unknown' });
    const isPolicy = found.some(({ kind }) => kind === 'site-policy' || kind === 'thread-policy');
    if ((step.actor_id !== by.actor.id || isPolicy) && !by.administrator) return stop({ result: 'not-yours' });
    if (step.undone_at === null && step.at + DEFAULT_POLICY.undoWindow <= by.now) return stop({ result: 'over' });

    // Threads are locked before anything else, as everywhere.
    const threads: ThreadRow[] = [];
    for (const { kind, site, object_id: key } of found) {
      if (kind === 'thread') threads.push(await lockThread(trx, site, key, by.now));
    }
    const ids = found.filter(({ kind }) => kind === 'comment').map((item) => item.object_id);
    const rows = await lockComments(trx, by, ids);
    const correctionIds = found.filter(({ kind }) => kind === 'correction').map((item) => item.object_id);
    const corrections = await lockCorrections(trx, by, correctionIds);
    // What is not kept any longer cannot come back.
    if (corrections.length < correctionIds.length) return stop({ result: 'over' });
    if (!(await take(trx, by, id))) return stop({ result: 'undone' });
    // Read again: a comment may have been withdrawn before it was locked.
    const items = new Map((await itemsOf(trx, id)).map((item) => [item.object_id, item]));
    await trx.deleteFrom('undo_items').where('step_id', '=', id).execute();

    for (const item of items.values()) {
      if (item.kind === 'site-policy' || item.kind === 'thread-policy') await restorePolicy(trx, by, step, item, stop);
    }
    for (const thread of threads) {
      const item = items.get(thread.key)!;
      if (item.after !== threadStampOf(thread) || (await hasLater(trx, item))) {
        return stop(await changedThread(trx, thread));
      }
      await restoreThread(trx, by, step, thread, item);
    }
    await restoreCorrections(trx, by, step, corrections, items, stop);
    const changed: CommentRow[] = [];
    for (const row of rows) {
      const item = items.get(row.id)!;
      if (item.after !== stampOf(row) || (await hasLater(trx, item))) changed.push(row);
    }
    if (changed.length > 0) return stop(await changedComments(trx, changed));
    const restored: CommentRow[] = [];
    for (const { id: comment } of rows) {
      restored.push(await restoreComment(trx, by, step, comment, items.get(comment)!));
    }
    await settleAssignments(trx, placesOf(rows));
    await checkPins(trx, rows, stop);
    return { result: 'done', rows: restored };
  });
}

function worksFor({ sites }: Acting, site: string | null): boolean {
  return sites.some(({ slug }) => slug === site);
}

function itemsOf(trx: Transaction<Tables>, id: number): Promise<UndoItemRow[]> {
  return trx.selectFrom('undo_items').selectAll().where('step_id', '=', id).orderBy('object_id').execute();
}

/** What was too long ago is swept away, but the log has it. */
async function resultOfMissing(trx: Transaction<Tables>, by: Acting, id: number): Promise<NotUndone['result']> {
  const line = await trx.selectFrom('audit_log').select(['site', 'at']).where('id', '=', id).executeTakeFirst();
  const isOver = line && worksFor(by, line.site) && line.at + DEFAULT_POLICY.undoWindow <= by.now;
  return isOver ? 'over' : 'unknown';
}

/** Of several at once only one gets the step. */
async function take(trx: Transaction<Tables>, { now }: Acting, id: number): Promise<boolean> {
  const taken = await trx
    .updateTable('undo_steps')
    .set({ undone_at: now })
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Whether something was done since that is not undone: the same stamp may have come back by another's decision. */
async function hasLater(trx: Transaction<Tables>, item: UndoItemRow): Promise<boolean> {
  const later = await trx
    .selectFrom('undo_items')
    .select('step_id')
    .where('kind', '=', item.kind)
    .where('object_id', '=', item.object_id)
    .where('site', '=', item.site)
    .where('step_id', '>', item.step_id)
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}

async function restoreThread(
  trx: Transaction<Tables>,
  by: Acting,
  step: UndoStepRow,
  { site, key }: ThreadRow,
  item: UndoItemRow,
): Promise<void> {
  const before = JSON.parse(item.before ?? '{}') as ThreadBefore;
  await setClosed(trx, { site, key }, before.closed_at);
  const detail = { of: step.id, what: step.action };
  await writeAudit(trx, by, { action: 'undo', site, kind: 'thread', objectId: key, detail });
}

async function restoreCorrections(
  trx: Transaction<Tables>,
  by: Acting,
  step: UndoStepRow,
  rows: readonly CorrectionRow[],
  items: ReadonlyMap<string, UndoItemRow>,
  stop: Stop,
): Promise<void> {
  const changed: CorrectionRow[] = [];
  for (const row of rows) {
    const item = items.get(row.id)!;
    if (item.after !== correctionStampOf(row) || (await hasLater(trx, item))) changed.push(row);
  }
  if (changed.length > 0) stop(await changedCorrections(trx, changed));
  for (const row of rows) {
    const before = JSON.parse(items.get(row.id)!.before ?? '{}') as CorrectionBefore;
    await restoreCorrection(trx, row, before);
    const detail = { of: step.id, what: step.action, from: row.state, to: before.state };
    await writeAudit(trx, by, { action: 'undo', site: row.site, kind: 'correction', objectId: row.id, detail });
  }
}

async function restorePolicy(
  trx: Transaction<Tables>,
  by: Acting,
  step: UndoStepRow,
  item: UndoItemRow,
  stop: Stop,
): Promise<void> {
  const { site, object_id: id } = item;
  const thread = item.kind === 'thread-policy' ? id : null;
  const stored = await lockPolicy(trx, by, { site, thread });
  if (item.after !== policyStampOf(stored) || (await hasLater(trx, item))) stop({ result: 'changed-policy' });
  await writePolicy(trx, by, { site, thread }, JSON.parse(item.before ?? '{}') as StoredPolicy);
  const detail = { of: step.id, what: step.action };
  await writeAudit(trx, by, {
    action: 'undo',
    site,
    kind: thread === null ? 'site' : 'thread',
    objectId: id,
    detail,
  });
}

async function restoreComment(
  trx: Transaction<Tables>,
  by: Acting,
  step: UndoStepRow,
  id: string,
  item: UndoItemRow,
): Promise<CommentRow> {
  // Read again: of two comments of one thread the first may have changed the second.
  const row = await readLocked(trx, id);
  const after = item.before === null ? await takeBack(trx, row, by.now) : await restoreRow(trx, by, row, item);
  await writeAudit(trx, by, {
    action: 'undo',
    site: row.site,
    kind: 'comment',
    objectId: id,
    detail: { of: step.id, what: step.action, ...(row.state !== after.state && { from: row.state }), to: after.state },
  });
  return after;
}

async function restoreRow(
  trx: Transaction<Tables>,
  by: Acting,
  row: CommentRow,
  { before: json, words }: UndoItemRow,
): Promise<CommentRow> {
  const {
    state,
    version,
    pinned_at: pinnedAt,
    assignment,
    approval,
    reports,
    ...times
  } = JSON.parse(json!) as CommentBefore;
  let text = {};
  if (version !== null) {
    const former = await trx
      .selectFrom('comment_versions')
      .select('text')
      .where('comment_id', '=', row.id)
      .where('number', '=', version)
      .executeTakeFirstOrThrow();
    // What readers could see for a while stays among the former texts.
    await keepVersion(trx, row, by.actor.id, by.now);
    text = { text: former.text ?? '' };
  }
  if (assignment !== undefined) {
    const to = assignment && { ...assignment, dueAt: assignment.due_at };
    await writeAssignment(trx, row, to);
  }
  if (approval !== undefined) await writeApproval(trx, row.id, approval && { ...approval, note: words });
  if (reports !== undefined) await setReports(trx, row, row.reports + reports);
  // What the author reads of a draft is nothing: its words are those of the leader.
  const reason = approval ? row.reason : words;
  const moved = await move(trx, row, state, { ...times, ...text, reason });
  return moved.pinned_at === pinnedAt ? moved : setPinned(trx, moved, pinnedAt);
}

/** Others may have been pinned since. */
async function checkPins(trx: Transaction<Tables>, rows: readonly CommentRow[], stop: Stop): Promise<void> {
  for (const { site, thread } of rows) {
    const { pinned } = await trx
      .selectFrom('threads')
      .select('pinned')
      .where('site', '=', site)
      .where('key', '=', thread)
      .executeTakeFirstOrThrow();
    if (pinned > MOST_PINNED) stop({ result: 'too-many' });
  }
}
