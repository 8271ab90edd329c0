import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Recent } from './recent.ts';

const MINUTE = 60;
const DAY_MS = 24 * 3600_000;

/**
 * How many comments in how many seconds. The library's names; a test may set others.
 *
 * Only the author's limit refuses: it hits nobody but the one who writes so fast. The others can hit an office or everybody who
 * reads an article of the day, and lead to moderation.
 */
export const POST_LIMITS = {
  /** One author's token. */
  author: { points: 5, duration: 5 * MINUTE },
  /** One network address, whatever the sites. */
  address: { points: 10, duration: 10 * MINUTE },
  /** One site. Exceeded, it stays so for a while, or a steady flood would be let in at the beginning of every window. */
  site: { points: 60, duration: 10 * MINUTE, blockDuration: 10 * MINUTE },
};

/** The form of `POST_LIMITS`. */
export type PostLimitOptions = typeof POST_LIMITS;

/**
 * How many new likes, reports, corrections and ratings in how many seconds. They need no proof of work and wait for no moderator, and whoever sends many has a
 * token for each: so the address refuses here, generously for the offices and mobile networks that share one.
 */
export const ACTION_LIMITS = {
  /** Likes from one network address, whatever the sites. */
  likes: { points: 100, duration: 10 * MINUTE },
  /** Reports from one network address, whatever the sites. */
  reports: { points: 20, duration: 10 * MINUTE },
  /** Reports by one reader's token. */
  reporter: { points: 10, duration: 10 * MINUTE },
  /** Corrections of articles from one network address, whatever the sites. */
  corrections: { points: 20, duration: 10 * MINUTE },
  /** Ratings of articles from one network address, whatever the sites. */
  ratings: { points: 100, duration: 10 * MINUTE },
};

/** The form of `ACTION_LIMITS`. */
export type ActionLimitOptions = typeof ACTION_LIMITS;

/** How many changes of one comment in how many seconds. Each keeps the whole former text; they are counted by what is kept. */
export const EDIT_LIMIT = { points: 10, duration: 5 * MINUTE } as const;

/** A comment as the limits see it. */
export interface CountedPost {
  readonly site: string;
  /** Idempotency key: a comment counts once, however often it is sent. */
  readonly key: string;
  /** What stands for the author; null when there is nothing. */
  readonly author: string | null;
  /** In the form of `clientOf`; null when the author is known by name, and address and site do not matter. */
  readonly client: string | null;
}

/** What the limits say. */
export type Count =
  | { readonly tooFast: true; /** Milliseconds. */ readonly wait: number }
  | { readonly tooFast: false; readonly busyAddress: boolean; readonly flood: boolean };

/**
 * Counts comments in this process's memory: addresses never get into the database, and after a restart the count begins anew.
 * Several processes count each for itself, so that together they let through as many times more. The library goes by the
 * machine's clock, not by the server's `now`.
 */
export class PostLimits {
  readonly #author: RateLimiterMemory;
  readonly #address: RateLimiterMemory;
  readonly #site: RateLimiterMemory;
  readonly #flood: number;
  readonly #counted: Recent<Promise<Count>>;

  /** @param now milliseconds */
  constructor(now: () => number, limits: PostLimitOptions = POST_LIMITS) {
    this.#author = new RateLimiterMemory(limits.author);
    this.#address = new RateLimiterMemory(limits.address);
    this.#site = new RateLimiterMemory(limits.site);
    this.#flood = limits.site.points;
    this.#counted = new Recent(DAY_MS, now);
  }

  /**
   * Counts a comment that is about to be kept. One that is too fast is not counted, neither then nor for the others' limits, so
   * that waiting always helps.
   */
  async count(post: CountedPost): Promise<Count> {
    const ticket = JSON.stringify([post.site, post.key]);
    const before = this.#counted.get(ticket);
    if (before) return before;
    // Kept before it is known: of many equal requests at once one is counted, and all get its answer.
    const counting = this.#countNew(post);
    this.#counted.set(ticket, counting);
    const count = await counting;
    if (count.tooFast) this.#counted.delete(ticket);
    return count;
  }

