import { IsIdnEmail } from 'typebox/format';
import type { Database } from '../storage/database.ts';
import type { AccountRow } from '../storage/schema.ts';

/** How an account is told of what waits: not at all, of each comment, once a day. */
export const NOTICES = ['none', 'each', 'digest'] as const satisfies readonly AccountRow['notices'][];

/** Where an account is told of what waits, and how. */
export type NoticeChoice = Pick<AccountRow, 'email' | 'notices'>;

/** Nobody gets a mail that they have not asked for. */
export const NO_NOTICES: NoticeChoice = { email: null, notices: 'none' };

const LONGEST_EMAIL = 254;

/** Whether a mail can be sent to this; nothing that could be read as a second address, a name or a header. */
export function isEmail(text: string): boolean {
  return text.length <= LONGEST_EMAIL && IsIdnEmail(text) && !/[\s\p{C}"<>,;:()\\]/u.test(text);
}

/**
 * Changes where an account is told of what waits. Whatever waits already is not told.
 *
 * @param trx a transaction
 * @param now milliseconds
 * @returns `no-email` when it would be told nowhere; then nothing is changed
 */
export async function setNotices(
  trx: Database,
  accountId: string,
  change: Partial<NoticeChoice>,
  now: number,
): Promise<'changed' | 'no-email' | 'unknown'> {
  // The update takes the row's lock on both databases.
  const before = await trx
    .updateTable('accounts')
    .set((is) => ({ notices: is.ref('notices') }))
    .where('id', '=', accountId)
    .returning(['email', 'notices'])
    .executeTakeFirst();
  if (!before) return 'unknown';
  const after = { ...before, ...change };
  if (after.notices !== 'none' && after.email === null) return 'no-email';
  const isSame = after.notices === before.notices && after.email === before.email;
  if (isSame) return 'changed';
  await trx
    .updateTable('accounts')
    .set({ ...after, ...(after.notices !== before.notices && { notices_since: now }) })
    .where('id', '=', accountId)
    .execute();
  // Another address may be taken where the old one was refused.
  await trx.updateTable('notice_marks').set({ retry_at: 0, failures: 0 }).where('account_id', '=', accountId).execute();
  return 'changed';
}
