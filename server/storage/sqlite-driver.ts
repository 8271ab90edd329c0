import type SQLite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** So many transactions are confirmed together at the most: a long turn of the event loop must not make the first of them wait for ever. */
const MOST_TOGETHER = 100;
/** Prepared statements of one connection that are kept. */
const MOST_STATEMENTS = 200;

/**
 * Kysely's driver for one SQLite file, in two connections.
 *
 * Writing costs the wait for the disk, and the whole process waits with it. So transactions that end within one turn of the event loop get
 * one commit together, and each is confirmed only once that commit is on disk. Each stands in a savepoint of its own: one that fails takes
 * none of the others with it. Reading outside of a transaction goes over the second connection, which sees what is on disk and nothing else.
 */
export class FileDriver implements Driver {
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turns = new Turns();
  #together: Waiting[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #active = false;
  #due = false;

  /**
   * @param writer takes the write lock when a transaction begins: one that read first would fail at once instead of waiting
   * @param reader the same file
   */
  constructor(writer: SQLite.Database, reader: SQLite.Database) {
    this.#writer = new Statements(writer);
    this.#reader = new Statements(reader);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<FileConnection> {
    return Promise.resolve(new FileConnection(this));
  }

  async beginTransaction(connection: FileConnection): Promise<void> {
    await this.#begin();
    connection.inTransaction = true;
  }

  async commitTransaction(connection: FileConnection): Promise<void> {
    connection.inTransaction = false;
    await this.#end('release own');
  }

  async rollbackTransaction(connection: FileConnection): Promise<void> {
    // After a commit that failed there is nothing left of it.
    if (!connection.inTransaction) return;
    connection.inTransaction = false;
    await this.#end('rollback to own');
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  async destroy(): Promise<void> {
    await this.#turns.take();
    this.#commit();
    this.#reader.close();
    this.#writer.close();
    // Who comes too late fails, and waits for nothing.
    this.#turns.give();
  }

  /** Runs one statement: in the transaction, over the reading connection, or as a transaction of its own. */
  async execute<R>({ sql, parameters }: CompiledQuery, inTransaction: boolean): Promise<QueryResult<R>> {
    if (inTransaction) return this.#writer.run(sql, parameters);
    if (this.#reader.isReading(sql)) return this.#reader.run(sql, parameters);
    await this.#begin();
    let result: QueryResult<R>;
    try {
      result = this.#writer.run(sql, parameters);
    } catch (error) {
      await this.#end('rollback to own');
      throw error;
    }
    await this.#end('release own');
    return result;
  }

  async #begin(): Promise<void> {
    await this.#turns.take();
    try {
      if (!this.#writer.inTransaction) this.#writer.run('begin immediate', []);
      this.#writer.run('savepoint own', []);
      this.#active = true;
    } catch (error) {
      this.#turns.give();
      throw error;
    }
  }

  /** Resolves once what was kept is on disk; at once for what was not. */
  async #end(how: 'release own' | 'rollback to own'): Promise<void> {
    this.#active = false;
    let kept: Promise<void> | null = null;
    try {
      if (!this.#writer.inTransaction) {
        // A full disk, for one, takes back all that is not committed.
        throw new Error('the database has taken back the transaction');
      }
      if (how !== 'release own') this.#writer.run('rollback to own', []);
      this.#writer.run('release own', []);
      if (how === 'release own') {
        kept = new Promise<void>((resolve, reject) => this.#together.push({ resolve, reject }));
        // Looked at by whoever waits; the commit below may come before.
        kept.catch(() => undefined);
      }
      if (this.#due || this.#together.length === 0 || this.#together.length >= MOST_TOGETHER) this.#commit();
      else this.#scheduled ??= setImmediate(() => this.#commit());
    } catch (error) {
      this.#lose(error as Error);
      if (how === 'release own') throw error;
    } finally {
      this.#turns.give();
    }
    await kept;
  }

  #commit(): void {
    if (this.#active) {
      this.#due = true;
      return;
    }
    this.#due = false;
    if (this.#scheduled) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (!this.#writer.inTransaction) return;
    try {
      this.#writer.run('commit', []);
      for (const { resolve } of this.#together.splice(0)) resolve();
    } catch (error) {
      this.#lose(error as Error);
    }
  }

  /** Nobody who waits may believe to be confirmed. */
  #lose(error: Error): void {
    if (this.#writer.inTransaction) this.#writer.run('rollback', []);
    for (const { reject } of this.#together.splice(0)) reject(error);
  }
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** What Kysely holds while it runs a transaction or one statement. */
class FileConnection implements DatabaseConnection {
  readonly #driver: FileDriver;
  inTransaction = false;

  constructor(driver: FileDriver) {
    this.#driver = driver;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#driver.execute<R>(query, this.inTransaction);
  }

  /** Nothing here reads row by row. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('reading row by row is not supported');
  }
}

/** A connection and its prepared statements: preparing costs as much as running. */
class Statements {
  readonly #database: SQLite.Database;
  readonly #prepared = new Map<string, SQLite.Statement>();

  constructor(database: SQLite.Database) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  isReading(sql: string): boolean {
    return this.#prepare(sql).readonly;
  }

  run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }

  close(): void {
    this.#database.close();
  }

  #prepare(sql: string): SQLite.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    // Changed tables may have other columns than a statement was prepared for.
    if (/^\s*(create|alter|drop)\b/i.test(sql)) this.#prepared.clear();
    else if (this.#prepared.size >= MOST_STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value!);
    this.#prepared.set(sql, statement);
    return statement;
  }
}

/** One at a time, in the order of asking. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  take(): Promise<void> {
    if (this.#taken) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    return Promise.resolve();
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }
}
