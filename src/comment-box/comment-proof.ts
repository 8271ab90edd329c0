import type { Challenge } from '../api/contract.ts';
import { solveChallenge } from '../api/proof-of-work.ts';

/** A comment that is sent waits so many ms for its proof: without one a moderator reads it, and a reader's time counts for more. */
const PATIENCE = 3000;
/** Nor does it wait longer than so many seconds until it may arrive. */
const LONGEST_MINIMUM = 10;
/** Meanwhile, as long as somebody writes, the page works for so many ms at the most: a slow phone needs it. */
const LONGEST_WORK = 30_000;
/** A server that gave no challenge is asked again after so many ms, if somebody still writes. */
const RETRY = 10_000;

/** A challenge that is being worked on. Moments are of the clock that nobody can set. */
interface Work {
  readonly payload: Promise<string | null>;
  readonly stop: AbortController;
  /** From when on, and until when, a comment with the proof may arrive. */
  from: number;
  until: number;
}

/** The proofs of work for the comments on one site, each for one comment. */
export class CommentProof {
  readonly #fetch: () => Promise<Challenge>;
  #work?: Work | undefined;

  /** @param fetch asks the server for a challenge */
  constructor(fetch: () => Promise<Challenge>) {
    this.#fetch = fetch;
  }

  /** Somebody begins to write, or goes on: the proof is worked out meanwhile. */
  prepare(): Work {
    if (!this.#work || performance.now() > this.#work.until) this.#work = this.#begin();
    return this.#work;
  }

  /**
   * Resolves when a comment may be sent, with the payload for it; null where there is none in time. Never rejects.
   *
   * @param signal tells that the comment was taken back
   */
  async take(signal: AbortSignal): Promise<string | null> {
    const work = this.prepare();
    this.#work = undefined;
    const stop = () => {
      work.stop.abort();
    };
    signal.addEventListener('abort', stop);
    const payload = await Promise.race([work.payload, after(PATIENCE)]);
    stop();
    if (payload) await after(work.from - performance.now());
    return payload;
  }

  #begin(): Work {
    const asked = performance.now();
    const stop = new AbortController();
    const solve = async () => {
      try {
        const challenge = await this.#fetch();
        // How long the answer took nobody knows: both moments are on the safe side.
        work.from = performance.now() + Math.min(challenge.minimumSeconds, LONGEST_MINIMUM) * 1000;
        work.until = asked + challenge.expiresIn * 1000;
        return await solveChallenge(challenge, stop.signal, LONGEST_WORK);
      } catch {
        work.until = performance.now() + RETRY;
        return null;
      }
    };
    const work: Work = { payload: solve(), stop, from: 0, until: Infinity };
    return work;
  }
}

function after(delay: number): Promise<null> {
  return new Promise((resolve) => {
    const end = () => {
      resolve(null);
    };
    if (delay > 0) setTimeout(end, delay);
    else end();
  });
}
