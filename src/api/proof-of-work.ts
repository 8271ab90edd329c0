import type { Challenge } from './contract.ts';
import { sha256After } from './sha256.ts';

/** After so many ms of work the page gets its turn: a good half of a frame. */
const SLICE = 10;
/** Work is stopped after so many ms: a comment without proof is moderated, and a reader's time counts for more. */
const PATIENCE = 3000;

/**
 * Solves a challenge on the page's own thread, in slices between which the page can take keys and paint. No worker: the
 * policies of many sites forbid one.
 *
 * @param patience ms after which it gives up
 * @returns ALTCHA's payload, JSON in base64; null where no number was found in time, or the algorithm is another one
 * @throws the signal's reason, when it is aborted
 */
export async function solveChallenge(
  { algorithm, challenge, salt, signature, maxnumber }: Challenge,
  signal?: AbortSignal,
  patience = PATIENCE,
): Promise<string | null> {
  signal?.throwIfAborted();
  // The wire may bring what the type rules out.
  if ((algorithm as string) !== 'SHA-256') return null;
  const hash = sha256After(salt);
  const first = parseInt(challenge.slice(0, 8), 16) | 0;
  // Messages, since timers of a hidden page come once a second.
  const { port1, port2 } = new MessageChannel();
  const begin = performance.now();
  let end = begin + SLICE;
  try {
    for (let number = 0; number <= maxnumber; number += 1) {
      const digest = hash(`${number}`);
      const now = number % 32 ? 0 : performance.now();
      if (digest[0] === first && toHex(digest) === challenge) {
        const took = Math.round(performance.now() - begin);
        return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature, took }));
      }
      if (now < end) continue;
      if (now - begin > patience) break;
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
      signal?.throwIfAborted();
      end = performance.now() + SLICE;
    }
    return null;
  } finally {
    port1.close();
  }
}

const toHex = (words: Int32Array): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
