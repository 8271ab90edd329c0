/**
 * `npm run statistics` in this folder: what the statistics of the moderation desk cost with 1,000,000 comments of three years, on SQLite
 * and PostgreSQL, and the plans of their statements.
 *
 * Measured is `figuresOf` in this process, as the server calls it: with nothing changed since the time before, with one day changed, and for
 * the first time since the server was started; the first two are medians of several runs.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery, type RootOperationNode, sql } from 'kysely';
import { startPostgres } from '../scripts/postgres.ts';
import { touchDays } from '../server/desk-index/days.ts';
import { figuresOf } from '../server/statistics/figures.ts';
import { MonthMemory } from '../server/statistics/month-memory.ts';
import { type Period, readPeriod } from '../server/statistics/period.ts';
import type { Database } from '../server/storage/database.ts';
import { median, ms, row } from './figures.ts';
import { openData, type Place, temporaryFolder } from './our-server.ts';

const SIZE = 1_000_000;
const THREADS = 20_000;
const RUNS = 21;
const DAY = 86_400_000;
const SITE = { slug: 'so', timeZone: 'Asia/Ho_Chi_Minh' };
const BEGIN = Date.parse('2024-01-01T00:00:00+07:00');
const SPAN = 1096 * DAY;
const NOW = BEGIN + SPAN - 1;

const PERIODS: Record<string, Record<string, string>> = {
  'a month': { period: '2026-09' },
  'a quarter (what the page opens with)': { period: '2026-Q3' },
  'a quarter by day': { period: '2026-Q3', by: 'day' },
  'a year': { period: '2026' },
  'three years': { from: '2024-01-01', to: '2026-12-31' },
};

const named = process.argv.slice(2);
const parts = named.length > 0 ? named : ['sqlite', 'postgres'];
const folder = temporaryFolder();
console.log(`${String(cpus().length)} cores; Node ${process.version}; median of ${String(RUNS)} runs`);
if (parts.includes('sqlite')) await measure('SQLite', { dataDir: join(folder, 'sqlite') });
if (parts.includes('postgres')) {
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
  const db = await openData(place);
  const begin = performance.now();
  await fill(db, name === 'SQLite');
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  console.log(`\n${name}: ${SIZE.toLocaleString('en')} rows of the index, filled in ${seconds} s`);
  row('statistics of', 'comments', 'before', 'median, ms', 'a day changed', 'first time');
  for (const [title, query] of Object.entries(PERIODS)) {
    const { period } = readPeriod(query, SITE.timeZone, NOW);
    const options = query['by'] === undefined ? {} : { grouping: 'day' as const };
    const memory = new MonthMemory();
    const measured = async (change: () => Promise<unknown>, runs = RUNS): Promise<number> => {
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        await change();
        const start = performance.now();
        await figuresOf(db, SITE, period, { ...options, memory });
        times.push(performance.now() - start);
      }
      return median(times);
    };
    const touch = (days: readonly number[]) => (): Promise<void> =>
      db.transaction().execute((trx) =>
        touchDays(
          trx,
          days.map((at) => ({ site: SITE.slug, created_at: at })),
        ),
      );
    const nothing = (): Promise<void> => Promise.resolve();
    const first = await measured(nothing, 1);
    const same = await measured(nothing);
    // As when comments come: the last day that there is.
    const lastDay = await measured(touch([period.to - DAY]));
    const { now, before } = await figuresOf(db, SITE, period, { ...options, memory });
    row(title, now.received, before.received, ms(same), ms(lastDay), ms(first));
  }
  await printPlans(db, name === 'SQLite', readPeriod({ period: '2026-Q3' }, SITE.timeZone, NOW).period);
  await db.destroy();
}

/** Comments spread over three years and many articles: most are about an article of the last days. Written by statements alone. */
async function fill(db: Database, isSqlite: boolean): Promise<void> {
  const numbers = isSqlite
    ? `(with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n < ${String(SIZE - 1)})
        select n from numbers)`
    : `(select generate_series(0, ${String(SIZE - 1)}) as n)`;
  const id = isSqlite ? `printf('%020x', n)` : `lpad(to_hex(n), 20, '0')`;
  // Numbers without order that are the same on both: multiples of a prime.
  const mixed = (prime: number, size: number): string =>
    `((n * ${String(prime)}.0) - floor((n * ${String(prime)}.0) / ${String(size)}) * ${String(size)})`;
  const integer = (text: string): string => `cast(${text} as bigint)`;
  const created = integer(`${String(BEGIN)} + n * ${String(SPAN / SIZE)}`);
  const state = `case when ${mixed(7919, 100)} < 80 then 'published' when ${mixed(7919, 100)} < 93 then 'rejected'
    when ${mixed(7919, 100)} < 95 then 'pending' when ${mixed(7919, 100)} < 98 then 'withdrawn' else 'erased' end`;
  await sql
    .raw(
      `insert into desk_index (seq, comment_id, site, thread, created_at, state, agency, decided_at, answered_at, reject_code,
      links, reported, assigned)
    select n, ${id}, case when ${mixed(104729, 100)} < 2 then 'khac' else 'so' end,
      '/tin-tuc-su-kien/bai-viet-' || ${integer(`abs(n * ${String(THREADS / SIZE)} - ${mixed(15485863, 1000)} * ${mixed(32452843, 1000)} / 10000)`)},
      created, state, case when ${mixed(611953, 100)} < 5 then 1 else 0 end,
      case when state <> 'pending' then created + ${integer(`${mixed(49979687, 100000)} * ${mixed(86028121, 1000)}`)} end,
      case when ${mixed(67867967, 100)} < 20 then created + ${integer(`${mixed(86028121, 100000)} * 4320`)} end,
      case when state = 'rejected' and ${mixed(7919, 10)} < 8 then 'off-topic' end, 0, 0, 0
    from (select n, ${created} as created, ${state} as state from ${numbers} as counted) as made`,
    )
    .execute(db);
  await sql
    .raw(
      `insert into threads (site, key, url, title, created_at, published, roots, version)
    select distinct site, thread, 'https://so.example' || thread, 'Hội nghị sơ kết', 0, 0, 0, 0 from desk_index`,
    )
    .execute(db);
  await sql.raw(isSqlite ? 'analyze' : 'vacuum analyze').execute(db);
}

async function printPlans(db: Database, isSqlite: boolean, period: Period): Promise<void> {
  const nodes: RootOperationNode[] = [];
  const recorded = db.withPlugin({
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  });
  await figuresOf(recorded, SITE, period);
  const seen = new Set<string>();
  for (const node of nodes) {
    const query = db.getExecutor().compileQuery(node, { queryId: 'plan' });
    if (seen.has(query.sql)) continue;
    seen.add(query.sql);
    const explain = isSqlite ? 'explain query plan' : 'explain (analyze, timing off)';
    const { rows } = await db.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]),
    );
    console.log(
      `\n${query.sql
        .trim()
        .replace(/\s+/g, ' ')
        .replace(/(\(cast[^()]*\([^()]*\)[^()]*\), )+/g, '')
        .slice(0, 160)}`,
    );
    for (const each of rows) console.log(`    ${String(each['detail'] ?? each['QUERY PLAN'])}`);
  }
}
