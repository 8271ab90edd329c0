import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { setReports, setTransfer } from '../comments/moves.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { Acting } from './acting.ts';
import type { AuditDetail } from './audit.ts';
import { type Assignment, readAssignment, writeAssignment } from './assignments.ts';
import { lockSeen, type Seen } from './lock.ts';
import { type Changed, type Done, transact, type Unknown } from './outcome.ts';
import { recordComments } from './record.ts';

/** Longest name of an agency, in code points. */
export const LONGEST_AGENCY = 200;

/** The comment is an answer, or nobody has reported it: this cannot be done to it. */
export interface NotFit {
  readonly result: 'not-fit';
}

/**
 * Gives a comment to a unit of the agency, or takes it back. It stays with the unit until it is answered, rejected or sent on.
 *
 * @param order.to null: nobody has to
 * @throws ProblemError `invalid-request` with the field `unit` for one that is not in the site's list, `due` for a day that has passed
 */
export function assign(
  db: Database,
  by: Acting,
  { id, seen, to }: Seen & { readonly to: Assignment | null },
): Promise<Done | Changed | Unknown | NotFit> {
  return transact<Done, Changed | Unknown | NotFit>(db, async (trx, stop) => {
    const [row] = await lockSeen(trx, by, [{ id, seen }], stop);
    if (!row || row.agency !== null) return stop({ result: 'not-fit' });
    const units = by.sites.find(({ slug }) => slug === row.site)?.comments.units ?? [];
    if (to && !units.some(({ code }) => code === to.unit)) throw fault('unit', 'The site has no such unit.');
    if (to && to.dueAt !== null && to.dueAt < by.now) throw fault('due', 'The deadline has passed already.');
    const before = (await readAssignment(trx, id)) ?? null;
    await writeAssignment(trx, row, to && { ...to, assigned_at: by.now, assigned_by: by.actor.id });
    const detail: AuditDetail = to ? { unit: to.unit, due: to.dueAt } : {};
    const undo = await recordComments(trx, by, to ? 'assign' : 'unassign', [
      { before: row, after: row, assignment: before, detail },
    ]);
    return { result: 'done', undo, rows: [row] };
  });
}

/**
 * Sends a comment on to the agency whose matter it is; its readers see to whom and when.
 *
 * @param order.agency its name; null: it stays here after all
 * @throws ProblemError `invalid-request` with the field `agency` for a name that is empty or too long
 */
export function transfer(
  db: Database,
  by: Acting,
  { id, seen, agency: typed }: Seen & { readonly agency: string | null },
): Promise<Done | Changed | Unknown | NotFit> {
  const agency = typed === null ? null : cleanLine(typed);
  if (agency === '') throw fault('agency', 'To which agency?', 'required');
  if (agency !== null && codePoints(agency) > LONGEST_AGENCY)
    throw fault('agency', 'The name is too long.', 'too-long');
  return transact<Done, Changed | Unknown | NotFit>(db, async (trx, stop) => {
    const [before] = await lockSeen(trx, by, [{ id, seen }], stop);
    if (!before || before.agency !== null) return stop({ result: 'not-fit' });
    const after = await setTransfer(trx, before, agency, by.now);
    const detail: AuditDetail = agency === null ? {} : { length: codePoints(agency) };
    const undo = await recordComments(trx, by, agency === null ? 'untransfer' : 'transfer', [
      { before, after, detail },
    ]);
    return { result: 'done', undo, rows: [after] };
  });
}

/** Leaves a comment as it is although readers reported it: their reports so far are dealt with. */
export function keep(db: Database, by: Acting, seen: Seen): Promise<Done | Changed | Unknown | NotFit> {
  return transact<Done, Changed | Unknown | NotFit>(db, async (trx, stop) => {
    const [before] = await lockSeen(trx, by, [seen], stop);
    if (!before || before.reports === 0) return stop({ result: 'not-fit' });
    const after = await setReports(trx, before, 0);
    const detail = { reports: before.reports };
    const undo = await recordComments(trx, by, 'keep', [{ before, after, reports: before.reports, detail }]);
    return { result: 'done', undo, rows: [after] };
  });
}

function fault(field: string, detail: string, code: 'invalid' | 'required' | 'too-long' = 'invalid'): ProblemError {
  return new ProblemError('invalid-request', detail, [{ field, code }]);
}
