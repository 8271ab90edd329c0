import { type RawBuilder, sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';
import type { Cursor, Order } from './cursor.ts';
import type { Ids } from './wanted.ts';

/** So many sites in one statement: SQLite takes no more than 500 parts. */
const MOST_PARTS = 100;

/** A page in its order, behind a place. */
export interface Page {
  readonly order: Order;
  readonly after: Cursor | null;
  readonly limit: number;
  /** A page may look so long, milliseconds; for tests. */
  readonly longest?: number | undefined;
}

interface Listed {
  readonly sites: readonly string[];
  readonly state: CommentState;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

interface Entry {
  readonly id: string;
  readonly created_at: number;
}

/** The comments of a state, straight from the comments: each site's next ones are read from the index of its queue, and merged. */
export async function listByTime(db: Database, wanted: Listed, page: Page): Promise<Ids> {
  const { order, limit } = page;
  const entries: Entry[] = [];
  for (let at = 0; at < wanted.sites.length; at += MOST_PARTS) {
    const parts = wanted.sites.slice(at, at + MOST_PARTS).map((site) => entriesOf(site, wanted, page));
    const { rows } = await sql<Entry>`${sql.join(parts, sql` union all `)}`.execute(db);
    entries.push(...rows);
  }
  const sign = order === 'newest' ? -1 : 1;
  entries.sort((a, b) => sign * (a.created_at - b.created_at || (a.id < b.id ? -1 : 1)));
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    ids: shown.map(({ id }) => id),
    next: last && entries.length > limit ? { order, createdAt: last.created_at, id: last.id } : null,
    until: null,
  };
}

function entriesOf(site: string, { state, from, to }: Listed, { order, after, limit }: Page): RawBuilder<unknown> {
  const conditions = [sql`site = ${site}`, sql`state = ${state}`];
  if (from !== undefined) conditions.push(sql`created_at >= ${from}`);
  if (to !== undefined) conditions.push(sql`created_at < ${to}`);
  if (after && 'id' in after) {
    conditions.push(sql`(created_at, id) ${sql.raw(order === 'newest' ? '<' : '>')} (${after.createdAt}, ${after.id})`);
  }
  const direction = sql.raw(order === 'newest' ? 'desc' : 'asc');
  return sql`select * from (
    select id, created_at from comments where ${sql.join(conditions, sql` and `)}
    order by created_at ${direction}, id ${direction} limit ${sql.lit(limit + 1)}) as part`;
}
