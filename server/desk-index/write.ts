import { sql, type Transaction } from 'kysely';
import { putWords, removeWords } from '../storage/desk-words.ts';
import { isPostgres } from '../storage/engine.ts';
import type { DeskIndexRow, Tables } from '../storage/schema.ts';
import { touchDays } from './days.ts';
import { type Entry, readEntries, type Source, wordsIn } from './entry.ts';
import { findPlaces } from './place.ts';

/** How long words that were taken out may still stand in the files of PostgreSQL. Far less than the 15 days that erasure may take. */
const CLEANED_AFTER = 3 * 24 * 3_600_000;

/** Columns that may be others when a comment is looked at again. */
const CHANGING = ['state', 'decided_at', 'answered_at', 'reject_code', 'links', 'reported'] as const;

/**
 * Puts comments into the index as they are now, those that are there already too, and with answers of the agency what they answer.
 *
 * @param now milliseconds
 */
export async function writeEntries(trx: Transaction<Tables>, ids: readonly string[], now: number): Promise<void> {
  const read = await readEntries(trx, ids);
  const parents = new Set(
    read.flatMap(({ source: { agency, parent } }) => (agency !== null && parent ? [parent] : [])),
  );
  for (const id of ids) parents.delete(id);
  if (parents.size > 0) read.push(...(await readEntries(trx, [...parents])));
  if (read.length === 0) return;

  const former = await trx
    .selectFrom('desk_index')
    .select(['comment_id', 'seq', 'site', 'created_at'])
    .where(
      'comment_id',
      'in',
      read.map(({ source }) => source.id),
    )
    .execute();
  const known = new Map(former.map((row) => [row.comment_id, row]));
  // An answer is as old as its publication, which may come days after its draft.
  const moved = read.flatMap(({ source: { id, created_at: at } }) => {
    const row = known.get(id);
    return row && row.created_at !== at ? [row] : [];
  });
  if (moved.length > 0) {
    const places = moved.map(({ seq }) => seq);
    await trx.deleteFrom('desk_index').where('seq', 'in', places).execute();
    await removeWords(trx, places);
    for (const { comment_id: id } of moved) known.delete(id);
  }
  const places = await findPlaces(
    trx,
    read.flatMap(({ source }) => (known.has(source.id) ? [] : [source])),
  );
  const rows = read
    .map(({ source, entry }) => ({ source, entry, seq: known.get(source.id)?.seq ?? places.get(source.id)! }))
    .sort((a, b) => a.seq - b.seq);
  await write(trx, rows);
  await touchDays(trx, [...rows.map(({ entry }) => entry), ...moved]);
  const hasFewerWords = ({ source: { id, state, edited_at: editedAt } }: (typeof read)[number]): boolean =>
    (state === 'withdrawn' || state === 'erased' || editedAt !== null) && former.some((row) => row.comment_id === id);
  if (isPostgres(trx) && read.some(hasFewerWords)) await noteRemoved(trx, now);
}

async function write(
  trx: Transaction<Tables>,
  rows: readonly { readonly source: Source; readonly entry: Entry; readonly seq: number }[],
): Promise<void> {
  await trx
    .insertInto('desk_index')
    .values(rows.map(({ entry, seq }): DeskIndexRow => ({ seq, ...entry })))
    .onConflict((conflict) =>
      conflict
        .column('comment_id')
        .doUpdateSet(Object.fromEntries(CHANGING.map((column) => [column, sql.ref(`excluded.${column}`)]))),
    )
    .execute();
  await putWords(
    trx,
    rows.map(({ source, entry, seq }) => ({ seq, ...wordsIn(source, entry) })),
  );
}

/** For `cleanIndex`. */
async function noteRemoved(trx: Transaction<Tables>, now: number): Promise<void> {
  await trx
    .updateTable('desk_cleaning')
    .set((row) => ({ removed_at: now, due_at: row.fn.coalesce('due_at', row.val(now + CLEANED_AFTER)) }))
    .execute();
}
