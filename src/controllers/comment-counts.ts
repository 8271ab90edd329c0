import type { ApiClient } from '../api/client.ts';

/** Most keys that one request may ask for, and most characters of its address that proxies let through. */
const MOST = 100;
const LONGEST = 6000;

/** The numbers of comments of a site's threads, for all tags of the page together; each thread is asked for once. */
export class CommentCountFeed {
  readonly #client: ApiClient;
  readonly #known = new Map<string, Promise<number | undefined>>();
  #waiting = new Map<string, (total: number | undefined) => void>();

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Number of published comments in a thread; undefined where it cannot be told, and then it may be asked for again. */
  count(thread: string): Promise<number | undefined> {
    let count = this.#known.get(thread);
    if (!count) {
      // All tags of a page upgrade in one go.
      if (!this.#waiting.size) queueMicrotask(() => this.#ask());
      count = new Promise((resolve) => this.#waiting.set(thread, resolve));
      this.#known.set(thread, count);
    }
    return count;
  }

  #ask(): void {
    let batch: string[] = [];
    let length = 0;
    for (const thread of this.#waiting.keys()) {
      length += encodeURIComponent(thread).length + 8;
      if (batch.length === MOST || (batch.length && length > LONGEST)) {
        void this.#request(batch);
        batch = [];
        length = 0;
      }
      batch.push(thread);
    }
    void this.#request(batch);
    this.#waiting = new Map();
  }

  async #request(threads: readonly string[]): Promise<void> {
    const waiting = this.#waiting;
    const counts = await this.#client.countComments(...threads).then(
      (answer) => answer.counts,
      () => [],
    );
    threads.forEach((thread, index) => {
      const total = counts[index]?.total;
      if (total === undefined) this.#known.delete(thread);
      waiting.get(thread)!(total);
    });
  }
}

const FEEDS_KEY = Symbol.for('tinh.comment-counts');

/** The one feed of a site on this page. */
export function commentCountFeed(client: ApiClient): CommentCountFeed {
  const shared = globalThis as { [FEEDS_KEY]?: Map<string, CommentCountFeed> };
  const feeds = (shared[FEEDS_KEY] ??= new Map<string, CommentCountFeed>());
  let feed = feeds.get(client.id);
  if (!feed) feeds.set(client.id, (feed = new CommentCountFeed(client)));
  return feed;
}
