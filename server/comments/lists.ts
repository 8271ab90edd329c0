import type { Comment, CommentSort } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';
import {
  type ReplyCursor,
  type ReplyKey,
  type RootCursor,
  type RootKey,
  writeReplyCursor,
  writeRootCursor,
} from './cursor.ts';
import { isClosed, isHidden, rulesOf } from './policy.ts';
import { type Audience, present } from './present.ts';
import { likesAt, type PlacedRoot, readFirstReplies, readPinned, readReplies, readRoots } from './read.ts';
import type { PageAnswer, PlaceAnswer, RepliesAnswer } from './schemas.ts';

const FIRST_REPLIES = 3;
const REPLIES = 20;

/** Which page of a thread. */
export interface PageOrder {
  readonly sort: CommentSort;
  /** Null for the first page, or for the one that begins with `start`. */
  readonly cursor: RootCursor | null;
  /** The comment at the top level that the page begins with. */
  readonly start?: CommentRow;
  readonly limit: number;
}

/** A page as the contract has it; an empty one where the policy is to show none. What it costs does not depend on the length of the thread, nor on the place of the page. */
export async function readPage(
  db: Database,
  thread: ThreadRow,
  order: PageOrder,
  audience: Audience,
): Promise<PageAnswer> {
  const { site, now } = audience;
  if (isHidden(site)) return emptyPage(thread.key, order.sort, site);
  const { roots, nextCursor, previousCursor } = await readRootsOfPage(db, thread, order, audience);
  return {
    thread: thread.key,
    sort: order.sort,
    total: thread.published,
    roots: thread.roots,
    closed: isClosed(site, thread, now),
    newest: thread.newest,
    rules: rulesOf(site),
    items: await withReplies(db, thread, roots, audience),
    nextCursor,
    previousCursor,
  };
}

/** The page of a thread that has none yet. */
export function emptyPage(thread: string, sort: CommentSort, site: Site): PageAnswer {
  const closed = isClosed(site, undefined, 0);
  const none = { total: 0, roots: 0, closed, newest: null, items: [], nextCursor: null, previousCursor: null };
  return { thread, sort, ...none, rules: rulesOf(site) };
}

/** The page that begins with the root of a comment, and the replies from the comment on where the page lacks them. */
export async function readPlace(
  db: Database,
  { thread, comment, root }: { readonly thread: ThreadRow; readonly comment: CommentRow; readonly root: CommentRow },
  { sort, limit }: { readonly sort: CommentSort; readonly limit: number },
  audience: Audience,
): Promise<PlaceAnswer> {
  const page = await readPage(db, thread, { sort, cursor: null, start: root, limit }, audience);
  const [shown] = await present(db, [comment], audience);
  const isThere = comment.parent === null || page.items[0]?.firstReplies.some(({ id }) => id === comment.id);
  const replies = isThere ? null : await readRepliesPage(db, root, { start: comment }, audience);
  return { ...page, comment: shown!, replies };
}

/** A page of the replies below a root: at a cursor, or from one of them on. */
export async function readRepliesPage(
  db: Database,
  root: CommentRow,
  { cursor = null, start }: { readonly cursor?: ReplyCursor | null; readonly start?: CommentRow },
  audience: Audience,
): Promise<RepliesAnswer> {
  const backward = cursor?.side === 'before';
  const rows = await readReplies(db, {
    root,
    from: start ? replyKey(start) : cursor,
    inclusive: start !== undefined,
    backward,
    authorHash: audience.reader.authorHash,
    limit: REPLIES + 1,
  });
  const { shown, hasNext, hasPrevious } = cut(rows, REPLIES, { backward, fromBeginning: !start && !cursor });
  const at = (side: 'after' | 'before', row: CommentRow | undefined): string | null =>
    row ? writeReplyCursor({ side, ...replyKey(row) }) : null;
  return {
    items: await present(db, shown, audience),
    nextCursor: hasNext ? at('after', shown.at(-1)) : null,
    previousCursor: hasPrevious ? at('before', shown[0]) : null,
  };
}

