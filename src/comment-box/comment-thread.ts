import type { ApiClient } from '../api/client.ts';
import type { Comment, CommentPage, CommentReplies, CommentRules, CommentSort, RootComment } from '../api/contract.ts';
import { quietly } from '../controllers/browser-storage.ts';

/** A top-level comment with what is loaded of its replies. */
export interface ShownRoot {
  readonly comment: Comment;
  readonly replies: readonly Comment[];
  /** Which of the loaded pages it stands on; the first one is 0, those before it are negative. */
  readonly page: number;
  /** Cursors of the replies that are not loaded; null when there are none. */
  readonly next: string | null;
  readonly previous: string | null;
}

/** Whether everybody sees a comment. */
export function isPublished({ state }: Comment): boolean {
  return state === 'published';
}

/** One thread as a box shows it: pages of comments, replies, and what changes in them. Every method rejects with `ApiError` only. */
export class CommentThread {
  readonly #client: ApiClient;
  readonly #key: string;
  readonly #token: () => string | null;

  roots: readonly ShownRoot[] = [];
  sort: CommentSort = 'newest';
  /** Published comments of the whole thread, replies included; null before the first answer. */
  total: number | null = null;
  /** Comments published since that are not shown. */
  fresh = 0;
  closed = false;
  /** What the site asks of its readers, as far as this tab has heard of it. */
  rules?: CommentRules;
  /** Cursors of the pages that are not loaded; null when there are none. */
  next: string | null = null;
  previous: string | null = null;
  #rootCount = 0;
  /** Newest comment of the page that was loaded last, and as of the last question. */
  #newest: string | null = null;
  #newestNow: string | null = null;

