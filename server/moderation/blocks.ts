import { randomBytes } from 'node:crypto';
import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { ProblemError } from '../http/problem.ts';
import type { Acting } from './acting.ts';
import { writeAudit } from './audit.ts';
import { transact } from './outcome.ts';
import { typedHost } from '../spam/hosts.ts';
import { foldedForm } from '../word-forms.ts';
import type { Database } from '../storage/database.ts';
import type { BlockRow } from '../storage/schema.ts';
import { lockSettings } from '../policies/store.ts';

/** Blocks of one site at the most: each is looked for in every comment. */
export const MOST_BLOCKS = 1000;
/** Code points of a word or phrase. */
export const LONGEST_WORD = 100;

/** With what comments shall wait. */
export interface BlockOrder {
  readonly site: string;
  readonly kind: BlockRow['kind'];
  /** As typed for a word or host; hashes for an author. */
  readonly values: readonly string[];
  /** Id of the comment that was looked at. */
  readonly comment?: string;
}

/** It is so from now on. */
interface BlockDone {
  readonly result: 'done';
  /** Id of the line in the audit log. */
  readonly line: number;
}

/** Nothing was done: all of it is blocked already; it makes no sense; or the site has `MOST_BLOCKS`. */
interface BlockRefused {
  readonly result: 'same' | 'wrong' | 'too-many';
}

/** A block with the name of who made it; null when their account is gone. */
export interface BlockLine extends BlockRow {
  readonly byName: string | null;
}

/** What is blocked on a site: words first, then hosts, then authors, each in the order of their time. */
export async function listBlocks(db: Database, site: string): Promise<BlockLine[]> {
  const rows = await db
    .selectFrom('blocks')
    .leftJoin('accounts', 'accounts.id', 'blocks.created_by')
    .selectAll('blocks')
    .select('accounts.display_name as byName')
    .where('site', '=', site)
    .orderBy('blocks.created_at')
    .orderBy('blocks.id')
    .execute();
  const order = ['word', 'host', 'author'];
  return rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/**
 * Lets comments wait that have a word, a link to a host, or an author. To be followed by `LiveSites.reload`.
 *
 * @throws ProblemError `unknown-site`; `not-allowed` for words, which are an administrator's
 */
export function block(
  db: Database,
  by: Acting,
  { site, kind, values, comment }: BlockOrder,
): Promise<BlockDone | BlockRefused> {
  checkRight(by, site, kind);
  return transact<BlockDone, BlockRefused>(db, async (trx, stop) => {
    const wanted = values.map((value) => ({ value, form: formOf(kind, value) }));
    if (wanted.length === 0 || wanted.some(({ form }) => form === null)) return stop({ result: 'wrong' });
    await lockSettings(trx, by, site);
    const there = await trx.selectFrom('blocks').select(['kind', 'value']).where('site', '=', site).execute();
    const known = new Set(there.filter((row) => row.kind === kind).map(({ value }) => formOf(kind, value)));
    let [first, count]: [number | null, number] = [null, there.length];
    for (const { value, form } of wanted) {
      if (known.has(form)) continue;
      if ((count += 1) > MOST_BLOCKS) return stop({ result: 'too-many' });
      const id = randomBytes(10).toString('hex');
      const kept = kind === 'word' ? cleanLine(value) : form!;
      const made = { created_at: by.now, created_by: by.actor.id };
      await trx
        .insertInto('blocks')
        .values({ id, site, kind, value: kept, ...made })
        .execute();
      const detail = { kind, ...(comment !== undefined && { comment }), ...(first !== null && { with: first }) };
      const line = await writeAudit(trx, by, { action: 'block', site, kind: 'block', objectId: id, detail });
      first ??= line;
    }
    return first === null ? stop({ result: 'same' }) : { result: 'done', line: first };
  });
}

/**
 * Takes blocks away; those that are gone already count as taken away. To be followed by `LiveSites.reload`.
 *
 * @throws ProblemError `unknown-site`; `not-allowed` for words, which are an administrator's
 */
export function unblock(
  db: Database,
  by: Acting,
  { site, ids }: { readonly site: string; readonly ids: readonly string[] },
): Promise<BlockDone | BlockRefused> {
  checkRight(by, site, null);
  return transact<BlockDone, BlockRefused>(db, async (trx, stop) => {
    await lockSettings(trx, by, site);
    let first: number | null = null;
    for (const id of ids) {
      const row = await trx
        .deleteFrom('blocks')
        .where('id', '=', id)
        .where('site', '=', site)
        .returning('kind')
        .executeTakeFirst();
      if (!row) continue;
      checkRight(by, site, row.kind);
      const detail = { kind: row.kind, ...(first !== null && { with: first }) };
      const line = await writeAudit(trx, by, { action: 'unblock', site, kind: 'block', objectId: id, detail });
      first ??= line;
    }
    return first === null ? stop({ result: 'same' }) : { result: 'done', line: first };
  });
}

function checkRight({ sites, administrator }: Acting, site: string, kind: BlockRow['kind'] | null): void {
  if (!sites.some(({ slug }) => slug === site)) throw new ProblemError('unknown-site');
  if (kind === 'word' && !administrator) throw new ProblemError('not-allowed', 'Only administrators block words.');
}

/** In which two values of a kind are the same; null when it is none. */
function formOf(kind: BlockRow['kind'], value: string): string | null {
  if (kind === 'host') return typedHost(value);
  if (kind === 'author') return value;
  const form = foldedForm(cleanLine(value));
  return form === '' || codePoints(cleanLine(value)) > LONGEST_WORD ? null : form;
}
