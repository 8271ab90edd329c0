import { type ReferenceExpression, type SelectQueryBuilder, sql } from 'kysely';
import type { CommentSort } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, Tables, ThreadRow } from '../storage/schema.ts';
import type { ReplyKey, RootKey } from './cursor.ts';
import type { Reader } from './reader.ts';

/** A comment at the top level with the likes by which it stands in its list. */
export interface PlacedRoot {
  readonly row: CommentRow;
  readonly likes: number;
}

/** Which comments at the top level to read. */
export interface RootRange {
  readonly site: string;
  readonly thread: string;
  readonly sort: CommentSort;
  /** The list is read as it was at this version of the thread, as far as likes go. */
  readonly version: number;
  /** Null: from the beginning. */
  readonly from: RootKey | null;
  /** Whether the comment at `from` itself is meant. */
  readonly inclusive?: boolean;
  /** The comments that stand before `from`, the nearest of them. */
  readonly backward?: boolean;
  readonly without: readonly string[];
  /** Whose own comments are added, whatever their state; null for nobody's. */
  readonly authorHash: string | null;
  readonly limit: number;
}

// Word by word the conditions of the indexes, without parameters: the databases see that an index covers them before they know any value.
const LISTED_ROOT = sql<boolean>`listed = 1 and parent is null`;
const LISTED_REPLY = sql<boolean>`listed = 1 and parent is not null`;
/** Own comments that others do not see in one thread; more than anybody writes. */
const MOST_OWN = 200;

type Comments<T = object> = SelectQueryBuilder<Tables, 'comments', T>;

/** The row of a thread; undefined before its first comment. */
export function readThread(db: Database, site: string, key: string): Promise<ThreadRow | undefined> {
  return db.selectFrom('threads').selectAll().where('site', '=', site).where('key', '=', key).executeTakeFirst();
}

/**
 * Whether a reader is known at a site: a comment of the same token is published there, whoever published it. Vouched readers are known
 * anyway. From an index of published comments by author, since it is asked while somebody waits for their post; a reader whose comments
 * were all rejected or withdrawn is unknown again, and so is one with another browser.
 */
export async function isKnownReader(db: Database, site: string, { authorHash }: Reader): Promise<boolean> {
  if (authorHash === null) return false;
  const found = await db
    .selectFrom('comments')
    .select('id')
    .where('author_hash', '=', authorHash)
    .where('site', '=', site)
    .where(sql<boolean>`listed = 1 and author_hash is not null`)
    .where('state', '=', 'published')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** A comment in any state. */
export function readComment(db: Database, site: string, id: string): Promise<CommentRow | undefined> {
  return db.selectFrom('comments').selectAll().where('id', '=', id).where('site', '=', site).executeTakeFirst();
}

/** The comments that stand before all others in every order, the one pinned last first. */
export function readPinned(db: Database, site: string, thread: string): Promise<CommentRow[]> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('site', '=', site)
    .where('thread', '=', thread)
    .where('pinned_at', 'is not', null)
    .orderBy('pinned_at', 'desc')
    .execute();
}

/**
 * Comments at the top level in the order of the list, also when read backward. Those that the author alone sees are mixed in from an
 * index of their own, so that a page costs the same whoever asks.
 */
export async function readRoots(db: Database, range: RootRange): Promise<PlacedRoot[]> {
  const { site, thread, sort, version, from, backward = false, without, authorHash, limit } = range;
  const descending = (sort !== 'oldest') !== backward;
  const listed = db
    .selectFrom('comments')
    .selectAll()
    .where('site', '=', site)
    .where('thread', '=', thread)
    .where(LISTED_ROOT)
    .$if(without.length > 0, (query) => query.where('id', 'not in', without));
  const onePage = <T>(query: Comments<T>): Comments<T> =>
    inOrder(query, { sort, from, descending, inclusive: range.inclusive ?? false }).limit(limit);

  const found: PlacedRoot[] = [];
  if (sort === 'likes') {
    // First those that stand where they stood. Whichever changes after this query is either among them or found by the next one.
    const unmoved = await onePage(listed.where('likes_version', '<=', version)).execute();
    found.push(...unmoved.map(placed), ...(await readMoved(db, range, onePage)));
  } else {
    found.push(...(await onePage(listed).execute()).map(placed));
  }
  if (authorHash !== null) {
    const own = ownUnlisted(db, site, thread, authorHash).where('parent', 'is', null);
    found.push(...(await onePage(own).execute()).map(placed));
  }
  const ids = new Set<string>();
  const ordered = found
    .filter(({ row }) => !ids.has(row.id) && ids.add(row.id))
    .sort((a, b) => compareRoots(a, b, sort) * (backward ? -1 : 1))
    .slice(0, limit);
  return backward ? ordered.reverse() : ordered;
}

