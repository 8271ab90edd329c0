import type { FastifyInstance } from 'fastify';
import type { SelectQueryBuilder } from 'kysely';
import type { Site } from '../config.ts';
import { writeAudit } from './audit.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables } from '../storage/schema.ts';
import { type CommentPolicy, DEFAULT_POLICY, retentionEnd } from '../comments/policy.ts';
import type { PostDesk } from '../comments/post.ts';
import { eraseComments } from '../comments/states.ts';
import { forgetCorrections } from '../corrections/forget.ts';
import { forgetRaters } from '../ratings/store.ts';

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
 * site keeps them, and so corrections; forgets the history of likes that no list needs any more, and what nobody can undo any more. Several processes may do this at once.
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
  const erased = new Map<string, number>();
  const forgotten = new Map<string, number>();
  try {
    const withdrawn = db
      .selectFrom('comments')
      .select(['id', 'site', 'thread'])
      .where('state', '=', 'withdrawn')
      .where('withdrawn_at', '<=', now - policy.erasureDelay);
    await eraseAll(db, withdrawn, now, erased);
    for (const { slug, comments } of sites) {
      if (comments.retention === null) continue;
      const old = db
        .selectFrom('comments')
        .select(['id', 'site', 'thread'])
        .where('state', 'in', ['pending', 'published', 'rejected', 'withdrawn'])
        .where('created_at', '<=', retentionEnd(comments.retention, now))
        .where('site', '=', slug);
      await eraseAll(db, old, now, erased);
      await forgetRaters(db, slug, retentionEnd(comments.retention, now));
      const corrections = await forgetCorrections(db, slug, retentionEnd(comments.retention, now));
      if (corrections > 0) forgotten.set(slug, corrections);
    }
  } finally {
    // Also what was erased before something went wrong.
    await tellErased(db, erased, forgotten, now);
  }
  return [...erased.values()].reduce((sum, each) => sum + each, 0);
}

/** Says in the audit log how many comments and corrections of each site were erased. */
async function tellErased(
  db: Database,
  erased: ReadonlyMap<string, number>,
  forgotten: ReadonlyMap<string, number>,
  now: number,
): Promise<void> {
  if (erased.size + forgotten.size === 0) return;
  const by = { actor: { id: 'system', name: 'system' }, now };
  await db.transaction().execute(async (trx) => {
    for (const site of new Set([...erased.keys(), ...forgotten.keys()])) {
      const corrections = forgotten.get(site) ?? 0;
      const detail = { erased: erased.get(site) ?? 0, ...(corrections > 0 && { corrections }) };
      await writeAudit(trx, by, { action: 'retention', site, kind: 'site', objectId: site, detail });
    }
  });
}

async function eraseAll(
  db: Database,
  due: SelectQueryBuilder<Tables, 'comments', Pick<CommentRow, 'id' | 'site' | 'thread'>>,
  now: number,
  erased: Map<string, number>,
): Promise<void> {
  for (;;) {
    const found = await due.orderBy('site').orderBy('thread').limit(BATCH).execute();
    if (found.length === 0) return;
    await eraseComments(db, found, now);
    for (const { site } of found) erased.set(site, (erased.get(site) ?? 0) + 1);
  }
}
