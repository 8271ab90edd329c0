import type { Compilable, InferResult, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** What each of the statements answers, in their order. */
type Results<Statements extends readonly Compilable[]> = {
  -readonly [Place in keyof Statements]: InferResult<Statements[Place]>;
};

/**
 * Sends statements of a transaction at once, for one way to the database and back instead of several. They run in this order; to be used
 * where none needs the answer to another to be written. When one fails, the transaction can only be rolled back.
 */
export function together<const Statements extends readonly Compilable[]>(
  trx: Transaction<Tables>,
  ...statements: Statements
): Promise<Results<Statements>> {
  return trx.getExecutor().provideConnection(async (connection) => {
    const sent = statements.map((statement) => connection.executeQuery(statement.compile()));
    return (await Promise.all(sent)).map(({ rows }) => rows) as Results<Statements>;
  });
}
