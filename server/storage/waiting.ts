import { type Kysely, sql } from 'kysely';

/**
 * What waits for an official is counted on every page of the desk, readers' comments and drafts of the agency apart. Both are few among all, so
 * posting pays for them only while a comment waits. With all four columns SQLite need not look at the comments themselves.
 */
export async function addWaiting(db: Kysely<unknown>): Promise<void> {
  const columns = sql`(site, state, created_at, agency)`;
  await sql`create index waiting_comments on comments ${columns} where state = 'pending' and agency is null`.execute(
    db,
  );
  await sql`create index agency_drafts on comments ${columns} where state = 'pending' and agency is not null`.execute(
    db,
  );
}
