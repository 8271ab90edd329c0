import { setImmediate } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import { codeHash } from '../comments/code.ts';
import { eraseComments } from '../comments/states.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow, CommentVersionRow, ThreadRow } from '../storage/schema.ts';
import type { Acting } from './acting.ts';
import { writeAudit } from './audit.ts';

/** The comments of one person, as far as the server can know. */
export interface Person {
  /** By what they were found. */
  readonly by: 'email' | 'code';
  /** In the order of their threads. */
  readonly comments: readonly CommentRow[];
  /** The comment whose code was typed: the others are found by it alone. */
  readonly key?: CommentRow;
}

/** So many are erased in one transaction: writers of other comments must not wait for all of them. */
const BATCH = 200;

/**
 * Finds the comments of a person on the official's sites: all with an e-mail address, or the one with a lookup code and all others from
 * the same browser. Comments of other sites are as if they were not there.
 *
 * @param typed an e-mail address or a lookup code, as somebody typed it
 * @returns null when it is neither
 */
export async function findPerson(
  db: Database,
  { sites }: Pick<Acting, 'sites'>,
  typed: string,
): Promise<Person | null> {
  const slugs = sites.map(({ slug }) => slug);
  const read = (where: RawBuilder<boolean>) =>
    db
      .selectFrom('comments')
      .selectAll()
      .where('site', 'in', slugs)
      .where('state', '<>', 'erased')
      .where(where)
      .orderBy('site')
      .orderBy('thread')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
  const word = typed.trim().normalize('NFC');
  if (word.includes('@')) {
    // A database may know small letters of ASCII alone.
    const spelt = sql`lower(${word}), ${word.toLowerCase()}`;
    return { by: 'email', comments: await read(sql`email is not null and lower(email) in (${spelt})`) };
  }
  const hash = codeHash(word);
  if (hash === null) return null;
  const [key] = await read(sql`code_hash is not null and code_hash = ${hash}`);
  if (!key) return { by: 'code', comments: [] };
  const author = key.author_hash;
  if (author === null) return { by: 'code', comments: [key], key };
  // Each half has an index of its own: what everybody sees, and what only the author does.
  const half = (listed: 0 | 1) => sql<boolean>`select id from comments
    where listed = ${sql.lit(listed)} and author_hash is not null and author_hash = ${author}`;
  return { by: 'code', comments: await read(sql`id in (${half(0)} union all ${half(1)})`), key };
}

/** All that is stored of a person's comments, for them. */
export interface PersonExport {
  readonly exportedAt: string;
  /** What is not here, and why. */
  readonly note: string;
  readonly comments: readonly object[];
}

/**
 * Puts together what is stored of a person's comments, and writes into the audit log that it was.
 *
 * @returns null when there is none
 */
export async function exportPerson(
  db: Database,
  by: Acting,
  { by: found, comments }: Person,
): Promise<PersonExport | null> {
  if (comments.length === 0) return null;
  const ids = comments.map(({ id }) => id);
  return db.transaction().execute(async (trx) => {
    const versions = await trx
      .selectFrom('comment_versions')
      .selectAll()
      .where('comment_id', 'in', ids)
      .orderBy('comment_id')
      .orderBy('number')
      .execute();
    const threads = await trx
      .selectFrom('threads')
      .selectAll()
      .where('key', 'in', [...new Set(comments.map(({ thread }) => thread))])
      .execute();
    await write(trx, by, 'export-person', found, comments);
    return {
      exportedAt: timeOf(by.now)!,
      note:
        'Lượt thích, báo cáo và đề nghị sửa lỗi không gắn với người gửi ý kiến nên không biết được của ai. / ' +
        'Likes, reports and corrections are not tied to whoever writes comments, so nobody can know who made them.',
      comments: comments.map((row) => exported(row, threads, versions)),
    };
  });
}

