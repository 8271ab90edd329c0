import { type RawBuilder, sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';

const DAY = 24 * 3_600_000;
/** Nobody needs to know more exactly than this how many there are. */
export const MOST_COUNTED = 10_000;

/** So many; with `more`, so many at least. */
export interface Count {
  readonly count: number;
  /** There are more: “trên 10.000”. */
  readonly more: boolean;
}

/** How many comments of a site there are. */
export interface SiteCounts {
  readonly site: string;
  /** By state. Published ones are counted exactly, all others up to `MOST_COUNTED`. */
  readonly states: Readonly<Record<CommentState, Count>>;
  /** Those that wait, by their age. */
  readonly waiting: {
    /** Less than a day. */
    readonly new: Count;
    /** One to three days. */
    readonly days: Count;
    /** Three days and more. */
    readonly old: Count;
  };
  /** Published comments that readers have reported. */
  readonly reported: Count;
}

const CAPPED = ['pending', 'rejected', 'withdrawn', 'erased'] as const;

/**
 * Counts comments of sites by state and age, as they are at this moment. No number of it is kept anywhere but that of published comments, which
 * each thread has for its readers; all others are counted in the indexes of `comments`, up to a bound.
 *
 * @param now milliseconds
 * @returns a count for each site, in their order
 */
export async function countsOf(db: Database, sites: readonly string[], now: number): Promise<SiteCounts[]> {
  if (sites.length === 0) return [];
  const parts: Record<string, RawBuilder<unknown>> = {
    ...Object.fromEntries(CAPPED.map((state) => [state, ofState(state)])),
    new: ofState('pending', sql`created_at > ${now - DAY}`),
    days: ofState('pending', sql`created_at <= ${now - DAY} and created_at > ${now - 3 * DAY}`),
    old: ofState('pending', sql`created_at <= ${now - 3 * DAY}`),
    published: sql`(select coalesce(sum(published), 0) from threads where threads.site = wanted.site)`,
    // Read from the index of reports, as all that are reported are few.
    reported: capped(sql`comments.reports > 0 and comments.state = 'published'`),
  };
  const columns = Object.entries(parts).map(
    ([name, part]) => sql`cast(${part} as bigint) as ${sql.ref(`number_${name}`)}`,
  );
  const names = sites.map((site) => sql`select cast(${site} as text) as site`);
  const { rows } = await sql<Record<string, number> & { readonly site: string }>`
    select wanted.site, ${sql.join(columns)} from (${sql.join(names, sql` union `)}) as wanted`.execute(db);
  const found = new Map(rows.map((row) => [row.site, row]));
  return sites.map((site) => {
    const of = (name: string): Count => asCount(found.get(site)![`number_${name}`] ?? 0);
    return {
      site,
      states: {
        pending: of('pending'),
        published: { count: found.get(site)!.number_published!, more: false },
        rejected: of('rejected'),
        withdrawn: of('withdrawn'),
        erased: of('erased'),
      },
      waiting: { new: of('new'), days: of('days'), old: of('old') },
      reported: of('reported'),
    };
  });
}

function ofState(state: CommentState, more: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> {
  return capped(sql`comments.state = ${state} and ${more}`);
}

function capped(condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select count(*) from (
    select 1 from comments where comments.site = wanted.site and ${condition} limit ${sql.lit(MOST_COUNTED + 1)}) as part)`;
}

function asCount(number: number): Count {
  return number > MOST_COUNTED ? { count: MOST_COUNTED, more: true } : { count: number, more: false };
}
