import type { Transaction } from 'kysely';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { CorrectionRow, Tables } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { MOST_AT_ONCE } from './actions.ts';
import { type AuditLine, lastAudit, writeAudit } from './audit.ts';
import type { Seen } from './lock.ts';
import { transact, type Unknown } from './outcome.ts';
import { addStep } from './record.ts';

/** What becomes of corrections, all of them or none. */
export interface CorrectionDecision {
  /** `accept`: the article was changed, by whatever it is written with; `decline`: it stays; `reopen`: that is to be seen again. */
  readonly action: keyof typeof STATES;
  /** One or more, up to `MOST_AT_ONCE`. */
  readonly corrections: readonly Seen[];
}

/** It was done. */
export interface CorrectionsDone {
  readonly result: 'done';
  /** For `undo`. */
  readonly undo: number;
}

/** Nothing was done, because these are no longer what the page showed. */
export interface ChangedCorrections {
  readonly result: 'changed-corrections';
  readonly changed: readonly { readonly row: CorrectionRow; readonly last: AuditLine | null }[];
}

const STATES = { accept: 'accepted', decline: 'declined', reopen: 'open' } as const;

/** What a correction was before. */
export type CorrectionBefore = Pick<CorrectionRow, 'state' | 'decided_at'>;

/** A short mark of what an official sees of a correction: another one as soon as somebody decides on it. */
export function correctionStampOf({ state, decided_at: at }: CorrectionBefore): string {
  return at === null ? state : `${state}-${at}`;
}

/**
 * Decides on corrections. Of two officials who decide on the same one the second is told what the first has done.
 *
 * @throws ProblemError `invalid-request` for none or too many
 */
export function decideCorrections(
  db: Database,
  by: Acting,
  { action, corrections }: CorrectionDecision,
): Promise<CorrectionsDone | ChangedCorrections | Unknown> {
  const seen = new Map(corrections.map((each) => [each.id, each.seen]));
  if (seen.size === 0 || seen.size > MOST_AT_ONCE) {
    throw new ProblemError('invalid-request', `Decide on 1 to ${MOST_AT_ONCE} corrections at once.`);
  }
  return transact<CorrectionsDone, ChangedCorrections | Unknown>(db, async (trx, stop) => {
    const rows = await lockCorrections(trx, by, [...seen.keys()]);
    const unknown = [...seen.keys()].filter((id) => !rows.some((row) => row.id === id));
    if (unknown.length > 0) stop({ result: 'unknown', ids: unknown });
    const changed = rows.filter((row) => seen.get(row.id) !== correctionStampOf(row));
    if (changed.length > 0) stop(await changedCorrections(trx, changed));

    let first: number | null = null;
    for (const before of rows) {
      const after = { state: STATES[action], decided_at: action === 'reopen' ? null : by.now };
      await trx.updateTable('corrections').set(after).where('id', '=', before.id).execute();
      const { id: objectId, site } = before;
      const line = await writeAudit(trx, by, {
        action: `${action}-correction`,
        site,
        kind: 'correction',
        objectId,
        // Done together, undone together.
        detail: { from: before.state, to: after.state, ...(first !== null && { with: first }) },
      });
      if (first === null) await addStep(trx, by, `${action}-correction`, (first = line));
      await trx
        .insertInto('undo_items')
        .values({
          step_id: first,
          kind: 'correction',
          site,
          object_id: objectId,
          before: JSON.stringify({ state: before.state, decided_at: before.decided_at } satisfies CorrectionBefore),
          words: null,
          after: correctionStampOf(after),
        })
        .execute();
    }
    return { result: 'done', undo: first! };
  });
}

/** Reads those of the corrections that are of the official's sites, and locks them, in one order everywhere. */
export async function lockCorrections(
  trx: Transaction<Tables>,
  { sites }: Pick<Acting, 'sites'>,
  ids: readonly string[],
): Promise<CorrectionRow[]> {
  const rows: CorrectionRow[] = [];
  for (const id of [...ids].sort()) {
    const row = await trx
      .updateTable('corrections')
      .set((row) => ({ state: row.ref('state') }))
      .where('id', '=', id)
      .where(
        'site',
        'in',
        sites.map(({ slug }) => slug),
      )
      .returningAll()
      .executeTakeFirst();
    if (row) rows.push(row);
  }
  return rows;
}

/** The answer for corrections that have changed. */
export async function changedCorrections(trx: Database, rows: readonly CorrectionRow[]): Promise<ChangedCorrections> {
  const changed = [];
  for (const row of rows) {
    changed.push({ row, last: await lastAudit(trx, { kind: 'correction', site: row.site, objectId: row.id }) });
  }
  return { result: 'changed-corrections', changed };
}

/** Makes a locked correction what it was before. */
export async function restoreCorrection(
  trx: Transaction<Tables>,
  row: CorrectionRow,
  before: CorrectionBefore,
): Promise<void> {
  await trx.updateTable('corrections').set(before).where('id', '=', row.id).execute();
}
