import { RateLimiterMemory } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';

const QUARTER = 15 * 60;

/**
 * Wrong codes taken in how many seconds. A code has 80 bits: at these rates, and at any other, guessing one is hopeless. The limits only
 * keep the database from the work, so they are generous; an office shares one address, and the site's limit must not be within
 * reach of a single one.
 */
const LIMITS = {
  address: { points: 100, duration: QUARTER },
  site: { points: 20_000, duration: QUARTER },
} as const;

/** Counts wrong lookup codes in this process's memory; right ones are free. Addresses never get into the database. */
export class CodeLookups {
  readonly #limiters = { address: new RateLimiterMemory(LIMITS.address), site: new RateLimiterMemory(LIMITS.site) };

  /**
   * Looks something up by a code.
   *
   * @param client in the form of `clientOf`
   * @param find answers undefined when the code is wrong
   * @throws ProblemError `too-many-attempts`, or `unknown-comment` when the code is wrong
   */
  async find<T>(site: string, client: string, find: () => Promise<T | undefined>): Promise<T> {
    const keys = { address: client, site };
    for (const name of ['address', 'site'] as const) {
      const count = await this.#limiters[name].get(keys[name]);
      if (count && count.consumedPoints >= LIMITS[name].points) throw tooMany(count.msBeforeNext);
    }
    const found = await find();
    if (found !== undefined) return found;
    for (const name of ['address', 'site'] as const) {
      await this.#limiters[name].consume(keys[name]).catch(() => undefined);
    }
    throw new ProblemError('unknown-comment', 'No comment has this code.');
  }
}

function tooMany(milliseconds: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new ProblemError('too-many-attempts', `Try again in ${seconds} seconds.`, undefined, undefined, seconds);
}