interface RootsOfPage {
  readonly roots: readonly CommentRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

async function readRootsOfPage(
  db: Database,
  thread: ThreadRow,
  { sort, cursor, start, limit }: PageOrder,
  { site, reader }: Audience,
): Promise<RootsOfPage> {
  const isFirst = cursor === null && start === undefined;
  const backward = cursor?.side === 'before';
  const version = cursor?.version ?? thread.version;
  const pinned = isFirst && thread.pinned > 0 ? await readPinned(db, site.slug, thread.key) : [];
  const without = cursor?.pinned ?? pinned.map(({ id }) => id);
  const from = start ? keyOf({ row: start, likes: await likesAt(db, start, version) }) : cursor;
  const range = { site: site.slug, thread: thread.key, sort, version, without, authorHash: reader.authorHash };

  const rows = await readRoots(db, { ...range, from, inclusive: start !== undefined, backward, limit: limit + 1 });
  const { shown, hasNext, hasPrevious } = cut(rows, limit, { backward, fromBeginning: isFirst });
  const hasBefore = start
    ? (await readRoots(db, { ...range, from, backward: true, limit: 1 })).length > 0
    : hasPrevious;
  const reachesBeginning = backward && !hasPrevious && without.length > 0;
  const first = reachesBeginning ? await readListed(db, without) : pinned;
  const at = (side: 'after' | 'before', place: PlacedRoot | undefined): string | null =>
    place ? writeRootCursor({ sort, side, version, pinned: without, ...keyOf(place) }) : null;
  return {
    roots: [...first, ...shown.map(({ row }) => row)],
    nextCursor: hasNext ? at('after', shown.at(-1)) : null,
    previousCursor: hasBefore ? at('before', shown[0]) : null,
  };
}

/** What of the rows stands on the page, when one more than fits on it was asked for. */
function cut<T>(
  rows: readonly T[],
  limit: number,
  { backward, fromBeginning }: { readonly backward: boolean; readonly fromBeginning: boolean },
): { readonly shown: readonly T[]; readonly hasNext: boolean; readonly hasPrevious: boolean } {
  const hasMore = rows.length > limit;
  if (backward) return { shown: hasMore ? rows.slice(1) : rows, hasNext: true, hasPrevious: hasMore };
  return { shown: rows.slice(0, limit), hasNext: hasMore, hasPrevious: !fromBeginning };
}

async function withReplies(
  db: Database,
  thread: ThreadRow,
  roots: readonly CommentRow[],
  audience: Audience,
): Promise<PageAnswer['items']> {
  const { site, reader } = audience;
  const found = await readFirstReplies(db, {
    site: site.slug,
    thread: thread.key,
    roots,
    authorHash: reader.authorHash,
    limit: FIRST_REPLIES + 1,
  });
  const repliesOf = ({ id }: CommentRow): CommentRow[] => (found.get(id) ?? []).slice(0, FIRST_REPLIES);
  const rows = [...roots, ...roots.flatMap(repliesOf)];
  const comments = new Map((await present(db, rows, audience)).map((comment) => [comment.id, comment]));
  return roots.map((root) => {
    const replies = repliesOf(root);
    const hasMore = (found.get(root.id)?.length ?? 0) > FIRST_REPLIES;
    return {
      ...comments.get(root.id)!,
      firstReplies: replies.map(({ id }): Comment => comments.get(id)!),
      repliesCursor: hasMore ? writeReplyCursor({ side: 'after', ...replyKey(replies.at(-1)!) }) : null,
    };
  });
}

/** The comments that stood first when the list was begun, as far as they are still there. */
function readListed(db: Database, ids: readonly string[]): Promise<CommentRow[]> {
  return db
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', ids)
    .where('listed', '=', 1)
    .orderBy('pinned_at', 'desc')
    .execute();
}

function keyOf({ row, likes }: PlacedRoot): RootKey {
  return { likes, createdAt: row.created_at, id: row.id };
}

function replyKey({ rank, created_at: createdAt, id }: CommentRow): ReplyKey {
  return { rank, createdAt, id };
}
