import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../storage/database.ts';
import { sqlite } from './engines.ts';

/** A database, and what another process sees of its pages. */
async function open(t: TestContext): Promise<{ db: Database; onDisk: () => string[] }> {
  const place = await sqlite.fresh();
  const db = await openDatabase(place);
  const other = new SQLite(join(place.dataDir, 'tinh.sqlite'));
  t.after(async () => {
    other.close();
    await db.destroy();
    await place.remove();
  });
  const pages = other.prepare('select period from tally_sizes order by period').pluck();
  return { db, onDisk: () => pages.all() as string[] };
}

function write(db: Database, page: string, then?: (trx: Database) => Promise<unknown>): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await trx.insertInto('tally_sizes').values({ site: 'so', kind: 'page', period: page, names: 1 }).execute();
    await then?.(trx);
  });
}

it('confirms what is written at the same moment when it is on disk, not before', async (t) => {
  const { db, onDisk } = await open(t);
  const pages = Array.from({ length: 250 }, (_, index) => `/trang-${String(index)}`);
  await Promise.all(
    pages.map(async (page, index) => {
      if (index % 2) await write(db, page);
      else await db.insertInto('tally_sizes').values({ site: 'so', kind: 'page', period: page, names: 1 }).execute();
      assert.ok(onDisk().includes(page), page);
    }),
  );
  assert.equal(onDisk().length, pages.length);
});

it('keeps the others when one of those that write at the same moment fails', async (t) => {
  const { db, onDisk } = await open(t);
  const broken = new Error('changed its mind');
  const ended = await Promise.allSettled([
    write(db, '/a'),
    write(db, '/b', () => Promise.reject(broken)),
    write(db, '/c'),
    write(db, '/d', (trx) =>
      trx.insertInto('tally_sizes').values({ site: 'so', kind: 'page', period: '/d', names: 1 }).execute(),
    ),
    db.insertInto('tally_sizes').values({ site: 'so', kind: 'page', period: '/a', names: 1 }).execute(),
    write(db, '/e'),
  ]);
  assert.deepEqual(
    ended.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(onDisk(), ['/a', '/c', '/e']);
});

it('shows nobody what is not on disk yet', async (t) => {
  const { db } = await open(t);
  const seen = async (): Promise<number> => (await db.selectFrom('tally_sizes').select('period').execute()).length;
  const first = write(db, '/a');
  await write(db, '/b', async (trx) => {
    assert.equal(
      (await trx.selectFrom('tally_sizes').select('period').execute()).length,
      2,
      'a transaction sees those before it',
    );
    assert.equal(await seen(), 0);
  });
  await first;
  assert.equal(await seen(), 2);
});

it('confirms none of them when they cannot be written, and goes on', async (t) => {
  const { db, onDisk } = await open(t);
  // A reference to nothing that is looked at when the commit comes.
  const unwritable = db.transaction().execute(async (trx) => {
    await sql`pragma defer_foreign_keys = on`.execute(trx);
    await trx.insertInto('likes').values({ comment_id: 'nothing', token_hash: 'somebody' }).execute();
  });
  const ended = await Promise.allSettled([write(db, '/a'), unwritable, write(db, '/b')]);
  assert.deepEqual(
    ended.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.deepEqual(onDisk(), []);
  await write(db, '/a');
  assert.deepEqual(onDisk(), ['/a']);
});

it('writes what was begun before it is closed', async (t) => {
  const place = await sqlite.fresh();
  t.after(() => place.remove());
  const db = await openDatabase(place);
  let closed: Promise<void> | undefined;
  const closing = async (): Promise<void> => void (closed = db.destroy());
  await Promise.all([write(db, '/a'), write(db, '/b', closing)]);
  await closed;
  await assert.rejects(write(db, '/c'), /not open|destroyed/);
  const other = new SQLite(join(place.dataDir, 'tinh.sqlite'));
  assert.equal(other.prepare('select count(*) from tally_sizes').pluck().get(), 2);
  other.close();
});
