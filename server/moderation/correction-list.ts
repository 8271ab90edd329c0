import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { CorrectionRow } from '../storage/schema.ts';
import { type Count, MOST_COUNTED } from './queue.ts';

/** Lists of corrections. */
export const CORRECTION_STATES = ['open', 'accepted', 'declined'] as const;

/** A part of a list. */
export interface CorrectionPage {
  readonly rows: readonly CorrectionRow[];
  /** `after` of the next part; null when there is none. */
  readonly next: string | null;
}

const CURSOR = /^(\d{1,15})-([0-9a-f]{20})$/;

/**
 * The corrections of a site in one state: open ones the oldest first, decided ones the newest decision first.
 *
 * @param after `next` of the part before; anything else begins anew
 */
export async function readCorrections(
  db: Database,
  { site, state, after, limit }: { site: string; state: CorrectionRow['state']; after: string | null; limit: number },
): Promise<CorrectionPage> {
  const [time, order, beyond] =
    state === 'open' ? (['created_at', 'asc', '>'] as const) : (['decided_at', 'desc', '<'] as const);
  let query = db
    .selectFrom('corrections')
    .selectAll()
    .where('site', '=', site)
    .where('state', '=', state)
    .orderBy(time, order)
    .orderBy('id', order);
  const [, at, id] = CURSOR.exec(after ?? '') ?? [];
  if (at !== undefined && id !== undefined) {
    query = query.where(sql<boolean>`(${sql.ref(time)}, id) ${sql.raw(beyond)} (${Number(at)}, ${id})`);
  }
  const rows = await query.limit(limit + 1).execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? `${last[time]!}-${last.id}` : null };
}

/** How many are open at these sites. */
export async function countOpen(db: Database, sites: readonly string[]): Promise<Count> {
  return countIn(db, sites, 'open');
}

/** How many of a site there are in each state. */
export async function countCorrections(db: Database, site: string): Promise<Record<CorrectionRow['state'], Count>> {
  const counts = { open: 0, accepted: 0, declined: 0 };
  for (const state of CORRECTION_STATES) counts[state] = await countIn(db, [site], state);
  return counts;
}

async function countIn(db: Database, sites: readonly string[], state: CorrectionRow['state']): Promise<Count> {
  const some = db
    .selectFrom('corrections')
    .select('id')
    .where('site', 'in', sites)
    .where('state', '=', state)
    .limit(MOST_COUNTED + 1)
    .as('some');
  const { count } = await db
    .selectFrom(some)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
