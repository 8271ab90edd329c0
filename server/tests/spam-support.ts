import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib/v1';
import { parseConfig, type Site } from '../config.ts';
import type { RawConfig } from '../config-schema.ts';
import { type Circumstances, type SpamOptions, SpamGuard, type Submission } from '../spam/assess.ts';
import { POST_LIMITS } from '../spam/limits.ts';
import type { Challenge } from '../spam/schemas.ts';
import type { Verdict } from '../spam/verdict.ts';
import { type Clock, config, START } from './support.ts';

export const SECRET = 'a-secret-of-forty-three-characters-in-base64';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Limits that no test meets by accident. */
export const NO_LIMITS = {
  author: { ...POST_LIMITS.author, points: 1e6 },
  address: { ...POST_LIMITS.address, points: 1e6 },
  site: { ...POST_LIMITS.site, points: 1e6 },
};

/** A site with these settings of comments. */
export function site(comments: RawConfig['sites'][number]['comments'] = {}, slug = 'so'): Site {
  return parseConfig(config({ comments, slug })).sites[0]!;
}

/** A guard with its own clock, easy challenges and, unless it says otherwise, no limits. */
export interface TestGuard {
  readonly spam: SpamGuard;
  readonly clock: Clock;
  /** Judges a comment with nothing wrong but what is said. */
  readonly assess: (changes?: Partial<Submission>, circumstances?: Partial<Circumstances>) => Promise<Verdict>;
  /** A solved challenge, given ten seconds ago. */
  readonly proof: (from?: Site) => Promise<string>;
}

export function guard(options: Partial<SpamOptions> = {}): TestGuard {
  const clock: Clock = { ms: START };
  const spam = new SpamGuard({
    secret: SECRET,
    now: () => clock.ms,
    limits: NO_LIMITS,
    difficulty: { easiest: 20, hardest: 160 },
    ...options,
  });
  const plain = site();
  const proof = async (from = plain): Promise<string> => {
    const payload = await solved(await spam.challenge(from));
    clock.ms += 10 * SECOND;
    return payload;
  };
  return {
    spam,
    clock,
    proof,
    assess: async (changes = {}, circumstances = {}) => {
      const key = randomUUID();
      const text = `Bài viết rất bổ ích, cảm ơn tòa soạn đã đăng. ${key}`;
      const post = {
        site: plain,
        key,
        author: `author-${key}`,
        authors: [`author-${key}`],
        name: 'Nguyễn Văn An',
        text,
        ...changes,
      };
      const withProof = 'proof' in changes ? post : { ...post, proof: await proof(post.site) };
      return spam.assess(withProof, { client: '192.0.2.1', verified: false, ...circumstances });
    },
  };
}

/** ALTCHA's payload: JSON in base64. */
export function encode(payload: unknown): string {
  return Buffer.from(JSON.stringify(payload)).toString('base64');
}

/** Solves a challenge as ALTCHA's own client does. */
export async function solution({ algorithm, challenge, salt, signature, maxnumber }: Challenge): Promise<{
  algorithm: string;
  challenge: string;
  number: number;
  salt: string;
  signature: string;
}> {
  const found = await solveChallenge(challenge, salt, algorithm, maxnumber).promise;
  assert.ok(found);
  return { algorithm, challenge, number: found.number, salt, signature };
}

/** The payload that proves the work. */
export async function solved(challenge: Challenge): Promise<string> {
  return encode(await solution(challenge));
}

/**
 * Fetches a challenge from a running server and solves it.
 *
 * @param url of the site's routes, with a slash at the end
 */
export async function proofFrom(url: string): Promise<string> {
  return solved((await (await fetch(`${url}challenge`)).json()) as Challenge);
}

/** Checks that a comment waits for a moderator for these reasons. */
export function moderated(verdict: Verdict, ...reasons: string[]): void {
  assert.deepEqual(verdict, { verdict: 'moderate', reasons });
}

/** Checks that nothing speaks against a comment. */
export function accepted(verdict: Verdict): void {
  assert.deepEqual(verdict, { verdict: 'accept' });
}

/** Checks that the sender is asked for the proof of a new challenge. */
export function expired(verdict: Verdict): void {
  assert.deepEqual(verdict, { verdict: 'refuse', problem: 'challenge-expired', retryAfter: null });
}