/** How an erasure went. */
export type Erasure =
  | { readonly result: 'done'; readonly receipt: number }
  /** There are more or fewer comments than the official was shown. Nothing was erased. */
  | { readonly result: 'changed' }
  /** Something failed on the way: so many are erased for good, the others are as they were. Erasing once more goes on. */
  | { readonly result: 'interrupted'; readonly erased: number; readonly cause: unknown };

/**
 * Erases all comments of a person, with the line in the audit log that the receipt names. It cannot be undone. Of very many, each part is
 * erased in a transaction of its own with a line of its own, which tells how many it were together.
 *
 * @param seen so many comments the official was shown
 * @throws what failed before anything was erased
 */
export async function erasePerson(db: Database, by: Acting, person: Person, seen: number): Promise<Erasure> {
  if (person.comments.length === 0 || person.comments.length !== seen) return { result: 'changed' };
  let total = 0;
  let receipt = 0;
  for (const part of partsOf(person)) {
    const before = total;
    try {
      total += await eraseComments(db, part, by.now, async (trx, erased) => {
        const together = before === 0 ? {} : { total: before + erased };
        if (erased > 0)
          receipt = await write(trx, by, 'erase-person', person.by, part, { comments: erased, ...together });
      });
    } catch (error) {
      if (total === 0) throw error;
      return { result: 'interrupted', erased: total, cause: error };
    }
    // Whatever else came meanwhile has its turn.
    await setImmediate();
  }
  // Else somebody else has erased them all in this moment.
  return total > 0 ? { result: 'done', receipt } : { result: 'changed' };
}

/** The comment by which the others are found comes last: what is left must be found again. */
function partsOf({ comments, key }: Person): (readonly CommentRow[])[] {
  if (comments.length <= BATCH) return [comments];
  const others = comments.filter(({ id }) => id !== key?.id);
  const parts = [];
  for (let start = 0; start < others.length; start += BATCH) parts.push(others.slice(start, start + BATCH));
  return key ? [...parts, [key]] : parts;
}

/** Only how many: whoever is erased must not live on in the log. */
function write(
  trx: Parameters<typeof writeAudit>[0],
  by: Acting,
  action: 'export-person' | 'erase-person',
  found: Person['by'],
  comments: readonly CommentRow[],
  numbers: { readonly comments: number; readonly total?: number } = { comments: comments.length },
): Promise<number> {
  const sites = new Set(comments.map(({ site }) => site));
  return writeAudit(trx, by, {
    action,
    site: sites.size === 1 ? comments[0]!.site : null,
    kind: 'person',
    objectId: found,
    detail: { ...numbers, sites: sites.size },
  });
}

function exported(row: CommentRow, threads: readonly ThreadRow[], versions: readonly CommentVersionRow[]): object {
  const thread = threads.find(({ site, key }) => site === row.site && key === row.thread);
  return {
    id: row.id,
    site: row.site,
    page: { key: row.thread, url: thread?.url ?? null, title: thread?.title ?? null },
    repliesTo: row.parent,
    name: row.name,
    email: row.email,
    text: row.text,
    state: row.state,
    writtenAt: timeOf(row.created_at),
    editedAt: timeOf(row.edited_at),
    withdrawnAt: timeOf(row.withdrawn_at),
    consent: { at: timeOf(row.consent_at), version: row.consent_version },
    reason: row.reason,
    heldFor: row.held?.split(',') ?? [],
    transferred: row.transferred_to === null ? null : { to: row.transferred_to, at: timeOf(row.transferred_at) },
    signedInAtTheSite: row.verified === 1,
    pinnedAt: timeOf(row.pinned_at),
    likes: row.likes,
    reports: row.reports,
    // Hashes that only say whether two comments have one author; nobody can sign in or look anything up with them.
    pseudonyms: { author: row.author_hash, user: row.user_hash },
    formerTexts: versions
      .filter(({ comment_id: id }) => id === row.id)
      .map((version) => ({
        number: version.number,
        text: version.text,
        state: version.state,
        writtenAt: timeOf(version.written_at),
        replacedAt: timeOf(version.replaced_at),
        replacedBy: version.replaced_by === null ? 'author' : 'agency',
      })),
  };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
