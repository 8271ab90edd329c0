import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import pg from 'pg';

/** An empty database and a folder, for one test. */
export interface Place {
  readonly dataDir: string;
  /** Undefined: the SQLite file in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Takes both away; call it when the server is closed. */
  remove(): Promise<void>;
}

/** One of the databases that the server stores in. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL';
  fresh(): Promise<Place>;
}

const base = process.env.TINH_TEST_POSTGRES;

/** The embedded database, on a real file. */
export const sqlite: Engine = {
  name: 'SQLite',
  async fresh() {
    const dataDir = mkdtempSync(join(tmpdir(), 'tinh-test-'));
    return { dataDir, databaseUrl: undefined, remove: async () => rmSync(dataDir, { recursive: true, force: true }) };
  },
};

const postgres: Engine = {
  name: 'PostgreSQL',
  async fresh() {
    const folder = await sqlite.fresh();
    const name = `tinh_${randomBytes(6).toString('hex')}`;
    await administer(`create database ${name}`);
    const url = new URL(base ?? '');
    url.pathname = `/${name}`;
    return {
      dataDir: folder.dataDir,
      databaseUrl: url.href,
      async remove() {
        await administer(`drop database ${name} with (force)`);
        await folder.remove();
      },
    };
  },
};

/** Declares the same tests for every database; those of PostgreSQL are skipped where the test script found none. */
export function onEachEngine(title: string, cases: (engine: Engine) => void): void {
  describe(`${title} (SQLite)`, () => cases(sqlite));
  onPostgres(title, cases);
}

/** Declares tests of what only PostgreSQL has. */
export function onPostgres(title: string, cases: (engine: Engine) => void): void {
  const skip = base === undefined && 'TINH_TEST_POSTGRES is not set: run npm run test:server';
  describe(`${title} (PostgreSQL)`, { skip }, () => cases(postgres));
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: base });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
