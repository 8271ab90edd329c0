import type { Site } from '../config.ts';
import { Duplicates } from './duplicates.ts';
import { formTime, readFormTime } from './form-time.ts';
import { POST_LIMITS, type PostLimitOptions, PostLimits } from './limits.ts';
import { findHosts } from './hosts.ts';
import { countLinks } from './links.ts';
import { DIFFICULTY, difficulty, Proofs, type Proof } from './proof.ts';
import type { Challenge } from './schemas.ts';
import type { Reason, Verdict } from './verdict.ts';
import { findWords, foldedForm, wordForm } from '../word-forms.ts';

/** Names of the fields beside those of the comment, in the body of a post and in the form of the plain page. */
export const SPAM_FIELDS = {
  /** Proof of work; the name is ALTCHA's own. */
  proof: 'altcha',
  /** What `SpamGuard.formTime` made for the plain page. */
  formTime: 'form-time',
  /** Not to be seen, reached or filled in by people, nor by what fills in forms for them. */
  trap: 'homepage',
} as const;

/** A form older than this was kept, not shown: one day, in milliseconds. */
const OLDEST_FORM = 24 * 3600_000;

/** A checked and cleaned comment that is new to the server. */
export interface Submission {
  readonly site: Site;
  /** Idempotency key. */
  readonly key: string;
  /** Hash of the author's token, or the id of a signed-in reader; null without either. */
  readonly author: string | null;
  /** Both of them, as far as there are any. */
  readonly authors: readonly string[];
  readonly name: string;
  readonly text: string;
  /** The fields of `SPAM_FIELDS` as they came, of any kind. */
  readonly proof?: unknown;
  readonly formTime?: unknown;
  readonly trap?: unknown;
}

/** How a comment came. */
export interface Circumstances {
  /** Network address in the form of `clientOf`. */
  readonly client: string;
  /** The site's own server has vouched for the author: then proof, form, address and flood do not matter. */
  readonly verified: boolean;
}

/** How the server defends itself. */
export interface SpamOptions {
  /** Random, at least 32 characters, the same in all processes and after a restart. */
  readonly secret: string;
  /** Milliseconds. */
  readonly now: () => number;
  /** For tests and benchmarks; default `POST_LIMITS`. */
  readonly limits?: PostLimitOptions;
  /** For tests; default `DIFFICULTY`. */
  readonly difficulty?: typeof DIFFICULTY;
  /** For tests and measurements of something else: nothing speaks against a comment. */
  readonly off?: boolean;
}

/**
 * Tells comments of people from those of programs. In doubt a comment waits for a moderator; only what the honest sender can mend
 * at once is refused. One for all sites of a process.
 */
export class SpamGuard {
  readonly #secret: string;
  readonly #now: () => number;
  readonly #difficulty: typeof DIFFICULTY;
  readonly #off: boolean;
  readonly #proofs: Proofs;
  readonly #limits: PostLimits;
  readonly #duplicates: Duplicates;

  constructor({ secret, now, limits = POST_LIMITS, difficulty: bounds = DIFFICULTY, off = false }: SpamOptions) {
    if (secret.length < 32) throw new Error('the secret of the spam guard has fewer than 32 characters');
    this.#secret = secret;
    this.#now = now;
    this.#difficulty = bounds;
    this.#off = off;
    this.#proofs = new Proofs(secret, now);
    this.#limits = new PostLimits(now, limits);
    this.#duplicates = new Duplicates(now);
  }

