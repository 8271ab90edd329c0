import { createHash } from 'node:crypto';
import type { Figures } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { Database } from '../storage/database.ts';
import { Gathering } from '../storage/gathering.ts';
import { readFigures, type SiteFigures } from './figures.ts';
import { topNames } from './tally.ts';
import { type Arrival, KEPT_MINUTES, MINUTE, writeArrivals, writeClicks } from './write.ts';

/** So many are counted with one commit at the most. */
const MOST_TOGETHER = 1000;
/** Figures that were read serve all who ask within so many milliseconds. */
const FRESH = 1000;
/** Links of one answer. */
const MOST_LINKS = 1000;
/** Answers that are kept ready. */
const MOST_ANSWERS = 1000;

/** Figures as they are sent. */
export interface Answer {
  /** JSON of `Figures`. */
  readonly body: string;
  readonly etag: string;
}

interface Coming {
  readonly site: Site;
  readonly arrival: Arrival;
}

interface Click {
  readonly site: Site;
  readonly link: string;
  readonly at: number;
}

/**
 * Counts visits and tells the figures.
 *
 * What comes while a group is being written makes up the next one: each is told its figures only once its group is on disk, and the disk is waited
 * for once for all of them.
 */
export class VisitCounter {
  readonly #db: Database;
  readonly #coming: Gathering<Coming, Figures>;
  readonly #clicks: Gathering<Click, undefined>;
  readonly #answers = new Map<string, Answer & { readonly from: number; readonly version: number }>();
  /** By site; grows with every group, so that what was read before is not told after. */
  readonly #versions = new Map<string, number>();
  /** The hour in which minutes were last tidied up, by site. */
  readonly #tidied = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
    const options = { most: MOST_TOGETHER, splits: false };
    this.#coming = new Gathering((group) => this.#write(group), options);
    this.#clicks = new Gathering(async (group) => {
      await db.transaction().execute((trx) => writeClicks(trx, group.at(-1)!.site, group));
      return group.map(() => undefined);
    }, options);
  }

  /**
   * Counts what a page has reported.
   *
   * @returns the figures with it, once all of it is on disk
   */
  count(site: Site, arrival: Arrival): Promise<Figures> {
    return this.#coming.add(site.slug, { site, arrival });
  }

  /** Counts a click on a link; resolves once it is on disk. */
  countClick(site: Site, link: string, at: number): Promise<void> {
    return this.#clicks.add(site.slug, { site, link, at });
  }

  /** The links that were used most, those first. */
  async readClicks(site: Site): Promise<{ links: { link: string; clicks: number }[] }> {
    const { names } = await topNames(this.#db, site.slug, 'link', ['total'], MOST_LINKS);
    return { links: names.map(({ name, count }) => ({ link: name, clicks: count })) };
  }

  /** The figures of a site and one of its pages; a second old at the most. */
  async read(site: Site, page: string, now: number): Promise<Answer> {
    const key = `${site.slug} ${page}`;
    const version = this.#versions.get(site.slug) ?? 0;
    const known = this.#answers.get(key);
    // A clock that was set back must not keep them for ever.
    if (known && known.version === version && now >= known.from && now - known.from < FRESH) return known;
    const body = JSON.stringify(ofPage(await readFigures(this.#db, site, [page], now), page));
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
    const answer = { body, etag, from: now, version };
    this.#answers.delete(key);
    if (this.#answers.size >= MOST_ANSWERS) this.#answers.delete(this.#answers.keys().next().value!);
    this.#answers.set(key, answer);
    return answer;
  }

  async #write(group: readonly Coming[]): Promise<readonly Figures[]> {
    const { site } = group.at(-1)!;
    const pages = [...new Set(group.map(({ arrival }) => arrival.visit.page))];
    const now = Math.max(...group.map(({ arrival }) => arrival.at));
    const arrivals = group
      .map(({ arrival }) => arrival)
      .filter(({ isBot, visit }) => isBot || visit.visit || visit.view || visit.beat);
    const figures = await this.#db.transaction().execute(async (trx) => {
      if (arrivals.length > 0) await writeArrivals(trx, site, arrivals);
      await this.#tidy(site.slug, now, (before) =>
        trx.deleteFrom('visit_minutes').where('site', '=', site.slug).where('minute', '<', before).execute(),
      );
      return readFigures(trx, site, pages, now);
    });
    this.#versions.set(site.slug, (this.#versions.get(site.slug) ?? 0) + 1);
    return group.map(({ arrival }) => ofPage(figures, arrival.visit.page));
  }

  /** Once an hour. */
  async #tidy(site: string, now: number, remove: (before: number) => Promise<unknown>): Promise<void> {
    const minute = Math.floor(now / MINUTE);
    const hour = Math.floor(minute / 60);
    if (this.#tidied.get(site) === hour) return;
    this.#tidied.set(site, hour);
    await remove(minute - KEPT_MINUTES);
  }
}

function ofPage({ figures, views }: SiteFigures, page: string): Figures {
  return { ...figures, views: views.get(page) ?? 0 };
}
