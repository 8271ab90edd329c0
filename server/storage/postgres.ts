import { type Dialect, type Driver, PostgresDialect } from 'kysely';
import pg from 'pg';
import { ServerDriver } from './postgres-driver.ts';

/** More at once than so many only wait for each other: a database of a few cores does no more than that. */
const MOST_CONNECTIONS = 8;
/** How long to wait for a connection, in ms. */
const CONNECTION_TIMEOUT = 5000;

/** A pool of connections to a PostgreSQL server; the first is made when it is needed. */
export function postgresDialect(databaseUrl: string): Dialect {
  return new ServerDialect(
    new pg.Pool({
      connectionString: databaseUrl,
      max: MOST_CONNECTIONS,
      connectionTimeoutMillis: CONNECTION_TIMEOUT,
      pipeline: true,
      types: { getTypeParser },
    }),
  );
}

type TypeParser = typeof pg.types.getTypeParser;

/** Counters and moments stay below 2^53, so bigint columns are plain numbers as on SQLite. */
const getTypeParser = ((...[type, format]: Parameters<TypeParser>): unknown =>
  type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format)) as TypeParser;

/** Kysely's dialect for PostgreSQL with a driver of our own. */
class ServerDialect extends PostgresDialect {
  readonly #driver: ServerDriver;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#driver = new ServerDriver(pool);
  }

  override createDriver(): Driver {
    return this.#driver;
  }
}
