import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import { parseConfig } from '../config.ts';
import type { Acting } from '../moderation/acting.ts';
import { addComment, type Submission } from '../comments/store.ts';
import { type FoundComment, findComments, type Paging } from '../desk-index/find.ts';
import type { Wanted } from '../desk-index/wanted.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { CommentRow } from '../storage/schema.ts';
import type { Engine, Place } from './engines.ts';
import { config, newComment, START } from './support.ts';

/** An empty database that ends with the test. */
export async function emptyDatabase(t: TestContext, engine: Engine): Promise<{ db: Database; place: Place }> {
  const place = await engine.fresh();
  const db = await openDatabase(place);
  t.after(() => db.destroy().then(() => place.remove()));
  return { db, place };
}

let posted = 0;

/** A comment as posting keeps it. */
export function post(
  db: Database,
  text: string,
  {
    name = 'Nguyễn Văn An',
    thread = '/bai-1',
    ...more
  }: Partial<Submission> & { readonly name?: string; readonly thread?: string } = {},
): Promise<CommentRow> {
  posted += 1;
  return addComment(db, {
    site: 'so',
    comment: newComment({ text, name, thread, url: `https://so.example${thread}` }),
    state: 'published',
    idempotencyKey: `key-${String(posted).padStart(16, '0')}`,
    authorHash: 'author',
    codeHash: null,
    now: START,
    ...more,
  });
}

/** An official of these sites. */
export function officialOf(now: number, ...slugs: string[]): Acting {
  const sites = slugs.map((slug) => parseConfig(config({ slug })).sites[0]!);
  return { actor: { id: 'account-1', name: 'Lan' }, sites, administrator: false, leader: false, now };
}

/** Everything that is found, page by page. */
export async function findAll(
  db: Database,
  wanted: Partial<Wanted>,
  paging: Partial<Paging> = {},
): Promise<FoundComment[]> {
  const rows: FoundComment[] = [];
  let cursor: string | null = null;
  do {
    const page = await findComments(
      db,
      { sites: ['so'], ...wanted },
      { order: 'newest', limit: 100, longest: Infinity, ...paging, cursor },
    );
    if (page.next !== null) assert.equal(page.rows.length, paging.limit ?? 100, 'every page but the last is full');
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== null);
  return rows;
}

/** Texts of what is found, the newest first. */
export async function textsOf(db: Database, wanted: Partial<Wanted>, paging: Partial<Paging> = {}): Promise<string[]> {
  return (await findAll(db, wanted, paging)).map(({ text }) => text);
}

/** Texts of what a query finds. */
export function search(db: Database, query: string): Promise<string[]> {
  return textsOf(db, { query });
}

/** Everything that the tables of the index hold, as one text. */
export async function contentOfIndex(db: Database): Promise<string> {
  const tables = isPostgres(db)
    ? ['desk_index', 'desk_words', 'desk_marks']
    : ['desk_index', 'desk_words', 'desk_words_content', 'desk_words_data', 'desk_words_idx', 'desk_marks'];
  const parts: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db);
    for (const row of rows) {
      for (const value of Object.values(row))
        parts.push(value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value));
    }
  }
  return parts.join('\n');
}

/** Ids as the server makes them, the same in each run. */
export function idOf(number: number): string {
  return createHash('sha256').update(String(number)).digest('hex').slice(0, 20);
}

/** Fills a thread of one site by statements alone, a comment a second: each thousandth has “hiếm”, each has “chung”. */
export async function fill(db: Database, size: number, state: CommentState): Promise<void> {
  await post(db, 'Một chung', { thread: '/dai' });
  const numbers = isPostgres(db)
    ? sql`(select generate_series(1, ${sql.lit(size)}) as n)`
    : sql`(with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${sql.lit(size)})
        select n from numbers)`;
  // Other threads, as there are.
  await sql`
    insert into threads (site, key, url, title, created_at) select 'so', '/ngan-' || n, '', '', 0
    from ${numbers} as counted`.execute(db);
  // The first digits of an id are its place within a millisecond.
  const id = isPostgres(db) ? sql`lpad(to_hex(n), 20, '0')` : sql`printf('%020x', n)`;
  await sql`
    insert into comments (id, site, thread, name, text, state, created_at, consent_at, idempotency_key, request_hash, root, rank, listed)
    select ${id}, 'so', '/dai', 'An', case when n % 1000 = 0 then 'hiếm chung' else 'chung' end, ${state},
      ${sql.lit(START)} + n * 1000, ${sql.lit(START)}, 'key-' || n, '', ${id}, 1, 0
    from ${numbers} as counted`.execute(db);
}

/** The same over five years. */
export async function fillYears(db: Database, size: number): Promise<void> {
  await fill(db, size, 'published');
  const start = sql.lit(START);
  await sql`update comments set created_at = ${start} + (created_at - ${start}) * 22000`.execute(db);
}
