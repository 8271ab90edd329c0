import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Kysely, Migrator, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../storage/database.ts';
import { migrations } from '../storage/migrations.ts';
import type { Tables } from '../storage/schema.ts';
import { sqliteDialect } from '../storage/sqlite.ts';
import type { Engine, Place } from './engines.ts';

/**
 * A database as an older release left it, to be filled by the test and closed before the server opens it.
 *
 * @param last name of the newest migration that it knows
 */
export async function oldDatabase(
  t: TestContext,
  engine: Engine,
  last: keyof typeof migrations,
): Promise<{ place: Place; old: Database }> {
  const place = await engine.fresh();
  t.after(() => place.remove());
  const dialect =
    place.databaseUrl === undefined
      ? sqliteDialect(join(place.dataDir, 'tinh.sqlite'))
      : new PostgresDialect({ pool: new pg.Pool({ connectionString: place.databaseUrl }) });
  const old = new Kysely<Tables>({ dialect });
  const migrator = new Migrator({ db: old, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateTo(last);
  assert.equal(error, undefined);
  return { place, old };
}
