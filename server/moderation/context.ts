import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { AssignmentRow, CommentRow, CommentVersionRow, ReportRow, ThreadRow } from '../storage/schema.ts';
import { isDraft } from './audit.ts';

/** So many of an author's other comments are shown. */
const MOST_OTHERS = 10;

/** What a list of comments needs to be understood. */
export interface ListContext {
  threadOf(row: CommentRow): ThreadRow | undefined;
  parentOf(row: CommentRow): CommentRow | undefined;
  /** Whether it is an answer of the agency that no reader has seen yet. */
  isDraft(row: CommentRow): boolean;
  /** To whom it was given and is still open. */
  assignmentOf(row: CommentRow): AssignmentRow | undefined;
}

/** Reads the threads of comments and what they reply to, in a few statements however many there are. */
export async function contextOf(db: Database, rows: readonly CommentRow[]): Promise<ListContext> {
  const threads = new Map<string, ThreadRow>();
  for (const site of new Set(rows.map((row) => row.site))) {
    const keys = [...new Set(rows.filter((row) => row.site === site).map(({ thread }) => thread))];
    const found = await db
      .selectFrom('threads')
      .selectAll()
      .where('site', '=', site)
      .where('key', 'in', keys)
      .execute();
    for (const thread of found) threads.set(`${site} ${thread.key}`, thread);
  }
  const ids = [...new Set(rows.flatMap(({ parent }) => parent ?? []))];
  const parents = ids.length > 0 ? await db.selectFrom('comments').selectAll().where('id', 'in', ids).execute() : [];
  const byId = new Map(parents.map((row) => [row.id, row]));
  const drafts = new Set<string>();
  for (const row of rows) if (await isDraft(db, row)) drafts.add(row.id);
  const assigned =
    rows.length > 0
      ? await db
          .selectFrom('assignments')
          .selectAll()
          .where(
            'comment_id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute()
      : [];
  const assignments = new Map(assigned.map((row) => [row.comment_id, row]));
  return {
    assignmentOf: ({ id }) => assignments.get(id),
    threadOf: ({ site, thread }) => threads.get(`${site} ${thread}`),
    parentOf: ({ parent }) => (parent === null ? undefined : byId.get(parent)),
    isDraft: ({ id }) => drafts.has(id),
  };
}

/** Other comments from the browser that sent this one, on the same site, the newest first; none where nobody can know. */
export async function othersOf(
  db: Database,
  { id, site, agency, author_hash: author }: CommentRow,
): Promise<CommentRow[]> {
  if (author === null || agency !== null) return [];
  // Each half is read from an index of its own: what everybody sees, and what only the author does.
  const halves = await Promise.all(
    [0, 1].map((listed) =>
      db
        .selectFrom('comments')
        .selectAll()
        .where('author_hash', '=', author)
        .where('site', '=', site)
        .where(sql<boolean>`listed = ${sql.lit(listed)} and author_hash is not null`)
        .where('id', '<>', id)
        .orderBy('created_at', 'desc')
        .limit(MOST_OTHERS)
        .execute(),
    ),
  );
  return halves
    .flat()
    .sort((one, other) => other.created_at - one.created_at)
    .slice(0, MOST_OTHERS);
}

/** Former texts of a comment, the last one first, with the names of who replaced them; null for the author. */
export async function versionsOf(
  db: Database,
  id: string,
): Promise<(CommentVersionRow & { readonly replacer: string | null })[]> {
  return db
    .selectFrom('comment_versions')
    .leftJoin('accounts', 'accounts.id', 'comment_versions.replaced_by')
    .selectAll('comment_versions')
    .select('accounts.display_name as replacer')
    .where('comment_id', '=', id)
    .where('text', 'is not', null)
    .orderBy('number', 'desc')
    .limit(50)
    .execute();
}

/** What readers reported about a comment, the newest first. */
export function reportsOf(db: Database, id: string): Promise<ReportRow[]> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('comment_id', '=', id)
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute();
}
