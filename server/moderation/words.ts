import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { codePoints } from '../../src/text/clean.ts';
import { checkText } from '../comments/check.ts';
import { keepVersion, move } from '../comments/moves.ts';
import { readThread } from '../comments/read.ts';
import { insertComment } from '../comments/store.ts';
import type { Site } from '../config.ts';
import { LONGEST_COMMENT } from '../config-schema.ts';
import { ProblemError } from '../http/problem.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { decideLocked } from './actions.ts';
import { mustAsk, type NeedsApproval } from './approvals.ts';
import { isDraft } from './audit.ts';
import { lockSeen, type Seen } from './lock.ts';
import { type Changed, changedComments, type Done, transact, type Unknown } from './outcome.ts';
import { recordComments } from './record.ts';

/** The text is what it was; nothing was done. */
interface Same {
  readonly result: 'same';
}

/** A comment that readers do not see cannot be answered; nothing was done. */
interface NotPublished {
  readonly result: 'not-published';
}

/** An answer of the agency. */
export interface Answer {
  /** The comment that is answered, as the page showed it. */
  readonly to: Seen;
  /** How many answers, drafts among them, the page showed (`answersOf`); null for the command line. */
  readonly answers: number | null;
  readonly text: string;
  /** At once; else it is a draft, which nobody sees but the desk, until it is published as any comment is. */
  readonly publish: boolean;
}

/**
 * Changes the text of a comment or of an answer. The former text is kept and shown to no reader; they see that it was changed. An answer
 * that was never published is simply changed.
 *
 * @throws ProblemError `invalid-comment`
 */
export function edit(
  db: Database,
  by: Acting,
  { id, seen, text: typed }: Seen & { readonly text: string },
): Promise<Done | Changed | Unknown | Same | NeedsApproval> {
  const text = checkedText(typed);
  return transact<Done, Changed | Unknown | Same | NeedsApproval>(db, async (trx, stop) => {
    const [before] = await lockSeen(trx, by, [{ id, seen }], stop);
    if (!before || before.text === text) return stop({ result: 'same' });
    if (before.agency !== null && before.state === 'published' && mustAsk(by, siteOf(by, before))) {
      return stop({ result: 'needs-approval' });
    }
    const version = await keepVersion(trx, before, by.actor.id, by.now);
    const wasSeen = !(await isDraft(trx, before));
    const after = await move(trx, before, before.state, { text, ...(wasSeen && { edited_at: by.now }) });
    const detail = { version, length: codePoints(text) };
    const undo = await recordComments(trx, by, 'edit', [{ before, after, version, detail }]);
    return { result: 'done', undo, rows: [after] };
  });
}

/**
 * Answers a comment as the agency. Of two officials who answer at the same time the second is told of the first one's answer.
 *
 * @returns the answer as its only row; `undo` takes back its publication first, and then the draft
 * @throws ProblemError `invalid-comment`
 */
export function answer(
  db: Database,
  by: Acting,
  { to, answers, text: typed, publish }: Answer,
): Promise<Done | Changed | Unknown | NotPublished | NeedsApproval> {
  const text = checkedText(typed);
  return transact<Done, Changed | Unknown | NotPublished | NeedsApproval>(db, async (trx, stop) => {
    const [parent] = await lockSeen(trx, by, [to], stop);
    if (parent?.state !== 'published') return stop({ result: 'not-published' });
    const there = await answersOf(trx, parent.id);
    if (answers !== null && answers !== there.length) return stop(await changedComments(trx, [parent, ...there]));
    const row = await insertAnswer(trx, by, parent, text);
    const detail = { answers: parent.id, length: codePoints(text) };
    const undo = await recordComments(trx, by, 'answer', [{ before: null, after: row, detail }]);
    if (!publish) return { result: 'done', undo, rows: [row] };
    return decideLocked(trx, by, { action: 'publish', comments: [{ id: row.id, seen: null }] }, stop);
  });
}

/** The agency's answers to a comment, drafts among them, without those that were taken back. */
export function answersOf(db: Database, id: string): Promise<CommentRow[]> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('parent', '=', id)
    .where('agency', 'is not', null)
    .where('state', 'in', ['pending', 'published', 'rejected'])
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

async function insertAnswer(
  trx: Transaction<Tables>,
  { sites, now }: Acting,
  { id, site: slug, thread: key }: CommentRow,
  text: string,
): Promise<CommentRow> {
  const { name } = sites.find((site) => site.slug === slug)!;
  const thread = await readThread(trx, slug, key);
  return insertComment(trx, {
    site: slug,
    comment: { thread: key, url: thread?.url ?? '', title: thread?.title ?? '', parent: id, name, text, consent: true },
    state: 'pending',
    idempotencyKey: `answer-${randomUUID()}`,
    authorHash: null,
    codeHash: null,
    agency: name,
    now,
  });
}

/** The site of a comment that was locked for this official. */
function siteOf({ sites }: Acting, { site }: CommentRow): Site {
  return sites.find(({ slug }) => slug === site)!;
}

/** An official's words have the length that the contract knows, whatever a site asks of its readers. */
function checkedText(typed: string): string {
  const { text, errors } = checkText({ text: typed }, { longest: LONGEST_COMMENT, email: 'none' });
  if (errors.length > 0) throw new ProblemError('invalid-comment', 'See errors for the fields.', errors);
  return text;
}