/** Comments whose likes have changed since the version of the list, placed by the likes that they had then. */
async function readMoved(
  db: Database,
  { site, thread, version, without }: RootRange,
  onePage: <T>(query: Comments<T>) => Comments<T>,
): Promise<PlacedRoot[]> {
  // Without history, which is kept for a day, the comment stands where it stands now.
  const likes = sql<number>`coalesce((select h.likes from like_history h
    where h.comment_id = comments.id and h.version > ${version} order by h.version limit 1), comments.likes)`;
  const moved = db
    .selectFrom('comments')
    .select(['id', 'created_at', likes.as('likes')])
    .where('site', '=', site)
    .where('thread', '=', thread)
    .where(LISTED_ROOT)
    // The index leaves out all that were never liked.
    .where(sql<boolean>`likes_version <> 0`)
    .where('likes_version', '>', version)
    .$if(without.length > 0, (query) => query.where('id', 'not in', without));
  const aged = db.selectFrom(moved.as('comments')).select(['id', 'likes']) as unknown as Comments<
    Pick<CommentRow, 'id' | 'likes'>
  >;
  const rows = await onePage(aged).execute();
  if (rows.length === 0) return [];
  const then = new Map(rows.map((row) => [row.id, row.likes]));
  const whole = await db
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', [...then.keys()])
    .execute();
  return whole.map((row) => ({ row, likes: then.get(row.id) ?? row.likes }));
}

/** The likes by which a comment stands in a list of this version. */
export async function likesAt(db: Database, row: CommentRow, version: number): Promise<number> {
  if (row.likes_version <= version) return row.likes;
  const then = await db
    .selectFrom('like_history')
    .select('likes')
    .where('comment_id', '=', row.id)
    .where('version', '>', version)
    .orderBy('version')
    .limit(1)
    .executeTakeFirst();
  return then?.likes ?? row.likes;
}

/** Replies below a root: the agency's first, then oldest first. */
export async function readReplies(
  db: Database,
  {
    root,
    from,
    inclusive = false,
    backward = false,
    authorHash,
    limit,
  }: {
    readonly root: CommentRow;
    readonly from: ReplyKey | null;
    readonly inclusive?: boolean;
    readonly backward?: boolean;
    readonly authorHash: string | null;
    readonly limit: number;
  },
): Promise<CommentRow[]> {
  const onePage = (query: Comments<CommentRow>): Comments<CommentRow> => {
    const place = from && sql`(${from.rank}, ${from.createdAt}, ${from.id})`;
    const operator = sql.raw(comparison(backward, inclusive));
    const direction = backward ? 'desc' : 'asc';
    return query
      .$if(place !== null, (is) => is.where(sql<boolean>`(rank, created_at, id) ${operator} ${place}`))
      .orderBy('rank', direction)
      .orderBy('created_at', direction)
      .orderBy('id', direction)
      .limit(limit);
  };
  const listed = db.selectFrom('comments').selectAll().where('root', '=', root.id).where(LISTED_REPLY);
  const found = root.replies > 0 ? await onePage(listed).execute() : [];
  if (authorHash !== null) {
    const own = ownUnlisted(db, root.site, root.thread, authorHash)
      .where('parent', 'is not', null)
      .where('root', '=', root.id);
    found.push(...(await onePage(own).execute()));
  }
  const ordered = unique(found)
    .sort((a, b) => compareReplies(a, b) * (backward ? -1 : 1))
    .slice(0, limit);
  return backward ? ordered.reverse() : ordered;
}

