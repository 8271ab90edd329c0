import { sql, type Transaction } from 'kysely';
import type { SitePolicy } from '../config-schema.ts';
import type { Database } from '../storage/database.ts';
import { sha256 } from '../storage/hash.ts';
import type { Tables } from '../storage/schema.ts';

/** Whose policy it is. */
export interface PolicyPlace {
  readonly site: string;
  /** Key; null for that of the site. */
  readonly thread: string | null;
}

/** What the desk has set, as it is stored: perhaps by another release. */
export type StoredPolicy = SitePolicy;

/** Who writes, and when. */
interface By {
  readonly actor: { readonly id: string };
  /** Milliseconds. */
  readonly now: number;
}

/** A short mark of what an official sees of a policy: another one as soon as somebody changes it. */
export function policyStampOf(policy: StoredPolicy): string {
  const fields = Object.entries(policy).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(fields)).slice(0, 16);
}

/** What is stored; empty where the desk has changed nothing. */
export async function readStored(db: Database, { site, thread }: PolicyPlace): Promise<StoredPolicy> {
  const row =
    thread === null
      ? await db.selectFrom('site_policies').select('settings').where('site', '=', site).executeTakeFirst()
      : await db
          .selectFrom('thread_policies')
          .select('settings')
          .where('site', '=', site)
          .where('thread', '=', thread)
          .executeTakeFirst();
  return JSON.parse(row?.settings ?? '{}') as StoredPolicy;
}

/**
 * Locks all that the desk has set for a site until the end of the transaction, and makes a new version of it, so that every process
 * reads it again.
 */
export async function lockSettings(trx: Transaction<Tables>, { actor, now }: By, site: string): Promise<void> {
  await trx
    .insertInto('site_policies')
    .values({ site, settings: '{}', version: 0, changed_at: now, changed_by: actor.id })
    .onConflict((conflict) => conflict.column('site').doNothing())
    .execute();
  await trx
    .updateTable('site_policies')
    .set({ version: sql`version + 1` })
    .where('site', '=', site)
    .execute();
}

/** The same, and what is stored. */
export async function lockPolicy(trx: Transaction<Tables>, by: By, place: PolicyPlace): Promise<StoredPolicy> {
  await lockSettings(trx, by, place.site);
  return readStored(trx, place);
}

/** Stores a policy that is locked. */
export async function writePolicy(
  trx: Transaction<Tables>,
  { actor, now }: By,
  { site, thread }: PolicyPlace,
  policy: StoredPolicy,
): Promise<void> {
  const values = { settings: JSON.stringify(policy), changed_at: now, changed_by: actor.id };
  if (thread === null) {
    await trx.updateTable('site_policies').set(values).where('site', '=', site).execute();
  } else if (Object.keys(policy).length === 0) {
    await trx.deleteFrom('thread_policies').where('site', '=', site).where('thread', '=', thread).execute();
  } else {
    await trx
      .insertInto('thread_policies')
      .values({ site, thread, ...values })
      .onConflict((conflict) => conflict.columns(['site', 'thread']).doUpdateSet(values))
      .execute();
  }
}
