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

/** How long to wait for another process's lock, in ms. */
const BUSY_TIMEOUT = 5000;
const WAL_PAUSE = 20;

/**
 * Opens (or makes) a database file for a server that must not lose what it confirmed: write-ahead log, each commit on disk.
 *
 * @throws when the file cannot be opened or is no database
 */
export function sqliteDialect(file: string, { mustExist = false } = {}): Dialect {
  const database = new SQLite(file, { fileMustExist: mustExist, timeout: BUSY_TIMEOUT });
  try {
    enterWal(database);
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // What readers withdraw must not linger in free parts of the file.
    database.pragma('secure_delete = ON');
  } catch (error) {
    database.close();
    throw error;
  }
  return new FileDialect(database);
}

/**
 * Switches the file to the write-ahead log. Of two processes that switch a new file at the same moment one is refused
 * without waiting, whatever the timeout: SQLite's busy handler does not cover this, so it is tried again here.
 */
function enterWal(database: SQLite.Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = BUSY_TIMEOUT / WAL_PAUSE; ; tries -= 1) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!(error instanceof SQLite.SqliteError) || !error.code.startsWith('SQLITE_BUSY') || tries <= 0) throw error;
      // Nothing else runs yet at this point of the start.
      Atomics.wait(pause, 0, 0, WAL_PAUSE);
    }
  }
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
