import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';

const QUARTER = 15 * 60;

/**
 * How many wrong passwords are taken in how many seconds. The narrow limits are those that hit nobody but the one who
 * guesses; an office shares one address, and an account's own limit is a weapon in the hands of who wants to lock it.
 */
const LIMITS = {
  /** A browser in which the account was signed in before. */
  device: { points: 10, duration: QUARTER },
  /** One account from one address. */
  pair: { points: 5, duration: QUARTER },
  /** One address, whatever the accounts, secret links included. */
  address: { points: 100, duration: QUARTER },
  /** One account, whatever the addresses. */
  account: { points: 50, duration: 4 * QUARTER },
} as const;

type Limit = keyof typeof LIMITS;

/** A limit, and whose it is. */
type Counter = readonly [Limit, string];

/** Who tries to sign in to what. */
export interface Attempt {
  /** In the form of `loginOf`, whether there is such an account or not. */
  readonly login: string;
  /** In the form of `clientOf`. */
  readonly client: string;
  /** See `knownDevice`. */
  readonly device: string | null;
}

/**
 * Counts attempts to sign in, in this process's memory: addresses never get into the database, and after a restart the count
 * begins anew. Several processes count each for itself, so that together they let through as many times more. The library
 * goes by the machine's clock, not by the server's `now`.
 */
export class SignInAttempts {
  readonly #limiters = {
    device: new RateLimiterMemory(LIMITS.device),
    pair: new RateLimiterMemory(LIMITS.pair),
    address: new RateLimiterMemory(LIMITS.address),
    account: new RateLimiterMemory(LIMITS.account),
  };

  /**
   * Counts an attempt before its password is looked at, so that many at once get no further than one after the other.
   *
   * @returns takes the attempt back, once it was right or never got an answer
   * @throws ProblemError `too-many-attempts`; such an attempt is not counted, so that waiting always helps
   */
  begin(attempt: Attempt): Promise<() => Promise<void>> {
    return this.#count(keysOf(attempt));
  }

  /**
   * As `begin`, for a secret link that somebody opens: nobody can guess it, and narrower limits would only lock it.
   *
   * @param client in the form of `clientOf`
   */
  beginLink(client: string): Promise<() => Promise<void>> {
    return this.#count([['address', client]]);
  }

  /** After the right password, the wrong ones before it were slips. */
  async forget({ login, client, device }: Attempt): Promise<void> {
    await this.#limiters.pair.delete(pairKey(login, client));
    if (device !== null) await this.#limiters.device.delete(device);
  }

  async #count(keys: readonly Counter[]): Promise<() => Promise<void>> {
    const counts = await Promise.all(keys.map(([limit, key]) => this.#limiters[limit].get(key)));
    const waits = counts.map((count, index) => {
      const [limit] = keys[index]!;
      return count && count.consumedPoints >= LIMITS[limit].points ? count.msBeforeNext : 0;
    });
    const wait = Math.max(...waits);
    if (wait > 0) throw tooMany(wait);
    for (const [limit, key] of keys) {
      await this.#limiters[limit].consume(key).catch((refused: unknown) => {
        throw refused instanceof RateLimiterRes ? tooMany(refused.msBeforeNext) : refused;
      });
    }
    return async () => {
      for (const [limit, key] of keys) await this.#limiters[limit].reward(key);
    };
  }
}

function keysOf({ login, client, device }: Attempt): readonly Counter[] {
  if (device !== null) return [['device', device]];
  return [
    ['pair', pairKey(login, client)],
    ['address', client],
    ['account', login],
  ];
}

function pairKey(login: string, client: string): string {
  return `${client} ${login}`;
}

function tooMany(milliseconds: number): ProblemError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new ProblemError('too-many-attempts', `Try again in ${seconds} seconds.`, undefined, undefined, seconds);
}
