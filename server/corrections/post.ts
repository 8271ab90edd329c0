import { randomBytes } from 'node:crypto';
import type { PostDesk } from '../comments/post.ts';
import type { Site } from '../config.ts';
import { ProblemError, tooFast } from '../http/problem.ts';
import { contentReasons } from '../spam/assess.ts';
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
  /** Network address in the form of `clientOf`; in memory only. */
  readonly client: string;
}

/**
 * Keeps a correction for the officials of a site. Sent again with the same key, it is kept once. Since nobody
 * else ever sees it, no proof of work is asked for: what speaks against its words is noted, and only too many from one address are refused.
 *
 * @throws ProblemError `invalid-request`, `idempotency-key-reused`, `too-fast`; nothing is kept then
 */
export async function postCorrection(
  { db, actions: limits, now }: PostDesk,
  { site, body, key, client }: CorrectionPost,
): Promise<void> {
  const { correction, errors } = checkCorrection(body);
  if (errors.length > 0) throw new ProblemError('invalid-request', 'See errors for the fields.', errors);
  if (await isKept(db, site.slug, key, correction)) return;

  const wait = (await limits?.correction(client)) ?? 0;
  if (wait > 0) throw tooFast(wait);
  const { title, passage, proposal, note } = correction;
  const held = contentReasons(site, { name: title, text: [passage, proposal, note].join('\n'), authors: [] });
  const { before, after, ...words } = correction;
  const { numInsertedOrUpdatedRows: added } = await db
    .insertInto('corrections')
    .values({
      id: randomBytes(10).toString('hex'),
      site: site.slug,
      ...words,
      before_passage: before,
      after_passage: after,
      held: held.join(',') || null,
      state: 'open',
      created_at: now(),
      decided_at: null,
      idempotency_key: key,
    })
    .onConflict((conflict) => conflict.columns(['site', 'idempotency_key']).doNothing())
    .executeTakeFirstOrThrow();
  // The same came at the same moment.
  if (added === 0n) await isKept(db, site.slug, key, correction);
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
