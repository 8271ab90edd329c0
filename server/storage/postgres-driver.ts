import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import pg from 'pg';

/** Connections that reading shares. */
const MOST_READERS = 2;
/** Statements that are prepared; whatever comes after them is planned each time. */
const MOST_STATEMENTS = 200;
/** “Cached plan must not change result type” (`feature_not_supported`), `invalid_sql_statement_name`: what was prepared is no more. */
const OUTDATED = ['0A000', '26000'];
const REPEATED = ['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'];

/**
 * Kysely's driver for PostgreSQL.
 *
 * What costs the time are the ways to the database and back, and the planning. So a transaction's `begin` goes with its first statement; what
 * is read outside of a transaction shares few connections, on which no statement waits for the answer to the one before; and statements are
 * prepared once for each connection.
 */
export class ServerDriver implements Driver {
  readonly #pool: pg.Pool;
  readonly #readers: Reader[] = [];
  readonly #prepared = new Prepared();
  /** Not to be used again. */
  readonly #broken = new WeakSet<pg.PoolClient>();

  /** @param pool its connections with `pipeline` */
  constructor(pool: pg.Pool) {
    this.#pool = pool;
    // A connection that breaks is replaced, and whoever uses it is told by their statement. Without listeners it would end the process.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<ServerConnection> {
    return Promise.resolve(new ServerConnection(this));
  }

  async beginTransaction(connection: ServerConnection): Promise<void> {
    const client = await this.#pool.connect();
    const begun = client.query('begin');
    // Looked at together with the first answer.
    begun.catch(() => undefined);
    connection.transaction = { client, begun };
  }

  async commitTransaction({ transaction }: ServerConnection): Promise<void> {
    const { command } = await transaction!.client.query('commit');
    // PostgreSQL answers so, without an error, when a statement before has failed.
    if (command === 'ROLLBACK') throw new Error('the database has taken back the transaction');
  }

  async rollbackTransaction({ transaction }: ServerConnection): Promise<void> {
    // A connection that cannot take it back is closed, and the transaction ends with it.
    await transaction!.client.query('rollback').catch(() => this.#broken.add(transaction!.client));
  }

  releaseConnection(connection: ServerConnection): Promise<void> {
    if (connection.transaction) this.#release(connection.transaction.client);
    connection.transaction = null;
    return Promise.resolve();
  }

  destroy(): Promise<void> {
    return this.#pool.end();
  }

  /** Runs one statement: in the transaction, over a connection that reading shares, or over one of its own. */
  async execute<R>(query: CompiledQuery, transaction: Transaction | null): Promise<QueryResult<R>> {
    if (transaction) {
      const [, result] = await Promise.all([transaction.begun, this.#send<R>(transaction.client, query)]);
      return result;
    }
    if (query.query.kind === 'SelectQueryNode') return this.#read(query);
    const client = await this.#pool.connect();
    try {
      return await this.#send(client, query);
    } finally {
      this.#release(client);
    }
  }

  async #read<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const reader = this.#leastBusy();
    reader.busy += 1;
    try {
      const client = await reader.client;
      return await this.#send<R>(client, query).catch((error: unknown) => {
        // Another process has changed the tables, and the statement is prepared anew. Reading again does no harm.
        if (isOutdated(error)) return this.#send<R>(client, query);
        throw error;
      });
    } catch (error) {
      // Perhaps the connection is broken: nobody else is to come.
      this.#drop(reader);
      throw error;
    } finally {
      reader.busy -= 1;
      if (reader.busy === 0) {
        this.#drop(reader);
        reader.client.then(
          (client) => this.#release(client),
          () => undefined,
        );
      }
    }
  }

  #leastBusy(): Reader {
    if (this.#readers.length < MOST_READERS) this.#readers.push({ client: this.#pool.connect(), busy: 0 });
    return this.#readers.reduce((least, each) => (each.busy < least.busy ? each : least));
  }

  #drop(reader: Reader): void {
    const place = this.#readers.indexOf(reader);
    if (place >= 0) this.#readers.splice(place, 1);
  }

  async #send<R>(client: pg.PoolClient, query: CompiledQuery): Promise<QueryResult<R>> {
    const name = this.#prepared.nameOf(query);
    try {
      const { command, rowCount, rows } = await client.query({ name, text: query.sql, values: [...query.parameters] });
      if (command === 'SELECT' || rowCount === null) return { rows: rows as R[] };
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount) };
    } catch (error) {
      if (name !== undefined && isOutdated(error)) this.#prepared.forget(query, name);
      if (isFatal(error)) this.#broken.add(client);
      throw error;
    }
  }

  #release(client: pg.PoolClient): void {
    client.release(this.#broken.has(client));
  }
}

/** A connection while somebody reads over it. */
interface Reader {
  readonly client: Promise<pg.PoolClient>;
  /** Statements without an answer. */
  busy: number;
}

/** A transaction, and the answer to its `begin`. */
interface Transaction {
  readonly client: pg.PoolClient;
  readonly begun: Promise<unknown>;
}

/** What Kysely holds while it runs a transaction or one statement. */
class ServerConnection implements DatabaseConnection {
  readonly #driver: ServerDriver;
  transaction: Transaction | null = null;

  constructor(driver: ServerDriver) {
    this.#driver = driver;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#driver.execute<R>(query, this.transaction);
  }

  /** Nothing here reads row by row. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('reading row by row is not supported');
  }
}

/** The names under which every connection prepares a statement when it first sends it. */
class Prepared {
  readonly #names = new Map<string, string>();
  #given = 0;

  nameOf({ sql, query }: CompiledQuery): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= MOST_STATEMENTS || !REPEATED.includes(query.kind)) return known;
    this.#given += 1;
    const name = `tinh${String(this.#given)}`;
    this.#names.set(sql, name);
    return name;
  }

  /** The next time the statement gets a new name, unless it has one already. */
  forget({ sql }: CompiledQuery, name: string): void {
    if (this.#names.get(sql) === name) this.#names.delete(sql);
  }
}

function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && OUTDATED.includes(error.code ?? '');
}

/** Not only the statement has failed, but the connection. */
function isFatal(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === 'FATAL';
}
