import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { isPostgres } from './engine.ts';

type Engine = Parameters<typeof isPostgres>[0];

/**
 * Whether a column has one of these values, however many: a list is one parameter, so that the statement is the same for all lengths and need
 * not be prepared anew.
 */
export function isOneOf(db: Engine, column: string, values: readonly string[]): RawBuilder<SqlBool> {
  const list = values.map(wellFormed);
  if (isPostgres(db)) return sql`${sql.ref(column)} = any(${list}::text[])`;
  return sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(list)}))`;
}

/** Names with a number each, as rows with the columns `name` and `count`, in the order of the map. */
export function rowsOf(db: Engine, counts: ReadonlyMap<string, number>): RawBuilder<{ name: string; count: number }> {
  const json = JSON.stringify([...counts].map(([name, count]) => [wellFormed(name), count]));
  return isPostgres(db)
    ? sql`(select value ->> 0 as name, (value ->> 1)::bigint as count from json_array_elements(${json}::json))`
    : sql`(select value ->> 0 as name, value ->> 1 as count from json_each(${json}))`;
}

/** Half of a character is no text for a database: it becomes the sign for that. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
