import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { type Database, openDatabase } from '../storage/database.ts';
import { together } from '../storage/together.ts';
import { type Engine, onEachEngine, onPostgres } from './engines.ts';

/** A database, and a connection beside the server's. */
async function open(t: TestContext, engine: Engine): Promise<{ db: Database; other: pg.Client }> {
  const place = await engine.fresh();
  const db = await openDatabase(place);
  const other = new pg.Client(place.databaseUrl);
  await other.connect();
  t.after(async () => {
    await other.end();
    await db.destroy();
    await place.remove();
  });
  return { db, other };
}

const addPage = (db: Database, page: string) =>
  db.insertInto('tally_sizes').values({ site: 'so', kind: 'page', period: page, names: 1 });
const pages = async (db: Database): Promise<string[]> =>
  (await db.selectFrom('tally_sizes').selectAll().orderBy('period').execute()).map(({ period }) => period);

/** Breaks so many connections as soon as they are seen to sleep. */
async function endSleeping(other: pg.Client, many: number): Promise<void> {
  // One that is being ended still sleeps for a moment, and is no second one.
  const ended = new Set<number>();
  while (ended.size < many) {
    const { rows } = await other.query<{ pid: number }>(
      "select pid, pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()",
    );
    for (const { pid } of rows) ended.add(pid);
  }
}

onEachEngine('statements sent together', (engine) => {
  it('are run in their order, each with its own answer', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    const answers = await db
      .transaction()
      .execute((trx) =>
        together(
          trx,
          addPage(trx, '/a'),
          trx.selectFrom('tally_sizes').select('period'),
          addPage(trx, '/b').returning('names'),
          trx.selectFrom('tally_sizes').select('period').orderBy('period'),
        ),
      );
    assert.deepEqual(answers.slice(1), [[{ period: '/a' }], [{ names: 1 }], [{ period: '/a' }, { period: '/b' }]]);
    assert.deepEqual(await pages(db), ['/a', '/b']);
  });

  it('leave nothing behind when one of them fails, and what comes next goes on', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    await addPage(db, '/a').execute();
    const twice = db
      .transaction()
      .execute((trx) => together(trx, addPage(trx, '/b'), addPage(trx, '/a'), addPage(trx, '/c')));
    await assert.rejects(twice, /unique/i);
    assert.deepEqual(await pages(db), ['/a']);
    await db.transaction().execute((trx) => together(trx, addPage(trx, '/b')));
    assert.deepEqual(await pages(db), ['/a', '/b']);
  });
});

onPostgres('connections to the database', (engine) => {
  it('are few, however many read at once', async (t) => {
    const { db, other } = await open(t, engine);
    await addPage(db, '/a').execute();
    await Promise.all(Array.from({ length: 200 }, () => pages(db)));
    const { rows } = await other.query<{ n: number }>(
      'select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    assert.ok(rows[0]!.n <= 3, `${rows[0]!.n} connections`);
  });

  it('let nobody who reads wait for somebody who writes', async (t) => {
    const { db, other } = await open(t, engine);
    await addPage(db, '/a').execute();
    await other.query('begin');
    await other.query('update tally_sizes set names = 2');
    const waiting = db.updateTable('tally_sizes').set({ names: 3 }).execute();
    assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => pages(db))), Array(20).fill(['/a']));
    await other.query('commit');
    await waiting;
    assert.deepEqual(await db.selectFrom('tally_sizes').select('names').execute(), [{ names: 3 }]);
  });

  it('prepare a statement that is repeated once', async (t) => {
    const { db } = await open(t, engine);
    const prepared = await db.transaction().execute(async (trx) => {
      for (const page of ['/a', '/b', '/c']) await addPage(trx, page).execute();
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(trx);
      return rows.filter(({ statement }) => statement.startsWith('insert into "tally_sizes"'));
    });
    assert.equal(prepared.length, 1);
  });

  it('are replaced when they break, and only who used them is told', async (t) => {
    const { db, other } = await open(t, engine);
    const broken = db.transaction().execute(async (trx) => {
      await addPage(trx, '/a').execute();
      await sql`select pg_sleep(60)`.execute(trx);
    });
    const told = assert.rejects(broken, /terminating connection/);
    await endSleeping(other, 1);
    await told;
    assert.deepEqual(await pages(db), []);
    await addPage(db, '/c').execute();
    assert.deepEqual(await pages(db), ['/c']);
  });

  it('read on after one that reading shared was broken', async (t) => {
    const { db, other } = await open(t, engine);
    await addPage(db, '/a').execute();
    const slow = sql`pg_sleep(60)`.as('slept');
    const reading = [1, 2].map(() => db.selectFrom('tally_sizes').select(slow).execute());
    const ended = Promise.all(reading.map((each) => assert.rejects(each, /terminat/)));
    await endSleeping(other, 2);
    await ended;
    assert.deepEqual(await pages(db), ['/a']);
  });

  it('read on, and write on at the next try, when another process changes the tables', async (t) => {
    const { db, other } = await open(t, engine);
    const write = (page: string): Promise<unknown> =>
      db.transaction().execute((trx) => together(trx, addPage(trx, page).returningAll()));
    await write('/a');
    assert.deepEqual(await pages(db), ['/a']);
    await other.query('alter table tally_sizes add column more text');
    assert.deepEqual(await Promise.all([pages(db), pages(db), pages(db)]), Array(3).fill(['/a']));
    await write('/b').catch(() => write('/b'));
    assert.deepEqual(await pages(db), ['/a', '/b']);
  });

  it('confirm no transaction that the database has taken back', async (t) => {
    const { db } = await open(t, engine);
    const deaf = db.transaction().execute(async (trx) => {
      await addPage(trx, '/a').execute();
      await trx.executeQuery(CompiledQuery.raw('select 1 / 0')).catch(() => undefined);
    });
    await assert.rejects(deaf, /taken back/);
    assert.deepEqual(await pages(db), []);
  });
});
