import type { Comment, FoundComment } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { codeHash } from './code.ts';
import { changeComment } from './edit.ts';
import { CodeLookups } from './lookups.ts';
import { present } from './present.ts';
import { readAnswers, readComment, readThread } from './read.ts';
import { ANYBODY, isOwn, type Reader } from './reader.ts';
import { withdrawComment } from './states.ts';

const MOST_ANSWERS = 20;

/** Who wants something of a comment of their own. */
export interface Author {
  readonly site: Site;
  /** Network address in the form of `clientOf`. */
  readonly client: string;
  readonly reader: Reader;
}

/** What authors do with their own comments, by token or code: one for the API and the plain page, so that wrong codes are counted together. */
export class AuthorDesk {
  readonly #db: Database;
  readonly #now: () => number;
  readonly #lookups = new CodeLookups();

  /** @param now milliseconds */
  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Finds the comment of a lookup code.
   *
   * @param typed the code as somebody typed it
   * @throws ProblemError `unknown-comment`, `too-many-attempts`
   */
  async lookUp(
    { site, client }: Omit<Author, 'reader'>,
    typed: string,
  ): Promise<FoundComment & { answers: Comment[] }> {
    const hash = codeHash(typed);
    const row = await this.#lookups.find(site.slug, client, () => this.#findByCode(site.slug, hash));
    const thread = await readThread(this.#db, site.slug, row.thread);
    const rows = [row, ...(await readAnswers(this.#db, row.id, MOST_ANSWERS))];
    const reader = { ...ANYBODY, codeHash: hash };
    const [comment, ...answers] = await present(this.#db, rows, { site, reader, now: this.#now() });
    return {
      thread: row.thread,
      url: thread?.url ?? '',
      title: thread?.title ?? '',
      comment: comment!,
      answers,
    };
  }

  /**
   * Changes the text of a comment.
   *
   * @param body as `CommentEdit`, not yet checked
   * @throws ProblemError `invalid-comment`, `unknown-comment`, `edit-window-over`, `too-fast`, `too-many-attempts`
   */
  async edit(author: Author, id: string, body: Readonly<Record<string, unknown>>): Promise<Comment> {
    const { site, reader } = author;
    return this.#act(author, id, () => changeComment(this.#db, { site, id, reader }, body, this.#now()));
  }

  /**
   * Takes a comment back.
   *
   * @throws ProblemError `unknown-comment`, `too-many-attempts`
   */
  async withdraw(author: Author, id: string): Promise<Comment> {
    const { site, reader } = author;
    return this.#act(author, id, () => withdrawComment(this.#db, { site: site.slug, id, reader }, this.#now()));
  }

  async #act({ site, client, reader }: Author, id: string, act: () => Promise<CommentRow>): Promise<Comment> {
    const find = async (): Promise<CommentRow | undefined> => {
      const row = await readComment(this.#db, site.slug, id);
      return row && isOwn(row, reader) ? row : undefined;
    };
    // A code is tried here as well as at the lookup, so it counts here too.
    if (reader.codeHash !== null) await this.#lookups.find(site.slug, client, find);
    const [comment] = await present(this.#db, [await act()], { site, reader, now: this.#now() });
    return comment!;
  }

  async #findByCode(site: string, hash: string | null): Promise<CommentRow | undefined> {
    if (hash === null) return undefined;
    return this.#db
      .selectFrom('comments')
      .selectAll()
      .where('site', '=', site)
      .where('code_hash', '=', hash)
      .executeTakeFirst();
  }
}
