import assert from 'node:assert/strict';
import { CompiledQuery, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../storage/database.ts';
import type { Engine } from './engines.ts';

/** Does something and answers every statement that it sent. */
export async function record(db: Database, act: (db: Database) => Promise<unknown>): Promise<CompiledQuery[]> {
  const nodes: RootOperationNode[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  await act(db.withPlugin(plugin));
  const executor = db.getExecutor();
  return nodes.map((node) => executor.compileQuery(node, { queryId: 'plan' }));
}

/** The plans that a statement may be run with: PostgreSQL has one for these values, and one for a prepared statement with any. */
export async function plansOf(
  db: Database,
  engine: Engine,
  { sql: text, parameters }: CompiledQuery,
): Promise<string[]> {
  const explain = async (on: Database, statement: string, values: readonly unknown[] = []): Promise<string> => {
    const { rows } = await on.executeQuery<Record<string, unknown>>(CompiledQuery.raw(statement, [...values]));
    return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n');
  };
  if (engine.name === 'SQLite') return [await explain(db, `explain query plan ${text}`, parameters)];
  const literals = parameters.map((value) => {
    if (typeof value === 'number') return String(value);
    return Array.isArray(value)
      ? `array[${value.map((each) => pg.escapeLiteral(each as string)).join(', ')}]`
      : pg.escapeLiteral(value as string);
  });
  const generic = await db.transaction().execute(async (trx) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(trx);
    await sql.raw(`prepare planned as ${text}`).execute(trx);
    const plan = await explain(trx, `explain execute planned ${literals.length > 0 ? `(${literals.join(', ')})` : ''}`);
    await sql`deallocate planned`.execute(trx);
    assert.equal(/\$[1-9]/.test(plan), literals.length > 0, plan);
    return plan;
  });
  return [await explain(db, `explain ${text}`, parameters), generic];
}