/** The first replies of each root, in one query for all roots. */
export async function readFirstReplies(
  db: Database,
  {
    site,
    thread,
    roots,
    authorHash,
    limit,
  }: {
    readonly site: string;
    readonly thread: string;
    readonly roots: readonly CommentRow[];
    readonly authorHash: string | null;
    readonly limit: number;
  },
): Promise<Map<string, CommentRow[]>> {
  const firstOf = ({ id }: CommentRow) =>
    db
      .selectFrom(
        db
          .selectFrom('comments')
          .selectAll()
          .where('root', '=', id)
          .where(LISTED_REPLY)
          .orderBy('rank')
          .orderBy('created_at')
          .orderBy('id')
          .limit(limit)
          .as('first'),
      )
      .selectAll();
  const [first, ...others] = roots.filter(({ replies }) => replies > 0).map(firstOf);
  const found = first ? await others.reduce((all, one) => all.unionAll(one), first).execute() : [];
  if (authorHash !== null) {
    const ids = new Set(roots.map(({ id }) => id));
    const own = await ownUnlisted(db, site, thread, authorHash)
      .where('parent', 'is not', null)
      .orderBy('created_at', 'desc')
      .limit(MOST_OWN)
      .execute();
    found.push(...own.filter(({ root }) => ids.has(root)));
  }
  const byRoot = new Map<string, CommentRow[]>();
  for (const reply of unique(found).sort(compareReplies)) {
    const replies = byRoot.get(reply.root) ?? [];
    if (replies.length < limit) byRoot.set(reply.root, [...replies, reply]);
  }
  return byRoot;
}

/** Published replies to one comment, not to the replies below it. */
export function readAnswers(db: Database, parent: string, limit: number): Promise<CommentRow[]> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('parent', '=', parent)
    .where(LISTED_REPLY)
    .orderBy('rank')
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Published comments of each thread that has any, and the newest: one row by its key for each thread. */
export async function countComments(
  db: Database,
  site: string,
  threads: readonly string[],
): Promise<Map<string, { readonly total: number; readonly newest: string | null }>> {
  if (threads.length === 0) return new Map();
  const rows = await db
    .selectFrom('threads')
    .select(['key', 'published', 'newest'])
    .where('site', '=', site)
    .where('key', 'in', threads)
    .execute();
  return new Map(rows.map(({ key, published, newest }) => [key, { total: published, newest }]));
}

/** What the author alone sees: listed comments are in the lists already. */
function ownUnlisted(db: Database, site: string, thread: string, authorHash: string): Comments<CommentRow> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('author_hash', '=', authorHash)
    .where('thread', '=', thread)
    .where('site', '=', site)
    .where(sql<boolean>`listed = 0 and author_hash is not null`);
}

function inOrder<T>(
  query: Comments<T>,
  {
    sort,
    from,
    descending,
    inclusive,
  }: {
    readonly sort: CommentSort;
    readonly from: RootKey | null;
    readonly descending: boolean;
    readonly inclusive: boolean;
  },
): Comments<T> {
  const direction = descending ? 'desc' : 'asc';
  const operator = sql.raw(comparison(descending, inclusive));
  const columns = sort === 'likes' ? (['likes', 'created_at', 'id'] as const) : (['created_at', 'id'] as const);
  let ordered = query;
  // As one comparison of rows: both databases seek the place in the index with it, which they do not for one written with `or`.
  if (from && sort === 'likes') {
    ordered = query.where(
      sql<boolean>`(likes, created_at, id) ${operator} (${from.likes}, ${from.createdAt}, ${from.id})`,
    );
  } else if (from) {
    ordered = query.where(sql<boolean>`(created_at, id) ${operator} (${from.createdAt}, ${from.id})`);
  }
  for (const column of columns) ordered = ordered.orderBy(column as ReferenceExpression<Tables, 'comments'>, direction);
  return ordered;
}

function comparison(descending: boolean, inclusive: boolean): string {
  return `${descending ? '<' : '>'}${inclusive ? '=' : ''}`;
}

function placed(row: CommentRow): PlacedRoot {
  return { row, likes: row.likes };
}

function unique(rows: readonly CommentRow[]): CommentRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function compareRoots(a: PlacedRoot, b: PlacedRoot, sort: CommentSort): number {
  const byTime = a.row.created_at - b.row.created_at || (a.row.id < b.row.id ? -1 : 1);
  if (sort === 'oldest') return byTime;
  return (sort === 'likes' && b.likes - a.likes) || -byTime;
}

function compareReplies(a: CommentRow, b: CommentRow): number {
  return a.rank - b.rank || a.created_at - b.created_at || (a.id < b.id ? -1 : 1);
}
