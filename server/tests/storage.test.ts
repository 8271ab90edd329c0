import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine, sqlite } from './engines.ts';

it('keeps what it confirmed on disk and checks references', async (t) => {
  const place = await sqlite.fresh();
  const db = await openDatabase(place);
  t.after(() => db.destroy().then(() => place.remove()));
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db);
    return Object.values(rows[0] ?? {})[0];
  };
  assert.deepEqual(
    [
      await pragma('journal_mode'),
      await pragma('synchronous'),
      await pragma('foreign_keys'),
      await pragma('busy_timeout'),
    ],
    ['wal', 2, 1, 5000],
  );
});

it('takes the write lock when a transaction begins, so that one that reads first cannot fail at its write', async (t) => {
  const place = await sqlite.fresh();
  const db = await openDatabase(place);
  const other = new SQLite(join(place.dataDir, 'tinh.sqlite'), { timeout: 0 });
  t.after(async () => {
    other.close();
    await db.destroy();
    await place.remove();
  });
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('threads').selectAll().execute();
    assert.throws(() => other.exec('begin immediate'), { code: 'SQLITE_BUSY' });
  });
  other.exec('begin immediate; rollback');
});

onEachEngine('storage', (engine) => {
  it('gives counters and moments as numbers', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    const large = Number.MAX_SAFE_INTEGER;
    await db.insertInto('visit_counts').values({ site: 'so', period: 'total', visits: large, views: 0 }).execute();
    assert.deepEqual(await db.selectFrom('visit_counts').select('visits').execute(), [{ visits: large }]);
  });

  it('finds its tables up to date at the second opening', async (t) => {
    const place = await engine.fresh();
    t.after(() => place.remove());
    const first = await openDatabase(place);
    await first.insertInto('desk_progress').values({ site: 'so', created_at: 1 }).execute();
    await first.destroy();
    const second = await openDatabase(place);
    assert.deepEqual(await second.selectFrom('desk_progress').selectAll().execute(), [{ site: 'so', created_at: 1 }]);
    await second.destroy();
  });
});
