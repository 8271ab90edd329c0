import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { codePoints } from '../../src/text/clean.ts';
import { ProblemError } from '../http/problem.ts';
import { loginOf } from './name.ts';

/** Shortest password, in code points as typed. */
export const SHORTEST_PASSWORD = 12;

/** Longest password, in bytes of UTF-8 after normalisation: some 85 Vietnamese letters with accents. */
export const LONGEST_PASSWORD = 256;

/** Parameters of scrypt (RFC 7914). */
export interface ScryptCost {
  /** Binary logarithm of N; with r = 8, one hash takes 2^(ln + 10) bytes of memory. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/**
 * The least that OWASP recommends for scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
export const RECOMMENDED_COST: ScryptCost = { ln: 17, r: 8, p: 1 };

/** Hashes at once and waiting, in one process: memory is the limit of the first, patience of the second. */
const [AT_ONCE, WAITING] = [2, 20];

const HASH = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w+/]{22})\$([\w+/]{43})$/;

/**
 * What is wrong with a new password; null when nothing is. There are no rules of composition (NIST SP 800-63B): length is
 * what counts, and that it is not simply the name.
 */
export function passwordFault(
  password: string,
  names: readonly string[],
): 'too-short' | 'too-long' | 'like-the-name' | null {
  if (codePoints(password) < SHORTEST_PASSWORD) return 'too-short';
  if (Buffer.byteLength(normal(password)) > LONGEST_PASSWORD) return 'too-long';
  return names.some((name) => loginOf(name) === loginOf(password)) ? 'like-the-name' : null;
}

/**
 * Hashes and checks passwords with scrypt of `node:crypto`. A hash carries its parameters, in the PHC string format:
 * `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`, base64 without padding, so that they can be raised.
 */
export class PasswordHasher {
  readonly #cost: ScryptCost;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(cost: ScryptCost = RECOMMENDED_COST) {
    this.#cost = cost;
  }

  /** Whether so many are waiting that no more should be let in. */
  get isBusy(): boolean {
    return this.#queue.length >= WAITING;
  }

  /** @throws ProblemError `unavailable` when too many are waiting */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const { ln, r, p } = this.#cost;
    const hash = await this.#derive(password, salt, this.#cost);
    return `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`;
  }

  /**
   * Whether this is the password of that hash. Without a hash the answer is no, after the same work: who measures the time
   * learns nothing about which accounts there are.
   *
   * @throws ProblemError `unavailable` when too many are waiting
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const { cost, salt, hash } = stored === null ? this.#decoy() : parse(stored);
    const derived = await this.#derive(password, salt, cost);
    return timingSafeEqual(derived, hash) && stored !== null;
  }

  /** Whether a hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean {
    const { cost } = parse(stored);
    return cost.ln !== this.#cost.ln || cost.r !== this.#cost.r || cost.p !== this.#cost.p;
  }

  #decoy(): ParsedHash {
    return { cost: this.#cost, salt: randomBytes(16), hash: randomBytes(32) };
  }

  async #derive(password: string, salt: Buffer, { ln, r, p }: ScryptCost): Promise<Buffer> {
    if (this.isBusy) throw new ProblemError('unavailable', 'Too many people are signing in.');
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#queue.push(resolve));
    else this.#running += 1;
    try {
      const N = 2 ** ln;
      return await new Promise((resolve, reject) => {
        scrypt(normal(password), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, derived) => {
          if (error) reject(error);
          else resolve(derived);
        });
      });
    } finally {
      // Whoever waits longest takes over this place, so that nobody who comes now gets before them.
      const next = this.#queue.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

interface ParsedHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function parse(stored: string): ParsedHash {
  const [, ln, r, p, salt, hash] = HASH.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('What is stored is no password hash');
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** One sequence of bytes for one password, however the keyboard composes accents (NIST SP 800-63B asks for NFKC or NFKD). */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
