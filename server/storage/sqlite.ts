import SQLite from 'better-sqlite3';
import { type Dialect, type DialectAdapter, type Driver, SqliteAdapter, SqliteDialect } from 'kysely';
import { FileDriver } from './sqlite-driver.ts';

/** How long to wait for another process's lock, in ms. */
const BUSY_TIMEOUT = 5000;
const WAL_PAUSE = 20;

/**
 * Opens (or makes) a database file for a server that must not lose what it confirmed: write-ahead log, each commit on disk.
 *
 * @throws when the file cannot be opened or is no database
 */
export function sqliteDialect(file: string, { mustExist = false } = {}): Dialect {
  const writer = open(file, mustExist);
  try {
    const reader = open(file, true);
    reader.pragma('query_only = ON');
    return new FileDialect(writer, reader);
  } catch (error) {
    writer.close();
    throw error;
  }
}

function open(file: string, mustExist: boolean): SQLite.Database {
  const database = new SQLite(file, { fileMustExist: mustExist, timeout: BUSY_TIMEOUT });
  try {
    enterWal(database);
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // What readers withdraw must not linger in free parts of the file.
    database.pragma('secure_delete = ON');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
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

/** Kysely's dialect for SQLite with a driver of our own; migrations run in one transaction, for several processes on one file. */
class FileDialect extends SqliteDialect {
  readonly #driver: FileDriver;

  constructor(writer: SQLite.Database, reader: SQLite.Database) {
    super({ database: writer });
    this.#driver = new FileDriver(writer, reader);
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
