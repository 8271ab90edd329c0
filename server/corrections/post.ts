import { randomBytes } from 'node:crypto';
import type { PostDesk } from '../comments/post.ts';
import type { Reader } from '../comments/reader.ts';
import type { Site } from '../config.ts';
import { ProblemError, tooFast } from '../http/problem.ts';
import { SPAM_FIELDS } from '../spam/assess.ts';
import type { Database } from '../storage/database.ts';
import type { CorrectionRow } from '../storage/schema.ts';
import { type CheckedCorrection, checkCorrection } from './check.ts';

/** A correction as it came. */
export interface CorrectionPost {
  readonly site: Site;
  /** Fields of `NewCorrection`, not yet checked. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Idempotency key, in its right form. */
  readonly key: string;
  /** Only counted, never kept. */
  readonly reader: Reader;
  /** Network address in the form of `clientOf`; in memory only. */
  readonly client: string;
}

/**
 * Keeps a correction for the officials of a site. Sent again with the same key, it is kept once. What speaks against it is noted for them; since
 * nobody else ever sees it, nothing but too many at once is refused.
 *
 * @throws ProblemError `invalid-request`, `idempotency-key-reused`, `challenge-expired`, `too-fast`; nothing is kept then
 */
export async function postCorrection(
  { db, spam, now }: PostDesk,
  { site, body, key, reader, client }: CorrectionPost,
): Promise<void> {
  const { correction, errors } = checkCorrection(body);
  if (errors.length > 0) throw new ProblemError('invalid-request', 'See errors for the fields.', errors);
  if (await isKept(db, site.slug, key, correction)) return;

  const { authorHash } = reader;
  const submission = {
    site,
    // A comment may have the same key: they are counted apart.
    key: `correction ${key}`,
    author: authorHash,
    authors: authorHash === null ? [] : [authorHash],
    name: '',
    text: [correction.proposal, correction.note].filter((words) => words !== '').join('\n'),
    proof: body[SPAM_FIELDS.proof],
    formTime: null,
    trap: body[SPAM_FIELDS.trap],
  };
  const circumstances = { client, verified: false };
  const verdict = await spam.assess(submission, circumstances);
  if (verdict.verdict === 'refuse') {
    throw verdict.problem === 'too-fast'
      ? tooFast(verdict.retryAfter * 1000)
      : new ProblemError('challenge-expired', 'Solve a new challenge, or send the correction without a proof.');
  }
  const { before, after, ...words } = correction;
  try {
    const { numInsertedOrUpdatedRows: added } = await db
      .insertInto('corrections')
      .values({
        id: randomBytes(10).toString('hex'),
        site: site.slug,
        ...words,
        before_passage: before,
        after_passage: after,
        held: verdict.verdict === 'moderate' ? verdict.reasons.join(',') : null,
        state: 'open',
        created_at: now(),
        decided_at: null,
        idempotency_key: key,
      })
      .onConflict((conflict) => conflict.columns(['site', 'idempotency_key']).doNothing())
      .executeTakeFirstOrThrow();
    // The same came at the same moment.
    if (added === 0n) await isKept(db, site.slug, key, correction);
  } catch (error) {
    await spam.forget(submission, circumstances);
    throw error;
  }
}

/** @throws ProblemError `idempotency-key-reused` when the key stands for other words */
async function isKept(db: Database, site: string, key: string, correction: CheckedCorrection): Promise<boolean> {
  const row = await db
    .selectFrom('corrections')
    .selectAll()
    .where('site', '=', site)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  if (!row) return false;
  const same = ({ thread, passage, proposal, note }: Pick<CorrectionRow, 'thread' | 'passage' | 'proposal' | 'note'>) =>
    JSON.stringify([thread, passage, proposal, note]);
  if (same(row) === same(correction)) return true;
  throw new ProblemError('idempotency-key-reused', 'Use a new Idempotency-Key for another correction.');
}
