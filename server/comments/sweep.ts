import type { FastifyInstance } from 'fastify';
import type { Database } from '../storage/database.ts';
import { type CommentPolicy, DEFAULT_POLICY } from './policy.ts';
import { lockThread } from './states.ts';

/** So many comments in one transaction, so that nobody waits long for it. */
const BATCH = 200;

const HOUR = 3_600_000;

/** Does `sweepComments` when the server starts, and every hour. */
export function sweepRegularly(app: FastifyInstance, db: Database, now: () => number): void {
  let running: Promise<unknown> = Promise.resolve();
  const sweep = (): Promise<unknown> =>
    (running = sweepComments(db, DEFAULT_POLICY, now()).catch((error: unknown) => {
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
 * Erases what withdrawn comments still hold of their authors and readers once its time is over, and forgets the history of likes that no list
 * needs any more. The words of a comment are gone since it was withdrawn. Several processes may do this at once.
 *
 * @param now milliseconds
 * @returns how many comments were erased
 */
export async function sweepComments(db: Database, policy: CommentPolicy, now: number): Promise<number> {
  await db
    .deleteFrom('like_history')
    .where('changed_at', '<', now - policy.likeHistory)
    .execute();
  let erased = 0;
  for (;;) {
    const due = await db
      .selectFrom('comments')
      .select(['id', 'site', 'thread'])
      .where('state', '=', 'withdrawn')
      .where('withdrawn_at', '<=', now - policy.erasureDelay)
      .orderBy('site')
      .orderBy('thread')
      .limit(BATCH)
      .execute();
    const ids = due.map(({ id }) => id);
    if (ids.length === 0) return erased;
    const threads = new Map(due.map(({ site, thread }) => [JSON.stringify([site, thread]), { site, thread }]));
    await db.transaction().execute(async (trx) => {
      for (const { site, thread } of threads.values()) await lockThread(trx, site, thread, now);
      await trx.deleteFrom('likes').where('comment_id', 'in', ids).execute();
      await trx.updateTable('reports').set({ text: null }).where('comment_id', 'in', ids).execute();
      await trx
        .updateTable('comments')
        .set({ state: 'erased', author_hash: null, code_hash: null, request_hash: '' })
        .where('id', 'in', ids)
        .execute();
    });
    erased += ids.length;
  }
}
