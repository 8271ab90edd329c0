import { type RawBuilder, sql } from 'kysely';
import { haveWords, type WordsSought } from '../storage/desk-words.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { Ids, Wanted } from './wanted.ts';
import type { Page } from './list.ts';
import { firstOfStretch, firstPlace, stretchOf } from './place.ts';
import { TAGS } from './words.ts';

/** With more sites it is cheaper to look at what is found than for their tags: GIN reads all comments of all of them. */
const MOST_SITE_TAGS = { sqlite: 20, postgres: 3 };
/** PostgreSQL looks at so many comments one after another before it asks its index of words. */
const WALKED = 3000;

interface Sought extends Wanted {
  readonly phrases: readonly (readonly string[])[];
}

interface Entry {
  readonly seq: number;
  readonly comment_id: string;
}

/** Places from the first to the last, both among them. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * What the index has: words, and tags for nearly everything that few comments have. Whatever many have is looked at with each that is found.
 */
export async function findInIndex(db: Database, sought: Sought, page: Page): Promise<Ids> {
  const { order, limit } = page;
  const range = rangeOf(sought, page);
  const entries = isPostgres(db)
    ? await askPostgres(db, sought, range, page)
    : await read(db, sought, { from: fromWords(db, sought), range, order, limit: limit + 1 });
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map((entry) => entry.comment_id),
    next: last && entries.length > limit ? { order, seq: last.seq } : null,
  };
}

function rangeOf({ from, to }: Wanted, { order, after }: Page): Range {
  let first = Math.max(0, from === undefined ? 0 : firstPlace(from));
  let last = Math.min(Number.MAX_SAFE_INTEGER, to === undefined ? Infinity : firstPlace(to) - 1);
  if (after && 'seq' in after) {
    if (order === 'newest') last = Math.min(last, after.seq - 1);
    else first = Math.max(first, after.seq + 1);
  }
  return { from: first, to: last };
}

/** The tags and words that are looked for; undefined where there are none. */
function wordsSought(
  { sites, state, thread, links, reported, answered, unit, overdueAt, phrases }: Sought,
  mostSites: number,
): WordsSought | undefined {
  const tags: string[][] = [];
  if (thread !== undefined) tags.push(sites.map((site) => TAGS.thread(site, thread)));
  else if (sites.length <= mostSites) tags.push(sites.map((site) => TAGS.site(site)));
  if (state !== undefined && state !== 'published') tags.push([TAGS.state(state)]);
  if (links === true) tags.push([TAGS.links]);
  if (reported === true) tags.push([TAGS.reported]);
  if (answered === true) tags.push([TAGS.answered]);
  if (unit !== undefined || overdueAt !== undefined) tags.push([TAGS.assigned]);
  return tags.length + phrases.length > 0 ? { tags, phrases } : undefined;
}

/** On `desk_index as d`: what has no tag, and once more whose comments these are. */
function conditions({ sites, state, links, reported, answered, unit, overdueAt }: Sought): RawBuilder<unknown> {
  const all = [sql`d.site in (${sql.join(sites)})`];
  if (state !== undefined) all.push(sql`d.state = ${state}`);
  if (links === false) all.push(sql`d.links = 0`);
  if (reported === false) all.push(sql`d.reported = 0`);
  if (answered === false) all.push(sql`d.answered_at is null`);
  if (unit !== undefined || overdueAt !== undefined) {
    const theirs = [sql`a.comment_id = d.comment_id and a.open = 1`];
    if (unit !== undefined && unit !== '') theirs.push(sql`a.unit = ${unit}`);
    if (overdueAt !== undefined) theirs.push(sql`a.due_at < ${overdueAt}`);
    all.push(sql`exists (select 1 from assignments as a where ${sql.join(theirs, sql` and `)})`);
  }
  return sql.join(all, sql` and `);
}

/** SQLite reads its index of words in the order of the list, and stops when the page is full. */
function fromWords(db: Database, sought: Sought): { readonly table: RawBuilder<unknown>; readonly seq: string } {
  const words = wordsSought(sought, MOST_SITE_TAGS.sqlite);
  if (!words) return { table: sql`desk_index as d where true`, seq: 'd.seq' };
  // A cross join of SQLite keeps the order of its tables.
  return {
    table: sql`desk_words as w cross join desk_index as d where d.seq = w.rowid and ${haveWords(db, words)}`,
    seq: 'w.rowid',
  };
}

