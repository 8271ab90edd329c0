import type { Database } from '../storage/database.ts';
import type { NoticeMarkRow } from '../storage/schema.ts';

const MINUTE = 60_000;

/** After so long a process that claimed a mail is taken for dead; longer than any mail server is waited for. */
const LEASE = 3 * MINUTE;

/** How often it is tried again, in milliseconds. */
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 60 * MINUTE;

/** How long to wait after so many failures in a row: a minute, two, four, up to an hour. */
export function waitAfter(failures: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(10, Math.max(0, failures - 1)));
}

/** Reads how far an account has been told; begins with `since`. */
export async function readMark(db: Database, id: string, kind: string, since: number): Promise<NoticeMarkRow> {
  const find = (): Promise<NoticeMarkRow | undefined> =>
    db.selectFrom('notice_marks').selectAll().where('account_id', '=', id).where('kind', '=', kind).executeTakeFirst();
  const empty = { claimed_until: 0, sent_at: 0, retry_at: 0, failures: 0 };
  const found = await find();
  if (found) return { ...found, told_until: Math.max(found.told_until, since) };
  const row = { account_id: id, kind, told_until: since, ...empty };
  await db
    .insertInto('notice_marks')
    .values(row)
    .onConflict((conflict) => conflict.columns(['account_id', 'kind']).doNothing())
    .execute();
  return (await find()) ?? row;
}

/** A mail that this process alone sends. */
export interface Claim {
  /** It was accepted. */
  done(toldUntil: number, now: number): Promise<void>;
  /** It was not sent, and can be at once. */
  release(): Promise<void>;
  /** It was refused, and is tried again later. */
  postpone(now: number): Promise<void>;
}

/** Claims the next mail to an account; null when another process has, or has sent it meanwhile. */
export async function claim(db: Database, mark: NoticeMarkRow, now: number): Promise<Claim | null> {
  const until = now + LEASE;
  const ofMark = db.updateTable('notice_marks').where('account_id', '=', mark.account_id).where('kind', '=', mark.kind);
  const claimed = await ofMark
    .set({ claimed_until: until })
    .where('claimed_until', '<=', now)
    .where('retry_at', '<=', now)
    // What was sent since the mark was read is not sent once more.
    .where('sent_at', '=', mark.sent_at)
    .where('told_until', '<=', mark.told_until)
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) return null;
  const write = async (change: Partial<NoticeMarkRow>): Promise<void> => {
    await ofMark
      .set({ ...change, claimed_until: 0 })
      .where('claimed_until', '=', until)
      .execute();
  };
  return {
    done: (toldUntil, at) => write({ told_until: toldUntil, sent_at: at, retry_at: 0, failures: 0 }),
    release: () => write({}),
    postpone: (at) => write({ failures: mark.failures + 1, retry_at: at + waitAfter(mark.failures + 1) }),
  };
}
