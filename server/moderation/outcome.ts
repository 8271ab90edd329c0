import type { Transaction } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import { type AuditLine, lastAudit, lastDecision } from './audit.ts';

/** It was done. */
export interface Done {
  readonly result: 'done';
  /** For `undo`. */
  readonly undo: number;
  /** The comments as they are now. */
  readonly rows: readonly CommentRow[];
}

/** Nothing was done, because these are no longer what the page showed. */
export interface Changed {
  readonly result: 'changed';
  readonly changed: readonly ChangedComment[];
}

/** What a comment is now. */
export interface ChangedComment {
  readonly row: CommentRow;
  /** Who made it so when; null when it was its author. */
  readonly last: AuditLine | null;
}

/** Nothing was done, because the thread is no longer what the page showed. */
export interface ChangedThread {
  readonly result: 'changed-thread';
  readonly thread: ThreadRow;
  readonly last: AuditLine | null;
}

/** Nothing was done, because these do not exist, have no words any more, or belong to a site that the official does not work for. */
export interface Unknown {
  readonly result: 'unknown';
  readonly ids: readonly string[];
}

/** Nothing was done, because so many comments of the thread are pinned already. */
export interface TooManyPinned {
  readonly result: 'too-many';
}

/** Takes the whole transaction back, and is answered all the same. */
class Stop extends Error {
  readonly outcome: unknown;

  constructor(outcome: unknown) {
    super('nothing is done');
    this.outcome = outcome;
  }
}

/** Ends the action with this answer and takes back what it did so far. */
export function stop(outcome: { readonly result: string }): never {
  throw new Stop(outcome);
}

/**
 * Does something in one transaction.
 *
 * @param work answers what was done, or calls `stop` with one of `Refused`
 */
export async function transact<Result, Refused extends { readonly result: string } = never>(
  db: Database,
  work: (trx: Transaction<Tables>, stop: (outcome: Refused) => never) => Promise<Result>,
): Promise<Result | Refused> {
  try {
    return await db.transaction().execute((trx) => work(trx, stop));
  } catch (error) {
    if (error instanceof Stop) return error.outcome as Refused;
    throw error;
  }
}

/** The answer for comments that have changed. */
export async function changedComments(trx: Database, rows: readonly CommentRow[]): Promise<Changed> {
  const changed: ChangedComment[] = [];
  for (const row of rows) changed.push({ row, last: await lastDecision(trx, row) });
  return { result: 'changed', changed };
}

/** The answer for a thread that has changed. */
export async function changedThread(trx: Database, thread: ThreadRow): Promise<ChangedThread> {
  const { site, key: objectId } = thread;
  return { result: 'changed-thread', thread, last: await lastAudit(trx, { kind: 'thread', site, objectId }) };
}
