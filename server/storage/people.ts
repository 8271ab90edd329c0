import { type Kysely, sql } from 'kysely';

/**
 * One person's comments are found by their e-mail address, however it is spelt. Only comments with one are in the index, so that posting
 * without pays nothing; by author and code they are found in indexes that are there already.
 */
export async function addPeople(db: Kysely<unknown>): Promise<void> {
  await sql`create index comments_by_email on comments (lower(email)) where email is not null`.execute(db);
}
