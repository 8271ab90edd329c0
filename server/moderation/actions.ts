import type { Transaction } from 'kysely';
import { codePoints } from '../../src/text/clean.ts';
import { ensureThread, lockThread, move, readLocked, setClosed, setPinned } from '../comments/moves.ts';
import { MOST_PINNED } from '../comments/policy.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { Tables, ThreadRow } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { mustAsk, type NeedsApproval, readApproval, writeApproval } from './approvals.ts';
import { isDraft } from './audit.ts';
import { lockSeen, type Seen } from './lock.ts';
import {
  type Changed,
  type ChangedThread,
  changedThread,
  type Done,
  type TooManyPinned,
  transact,
  type Unknown,
} from './outcome.ts';
import { type Piece, recordComments, recordThread } from './record.ts';
import { type GivenReason, reasonText } from './reject-reasons.ts';
import { threadStampOf } from './stamp.ts';

/** So many comments are decided on at once at the most. */
export const MOST_AT_ONCE = 100;

/** What becomes of comments, all of them or none. */
export interface Decision {
  readonly action: keyof typeof STATES;
  /** One or more, up to `MOST_AT_ONCE`. */
  readonly comments: readonly Seen[];
  /** Why they are rejected, for their authors. A code must be in the list of each one's site. */
  readonly reason?: GivenReason;
}

/** A comment cannot be pinned: it is a reply, or not published. */
interface NotPinnable {
  readonly result: 'not-pinnable';
}

/** A thread was closed or opened. */
interface ThreadDone {
  readonly result: 'done';
  /** For `undo`. */
  readonly undo: number;
  readonly thread: ThreadRow;
}

const STATES = { publish: 'published', reject: 'rejected', pending: 'pending' } as const;

/**
 * Publishes comments, rejects them, or lets them wait again. Of two officials who decide on the same comment the second is told what
 * the first has done.
 *
 * @throws ProblemError `invalid-request` for none or too many comments, and for a reason that cannot be
 */
export function decide(
  db: Database,
  by: Acting,
  decision: Decision,
): Promise<Done | Changed | Unknown | NeedsApproval> {
  const count = decision.comments.length;
  if (count === 0 || count > MOST_AT_ONCE) {
    throw new ProblemError('invalid-request', `Decide on 1 to ${MOST_AT_ONCE} comments at once.`);
  }
  return transact<Done, Changed | Unknown | NeedsApproval>(db, async (trx, stop) => {
    await lockSeen(trx, by, decision.comments, stop);
    return decideLocked(trx, by, decision, stop);
  });
}

/** `decide` as a part of a transaction that has locked the comments and looked at them. */
export async function decideLocked(
  trx: Transaction<Tables>,
  by: Acting,
  { action, comments, reason = {} }: Decision,
  stop: (outcome: NeedsApproval) => never,
): Promise<Done> {
  const pieces: Piece[] = [];
  for (const id of new Set(comments.map((comment) => comment.id).sort())) {
    // Read again: of two comments of one thread the first may have changed the second.
    const before = await readLocked(trx, id);
    const site = by.sites.find(({ slug }) => slug === before.site)!;
    const list = site.comments.rejectReasons;
    if (action === 'publish' && before.agency !== null && mustAsk(by, site)) stop({ result: 'needs-approval' });
    const words = action === 'reject' ? reasonText(list, reason) : null;
    const after = await move(trx, before, STATES[action], {
      reason: words,
      // An answer is as old as readers can know it to be.
      ...(action === 'publish' && (await isDraft(trx, before)) && { created_at: by.now }),
    });
    const detail = action === 'reject' ? reasonDetail(reason, words) : {};
    // Once it is shown nothing has to be approved any more.
    const approval = action === 'publish' && before.agency !== null ? await readApproval(trx, id) : undefined;
    if (approval) await writeApproval(trx, id, null);
    pieces.push({ before, after, detail, ...(approval && { approval }) });
  }
  const undo = await recordComments(trx, by, action, pieces);
  return { result: 'done', undo, rows: pieces.map(({ after }) => after) };
}

/** The log tells which reason of the list it was, and how long the whole is. */
function reasonDetail({ code }: GivenReason, words: string | null): Record<string, string | number> {
  return { ...(code != null && { reason: code }), length: codePoints(words ?? '') };
}

/** Puts a comment before all others of its thread, or back to its place. */
export function pin(
  db: Database,
  by: Acting,
  { id, seen, pinned }: Seen & { readonly pinned: boolean },
): Promise<Done | Changed | Unknown | NotPinnable | TooManyPinned> {
  return transact<Done, Changed | Unknown | NotPinnable | TooManyPinned>(db, async (trx, stop) => {
    const [before] = await lockSeen(trx, by, [{ id, seen }], stop);
    if (before?.parent !== null || before.state !== 'published') return stop({ result: 'not-pinnable' });
    let after = before;
    if ((before.pinned_at !== null) !== pinned) {
      const thread = await findThread(trx, before.site, before.thread);
      if (pinned && thread.pinned >= MOST_PINNED) return stop({ result: 'too-many' });
      after = await setPinned(trx, before, pinned ? by.now : null);
    }
    const undo = await recordComments(trx, by, pinned ? 'pin' : 'unpin', [{ before, after }]);
    return { result: 'done', undo, rows: [after] };
  });
}

/**
 * Takes no more comments in a thread, or takes them again. A thread without comments is made.
 *
 * @param order `seen`: `threadStampOf` the thread as the page showed it; null for the command line
 * @throws ProblemError `unknown-site` when the official does not work for it
 */
export function close(
  db: Database,
  by: Acting,
  order: { readonly site: string; readonly thread: string; readonly closed: boolean; readonly seen: string | null },
): Promise<ThreadDone | ChangedThread> {
  const { site, thread: key, closed, seen } = order;
  if (!by.sites.some(({ slug }) => slug === site)) throw new ProblemError('unknown-site');
  return transact<ThreadDone, ChangedThread>(db, async (trx, stop) => {
    await ensureThread(trx, site, key, by.now);
    const before = await lockThread(trx, site, key, by.now);
    if (seen !== null && seen !== threadStampOf(before)) return stop(await changedThread(trx, before));
    const isSo = (before.closed_at !== null) === closed;
    const thread = isSo ? before : await setClosed(trx, before, closed ? by.now : null);
    const undo = await recordThread(trx, by, closed ? 'close' : 'open', before, thread);
    return { result: 'done', undo, thread };
  });
}

function findThread(trx: Transaction<Tables>, site: string, key: string): Promise<ThreadRow> {
  return trx
    .selectFrom('threads')
    .selectAll()
    .where('site', '=', site)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
}
