import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { type Order, readCursor, writeCursor } from './cursor.ts';
import { findInIndex } from './find-in-index.ts';
import { listByTime } from './list.ts';
import { readQuery } from './query.ts';
import type { Ids, Wanted } from './wanted.ts';

const MOST = 100;

/** How they are read. */
export interface Paging {
  readonly order: Order;
  /** `next` of the page before; anything else is the first page. */
  readonly cursor?: string | null;
  /** Comments of a page, up to 100. */
  readonly limit: number;
  /** A page may look so long, milliseconds; for tests. */
  readonly longest?: number;
}

/** A comment, and what its thread is called. */
export interface FoundComment extends CommentRow {
  /** Empty for a thread that no reader's browser has told us about. */
  readonly thread_title: string;
  readonly thread_url: string;
}

/** A page of what was found. */
export interface Found {
  /** There may be fewer than asked for, while the index is behind. */
  readonly rows: readonly FoundComment[];
  /** `cursor` of the next page; null when there is none. */
  readonly next: string | null;
  /**
   * Up to which moment was looked, milliseconds: what the page had to read was so much that the rest is left to the next one. Null where the page is full, or everything was
   * looked at.
   */
  readonly until: number | null;
  /** The query was too long: only its beginning was looked for. */
  readonly truncated: boolean;
  /** There was no word in the query, so it was not looked for. */
  readonly wordless: boolean;
}

/**
 * Finds comments. A state and dates alone, as the queue asks for, are read from the comments themselves and always exact; whatever else is looked
 * for in the index, which `catchUp` brings up to date.
 */
export async function findComments(
  db: Database,
  wanted: Wanted,
  { order, cursor, limit, longest }: Paging,
): Promise<Found> {
  const { phrases, truncated, wordless } = readQuery(wanted.query ?? '');
  const given = cursor == null ? null : readCursor(cursor);
  const paging = {
    order,
    after: given?.order === order ? given : null,
    limit: Math.max(1, Math.min(limit, MOST)),
    longest,
  };
  const sites = [...new Set(wanted.sites)];
  const { state, thread, reported, links, answered, unit, overdueAt } = wanted;
  const times = { from: moment(wanted.from), to: moment(wanted.to) };
  const others = [thread, reported, links, answered, unit, overdueAt];
  const isQueue = state !== undefined && phrases.length === 0 && others.every((each) => each === undefined);
  let found: Ids = { ids: [], next: null, until: null };
  if (sites.length > 0) {
    found = isQueue
      ? await listByTime(db, { sites, state, ...times }, paging)
      : await findInIndex(db, { ...wanted, ...times, sites, phrases }, paging);
  }
  const rows = await readFound(db, found.ids, { sites, state });
  return { rows, next: found.next && writeCursor(found.next), until: found.until, truncated, wordless };
}

/** Whole, and within what `Date` knows; undefined for no number. */
function moment(ms: number | undefined): number | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : Math.round(Math.max(0, Math.min(ms, 8.64e15)));
}

/** As they are now: what has another state by now is not among them any more. */
async function readFound(
  db: Database,
  ids: readonly string[],
  { sites, state }: Pick<Wanted, 'sites' | 'state'>,
): Promise<FoundComment[]> {
  if (ids.length === 0) return [];
  let query = db
    .selectFrom('comments')
    .innerJoin('threads', (join) =>
      join.onRef('threads.site', '=', 'comments.site').onRef('threads.key', '=', 'comments.thread'),
    )
    .selectAll('comments')
    .select(['threads.title as thread_title', 'threads.url as thread_url'])
    .where('comments.id', 'in', ids)
    .where('comments.site', 'in', sites);
  if (state !== undefined) query = query.where('comments.state', '=', state);
  const rows = new Map((await query.execute()).map((row) => [row.id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
