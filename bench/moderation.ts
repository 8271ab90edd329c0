/**
 * `npm run moderation` in this folder: what the desk's queue, counts and search cost with 1,000,000 comments, on SQLite and PostgreSQL,
 * how fast the index is filled, and how many comments are stored a second meanwhile.
 *
 * Everything but posting is measured in this process, from the call to the rows. Each figure is the median of 30.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { startPostgres } from '../scripts/postgres.ts';
import { NEW_THREAD } from '../server/comments/store.ts';
import { catchUp } from '../server/desk-index/catch-up.ts';
import { countQueue, countWaiting } from '../server/moderation/queue.ts';
import { findComments, type Found } from '../server/desk-index/find.ts';
import type { Wanted } from '../server/desk-index/wanted.ts';
import type { Database } from '../server/storage/database.ts';
import { isPostgres } from '../server/storage/engine.ts';
import type { CommentRow } from '../server/storage/schema.ts';
import { type Asked, type Burst, burst, median, middle, ms, quantile, row } from './figures.ts';
import { idOf, openData, type Place, posting, startOurs, temporaryFolder } from './our-server.ts';
import { plansOf } from './plans.ts';

const RUNS = 30;
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;
const NOW = Date.now();

/** `npm run moderation -- sqlite 100000 plans`: which database, how many comments, and whether plans are printed. */
const named = process.argv.slice(2);
const SIZE = Number(named.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const parts = ['sqlite', 'postgres'].filter((part) => named.includes(part));
const withPlans = named.includes('plans');

/** Half of all comments are on the first site, the others share the rest; threads are of every length. */
const SITES = ['so', ...Array.from({ length: 19 }, (_, number) => `so-${String(number + 1)}`)];
const THREADS = 20_000;

const folder = temporaryFolder();
let seed = 1;
console.log(
  `${String(cpus().length)} cores; Node ${process.version}; ${SIZE.toLocaleString('en')} comments; median of ${String(RUNS)}, worst`,
);
if (parts.length === 0 || parts.includes('sqlite')) await measure('SQLite', { dataDir: join(folder, 'sqlite') });
if (parts.length === 0 || parts.includes('postgres')) {
  const postgres = await startPostgres({ durable: true });
  process.on('exit', () => postgres.stop());
  try {
    await measure('PostgreSQL', { dataDir: join(folder, 'postgres'), databaseUrl: postgres.url });
  } finally {
    postgres.stop();
  }
}
process.exit();

async function measure(name: string, place: Place): Promise<void> {
  console.log(`\n${name}`);
  const filling = await openData(place);
  await fill(filling);
  await filling.destroy();
  const db = await openData(place);
  row('filled', `${String(Math.round(performance.now() / 1000))} s`);
  await sql.raw(place.databaseUrl === undefined ? 'analyze' : 'vacuum analyze').execute(db);

  await posts('posts a second while the index is filled', place);
  const before = await countOf(db);
  const begin = performance.now();
  await catchUp(db, Date.now());
  const seconds = (performance.now() - begin) / 1000;
  row('comments into the index a second', Math.round(((await countOf(db)) - before) / seconds));
  await posts('posts a second with the index full', place);
  await catchUp(db, Date.now());
  if (place.databaseUrl !== undefined) await sql`vacuum analyze`.execute(db);
  await searches(db);
  await db.destroy();
}

async function countOf(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from desk_index`.execute(db);
  return Number(rows[0]!.count);
}

/** Comments that wait for a moderator, by 16 writers, over the server, whose index is caught up beside it. */
async function posts(name: string, place: Place): Promise<void> {
  const server = await startOurs(place);
  try {
    const bursts: Burst[] = [];
    for (let run = 0; run < 3; run += 1) {
      const request: Asked = {
        method: 'POST',
        path: '/api/v1/sites/so/comments',
        setupRequest: (asked) => ({ ...asked, ...posting(`/do-${String(run)}`) }),
      };
      bursts.push(await burst(server.url, [request], { amount: 1500, connections: 16 }));
    }
    const { perSecond, p99, failed } = middle(bursts);
    row(name, Math.round(perSecond), ` 99th: ${ms(p99)} ms`, `failed: ${String(failed)}`);
  } finally {
    await server.stop();
  }
}

async function searches(db: Database): Promise<void> {
  const find = (wanted: Partial<Wanted>, cursor: string | null = null): Promise<Found> =>
    findComments(db, { sites: SITES, ...wanted }, { order: 'newest', cursor, limit: 50 });
  let deep = await find({ state: 'pending' });
  for (let page = 0; page < 100 && deep.next !== null; page += 1) deep = await find({ state: 'pending' }, deep.next);
  let deepSearch = await find({ query: 'nguoi dan' });
  for (let page = 0; page < 100 && deepSearch.next !== null; page += 1) {
    deepSearch = await find({ query: 'nguoi dan' }, deepSearch.next);
  }
  const acts: Record<string, (on: Database) => Promise<unknown>> = {};
  const search = (name: string, wanted: Partial<Wanted>, more = {}): void => {
    acts[name] = (on) => findComments(on, { sites: SITES, ...wanted }, { order: 'newest', limit: 50, ...more });
  };
  search('queue: first page, oldest first', { state: 'pending' }, { order: 'oldest' });
  search('queue: page 100', { state: 'pending' }, { cursor: deep.next });
  search('published: first page', { state: 'published' });
  acts['counts of a site'] = (on) => countQueue(on, SITES[0]!, NOW);
  acts['what waits on each site'] = (on) => countWaiting(on, SITES);
  search('rare word', { query: 'hidrô' });
  search('frequent word', { query: 'người' });
  search('frequent word, oldest first', { query: 'người' }, { order: 'oldest' });
  search('frequent words, page 100', { query: 'nguoi dan' }, { cursor: deepSearch.next });
  search('two frequent words', { query: 'cải đường' });
  search('two frequent words, never together', { query: 'quý quốc' });
  search('word of before a year, not since', { query: 'covid' });
  search('phrase', { query: '"cải cách hành chính"' });
  search('phrase of frequent words that there is not', { query: '"quý người"' });
  search('frequent word, pending', { query: 'người', state: 'pending' });
  search('middling word, rejected', { query: 'hành chính', state: 'rejected' });
  search('frequent word, a month a year ago', {
    query: 'người',
    from: NOW - YEAR,
    to: NOW - YEAR + 30 * 24 * 60 * MINUTE,
  });
  search('middling word, one small site', { query: 'hành chính', sites: ['so-7'] });
  search('frequent word, one thread', { query: 'người', thread: '/bai-20' });
  search('with links', { links: true });
  search('with an answer, with links, rejected', { answered: true, links: true, state: 'rejected' });
  search('reported', { reported: true });
  search('no match', { query: 'khongcochunaonhuthe' });
  for (const [name, act] of Object.entries(acts)) {
    if (withPlans) console.log(`\n${(await plansOf(db, act)).join('\n')}`);
    const times = [];
    let found = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const begin = performance.now();
      const { rows = [] } = (await act(db)) as Partial<Found>;
      times.push(performance.now() - begin);
      found = rows.length;
    }
    row(`${name} (${String(found)})`, ms(median(times)), ms(quantile(times, 1)));
  }
}

/** Words of Vietnamese, a few of them in every third comment and most of them in hardly any, as words are. */
function vocabulary(): string[] {
  const begins = [
    'b',
    'c',
    'ch',
    'd',
    'đ',
    'g',
    'h',
    'kh',
    'l',
    'm',
    'n',
    'ng',
    'nh',
    'ph',
    's',
    't',
    'th',
    'tr',
    'v',
    'x',
  ];
  const ends = [
    'a',
    'ạn',
    'ăng',
    'ấp',
    'ẻ',
    'ên',
    'ếch',
    'i',
    'ịnh',
    'o',
    'ong',
    'ốc',
    'ồng',
    'ơi',
    'ợp',
    'u',
    'ung',
    'ưa',
    'ường',
    'ước',
    'iêu',
    'iện',
    'oàn',
    'uyết',
    'ải',
    'ảnh',
    'áo',
    'âu',
    'ây',
    'ặt',
  ];
  const words = begins.flatMap((begin) => ends.map((end) => begin + end));
  return ['người', 'dân', 'của', 'và', 'có', 'đường', 'cải', 'xã', 'thủ', 'tục', ...shuffled(words)];
}

/** Pseudo-random, the same in each run. */
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

function shuffled(words: string[]): string[] {
  return words
    .map((word) => ({ word, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word);
}

function textOf(number: number, words: readonly string[]): string {
  const text = [];
  for (let length = 8 + Math.floor(random() * 35); length > 0; length -= 1) {
    // Nearly the law of Zipf.
    text.push(words[Math.floor(words.length ** random()) - 1]!);
  }
  text.push(number % 2 === 0 ? 'quý' : 'quốc');
  if (number % 33 === 0) text.push('cải cách hành chính');
  if (number % 40_000 === 17) text.push('nhà máy hidrô');
  if (number < SIZE / 2 && number % 4 === 0) text.push('covid');
  if (number % 25 === 3) text.push('xem https://so.example/bai-viet');
  return text.join(' ');
}

async function fill(db: Database): Promise<void> {
  // What is measured is not how fast this is filled.
  if (!isPostgres(db)) await db.transaction().execute((trx) => sql`pragma cache_size = -600000`.execute(trx));
  const words = vocabulary();
  const begin = NOW - 3 * YEAR;
  const threadOf = (number: number): number => Math.floor(THREADS * random() ** 3) * (number % 50 === 0 ? 0 : 1);
  const siteOf = (thread: number): string => SITES[thread % 2 === 0 ? 0 : 1 + ((thread >> 1) % (SITES.length - 1))]!;
  const threads = Array.from({ length: THREADS }, (_, number) => ({
    ...{ site: siteOf(number), key: `/bai-${String(number)}`, url: `https://so.example/bai-${String(number)}` },
    ...{ title: 'Hội nghị sơ kết', created_at: begin, ...NEW_THREAD },
  }));
  for (let at = 0; at < THREADS; at += 1000)
    await db
      .insertInto('threads')
      .values(threads.slice(at, at + 1000))
      .execute();
  const batches: Promise<unknown>[] = [];
  for (let at = 0; at < SIZE; at += 500) {
    const rows: CommentRow[] = [];
    for (let number = at; number < Math.min(at + 500, SIZE); number += 1) {
      const thread = threads[threadOf(number)]!;
      const share = random();
      const state = share < 0.94 ? 'published' : share < 0.97 ? 'rejected' : share < 0.99 ? 'pending' : 'withdrawn';
      const createdAt = begin + Math.floor((number * 3 * YEAR) / SIZE);
      const id = idOf('', number);
      const hasWords = state !== 'withdrawn';
      rows.push({
        ...{
          id,
          site: thread.site,
          thread: thread.key,
          name: hasWords ? 'Nguyễn Văn An' : '',
          text: hasWords ? textOf(number, words) : '',
        },
        ...{
          state,
          created_at: createdAt,
          consent_at: createdAt,
          author_hash: null,
          idempotency_key: `fill-${String(number)}`,
        },
        ...{
          request_hash: '',
          parent: null,
          root: id,
          rank: 1,
          agency: null,
          listed: Number(state === 'published'),
          replies: 0,
        },
        ...{
          likes: 0,
          likes_version: 0,
          reports: state === 'published' && number % 500 === 0 ? 1 : 0,
          pinned_at: null,
          edited_at: null,
        },
        ...{
          reason: null,
          withdrawn_at: hasWords ? null : Date.now(),
          code_hash: null,
          verified: 0,
          user_hash: null,
          held: null,
        },
        ...{ consent_version: null, email: null },
      });
    }
    batches.push(db.insertInto('comments').values(rows).execute());
    if (batches.length === 4) await Promise.all(batches.splice(0));
  }
  await Promise.all(batches);
  await sql`update threads set published =
    (select count(*) from comments where site = threads.site and thread = threads.key and listed = 1 and parent is null)`.execute(
    db,
  );
}
