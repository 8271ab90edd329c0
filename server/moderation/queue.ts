import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';

/** What a site's comments are looked through by. */
export const VIEWS = ['pending', 'reported', 'assigned', 'drafts', 'approval', 'published', 'rejected'] as const;

/** One of them. */
export type View = (typeof VIEWS)[number];

/** A part of the queue. */
export interface QueuePage {
  readonly rows: readonly CommentRow[];
  /** `after` of the next part; null when there is none. */
  readonly next: string | null;
}

/** So many of a kind are counted at the most: beyond that nobody needs the number, and counting takes long. */
export const MOST_COUNTED = 10_000;

const DAY = 86_400_000;

/**
 * Reads what waits, and drafts of answers, the oldest first; what readers reported, the most reported first; anything else, the newest first.
 *
 * @param order.after `next` of the part before; one that makes no sense is the beginning
 */
export async function readQueue(
  db: Database,
  { site, view, after, limit }: { site: string; view: View; after?: string | null; limit: number },
): Promise<QueuePage> {
  const [, first = '', id = ''] = /^(\d{1,15})-(\w{1,64})$/.exec(after ?? '') ?? [];
  let query = db
    .selectFrom('comments')
    .selectAll()
    .where('site', '=', site)
    .limit(limit + 1);
  const place = Number(first);
  if (view === 'assigned' || view === 'approval') return readWork(db, { site, view, place, id, limit });
  if (view === 'reported') {
    query = query
      .where(sql<boolean>`reports > 0`)
      .where('state', 'in', ['pending', 'published'])
      .orderBy('reports', 'desc')
      .orderBy('id');
    if (id !== '') query = query.where(sql<boolean>`(reports < ${place} or (reports = ${place} and id > ${id}))`);
  } else if (view === 'pending' || view === 'drafts') {
    query = query
      .where('state', '=', 'pending')
      .where('agency', view === 'drafts' ? 'is not' : 'is', null)
      .orderBy('created_at')
      .orderBy('id');
    if (id !== '') query = query.where(sql<boolean>`(created_at, id) > (${place}, ${id})`);
  } else {
    query = query.where('state', '=', view).orderBy('created_at', 'desc').orderBy('id', 'desc');
    if (id !== '') query = query.where(sql<boolean>`(created_at, id) < (${place}, ${id})`);
  }
  const found = await query.execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next =
    last && found.length > limit ? `${view === 'reported' ? last.reports : last.created_at}-${last.id}` : null;
  return { rows, next };
}

/** What was given to units, the one due first first; drafts that wait for a leader, the oldest first. */
async function readWork(
  db: Database,
  {
    site,
    view,
    place,
    id,
    limit,
  }: { site: string; view: 'assigned' | 'approval'; place: number; id: string; limit: number },
): Promise<QueuePage> {
  // Whatever has no deadline stands last.
  const places =
    view === 'assigned'
      ? sql`select comment_id, coalesce(due_at, 999999999999999) as place from assignments
          where site = ${site} and open = 1`
      : sql`select comment_id, at as place from approvals where site = ${site} and state = 'asked'`;
  const found = await db
    .selectFrom('comments')
    .innerJoin(sql<{ comment_id: string; place: number }>`(${places})`.as('work'), 'work.comment_id', 'comments.id')
    .selectAll('comments')
    .select('work.place')
    // An author may have withdrawn it meanwhile.
    .where('comments.state', 'in', view === 'assigned' ? ['pending', 'published'] : ['pending'])
    .where(id === '' ? sql<boolean>`1 = 1` : sql<boolean>`(work.place, comments.id) > (${place}, ${id})`)
    .orderBy('work.place')
    .orderBy('comments.id')
    .limit(limit + 1)
    .execute();
  const last = found.slice(0, limit).at(-1);
  return { rows: found.slice(0, limit), next: last && found.length > limit ? `${last.place}-${last.id}` : null };
}

/** How many there are of each kind, and how long the waiting ones have waited. */
export interface Counts extends Record<View, Count> {
  readonly ages: { readonly day: Count; readonly days: Count; readonly older: Count };
}

/** A number up to `MOST_COUNTED`; one more stands for all that is beyond. */
export type Count = number;

/** Counts the comments of a site. */
export async function countQueue(db: Database, site: string, now: number): Promise<Counts> {
  const count = (where: ReturnType<typeof sql>): ReturnType<typeof sql<number>> =>
    sql<number>`(select count(*) from (select 1 from comments where site = ${site} and ${where} limit ${MOST_COUNTED + 1}) as found)`;
  const { rows } = await sql<
    Record<'drafts' | 'assigned' | 'approval' | 'reported' | 'rejected' | 'published', number>
  >`
    select
    ${count(sql`state = 'pending' and agency is not null`)} as drafts,
    (select count(*) from (select 1 from assignments inner join comments on comments.id = assignments.comment_id
      where assignments.site = ${site} and assignments.open = 1 and comments.state in ('pending', 'published')
      limit ${MOST_COUNTED + 1}) as found) as assigned,
    (select count(*) from (select 1 from approvals inner join comments on comments.id = approvals.comment_id
      where approvals.site = ${site} and approvals.state = 'asked' and comments.state = 'pending'
      limit ${MOST_COUNTED + 1}) as found) as approval,
    ${count(sql`reports > 0 and state in ('pending', 'published')`)} as reported,
    ${count(sql`state = 'rejected'`)} as rejected,
    (select coalesce(sum(published), 0) from threads where site = ${site}) as published`.execute(db);
  const ages = await countAges(db, site, now);
  return {
    ...rows[0]!,
    pending: Math.min(ages.day + ages.days + ages.older, MOST_COUNTED + 1),
    ages,
  };
}

/** How many of a site's comments have waited how long. */
async function countAges(db: Database, site: string, now: number): Promise<Counts['ages']> {
  // Grouped, or SQLite would prefer another index, in which it has to look at each comment.
  const { rows } = await sql<Counts['ages']>`select
    count(*) filter (where created_at > ${now - DAY}) as day,
    count(*) filter (where created_at > ${now - 3 * DAY} and created_at <= ${now - DAY}) as days,
    count(*) filter (where created_at <= ${now - 3 * DAY}) as older
    from comments where site = ${site} and state = 'pending' and agency is null group by site`.execute(db);
  const { day, days, older } = rows[0] ?? { day: 0, days: 0, older: 0 };
  const bounded = (found: number): Count => Math.min(found, MOST_COUNTED + 1);
  return { day: bounded(day), days: bounded(days), older: bounded(older) };
}

/** How many comments wait on each of these sites; those without any are left out. */
export async function countWaiting(db: Database, sites: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('comments')
    .select(({ fn }) => ['site', fn.countAll<number>().as('number')])
    .where('site', 'in', sites)
    // Not as a value: the index is of this state alone.
    .where(sql<boolean>`state = 'pending'`)
    .where('agency', 'is', null)
    .groupBy('site')
    .execute();
  return new Map(rows.map(({ site, number }) => [site, number]));
}

/** The comment that has waited longest after this one; null when there is none. */
export async function nextWaiting(
  db: Database,
  { site, created_at: createdAt, id }: Pick<CommentRow, 'site' | 'created_at' | 'id'>,
): Promise<CommentRow | null> {
  const { rows } = await readQueue(db, { site, view: 'pending', after: `${createdAt}-${id}`, limit: 1 });
  return rows[0] ?? null;
}
