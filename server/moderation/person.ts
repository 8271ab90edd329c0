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
}

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
    const comments = await read(sql`(email = ${word} or lower(email) = ${word.toLowerCase()})`);
    return { by: 'email', comments };
  }
  const hash = codeHash(word);
  if (hash === null) return null;
  const [found] = await read(sql`code_hash = ${hash}`);
  if (!found) return { by: 'code', comments: [] };
  const author = found.author_hash;
  const comments = author === null ? [found] : await read(sql`author_hash = ${author}`);
  return { by: 'code', comments };
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
        'Lượt thích và báo cáo không gắn với người gửi ý kiến nên không biết được ai đã bấm. / ' +
        'Likes and reports are not tied to whoever writes comments, so nobody can know who made them.',
      comments: comments.map((row) => exported(row, threads, versions)),
    };
  });
}

/** How an erasure went. */
export type Erasure =
  | { readonly result: 'done'; readonly receipt: number }
  /** There are more or fewer comments than the official was shown. Nothing was erased. */
  | { readonly result: 'changed' };

/**
 * Erases all comments of a person at once, with the line in the audit log that the receipt names. It cannot be undone.
 *
 * @param seen so many comments the official was shown
 */
export async function erasePerson(
  db: Database,
  by: Acting,
  { by: found, comments }: Person,
  seen: number,
): Promise<Erasure> {
  if (comments.length === 0 || comments.length !== seen) return { result: 'changed' };
  let receipt = 0;
  await eraseComments(db, comments, by.now, async (trx) => {
    receipt = await write(trx, by, 'erase-person', found, comments);
  });
  return { result: 'done', receipt };
}

/** Only how many: whoever is erased must not live on in the log. */
function write(
  trx: Parameters<typeof writeAudit>[0],
  by: Acting,
  action: 'export-person' | 'erase-person',
  found: Person['by'],
  comments: readonly CommentRow[],
): Promise<number> {
  const sites = new Set(comments.map(({ site }) => site));
  return writeAudit(trx, by, {
    action,
    site: sites.size === 1 ? comments[0]!.site : null,
    kind: 'person',
    objectId: found,
    detail: { comments: comments.length, sites: sites.size },
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
