import { cleanText, codePoints } from '../../src/text/clean.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { ApprovalRow, CommentRow } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import type { AuditDetail } from './audit.ts';
import { type NeedsApproval, readApproval, writeApproval } from './approvals.ts';
import { lockSeen, type Seen } from './lock.ts';
import { type Changed, type Done, transact, type Unknown } from './outcome.ts';
import { recordComments } from './record.ts';
import { LONGEST_REASON } from './reject-reasons.ts';

/** It is no draft of an answer, or nobody has asked for approval; nothing was done. */
export interface NoDraft {
  readonly result: 'no-draft';
}

/** Asks a leader to approve a draft of an answer. */
export function submit(db: Database, by: Acting, seen: Seen): Promise<Done | Changed | Unknown | NoDraft> {
  return setApproval(db, by, seen, 'asked', null);
}

/**
 * A leader gives a draft back.
 *
 * @param order.note what should be changed
 * @throws ProblemError `invalid-request` with the field `note` for one that is empty or too long
 */
export function giveBack(
  db: Database,
  by: Acting,
  { note: typed, ...seen }: Seen & { readonly note: string },
): Promise<Done | Changed | Unknown | NoDraft | NeedsApproval> {
  if (!by.leader) return Promise.resolve({ result: 'needs-approval' });
  const note = cleanText(typed);
  const length = codePoints(note);
  if (length === 0 || length > LONGEST_REASON) {
    const code = length === 0 ? 'required' : 'too-long';
    throw new ProblemError('invalid-request', 'What should be changed?', [{ field: 'note', code }]);
  }
  return setApproval(db, by, seen, 'returned', note);
}

function setApproval(
  db: Database,
  by: Acting,
  seen: Seen,
  state: ApprovalRow['state'],
  note: string | null,
): Promise<Done | Changed | Unknown | NoDraft> {
  return transact<Done, Changed | Unknown | NoDraft>(db, async (trx, stop) => {
    const [row] = await lockSeen(trx, by, [seen], stop);
    if (!row || !isUnpublishedAnswer(row)) return stop({ result: 'no-draft' });
    const before = (await readApproval(trx, row.id)) ?? null;
    if (state === 'returned' && before?.state !== 'asked') return stop({ result: 'no-draft' });
    await writeApproval(trx, row.id, { site: row.site, state, at: by.now, by: by.actor.id, note });
    const detail: AuditDetail = note === null ? {} : { length: codePoints(note) };
    const undo = await recordComments(trx, by, state === 'asked' ? 'submit' : 'return', [
      { before: row, after: row, approval: before, detail },
    ]);
    return { result: 'done', undo, rows: [row] };
  });
}

function isUnpublishedAnswer({ agency, state }: CommentRow): boolean {
  return agency !== null && state !== 'published';
}
