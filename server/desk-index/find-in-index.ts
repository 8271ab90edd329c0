import { type RawBuilder, sql } from 'kysely';
import { haveWords, type WordsSought } from '../storage/desk-words.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { Ids, Wanted } from './wanted.ts';
import type { Page } from './list.ts';
import { firstOfStretch, firstPlace, stretchOf, timeOf } from './place.ts';
import { TAGS } from './words.ts';

/** With more sites it is cheaper to look at what is found than for their tags: GIN reads all comments of all of them, FTS5 opens a list for each. */
const MOST_SITE_TAGS = 3;
/** So many comments are looked at before anything else. */
const FEW = 3000;
/** A part of the search that took less (ms) may be followed by one twice as long. */
const SHORT = 5;
/** A page looks no longer than this (ms). */
const LONGEST = 40;

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
 *
 * A page looks no longer than it may: of words that hardly ever meet, or of a phrase that there is not, everything would have to be read. It
 * says then how far it has come, and the next page goes on there (ADR 0033).
 */
export async function findInIndex(db: Database, sought: Sought, page: Page): Promise<Ids> {
  const { order, limit } = page;
  const { entries, reached } = await look(db, sought, page);
  const isFull = entries.length > limit;
  const shown = entries.slice(0, limit);
  const seq = isFull ? shown.at(-1)!.seq : reached;
  return {
    ids: shown.map((entry) => entry.comment_id),
    next: seq === null ? null : { order, seq },
    until: entries.length >= limit || reached === null ? null : timeOf(reached),
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
function wordsSought({
  sites,
  state,
  thread,
  links,
  reported,
  answered,
  unit,
  overdueAt,
  phrases,
}: Sought): WordsSought | undefined {
  const tags: string[][] = [];
  if (thread !== undefined) tags.push(sites.map((site) => TAGS.thread(site, thread)));
  else if (sites.length <= MOST_SITE_TAGS) tags.push(sites.map((site) => TAGS.site(site)));
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

/** What was found, and the place up to which it was looked for; null where that is the end, or the page is full. */
interface Looked {
  readonly entries: Entry[];
  readonly reached: number | null;
}

/**
 * The index of words is asked for a stretch of time, and for the one behind it, twice as long as long as that takes hardly any time: what is rare
 * is found in few steps, and of what was frequent once not much more is read than the page needs. On PostgreSQL, whose index of words knows no
 * order, the next few comments are looked at one by one before: what is frequent is found there.
 */
async function look(db: Database, sought: Sought, page: Page): Promise<Looked> {
  const begin = performance.now();
  const { order, limit, longest = LONGEST } = page;
  const range = rangeOf(sought, page);
  const isNewest = order === 'newest';
  const entries: Entry[] = [];
  const readFrom = async (from: Table, within: Range): Promise<boolean> => {
    entries.push(...(await read(db, sought, { from, range: within, order, limit: limit + 1 - entries.length })));
    return entries.length > limit;
  };
  const words = wordsSought(sought);
  if (!words) {
    await readFrom(ALL, range);
    return { entries, reached: null };
  }
  const end = await endOfFew(db, range, isNewest);
  if (end === null || isPostgres(db)) {
    const few = end === null ? range : isNewest ? { ...range, from: end } : { ...range, to: end };
    const isFull = await readFrom(
      isPostgres(db) ? oneByOne(db, words, few, isNewest) : inWords(db, words, [], few),
      few,
    );
    if (isFull || end === null) return { entries, reached: null };
  }
  let rest = await restOf(db, range, isPostgres(db) ? end : null, isNewest);
  for (let count = 1; rest.from <= rest.to;) {
    const before = performance.now();
    const { tags, within } = beginOf(rest, isNewest, count);
    if (await readFrom(inWords(db, words, tags, within), within)) break;
    rest = isNewest ? { ...rest, to: within.from - 1 } : { ...rest, from: within.to + 1 };
    const took = performance.now() - before;
    const growth = took < SHORT ? 2 : 1;
    count *= growth;
    // The next one would be too much.
    const isTooLong = performance.now() - begin + took * growth > longest;
    if (isTooLong && rest.from <= rest.to) return { entries, reached: isNewest ? within.from : within.to };
  }
  return { entries, reached: null };
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
    readonly from: Table;
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

/** Where entries are read from: ends within its conditions. */
interface Table {
  readonly table: RawBuilder<unknown>;
  /** Its column with the place. */
  readonly seq: string;
}

const ALL: Table = { table: sql`desk_index as d where true`, seq: 'd.seq' };

/** PostgreSQL looks at the next comments one after another: its index of words knows no order, and of a frequent one would read them all. */
function oneByOne(db: Database, words: WordsSought, { from, to }: Range, isNewest: boolean): Table {
  const table = sql`(select w.seq, w.words from desk_words as w where w.seq >= ${from} and w.seq <= ${to}
      order by w.seq ${directionOf(isNewest)} limit ${sql.lit(FEW)}) as w
    join desk_index as d on d.seq = w.seq where ${haveWords(db, words)}`;
  return { table, seq: 'w.seq' };
}

/** What the index of words finds. SQLite reads it in the order of places, and stops when the page is full. */
function inWords(db: Database, words: WordsSought, tags: readonly string[], { from, to }: Range): Table {
  // Not only the range of places: FTS5 looks for the first match from the very beginning, wherever the range is.
  const those = haveWords(db, tags.length > 0 ? { ...words, tags: [tags, ...words.tags] } : words);
  if (!isPostgres(db)) {
    // A cross join of SQLite keeps the order of its tables.
    const table = sql`desk_words as w cross join desk_index as d where d.seq = w.rowid and ${those}`;
    return { table, seq: 'w.rowid' };
  }
  // By itself, so that it is not tempted to read all comments in their order.
  const table = sql`(
    with found as materialized (
      select w.seq from desk_words as w where ${those} and w.seq >= ${from} and w.seq <= ${to})
    select seq from found) as w join desk_index as d on d.seq = w.seq where true`;
  return { table, seq: 'w.seq' };
}

/** The place of the last of the next `FEW` comments, whatever they are; null when there are fewer. */
async function endOfFew(db: Database, { from, to }: Range, isNewest: boolean): Promise<number | null> {
  const { rows } = await sql<{ seq: number }>`select seq from desk_index where seq >= ${from} and seq <= ${to}
    order by seq ${directionOf(isNewest)} limit 1 offset ${sql.lit(FEW - 1)}`.execute(db);
  return rows[0]?.seq ?? null;
}

/** What of a range is behind a place, or all of it, from the first to the last place that a comment has. */
async function restOf(db: Database, { from, to }: Range, end: number | null, isNewest: boolean): Promise<Range> {
  const outermost = async (isFirst: boolean): Promise<number> => {
    const { rows } = await sql<{ seq: number }>`select seq from desk_index where seq >= ${from} and seq <= ${to}
      order by seq ${directionOf(!isFirst)} limit 1`.execute(db);
    return rows[0]!.seq;
  };
  const [oldest, newest] = [await outermost(true), await outermost(false)];
  if (end === null) return { from: oldest, to: newest };
  return isNewest ? { from: oldest, to: end - 1 } : { from: end + 1, to: newest };
}

function directionOf(isNewest: boolean): RawBuilder<unknown> {
  return sql.raw(isNewest ? 'desc' : 'asc');
}

/** The beginning of a range in the order of the list, so many stretches long, with the tags of its time. */
function beginOf(range: Range, isNewest: boolean, count: number): { tags: string[]; within: Range } {
  const [oldest, newest] = [stretchOf(range.from), stretchOf(range.to)];
  const from = isNewest ? Math.max(oldest, newest - count + 1) : oldest;
  const to = isNewest ? newest : Math.min(newest, oldest + count - 1);
  return {
    tags: Array.from({ length: to - from + 1 }, (_, number) => TAGS.stretch(from + number)),
    within: {
      from: Math.max(range.from, firstOfStretch(from)),
      to: Math.min(range.to, firstOfStretch(to + 1) - 1),
    },
  };
}
