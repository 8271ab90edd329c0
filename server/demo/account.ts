import { randomBytes } from 'node:crypto';
import { writeSites } from '../accounts/roles.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';

/** Name of who is signed in, as pages show it. */
export const DEMO_USER = 'Tài khoản dùng thử';

const ID = 'demo';

/**
 * Makes the demo's account, a moderator of all sites, unless it is there. Nobody can sign in to it with a password: its name is none that can be
 * typed, and its hash is one of no password.
 *
 * @param now milliseconds
 * @returns its id
 */
export async function openDemoAccount(db: Database, sites: readonly Site[], now: number): Promise<string> {
  const base64 = (bytes: number): string => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('accounts')
      .values({
        id: ID,
        login: '(demo)',
        display_name: DEMO_USER,
        password_hash: `$scrypt$ln=17,r=8,p=1$${base64(16)}$${base64(32)}`,
        created_at: now,
        role: 'moderator',
        leader: 1,
        email: null,
        notices: 'none',
        notices_since: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    await writeSites(trx, ID, { role: 'moderator', sites: sites.map(({ slug }) => slug) });
  });
  return ID;
}

/** Outside demo mode the account must not be there, nor any session of it: everybody could have begun one. */
export async function removeDemoAccount(db: Database): Promise<void> {
  await db.deleteFrom('accounts').where('id', '=', ID).execute();
}
