import { randomBytes } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import { sha256 } from '../storage/hash.ts';

/** How long the link for the first administrator works, in hours. */
export const LINK_HOURS = 24;

/**
 * Makes the key of the link with which the first administrator makes their account. Every key from before is void.
 *
 * @param now milliseconds
 * @returns 256 random bits in base64url, of which the database keeps the hash only; null when there is an administrator
 */
export async function issueFirstKey(db: Database, now: number): Promise<string | null> {
  if (await hasAdministrator(db)) return null;
  const key = randomBytes(32).toString('base64url');
  const row = { key_hash: sha256(key), expires_at: now + LINK_HOURS * 3_600_000, used_at: null };
  await db
    .insertInto('first_account_key')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  return key;
}

/**
 * How a key stands. Only who had a real one learns that it is `over`: used, too old, or that there is an administrator already.
 *
 * @param now milliseconds
 */
export async function firstKeyState(db: Database, key: string, now: number): Promise<'good' | 'over' | 'unknown'> {
  const row = await db
    .selectFrom('first_account_key')
    .selectAll()
    .where('key_hash', '=', sha256(key))
    .executeTakeFirst();
  if (!row) return 'unknown';
  return row.used_at !== null || row.expires_at <= now || (await hasAdministrator(db)) ? 'over' : 'good';
}

/**
 * Uses a key up. The row stays locked until the end of the transaction: of several who use it at once one gets true, unless the
 * transaction fails.
 *
 * @param now milliseconds
 */
export async function takeFirstKey(trx: Database, key: string, now: number): Promise<boolean> {
  const taken = await trx
    .updateTable('first_account_key')
    .set({ used_at: now })
    .where('key_hash', '=', sha256(key))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined && !(await hasAdministrator(trx));
}

/**
 * The link is of no use once there is an administrator. To be called before one is made: who uses the link at this moment has
 * it first, or not at all.
 *
 * @param now milliseconds
 */
export async function voidFirstKey(trx: Database, now: number): Promise<void> {
  await trx.updateTable('first_account_key').set({ used_at: now }).where('used_at', 'is', null).execute();
}

async function hasAdministrator(db: Database): Promise<boolean> {
  const found = await db
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'administrator')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