  /**
   * @param key of the thread
   * @param token of the reader, null as long as nothing was written
   */
  constructor(client: ApiClient, key: string, token: () => string | null) {
    this.#client = client;
    this.#key = key;
    this.#token = token;
    const rules = quietly(() => JSON.parse(sessionStorage.getItem(this.#rulesName)!) as CommentRules | null);
    // Those of another version may be less.
    if (rules?.consent) this.rules = rules;
  }

  /** Number of top-level comments that follow, one at least; 0 where it cannot be told, since others stand before. */
  get remaining(): number {
    // Of what everybody sees: the author's waiting comments do not count.
    const loaded = this.roots.filter(({ comment }) => isPublished(comment) || comment.replies);
    return this.previous ? 0 : Math.max(1, this.#rootCount - loaded.length);
  }

  /**
   * Loads the first page anew, or one more. Returns the first comment that was not there before.
   *
   * @param taken called when the page has come, before anybody can see it
   */
  async load(which: 'first' | 'next' | 'previous' = 'first', taken?: () => void): Promise<Comment | undefined> {
    const { sort } = this;
    const ids = this.#ids;
    const cursor = which === 'first' ? null : this[which];
    const page = await this.#client.listComments(this.#key, cursor, this.#token(), sort);
    if (sort !== this.sort) return undefined;
    this.#takePage(page, which, ids);
    taken?.();
    const loaded = page.items.flatMap((root) => [root, ...root.firstReplies]);
    return loaded.find(({ id }) => !ids.has(id)) ?? page.items[0];
  }

  /** Loads the first page with the comments that came meanwhile. Returns the first of them. */
  async loadFresh(): Promise<Comment | undefined> {
    const newest = this.#newestNow;
    // In any other order new comments may stand on any page.
    this.sort = 'newest';
    const first = await this.load();
    // An answer to an old comment.
    return newest && !this.find(newest) ? this.locate(newest) : first;
  }

  /** Loads the page of the thread that holds a comment. Returns the comment; undefined when it belongs to another thread. */
  async locate(id: string): Promise<Comment | undefined> {
    const ids = this.#ids;
    const place = await this.#client.readComment(id, this.#token(), this.sort);
    if (place.thread !== this.#key) return undefined;
    this.#takePage(place, 'first', ids);
    const { comment, replies } = place;
    if (replies) this.#takeReplies(comment.root, replies, 'first');
    return comment;
  }

  /** Loads more replies of a top-level comment. Returns the first that was not there before. */
  async loadReplies(root: ShownRoot, which: 'next' | 'previous'): Promise<Comment | undefined> {
    const { id } = root.comment;
    const replies = await this.#client.listReplies(id, root[which], this.#token());
    this.#takeReplies(id, replies, which);
    return replies.items[0];
  }

  /** Asks how many comments there are now; what is shown does not move. */
  async poll(): Promise<void> {
    const { counts } = await this.#client.countComments(this.#key);
    const [count] = counts;
    if (!count) return;
    this.#newestNow = count.newest;
    this.fresh = count.newest === this.#newest ? 0 : Math.max(0, count.total - this.total!);
  }

  /** Shows a comment that the reader has written or changed. */
  put(comment: Comment): void {
    const { id, parent } = comment;
    const known = this.find(id);
    const more = Number(isPublished(comment)) - Number(!!known && isPublished(known));
    // Before the first answer there is nothing to count from.
    if (this.total !== null) this.total += more;
    if (!parent) this.#rootCount += more;
    const change = (each: Comment): Comment =>
      each.id === id ? comment : parent && each.id === comment.root ? { ...each, replies: each.replies + more } : each;
    this.roots = this.roots.map((root) =>
      root.comment.id !== comment.root
        ? root
        : {
            ...root,
            comment: change(root.comment),
            replies: parent && !known ? [...root.replies, comment] : root.replies.map(change),
          },
    );
    if (parent || known) return;
    const page = this.roots[0]?.page ?? 0;
    this.roots = [{ comment, replies: [], page, next: null, previous: null }, ...this.roots];
  }

  /** A comment that is loaded. */
  find(id: string): Comment | undefined {
    return this.#comments.find((each) => each.id === id);
  }

  /** Where the rules stand for the next page of this tab: its form is right from the start, and nothing moves. */
  get #rulesName(): string {
    return `tinh:rules:${this.#client.id}`;
  }

  get #comments(): Comment[] {
    return this.roots.flatMap(({ comment, replies }) => [comment, ...replies]);
  }

  get #ids(): ReadonlySet<string> {
    return new Set(this.#comments.map(({ id }) => id));
  }

  /** @param known what was there when the page was asked for */
  #takePage(page: CommentPage, which: 'first' | 'next' | 'previous', known: ReadonlySet<string>): void {
    const number =
      which === 'first' ? 0 : which === 'next' ? (this.roots.at(-1)?.page ?? 0) + 1 : (this.roots[0]?.page ?? 0) - 1;
    const roots = page.items.map(({ firstReplies, repliesCursor, ...comment }: RootComment): ShownRoot => ({
      comment,
      replies: firstReplies,
      page: number,
      next: repliesCursor,
      previous: null,
    }));
    // What was posted while the answer was under way stays; nothing is shown twice.
    const before = this.roots.filter(({ comment }) => !roots.some((root) => root.comment.id === comment.id));
    const own = before.filter(({ comment }) => !known.has(comment.id));
    this.roots =
      which === 'next' ? [...before, ...roots] : which === 'previous' ? [...roots, ...before] : [...own, ...roots];
    if (which !== 'previous') this.next = page.nextCursor;
    if (which !== 'next') this.previous = page.previousCursor;
    this.total = page.total;
    this.closed = page.closed;
    this.rules = page.rules;
    quietly(() => {
      sessionStorage.setItem(this.#rulesName, JSON.stringify(page.rules));
    });
    this.#rootCount = page.roots;
    if (which !== 'first') return;
    this.#newest = page.newest;
    this.fresh = 0;
  }

  #takeReplies(
    id: string,
    { items, nextCursor, previousCursor }: CommentReplies,
    which: 'first' | 'next' | 'previous',
  ): void {
    this.roots = this.roots.map((root) => {
      if (root.comment.id !== id) return root;
      const before = root.replies.filter((reply) => !items.some((item) => item.id === reply.id));
      return {
        ...root,
        replies: which === 'first' ? items : which === 'next' ? [...before, ...items] : [...items, ...before],
        next: which === 'previous' ? root.next : nextCursor,
        previous: which === 'next' ? root.previous : previousCursor,
      };
    });
  }
}