  /** Takes back the count of a comment that was not kept after all: as if it had never come. */
  async forget({ site, key, author, client }: CountedPost): Promise<void> {
    const ticket = JSON.stringify([site, key]);
    // Of many equal requests that are refused at once, one takes the one count back.
    const counting = this.#counted.get(ticket);
    if (!counting) return;
    this.#counted.delete(ticket);
    await counting;
    if (author !== null) await giveBack(this.#author, JSON.stringify([site, author]));
    if (client === null) return;
    await giveBack(this.#address, client);
    await giveBack(this.#site, site);
  }

  /** How near a site is to a flood: 0 is silence, 1 and above a flood. */
  async load(site: string): Promise<number> {
    const count = await this.#site.get(site);
    // The library forgets on a timer, which may be late.
    return count && count.msBeforeNext > 0 ? count.consumedPoints / this.#flood : 0;
  }

  async #countNew({ site, author, client }: CountedPost): Promise<Count> {
    if (author !== null) {
      const over = await exceeds(this.#author, JSON.stringify([site, author]));
      if (over) return { tooFast: true, wait: over.msBeforeNext };
    }
    if (client === null) return { tooFast: false, busyAddress: false, flood: false };
    const busyAddress = (await exceeds(this.#address, client)) !== null;
    const flood = (await exceeds(this.#site, site)) !== null;
    return { tooFast: false, busyAddress, flood };
  }
}

/** Counts what readers do with comments besides writing, in this process's memory, as `PostLimits` does. */
export class ActionLimits {
  readonly #likes: RateLimiterMemory;
  readonly #reports: RateLimiterMemory;
  readonly #reporter: RateLimiterMemory;
  readonly #corrections: RateLimiterMemory;
  readonly #ratings: RateLimiterMemory;

  constructor(limits: ActionLimitOptions = ACTION_LIMITS) {
    this.#likes = new RateLimiterMemory(limits.likes);
    this.#reports = new RateLimiterMemory(limits.reports);
    this.#reporter = new RateLimiterMemory(limits.reporter);
    this.#corrections = new RateLimiterMemory(limits.corrections);
    this.#ratings = new RateLimiterMemory(limits.ratings);
  }

  /**
   * Counts a new like.
   *
   * @param client network address in the form of `clientOf`
   * @returns milliseconds to wait; 0 when it may be kept
   */
  async like(client: string): Promise<number> {
    return (await exceeds(this.#likes, client))?.msBeforeNext ?? 0;
  }

  /** Counts a new rating of an article; as `like`. */
  async rating(client: string): Promise<number> {
    return (await exceeds(this.#ratings, client))?.msBeforeNext ?? 0;
  }

  /**
   * Counts a new report.
   *
   * @param client network address in the form of `clientOf`
   * @param reporter hash of the reader's token
   * @returns milliseconds to wait; 0 when it may be kept
   */
  async report(client: string, reporter: string): Promise<number> {
    const over = (await exceeds(this.#reporter, reporter)) ?? (await exceeds(this.#reports, client));
    return over?.msBeforeNext ?? 0;
  }

  /**
   * Counts a new correction of an article.
   *
   * @param client network address in the form of `clientOf`
   * @returns milliseconds to wait; 0 when it may be kept
   */
  async correction(client: string): Promise<number> {
    return (await exceeds(this.#corrections, client))?.msBeforeNext ?? 0;
  }
}

async function giveBack(limiter: RateLimiterMemory, key: string): Promise<void> {
  // A window that has ended meanwhile holds nothing of it.
  const count = await limiter.get(key);
  if (count && count.msBeforeNext > 0 && count.consumedPoints > 0) await limiter.reward(key);
}

async function exceeds(limiter: RateLimiterMemory, key: string): Promise<RateLimiterRes | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
}
