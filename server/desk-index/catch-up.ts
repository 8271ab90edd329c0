import { setImmediate as turn } from 'node:timers/promises';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { Tables } from '../storage/schema.ts';
import { writeEntries } from './write.ts';

/** So many comments in one transaction, so that nobody waits long for it. */
const BATCH = 200;
/** So many comments of one site are looked at in one statement, whether they are in the index or not. */
const WINDOW = 500;
/** Most sites have hardly anything that is new: so many are looked at together, and so many comments of each. */
const SITES_AT_ONCE = 20;
const GLANCE = 50;

/** How far before the newest one that is known comments are looked for: a comment has its time before it is committed. */
export const OVERLAP = 60_000;

const STATES: readonly CommentState[] = ['pending', 'published', 'rejected', 'withdrawn', 'erased'];

/** “tinh” and “desk”, as far as numbers can say it. */
const LOCK = 7_464_685_107;

/** How catching up is bounded. */
export interface CatchUpOptions {
  /** So many comments at the most; default all. */
  readonly limit?: number;
  /** Sites whose new comments are looked for; default all that have threads. */
  readonly sites?: readonly string[];
  /** Milliseconds; default `OVERLAP`. Whoever only wants to see what came just now looks back less far. */
  readonly overlap?: number;
  /** Called between two transactions; what it throws ends the work. */
  readonly rest?: () => Promise<void>;
}

/** For whoever is about to read the index: what came a moment ago, and never much of it. */
export const A_MOMENT = { limit: 200, overlap: 2000 } as const satisfies CatchUpOptions;

/** What catching up has done. */
export interface CaughtUp {
  /** Comments that were written into the index. */
  readonly indexed: number;
  /** Whether it ended before everything was looked at: at its limit, or because another process is at it. */
  readonly more: boolean;
}

/**
 * Brings the desk's index up to date: what was done to comments, and new comments. Everything is done in short transactions, each whole
 * in itself, so that it may end anywhere and go on there. Several processes may do this at once: one works, the others leave it alone.
 *
 * @param now milliseconds
 */
export async function catchUp(
  db: Database,
  now: number,
  { limit = Infinity, sites, overlap = OVERLAP, rest }: CatchUpOptions = {},
): Promise<CaughtUp> {
  const work = new Work(db, now, { limit, ...(rest && { rest }) });
  if (!(await takeMarks(work))) return work.result(true);
  const isDone = await takeNew(work, sites ?? (await sitesWithThreads(db)), overlap);
  return work.result(!isDone);
}

/** What is done in one call. */
class Work {
  readonly db: Database;
  readonly now: number;
  readonly #limit: number;
  readonly #rest: (() => Promise<void>) | undefined;
  #indexed = 0;

  constructor(db: Database, now: number, { limit, rest }: { limit: number; rest?: () => Promise<void> }) {
    this.db = db;
    this.now = now;
    this.#limit = limit;
    this.#rest = rest;
  }

