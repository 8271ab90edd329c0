import type { Comment } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';
import { policyOf } from './policy.ts';
import { isOwn, type Reader } from './reader.ts';

/** For whom comments are made ready. */
export interface Audience {
  readonly site: Site;
  readonly reader: Reader;
  /** Milliseconds. */
  readonly now: number;
}

/** Rows as this reader may see them, in their order: what is not for their eyes is left empty. */
export async function present(db: Database, rows: readonly CommentRow[], audience: Audience): Promise<Comment[]> {
  const { site, reader, now } = audience;
  if (rows.length === 0) return [];
  const known = new Map(rows.map((row) => [row.id, row]));
  const missing = new Set(rows.flatMap(({ parent }) => (parent !== null && !known.has(parent) ? [parent] : [])));
  const parents = new Map<string, Pick<CommentRow, 'name' | 'state'>>(known);
  if (missing.size > 0) {
    const found = await db
      .selectFrom('comments')
      .select(['id', 'name', 'state'])
      .where('id', 'in', [...missing])
      .execute();
    for (const row of found) parents.set(row.id, row);
  }
  const liked = await readLiked(db, rows, reader);
  const iso = (ms: number): string => zoneTime(ms, site.timeZone).iso;
  const { editWindow } = policyOf(site);

  return rows.map((row): Comment => {
    const mine = isOwn(row, reader);
    const isLegible = mine || row.state === 'published';
    const parent = row.parent === null ? undefined : parents.get(row.parent);
    const editableUntil = row.created_at + editWindow;
    const hasWords = row.state !== 'withdrawn' && row.state !== 'erased';
    const canEdit = mine && hasWords && now < editableUntil;
    return {
      id: row.id,
      name: isLegible ? row.name : '',
      text: isLegible ? row.text : '',
      state: row.state,
      createdAt: iso(row.created_at),
      editedAt: isLegible && row.edited_at !== null ? iso(row.edited_at) : null,
      parent: row.parent === null ? null : { id: row.parent, name: parent?.state === 'published' ? parent.name : null },
      root: row.root,
      replies: row.replies,
      likes: row.likes,
      liked: liked.has(row.id),
      agency: row.agency,
      verified: row.verified === 1,
      pinned: row.pinned_at !== null,
      mine,
      transfer:
        isLegible && row.transferred_to !== null && row.transferred_at !== null
          ? { agency: row.transferred_to, at: iso(row.transferred_at) }
          : null,
      reason: mine ? row.reason : null,
      editableUntil: canEdit ? iso(editableUntil) : null,
    };
  });
}

async function readLiked(db: Database, rows: readonly CommentRow[], { likerHash }: Reader): Promise<Set<string>> {
  const ids = rows.filter(({ likes }) => likes > 0).map(({ id }) => id);
  if (likerHash === null || ids.length === 0) return new Set();
  const found = await db
    .selectFrom('likes')
    .select('comment_id')
    .where('token_hash', '=', likerHash)
    .where('comment_id', 'in', ids)
    .execute();
  return new Set(found.map((row) => row.comment_id));
}
