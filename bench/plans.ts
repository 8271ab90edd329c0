/** How a database means to run what is asked of it. */
import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { isPostgres } from '../server/storage/engine.ts';
import type { Database } from '../server/storage/database.ts';

/** Does something and answers each statement that it sent, with its plan. */
export async function plansOf(db: Database, act: (db: Database) => Promise<unknown>): Promise<string[]> {
  const nodes: RootOperationNode[] = [];
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      nodes.push(node);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  await act(db.withPlugin(plugin));
  const plans = [];
  for (const node of nodes) {
    const { sql, parameters } = db.getExecutor().compileQuery(node, { queryId: 'plan' });
    const explain = isPostgres(db) ? 'explain (analyze, buffers)' : 'explain query plan';
    const { rows } = await db.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`${explain} ${sql}`, [...parameters]),
    );
    plans.push([sql, ...rows.map((each) => `    ${String(each.detail ?? each['QUERY PLAN'])}`)].join('\n'));
  }
  return plans;
}
