import SQLite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

/**
 * Opens (or makes) a database file for a server that must not lose what it confirmed: write-ahead log, each commit on disk.
 *
 * @throws when the file cannot be opened or is no database
 */
export function sqliteDialect(file: string, { mustExist = false } = {}): Dialect {
  const database = new SQLite(file, { fileMustExist: mustExist, timeout: 5000 });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  } catch (error) {
    database.close();
    throw error;
  }
  return new FileDialect(database);
}

/**
 * Kysely's dialect for SQLite with two changes for several processes on one file: a transaction takes the write lock when it
 * begins (one that reads first and writes later would fail at once instead of waiting), and migrations run in one.
 */
class FileDialect extends SqliteDialect {
  readonly #database: SQLite.Database;

  constructor(database: SQLite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new LockingDriver({ database: this.#database });
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

class LockingDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
