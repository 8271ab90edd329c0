import type { Database } from '../storage/database.ts';

/** So many in one statement, so that nobody waits long for it. */
const BATCH = 500;

/**
 * Deletes the corrections of a site that are older than it keeps what readers write.
 *
 * @param until milliseconds, inclusive
 * @returns how many
 */
export async function forgetCorrections(db: Database, site: string, until: number): Promise<number> {
  for (let forgotten = 0; ;) {
    const old = db
      .selectFrom('corrections')
      .select('id')
      .where('site', '=', site)
      .where('created_at', '<=', until)
      .limit(BATCH);
    const { numDeletedRows } = await db.deleteFrom('corrections').where('id', 'in', old).executeTakeFirstOrThrow();
    forgotten += Number(numDeletedRows);
    if (Number(numDeletedRows) < BATCH) return forgotten;
  }
}
