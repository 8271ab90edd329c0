import { type RawBuilder, sql, type Transaction } from 'kysely';
import { isPostgres } from './engine.ts';
import type { Database } from './database.ts';
import type { Tables } from './schema.ts';

/** What the words of one comment are. Each is of letters and digits, or begins with a character of the private use area. */
export interface WordsOf {
  readonly seq: number;
  /** What it is found by without a place in the text. */
  readonly tags: readonly string[];
  /** Texts one after another; no phrase goes from one into the next. */
  readonly texts: readonly (readonly string[])[];
}

/** What a comment must have: each of these. */
export interface WordsSought {
  /** Of each group, one tag. */
  readonly tags: readonly (readonly string[])[];
  /** Words that stand one after another in one of its texts. */
  readonly phrases: readonly (readonly string[])[];
}

/** No word, between two texts. */
const BREAK = '\uE001';

/** Writes the words of comments, instead of those they had; in the order of `seq` it is fastest. */
export async function putWords(trx: Transaction<Tables>, comments: readonly WordsOf[]): Promise<void> {
  if (comments.length === 0) return;
  await removeWords(
    trx,
    comments.map(({ seq }) => seq),
  );
  if (isPostgres(trx)) {
    const values = comments.map((each) => sql`(${each.seq}::bigint, ${asVector(each)}::tsvector)`);
    await sql`insert into desk_words (seq, words) values ${sql.join(values)}`.execute(trx);
    return;
  }
  const values = comments.map((each) => sql`(${each.seq}, ${asDocument(each)})`);
  await sql`insert into desk_words (rowid, words) values ${sql.join(values)}`.execute(trx);
}

/** Takes the words of comments out. */
export async function removeWords(trx: Transaction<Tables>, places: readonly number[]): Promise<void> {
  if (places.length === 0) return;
  await sql`delete from desk_words where ${sql.raw(isPostgres(trx) ? 'seq' : 'rowid')} in (${sql.join(places)})`.execute(
    trx,
  );
}

/**
 * A condition on `desk_words as w` for comments that have all that is sought. Nothing of it can be read as a part of the language that
 * the database asks in: every word is put in quotes, and has no quote in it.
 *
 * @param sought not empty
 */
export function haveWords(db: Database, { tags, phrases }: WordsSought): RawBuilder<boolean> {
  const postgres = isPostgres(db);
  const quote = postgres ? "'" : '"';
  const groups = tags.map(
    (group) => `(${group.map((tag) => `${quote}${tag}${quote}`).join(postgres ? ' | ' : ' OR ')})`,
  );
  const series = phrases.map((words) =>
    postgres ? `(${words.map((word) => `'${word}'`).join(' <-> ')})` : `"${words.join(' ')}"`,
  );
  const all = [...groups, ...series].join(postgres ? ' & ' : ' AND ');
  return postgres ? sql`w.words @@ ${all}::tsquery` : sql`w.desk_words match ${all}`;
}

/** As `tsvector` reads it: `'cải':3,7 'cách':4`. */
function asVector({ tags, texts }: WordsOf): string {
  const places = new Map<string, number[]>();
  let place = 1;
  for (const words of texts) {
    for (const word of words) {
      const known = places.get(word);
      if (known) known.push(place);
      else places.set(word, [place]);
      place += 1;
    }
    place += 1;
  }
  const words = [...places].map(([word, at]) => `'${word}':${at.join(',')}`);
  return [...tags.map((tag) => `'${tag}'`), ...words].join(' ');
}

function asDocument({ tags, texts }: WordsOf): string {
  return [...tags, ...texts.flatMap((words) => [BREAK, ...words])].join(' ');
}
