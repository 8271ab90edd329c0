import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { derivedKey } from './key.ts';
import { Recent } from './recent.ts';
import type { Challenge } from './schemas.ts';

/** How long a challenge is good, in milliseconds: time to write a long comment, and too short to hoard proofs for days. */
export const CHALLENGE_LIFETIME = 30 * 60_000;

/** Bounds of `maxnumber`. Work is half of it on average; see `difficulty`. */
export const DIFFICULTY = { easiest: 50_000, hardest: 400_000 };

/** From this part of a flood on, challenges get harder. */
const CALM = 0.25;

/** Much more than a payload has; what is longer is not even decoded. */
const LONGEST_PAYLOAD = 1000;

/** Only salts of the form that `createChallenge` makes here: with an end of life, and with the closing mark that keeps it apart from the number. */
const SALT = /^[0-9a-f]{24}\?expires=(\d{1,11})&$/;

const isPayload = Compile(
  Type.Object({
    algorithm: Type.Literal('SHA-256'),
    challenge: Type.String(),
    number: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    salt: Type.String({ pattern: SALT.source }),
    signature: Type.String(),
  }),
);

/**
 * What a proof is worth: `none` came; `bad` proves nothing; `over` was right, but its challenge has expired or belongs to another
 * comment; `good` is `age` milliseconds after its challenge was given.
 */
export type Proof = { readonly state: 'none' | 'bad' | 'over' } | { readonly state: 'good'; readonly age: number };

/**
 * The proof of work in ALTCHA's version 1. Challenges are signed and not kept; which were used is remembered in this process's
 * memory until they expire. Several processes with one secret take each other's challenges, each of them once.
 */
export class Proofs {
  readonly #secret: string;
  readonly #now: () => number;
  /** Used challenges, and the comment that used it. */
  readonly #used: Recent<string>;

  /**
   * @param secret the same in all processes
   * @param now milliseconds
   */
  constructor(secret: string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
    this.#used = new Recent(CHALLENGE_LIFETIME, now);
  }

  /** A new challenge; only this site takes its proof. */
  async challenge(site: string, maxnumber: number): Promise<Omit<Challenge, 'minimumSeconds'>> {
    const { challenge, salt, signature } = await createChallenge({
      hmacKey: derivedKey(this.#secret, 'challenge', site),
      algorithm: 'SHA-256',
      maxnumber,
      expires: new Date(this.#now() + CHALLENGE_LIFETIME),
    });
    const expiresIn = CHALLENGE_LIFETIME / 1000;
    return { algorithm: 'SHA-256', challenge, maxnumber, salt, signature, expiresIn };
  }

  /**
   * Looks at a proof, and takes its challenge.
   *
   * @param payload anything that came as ALTCHA's payload: JSON in base64
   * @param key the comment's idempotency key: its retry may bring the same proof once more
   */
  async check(site: string, payload: unknown, key: string): Promise<Proof> {
    if (payload === undefined || payload === null || payload === '') return { state: 'none' };
    const solution = decoded(payload);
    if (!isPayload.Check(solution)) return { state: 'bad' };
    // The library would go by the machine's clock, and let a salt without time pass.
    const right = await verifySolution(solution, derivedKey(this.#secret, 'challenge', site), false);
    if (!right) return { state: 'bad' };
    const now = this.#now();
    const expires = Number(SALT.exec(solution.salt)?.[1]) * 1000;
    // Not by the salt: the library takes it with and without its closing mark.
    const used = this.#used.get(solution.challenge);
    if (expires <= now || (used !== undefined && used !== `${site} ${key}`)) return { state: 'over' };
    this.#used.set(solution.challenge, `${site} ${key}`);
    return { state: 'good', age: now - (expires - CHALLENGE_LIFETIME) };
  }

  /** The comment with this key was not kept after all: its proof is good for another one. */
  forget(site: string, payload: unknown, key: string): void {
    const solution = decoded(payload);
    if (!isPayload.Check(solution)) return;
    if (this.#used.get(solution.challenge) === `${site} ${key}`) this.#used.delete(solution.challenge);
  }
}

/**
 * How hard a challenge is, as `maxnumber`: the easiest while little is posted, then growing by the same factor with every
 * comment up to a flood.
 *
 * @param load 1 is a flood
 */
export function difficulty(load: number, { easiest, hardest } = DIFFICULTY): number {
  const part = Math.min(1, Math.max(0, (load - CALM) / (1 - CALM)));
  return Math.round(easiest * (hardest / easiest) ** part);
}

function decoded(payload: unknown): unknown {
  if (typeof payload !== 'string' || payload.length > LONGEST_PAYLOAD) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, 'base64').toString());
  } catch {
    return undefined;
  }
}
