import { randomBytes } from 'node:crypto';
import type { Database } from '../storage/database.ts';
import type { AccountRow } from '../storage/schema.ts';
import { voidFirstKey } from './first.ts';
import { type NoticeChoice, NO_NOTICES } from './notices.ts';
import { type Rights, writeSites } from './roles.ts';

/** The account with this name, in the form of `loginOf`. */
export async function findAccount(db: Database, login: string): Promise<AccountRow | null> {
  return (await db.selectFrom('accounts').selectAll().where('login', '=', login).executeTakeFirst()) ?? null;
}

/** All accounts, by name, with the sites that moderators work for. */
export async function listAccounts(db: Database): Promise<(AccountRow & { readonly sites: readonly string[] })[]> {
  const [accounts, rows] = await Promise.all([
    db.selectFrom('accounts').selectAll().orderBy('login').execute(),
    db.selectFrom('account_sites').selectAll().orderBy('site').execute(),
  ]);
  const sites = new Map<string, string[]>(accounts.map(({ id }) => [id, []]));
  for (const { account_id: id, site } of rows) sites.get(id)?.push(site);
  return accounts.map((row) => ({ ...row, sites: sites.get(row.id) ?? [] }));
}

/** What an account is made of. */
export interface NewAccount {
  /** In the form of `loginOf`. */
  readonly login: string;
  readonly displayName: string;
  readonly passwordHash: string;
  readonly rights: Rights;
  /** Default: none, and nowhere. */
  readonly notices?: NoticeChoice;
}

/**
 * Makes an account.
 *
 * @param trx a transaction
 * @param now milliseconds
 * @returns null when there is one with this name already
 */
export async function addAccount(
  trx: Database,
  { login, displayName, passwordHash, rights, notices: choice = NO_NOTICES }: NewAccount,
  now: number,
): Promise<AccountRow | null> {
  if (rights.role === 'administrator') await voidFirstKey(trx, now);
  const added = await trx
    .insertInto('accounts')
    .values({
      id: randomBytes(10).toString('hex'),
      login,
      display_name: displayName,
      password_hash: passwordHash,
      created_at: now,
      role: rights.role,
      leader: Number(rights.leader ?? false),
      ...choice,
      notices_since: now,
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added) await writeSites(trx, added.id, rights);
  return added ?? null;
}

/** Gives an account another password and ends its sessions; false when there is no such account. */
export function changePassword(db: Database, login: string, passwordHash: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const changed = await trx
      .updateTable('accounts')
      .set({ password_hash: passwordHash })
      .where('login', '=', login)
      .returning('id')
      .executeTakeFirst();
    if (!changed) return false;
    await trx.deleteFrom('sessions').where('account_id', '=', changed.id).execute();
    return true;
  });
}

/**
 * Keeps an account from being changed by others until the transaction ends, provided that its password is still the one that
 * was checked.
 *
 * @param passwordHash what was checked
 * @param renewed the same password's hash with today's parameters, or `passwordHash` again
 * @returns false when the password has been changed or the account removed meanwhile
 */
export async function holdAccount(
  trx: Database,
  { id, passwordHash, renewed }: { id: string; passwordHash: string; renewed: string },
): Promise<boolean> {
  // The update takes the row's lock on both databases, which a reading would not.
  const held = await trx
    .updateTable('accounts')
    .set({ password_hash: renewed })
    .where('id', '=', id)
    .where('password_hash', '=', passwordHash)
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}

/** Removes an account with its sessions; false when there is none. */
export async function removeAccount(db: Database, login: string): Promise<boolean> {
  const removed = await db.deleteFrom('accounts').where('login', '=', login).returning('id').executeTakeFirst();
  return removed !== undefined;
}
