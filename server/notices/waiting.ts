import { sql } from 'kysely';
import type { Site } from '../config.ts';
import { policyOf } from '../comments/policy.ts';
import type { Database } from '../storage/database.ts';

/** A comment that an official should look at. It has no words of the comment, nor who wrote it. */
export interface Waiting {
  readonly id: string;
  readonly site: string;
  /** Of the article; empty when the thread has none. */
  readonly title: string;
}

/** What has come within a time. */
export interface News {
  /** For each list the first, and how many there are. */
  readonly pending: { readonly first: readonly Waiting[]; readonly count: number };
  readonly reported: { readonly first: readonly Waiting[]; readonly count: number };
  /** How many corrections of articles. */
  readonly corrections: number;
}

/** So many of each are named in a mail. */
export const MOST_NAMED = 20;

/**
 * What has come to a site and still waits: comments that are not decided, corrections of articles, and comments that readers reported for the first time since an
 * official last looked at their reports.
 *
 * @param from milliseconds, exclusive
 * @param until milliseconds, inclusive
 */
export async function newsOf(db: Database, site: Site, from: number, until: number): Promise<News> {
  // What its author has changed after it was decided waits again, and can have come no longer ago than the time to change it.
  const oldest = from - policyOf(site).editWindow;
  const isNew = sql<boolean>`(comments.created_at > ${from} or exists (
    select 1 from comment_versions where comment_id = comments.id and replaced_at > ${from} and replaced_at <= ${until}
      and replaced_by is null and comment_versions.state <> 'pending'))`;
  const pending = db
    .selectFrom('comments')
    .where('comments.site', '=', site.slug)
    .where('comments.state', '=', 'pending')
    .where('comments.agency', 'is', null)
    .where('comments.created_at', '>', oldest)
    .where('comments.created_at', '<=', until)
    .where(isNew);
  const reported = db
    .selectFrom('comments')
    .where('comments.site', '=', site.slug)
    .where('comments.state', 'in', ['pending', 'published'])
    .where('comments.id', 'in', (of) =>
      of.selectFrom('reports').select('comment_id').where('created_at', '>', from).where('created_at', '<=', until),
    )
    .where(sql<boolean>`comments.reports > 0`)
    .where(
      sql<boolean>`comments.reports <= (select count(*) from reports where comment_id = comments.id and created_at > ${from})`,
    );
  const read = async (query: typeof pending): Promise<News['pending']> => {
    const first = await query
      .innerJoin('threads', (join) =>
        join.onRef('threads.site', '=', 'comments.site').onRef('threads.key', '=', 'comments.thread'),
      )
      .select(['comments.id', 'comments.site', 'threads.title'])
      .orderBy('comments.created_at')
      .orderBy('comments.id')
      .limit(MOST_NAMED)
      .execute();
    if (first.length < MOST_NAMED) return { first, count: first.length };
    const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    return { first, count };
  };
  const corrections = await db
    .selectFrom('corrections')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('site', '=', site.slug)
    .where('state', '=', 'open')
    .where('created_at', '>', from)
    .where('created_at', '<=', until)
    .executeTakeFirstOrThrow();
  return { pending: await read(pending), reported: await read(reported), corrections: corrections.count };
}

/** What waits at a site altogether. */
export interface Standing {
  readonly site: Site;
  readonly pending: number;
  /** When the oldest came, milliseconds; null when none waits. */
  readonly oldest: number | null;
  readonly reported: number;
  readonly corrections: number;
}

/** Counts what waits at a site. */
export async function standingOf(db: Database, site: Site): Promise<Standing> {
  const pending = await db
    .selectFrom('comments')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min<number | null>('created_at').as('oldest')])
    .where('site', '=', site.slug)
    .where('state', '=', 'pending')
    .where('agency', 'is', null)
    .executeTakeFirstOrThrow();
  const reported = await db
    .selectFrom('comments')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('site', '=', site.slug)
    .where('state', 'in', ['pending', 'published'])
    .where(sql<boolean>`reports > 0`)
    .executeTakeFirstOrThrow();
  const corrections = await db
    .selectFrom('corrections')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('site', '=', site.slug)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return {
    site,
    pending: pending.count,
    oldest: pending.oldest,
    reported: reported.count,
    corrections: corrections.count,
  };
}
