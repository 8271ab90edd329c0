import type { FastifyInstance } from 'fastify';
import type { SelectQueryBuilder } from 'kysely';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import { type CommentPolicy, DEFAULT_POLICY, retentionEnd } from './policy.ts';
import type { PostDesk } from './post.ts';
import { eraseComments } from './states.ts';

/** So many comments in one transaction, so that nobody waits long for it. */
const BATCH = 200;

const HOUR = 3_600_000;

/** Does `sweepComments` when the server starts, and every hour. */
export function sweepRegularly(app: FastifyInstance, { db, live, now }: Pick<PostDesk, 'db' | 'live' | 'now'>): void {
  let running: Promise<unknown> = Promise.resolve();
  const sweepNow = async (): Promise<unknown> => {
    // What an administrator has changed a moment ago must not be erased by the rules of before.
    await live.load();
    return sweepComments(db, DEFAULT_POLICY, live.all, now());
  };
  const sweep = (): Promise<unknown> =>
    (running = sweepNow().catch((error: unknown) => {
      app.log.error({ err: error }, 'comments could not be erased; this is tried again within the hour');
    }));
  const timer = setInterval(() => void sweep(), HOUR);
  timer.unref();
  app.addHook('onReady', async () => {
    await sweep();
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}

/**
 * Erases what withdrawn comments still hold of their authors and readers once its time is over, and whole comments that are older than their
 * site keeps them; forgets the history of likes that no list needs any more, and what nobody can undo any more. Several processes may do this at once.
 *
 * @param sites each with a `retention` of its own
 * @param now milliseconds
 * @returns how many comments were erased
 */
export async function sweepComments(
  db: Database,
  policy: CommentPolicy,
  sites: readonly Site[],
  now: number,
): Promise<number> {
  await db
    .deleteFrom('like_history')
    .where('changed_at', '<', now - policy.likeHistory)
    .execute();
  const overSteps = db
    .selectFrom('undo_steps')
    .select('id')
    .where('at', '<=', now - policy.undoWindow);
  await db.deleteFrom('undo_items').where('step_id', 'in', overSteps).execute();
  await db
    .deleteFrom('undo_steps')
    .where('at', '<=', now - policy.undoWindow)
    .execute();
  const withdrawn = db
    .selectFrom('comments')
    .select(['id', 'site', 'thread'])
    .where('state', '=', 'withdrawn')
    .where('withdrawn_at', '<=', now - policy.erasureDelay);
  let erased = await eraseAll(db, withdrawn, now);
  for (const { slug, comments } of sites) {
    if (comments.retention === null) continue;
    const old = db
      .selectFrom('comments')
      .select(['id', 'site', 'thread'])
      .where('state', 'in', ['pending', 'published', 'rejected', 'withdrawn'])
      .where('created_at', '<=', retentionEnd(comments.retention, now))
      .where('site', '=', slug);
    erased += await eraseAll(db, old, now);
  }
  return erased;
}

async function eraseAll(
  db: Database,
  due: SelectQueryBuilder<Tables, 'comments', Pick<CommentRow, 'id' | 'site' | 'thread'>>,
  now: number,
): Promise<number> {
  for (let erased = 0; ;) {
    const found = await due.orderBy('site').orderBy('thread').limit(BATCH).execute();
    if (found.length === 0) return erased;
    await eraseComments(db, found, now);
    erased += found.length;
  }
}
