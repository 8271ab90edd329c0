import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, Kysely, Migrator } from 'kysely';
import { Refusal } from '../refusal.ts';
import { migrations } from './migrations.ts';
import { postgresDialect } from './postgres.ts';
import type { Tables } from './schema.ts';
import { sqliteDialect } from './sqlite.ts';

/** Typed access to the tables. */
export type Database = Kysely<Tables>;

/** Which database to use. */
export interface DatabasePlace {
  /** `postgres://…`; without it the SQLite file `tinh.sqlite` in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** Refuse when there is no SQLite file yet, instead of making one. */
  readonly mustExist?: boolean;
}

/**
 * Opens the database and brings its tables up to date.
 *
 * @throws Refusal when it cannot be opened or reached
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const name =
    place.databaseUrl === undefined ? join(place.dataDir, 'tinh.sqlite') : withoutPassword(place.databaseUrl);
  try {
    const db = new Kysely<Tables>({ dialect: dialectOf(place, name) });
    try {
      await migrate(db);
    } catch (error) {
      await db.destroy();
      throw error;
    }
    return db;
  } catch (error) {
    const why = error instanceof AggregateError ? (error.errors[0] as Error).message : (error as Error).message;
    throw new Refusal(`Không mở được cơ sở dữ liệu ${name}: ${why}.`, `Cannot open the database ${name}: ${why}.`);
  }
}

/** Runs the migrations that this database has not seen. Safe when several processes start at once. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}

function dialectOf({ databaseUrl, dataDir, mustExist = false }: DatabasePlace, name: string): Dialect {
  if (databaseUrl === undefined) {
    if (!mustExist) mkdirSync(dataDir, { recursive: true });
    return sqliteDialect(name, { mustExist });
  }
  return postgresDialect(databaseUrl);
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.password = '';
  url.search = '';
  return url.href;
}
