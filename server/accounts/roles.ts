import type { Database } from '../storage/database.ts';
import type { AccountRow } from '../storage/schema.ts';
import { voidFirstKey } from './first.ts';

/** What somebody may do. */
export type Role = AccountRow['role'];

/** What an account may do, and where. */
export interface Rights {
  readonly role: Role;
  /** Slugs of the sites that a moderator works for, in their order; empty for an administrator, who works for all. */
  readonly sites: readonly string[];
  /** Whether they approve answers before those are shown; administrators do so anyway. Default false. */
  readonly leader?: boolean;
}

/** What an account may do at this moment; null when there is none with this id. Asked at every request, so that a change holds from the next one. */
export async function rolesOf(db: Database, accountId: string): Promise<Rights | null> {
  const rows = await db
    .selectFrom('accounts')
    .leftJoin('account_sites', 'account_sites.account_id', 'accounts.id')
    .select(['accounts.role', 'accounts.leader', 'account_sites.site'])
    .where('accounts.id', '=', accountId)
    .orderBy('account_sites.site')
    .execute();
  const [first] = rows;
  return first
    ? { role: first.role, sites: rows.flatMap(({ site }) => site ?? []), ...(first.leader === 1 && { leader: true }) }
    : null;
}

/** Whether somebody with these rights may see and decide what belongs to this site; nobody may without an account. */
export function mayModerate(rights: Rights | null, site: string): boolean {
  return rights !== null && (rights.role === 'administrator' || rights.sites.includes(site));
}

/** Whether somebody with these rights may change accounts and the policies of sites. */
export function mayAdminister(rights: Rights | null): boolean {
  return rights?.role === 'administrator';
}

/**
 * Gives an account exactly these rights instead of those it had. No session ends: they hold from the next request on.
 *
 * @param trx a transaction, in which the caller may write down who did it
 * @param now milliseconds
 * @returns false when there is no such account
 */
export async function setRights(trx: Database, accountId: string, rights: Rights, now: number): Promise<boolean> {
  const { role, leader = false } = rights;
  if (role === 'administrator') await voidFirstKey(trx, now);
  const changed = await trx
    .updateTable('accounts')
    .set({ role, leader: Number(leader) })
    .where('id', '=', accountId)
    .returning('id')
    .executeTakeFirst();
  if (changed) await writeSites(trx, accountId, rights);
  return changed !== undefined;
}

/**
 * Whether this account is the only administrator. All of them stay administrators until the transaction ends: of two operators who take
 * the rights from the last two at once, one comes too late.
 *
 * @param trx a transaction
 */
export async function isLastAdministrator(trx: Database, accountId: string): Promise<boolean> {
  // The update takes the rows' locks on both databases, which a reading would not.
  const held = await trx
    .updateTable('accounts')
    .set({ role: 'administrator' })
    .where('role', '=', 'administrator')
    .returning('id')
    .execute();
  return held.length === 1 && held[0]!.id === accountId;
}

/**
 * Writes for which sites an account works instead of those from before. An administrator keeps none: who is made a moderator again
 * works for no site until somebody says for which.
 */
export async function writeSites(trx: Database, accountId: string, { role, sites }: Rights): Promise<void> {
  await trx.deleteFrom('account_sites').where('account_id', '=', accountId).execute();
  const rows = role === 'administrator' ? [] : [...new Set(sites)].map((site) => ({ account_id: accountId, site }));
  if (rows.length > 0) await trx.insertInto('account_sites').values(rows).execute();
}
