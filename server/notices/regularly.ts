import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { MailServer } from '../settings-mail.ts';
import { type MailTimes, sendMail } from './mailer.ts';
import { Teller, type TellOptions } from './tell.ts';

const INTERVAL = 15_000;

/** A mail that is being handed in when the server stops is waited for so long. Milliseconds. */
const MOMENT = 1000;

/** Tells officials what waits, when the server starts and every few seconds, beside all requests. */
export function tellRegularly(
  app: FastifyInstance,
  {
    mailServer,
    times,
    ...options
  }: Omit<TellOptions, 'send' | 'log'> & { readonly mailServer: MailServer; readonly times?: MailTimes },
): void {
  const end = new AbortController();
  const teller = new Teller({
    ...options,
    send: (letter) => sendMail(mailServer, letter, { signal: end.signal, ...(times && { times }) }),
    log: (state) => {
      if (state.mail === 'accepted') app.log.info(state, 'the mail server takes notices again');
      else app.log.warn(state, 'the mail server takes no notice; this is tried again, at longer and longer intervals');
    },
  });
  let running: Promise<unknown> | null = null;
  let stopped = false;
  const start = (): void => {
    if (stopped) return;
    running ??= teller
      .tell()
      .catch((error: unknown) => {
        if (!stopped) app.log.error({ err: error }, 'notices could not be sent; this is tried again in a moment');
      })
      .finally(() => (running = null));
  };
  const timer = setInterval(start, INTERVAL);
  timer.unref();
  app.addHook('onReady', () => {
    start();
    return Promise.resolve();
  });
  app.addHook('onClose', async () => {
    stopped = true;
    clearInterval(timer);
    await Promise.race([running, pause(MOMENT, undefined, { ref: false })]);
    end.abort();
    await running;
  });
}
