import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

/**
 * A secret of this server, 256 bits in base64url, made when it is first asked for. Of several processes that ask first at the same
 * moment one makes it, and all get the same.
 *
 * @param now milliseconds
 */
export async function readSecret(db: Database, name: string, now: number): Promise<string> {
  const stored = () => db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
  const known = await stored();
  if (known) return known.value;
  await db
    .insertInto('secrets')
    .values({ name, value: randomBytes(32).toString('base64url'), created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = (await stored()) ?? {};
  if (value === undefined) throw new Error(`the secret ${name} was taken away`);
  return value;
}