async function read(
  db: Database,
  sought: Sought,
  {
    from,
    range,
    order,
    limit,
  }: {
    readonly from: { readonly table: RawBuilder<unknown>; readonly seq: string };
    readonly range: Range;
    readonly order: Page['order'];
    readonly limit: number;
  },
): Promise<Entry[]> {
  const seq = sql.raw(from.seq);
  const { rows } = await sql<Entry>`
    select d.seq, d.comment_id from ${from.table} and ${seq} >= ${range.from} and ${seq} <= ${range.to}
      and ${conditions(sought)}
    order by ${seq} ${sql.raw(order === 'newest' ? 'desc' : 'asc')} limit ${sql.lit(limit)}`.execute(db);
  return rows;
}

/**
 * PostgreSQL finds words in no order: of a frequent one it would read them all to know which are the newest. So the next comments are
 * looked at one after another first. Where they do not fill the page its index of words is asked for a stretch of time, and for the one
 * behind it, twice as long: what is rare is found soon there, and of what is frequent not much more is read than the page needs.
 */
async function askPostgres(db: Database, sought: Sought, range: Range, { order, limit }: Page): Promise<Entry[]> {
  const words = wordsSought(sought, MOST_SITE_TAGS.postgres);
  const readMore = (table: RawBuilder<unknown>, seq: string, within: Range, missing: number): Promise<Entry[]> =>
    read(db, sought, { from: { table, seq }, range: within, order, limit: missing });
  if (!words) return readMore(sql`desk_index as d where true`, 'd.seq', range, limit + 1);
  const isNewest = order === 'newest';
  const direction = sql.raw(isNewest ? 'desc' : 'asc');
  const next = sql`desk_words as w where ${isWithin(range)} order by w.seq ${direction}`;
  const walk = sql`(select w.seq, w.words from ${next} limit ${sql.lit(WALKED)}) as w
    join desk_index as d on d.seq = w.seq where ${haveWords(db, words)}`;
  const found = await readMore(walk, 'w.seq', range, limit + 1);
  if (found.length > limit) return found;
  const { rows } = await sql<{ end: number | null; last: number | null }>`select
    (select w.seq from ${next} limit 1 offset ${sql.lit(WALKED - 1)}) as "end",
    (select w.seq from desk_words as w where ${isWithin(range)} order by w.seq ${sql.raw(isNewest ? 'asc' : 'desc')} limit 1) as "last"
    `.execute(db);
  const { end, last } = rows[0]!;
  if (end === null || last === null) return found;
  for (const { tags, within } of stretches(
    isNewest ? { from: last, to: end - 1 } : { from: end + 1, to: last },
    isNewest,
  )) {
    const missing = limit + 1 - found.length;
    if (missing === 0) break;
    const those = haveWords(db, { ...words, tags: [...words.tags, tags] });
    // By itself, so that it is not tempted to read all comments in their order.
    const table = sql`(
      with found as materialized (select w.seq from desk_words as w where ${those} and ${isWithin(within)})
      select seq from found) as w join desk_index as d on d.seq = w.seq where true`;
    found.push(...(await readMore(table, 'w.seq', within, missing)));
  }
  return found;
}

function isWithin({ from, to }: Range): RawBuilder<unknown> {
  return sql`w.seq >= ${from} and w.seq <= ${to}`;
}

/** Cuts a range into parts, each of which is twice as long as the one before, and has the tags of its time. */
function* stretches(range: Range, isNewest: boolean): Generator<{ tags: string[]; within: Range }> {
  const [oldest, newest] = [stretchOf(range.from), stretchOf(range.to)];
  for (let count = 1, at = isNewest ? newest : oldest; at >= oldest && at <= newest; count *= 2) {
    const from = isNewest ? Math.max(oldest, at - count + 1) : at;
    const to = isNewest ? at : Math.min(newest, at + count - 1);
    yield {
      tags: Array.from({ length: to - from + 1 }, (_, number) => TAGS.stretch(from + number)),
      within: {
        from: Math.max(range.from, firstOfStretch(from)),
        to: Math.min(range.to, firstOfStretch(to + 1) - 1),
      },
    };
    at = isNewest ? from - 1 : to + 1;
  }
}