  /** A challenge for a reader who begins to write: the more is posted on the site, the harder. */
  async challenge(site: Site): Promise<Challenge> {
    const maxnumber = difficulty(await this.#limits.load(site.slug), this.#difficulty);
    const challenge = await this.#proofs.challenge(site.slug, maxnumber);
    return { ...challenge, minimumSeconds: site.comments.minimumSeconds };
  }

  /** For the hidden field of a form on the plain page. */
  formTime(site: Site): string {
    return formTime(this.#secret, site.slug, this.#now());
  }

  /**
   * Judges a new comment. To be called once its fields are right and its idempotency key is unknown: a known one is answered
   * from the database, without challenge and limits. As a key makes at most one comment, its retries — after a lost answer, or
   * while the database could not be reached — are neither counted again nor taken for duplicates, and bring the old proof or a new one.
   */
  async assess(submission: Submission, { client, verified }: Circumstances): Promise<Verdict> {
    if (this.#off) return { verdict: 'accept' };
    const { site, key, author, text } = submission;
    const proof: Proof = verified ? { state: 'none' } : await this.#proofs.check(site.slug, submission.proof, key);
    if (proof.state === 'over') return { verdict: 'refuse', problem: 'challenge-expired', retryAfter: null };

    const count = await this.#limits.count({ site: site.slug, key, author, client: verified ? null : client });
    if (count.tooFast) {
      return { verdict: 'refuse', problem: 'too-fast', retryAfter: Math.max(1, Math.ceil(count.wait / 1000)) };
    }

    const reasons: Reason[] = verified ? [] : this.#reasonsOfForm(submission, proof);
    if (count.busyAddress) reasons.push('busy-address');
    if (count.flood) reasons.push('flood');
    if (this.#duplicates.isDuplicate(site.slug, text, author ?? client, key)) reasons.push('duplicate');
    reasons.push(...contentReasons(site, submission));
    return reasons.length > 0 ? { verdict: 'moderate', reasons } : { verdict: 'accept' };
  }

  /**
   * A comment that was judged is refused for another reason, as that of a thread that was closed meanwhile: it does not count against its
   * author, its proof is not spent, and its words are no duplicate when they come in another place.
   */
  async forget({ site, key, author, text, proof }: Submission, { client, verified }: Circumstances): Promise<void> {
    this.#duplicates.forget(site.slug, text, author ?? client, key);
    this.#proofs.forget(site.slug, proof, key);
    await this.#limits.forget({ site: site.slug, key, author, client: verified ? null : client });
  }

  #reasonsOfForm({ site, formTime: token, trap }: Submission, proof: Proof): Reason[] {
    const reasons: Reason[] = [];
    if (proof.state === 'none') reasons.push('no-proof');
    if (proof.state === 'bad') reasons.push('bad-proof');
    if (isFilled(trap)) reasons.push('trap');
    const ages = proof.state === 'good' ? [proof.age] : [];
    if (isFilled(token)) {
      const shown = readFormTime(this.#secret, site.slug, token);
      const age = shown === null ? null : this.#now() - shown;
      if (age === null || age > OLDEST_FORM) reasons.push('bad-form');
      else ages.push(age);
    }
    if (ages.length > 0 && Math.max(...ages) < site.comments.minimumSeconds * 1000) reasons.push('too-quick');
    return reasons;
  }
}

/**
 * What speaks against the words themselves and their author: also for a changed text, or a harmless comment could become another one
 * after it was published.
 */
export function contentReasons(
  site: Site,
  { name, text, authors }: Pick<Submission, 'name' | 'text' | 'authors'>,
): Reason[] {
  const content = `${name}\n${text}`;
  const reasons: Reason[] = [];
  if (countLinks(content) > site.comments.links) reasons.push('links');
  if (listedWords(site, content).length > 0) reasons.push('word');
  if (isBlocked(site, content, authors)) reasons.push('blocked');
  return reasons;
}

function isBlocked({ blocks }: Site, content: string, authors: readonly string[]): boolean {
  return (
    authors.some((author) => blocks.authors.has(author)) ||
    findHosts(content, blocks.hosts).length > 0 ||
    (blocks.words.length > 0 && findWords(foldedForm(content), blocks.words).length > 0)
  );
}

/** The words of the site's lists that a text holds, to show them to a moderator. */
export function listedWords({ comments: { words, wordsFolded } }: Site, text: string): string[] {
  return [...findWords(wordForm(text), words), ...findWords(foldedForm(text), wordsFolded)];
}

/** A field that came empty was left alone; one that came as anything else than text was not. */
function isFilled(field: unknown): boolean {
  return typeof field === 'string' ? field.trim() !== '' : field !== undefined && field !== null;
}