  /** How many comments may come in the next batch; 0 at the limit. */
  get room(): number {
    return Math.min(BATCH, this.#limit - this.#indexed);
  }

  /**
   * One transaction, unless another process works on the index.
   *
   * @param act answers how many comments it has written
   */
  async batch(act: (trx: Transaction<Tables>) => Promise<number>): Promise<boolean> {
    const written = await this.db.transaction().execute(async (trx) => ((await isAlone(trx)) ? act(trx) : null));
    this.#indexed += written ?? 0;
    await this.#rest?.();
    return written !== null;
  }

  result(more: boolean): CaughtUp {
    return { indexed: this.#indexed, more };
  }
}

/** On SQLite whoever writes is alone anyway. */
async function isAlone(trx: Transaction<Tables>): Promise<boolean> {
  if (!isPostgres(trx)) return true;
  const { rows } = await sql<{ alone: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(LOCK)}) as alone`.execute(
    trx,
  );
  return rows[0]!.alone;
}

/** Looks again at what was changed. Answers whether all of it is done. */
async function takeMarks(work: Work): Promise<boolean> {
  const readMarks = (db: Database, count: number) =>
    db.selectFrom('desk_marks').selectAll().orderBy('id').limit(count).execute();
  for (;;) {
    if ((await readMarks(work.db, 1)).length === 0) return true;
    if (work.room === 0) return false;
    const isDone = await work.batch(async (trx) => {
      const marks = await readMarks(trx, work.room);
      if (marks.length === 0) return 0;
      const ids = new Set(marks.map((mark) => mark.comment_id));
      await writeEntries(trx, [...ids], work.now);
      // By their ids: a mark with a smaller one may be committed later.
      const done = marks.map(({ id }) => id);
      await trx.deleteFrom('desk_marks').where('id', 'in', done).execute();
      return ids.size;
    });
    if (!isDone) return false;
  }
}

/** Takes the new comments of sites. Answers whether all of them are in. */
async function takeNew(work: Work, sites: readonly string[], overlap: number): Promise<boolean> {
  if (sites.length === 0) return true;
  const rows = await work.db.selectFrom('desk_progress').selectAll().where('site', 'in', sites).execute();
  const progress = new Map(rows.map((row) => [row.site, row.created_at]));
  const begins = sites.map((site): Place => {
    // A clock that was ahead for a while must not hide what comes after it was put right.
    return { site, createdAt: Math.min(progress.get(site) ?? 0, work.now) - overlap, id: '' };
  });
  const long: Place[] = [];
  for (let at = 0; at < begins.length; at += SITES_AT_ONCE) {
    const seen = await lookAt(work.db, begins.slice(at, at + SITES_AT_ONCE), GLANCE);
    for (const comments of seen.values()) {
      if (!(await takeMissing(work, comments))) return false;
      if (comments.length === GLANCE) long.push(comments.at(-1)!);
    }
  }
  for (const begin of long) {
    for (let from: Place | undefined = begin; from;) {
      // SQLite answers at once: without this, whoever waits for the process would wait for all of it.
      await turn();
      const comments: Seen[] = (await lookAt(work.db, [from], WINDOW)).get(from.site) ?? [];
      if (!(await takeMissing(work, comments))) return false;
      from = comments.length === WINDOW ? comments.at(-1) : undefined;
    }
  }
  return true;
}

/** Of comments of one site in the order of their time, takes those that are not in the index. Answers whether all of them are in. */
async function takeMissing(work: Work, comments: readonly Seen[]): Promise<boolean> {
  const missing = comments.filter(({ isKnown }) => !isKnown);
  for (let at = 0; at < missing.length;) {
    if (work.room === 0) return false;
    const batch = missing.slice(at, at + work.room);
    const { site, createdAt } = batch.at(-1)!;
    const isDone = await work.batch(async (trx) => {
      const ids = batch.map(({ id }) => id);
      await writeEntries(trx, ids, work.now);
      await keepProgress(trx, site, Math.min(createdAt, work.now));
      return ids.length;
    });
    if (!isDone) return false;
    at += batch.length;
  }
  return true;
}

/** Behind a comment of a site, in the order of their time. */
interface Place {
  readonly site: string;
  readonly createdAt: number;
  readonly id: string;
}

interface Seen extends Place {
  readonly isKnown: boolean;
}

/**
 * The next comments of sites in the order of their time, in one statement: a comment whose state changes meanwhile is seen once.
 *
 * @param count so many of each site at the most
 */
async function lookAt(db: Database, places: readonly Place[], count: number): Promise<Map<string, Seen[]>> {
  const limit = sql.lit(count);
  const ofState = ({ site, createdAt, id }: Place, state: CommentState): RawBuilder<unknown> => sql`select * from (
    select site, id, created_at from comments
    where site = ${site} and state = ${state} and (created_at, id) > (${createdAt}, ${id})
    order by created_at, id limit ${limit}) as of_state`;
  const ofSite = (place: Place): RawBuilder<unknown> => sql`select * from (
    ${sql.join(
      STATES.map((state) => ofState(place, state)),
      sql` union all `,
    )} order by created_at, id limit ${limit}) as of_site`;
  const { rows } = await sql<{ site: string; id: string; created_at: number; known: string | null }>`
    select seen.site, seen.id, seen.created_at, desk_index.comment_id as known
    from (${sql.join(places.map(ofSite), sql` union all `)}) as seen
    left join desk_index on desk_index.comment_id = seen.id
    order by seen.created_at, seen.id`.execute(db);
  const seen = new Map<string, Seen[]>();
  for (const { site, id, created_at: createdAt, known } of rows) {
    const comments = seen.get(site) ?? [];
    seen.set(site, comments);
    comments.push({ site, id, createdAt, isKnown: known !== null });
  }
  return seen;
}

async function keepProgress(trx: Transaction<Tables>, site: string, createdAt: number): Promise<void> {
  await trx
    .insertInto('desk_progress')
    .values({ site, created_at: createdAt })
    .onConflict((conflict) =>
      conflict.column('site').doUpdateSet({ created_at: createdAt }).where('desk_progress.created_at', '<', createdAt),
    )
    .execute();
}

/** Read from the index of threads, a site at a time: there are far more threads than sites. */
async function sitesWithThreads(db: Database): Promise<string[]> {
  const { rows } = await sql<{ site: string }>`
    with recursive sites (site) as (
      select min(site) from threads
      union all
      select (select min(site) from threads where threads.site > sites.site) from sites where sites.site is not null
    )
    select site from sites where site is not null`.execute(db);
  return rows.map(({ site }) => site);
}
