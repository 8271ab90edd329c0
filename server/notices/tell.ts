import { mayModerate, rolesOf } from '../accounts/roles.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import type { NoticeMarkRow } from '../storage/schema.ts';
import { zoneMoment, zoneTime } from '../zone.ts';
import { digestLetter, type LetterWords, newsLetter } from './letter.ts';
import { type Letter, MailError } from './mailer.ts';
import { claim, readMark, waitAfter } from './marks.ts';
import { newsOf, standingOf } from './waiting.ts';

/** At most one mail in this time to an account that wants each comment. Milliseconds. */
export const APART = 5 * 60_000;

/** A comment is told so long after it came: until then one with an earlier time may still be on its way into the database. */
export const SETTLED = 5000;

const DIGEST_CLOCK = '08:00:00.000';
const DAY = 24 * 3_600_000;

/** What telling needs. */
export interface TellOptions {
  readonly db: Database;
  readonly sites: readonly Site[];
  readonly publicUrl: URL;
  /** Hands a mail in; throws MailError. */
  readonly send: (letter: Letter) => Promise<void>;
  /** Milliseconds. */
  readonly now: () => number;
  /** Told once when the mail server begins to fail in another way, and once when it works again. */
  readonly log: (state: { readonly mail: string; readonly code?: number }) => void;
}

/** Tells officials what waits. What has gone wrong before is remembered as long as this lives. */
export class Teller {
  readonly #options: TellOptions;
  /** The last fault, of the server and of single accounts by their id. */
  readonly #faults = new Map<string, string>();
  #failures = 0;
  #retryAt = 0;

  constructor(options: TellOptions) {
    this.#options = options;
  }

  /**
   * Sends what is due; several processes may do so at once.
   *
   * @returns how many mails the mail server has accepted
   */
  async tell(): Promise<number> {
    const { db, now } = this.#options;
    if (now() < this.#retryAt) return 0;
    const accounts = await db
      .selectFrom('accounts')
      .select('id')
      .where('notices', '<>', 'none')
      .where('email', 'is not', null)
      .orderBy('id')
      .execute();
    let sent = 0;
    for (const { id } of accounts) {
      // A server that is down would keep everybody waiting for each account anew.
      if (now() < this.#retryAt) break;
      sent += await this.#tellAccount(id);
    }
    return sent;
  }

  async #tellAccount(id: string): Promise<number> {
    const { db, sites: all } = this.#options;
    // Asked again for each: a right may be taken away while others are told.
    const [account, rights] = await Promise.all([
      db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst(),
      rolesOf(db, id),
    ]);
    const sites = all.filter(({ slug }) => mayModerate(rights, slug));
    if (!account?.email || sites.length === 0) return 0;
    const { email, notices, notices_since: since } = account;
    if (notices === 'each') return Number(await this.#tellNews(await readMark(db, id, 'each', since), email, sites));
    let sent = 0;
    for (const zone of notices === 'digest' ? new Set(sites.map(({ timeZone }) => timeZone)) : []) {
      const ofZone = sites.filter(({ timeZone }) => timeZone === zone);
      sent += Number(await this.#tellDigest(await readMark(db, id, zone, since), email, ofZone));
    }
    return sent;
  }

  async #tellNews(mark: NoticeMarkRow, email: string, sites: readonly Site[]): Promise<boolean> {
    const { db, publicUrl, now } = this.#options;
    const until = now() - SETTLED;
    if (now() < Math.max(mark.sent_at + APART, mark.retry_at) || until <= mark.told_until) return false;
    const news = [];
    for (const site of sites) news.push({ site, news: await newsOf(db, site, mark.told_until, until) });
    const words = newsLetter(news, publicUrl);
    return words !== null && this.#send(mark, email, words, until);
  }

  async #tellDigest(mark: NoticeMarkRow, email: string, sites: readonly Site[]): Promise<boolean> {
    const { db, publicUrl, now } = this.#options;
    const due = lastDigest(now(), mark.kind);
    if (now() < mark.retry_at || due <= mark.told_until) return false;
    const standings = [];
    for (const site of sites) standings.push(await standingOf(db, site));
    const words = digestLetter(standings, publicUrl, now());
    if (words !== null) return this.#send(mark, email, words, due);
    await (await claim(db, mark, now()))?.done(due, mark.sent_at);
    return false;
  }

  /** Only one process sends a mail; it is marked as sent after it was accepted. A crash between sends it twice rather than never. */
  async #send(mark: NoticeMarkRow, to: string, words: LetterWords, toldUntil: number): Promise<boolean> {
    const { db, send, now } = this.#options;
    const claimed = await claim(db, mark, now());
    if (!claimed) return false;
    try {
      await send({ to, ...words, at: now() });
    } catch (error) {
      if (!(error instanceof MailError)) {
        await claimed.release();
        throw error;
      }
      if (error.fault === 'recipient' || error.fault === 'message') {
        this.#note(mark.account_id, error);
        await claimed.postpone(now());
        return false;
      }
      if (error.fault !== 'stopped') {
        this.#note('', error);
        this.#failures += 1;
        this.#retryAt = now() + waitAfter(this.#failures);
      }
      await claimed.release();
      return false;
    }
    this.#failures = 0;
    this.#noteWell('');
    this.#noteWell(mark.account_id);
    await claimed.done(toldUntil, now());
    return true;
  }

  #note(whose: string, { fault, code }: MailError): void {
    if (this.#faults.get(whose) === fault) return;
    this.#faults.set(whose, fault);
    this.#options.log({ mail: fault, ...(code !== null && { code }) });
  }

  #noteWell(whose: string): void {
    if (this.#faults.delete(whose)) this.#options.log({ mail: 'accepted' });
  }
}

/** The last time that the clocks of a zone showed 8:00, milliseconds. */
export function lastDigest(now: number, zone: string): number {
  const at = (ms: number): number => zoneMoment(`${zoneTime(ms, zone).day}T${DIGEST_CLOCK}`, zone);
  const today = at(now);
  return today <= now ? today : at(now - DAY);
}
