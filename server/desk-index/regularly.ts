import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../storage/database.ts';
import { catchUp, OVERLAP } from './catch-up.ts';
import { cleanIndex } from './clean.ts';

const INTERVAL = 3000;
/** So many comments before it is looked at what was done meanwhile to those that are in the index. */
const STEP = 20_000;
/** The work rests so many times as long as it took: the first fill takes longer then, and nobody notices it. */
const REST = 4;

const DAY = 24 * 3_600_000;

/** Brings the desk's index up to date when the server starts, without keeping it from answering, and every few seconds. */
export function catchUpRegularly(
  app: FastifyInstance,
  { db, now }: { readonly db: Database; readonly now: () => number },
): void {
  const end = new AbortController();
  let running: Promise<void> | null = null;
  // What came while the clock was another, or from a machine with another clock, is found at the next start.
  let overlap = DAY;

  const work = async (): Promise<void> => {
    let begin = now();
    const rest = async (): Promise<void> => {
      await pause(REST * Math.max(0, now() - begin), undefined, { signal: end.signal });
      begin = now();
    };
    try {
      for (let more = true; more;) {
        const done = await catchUp(db, now(), { limit: STEP, overlap, rest });
        overlap = OVERLAP;
        more = done.more && done.indexed > 0;
      }
      await cleanIndex(db, now());
    } catch (error) {
      if (end.signal.aborted) return;
      app.log.error({ err: error }, 'the index of the desk is behind; this is tried again in a moment');
    }
  };
  const start = (): void => {
    running ??= work().finally(() => (running = null));
  };
  const timer = setInterval(start, INTERVAL);
  timer.unref();
  app.addHook('onReady', () => {
    start();
    return Promise.resolve();
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    end.abort();
    await running;
  });
}
