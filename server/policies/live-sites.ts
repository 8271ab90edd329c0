import { type Blocks, NO_BLOCKS, type Site } from '../config.ts';
import type { ThreadPolicy } from '../config-schema.ts';
import { hostForm } from '../spam/hosts.ts';
import { foldedForm } from '../word-forms.ts';
import type { Database } from '../storage/database.ts';
import { readPolicy, SITE_FIELDS, siteWith, THREAD_FIELDS } from './policy.ts';

/** What another process has changed holds here after so many milliseconds at the latest. */
const REREAD = 3000;

/**
 * The sites as they are: the configuration, and what the desk has changed of it. Kept in memory; that something has changed is asked in one
 * small statement every few seconds, and only while somebody asks for a site. One for all of a process.
 */
export class LiveSites {
  readonly configured: readonly Site[];
  readonly #db: Database;
  readonly #now: () => number;
  /** As far as the desk has changed them. */
  readonly #changed = new Map<string, { readonly version: number; readonly site: Site }>();
  #all: readonly Site[];
  #bySlug: ReadonlyMap<string, Site>;
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;
  #loading: Promise<void> = Promise.resolve();

  /**
   * @param configured the sites of the configuration
   * @param now milliseconds
   */
  constructor(db: Database, configured: readonly Site[], now: () => number) {
    this.#db = db;
    this.configured = configured;
    this.#now = now;
    this.#all = configured;
    this.#bySlug = bySlug(configured);
  }

  /** All sites as they were read last, which is a few seconds ago at the most after `refresh`. */
  get all(): readonly Site[] {
    return this.#all;
  }

  /** The site with this slug, as `all`. */
  find(slug: string): Site | undefined {
    return this.#bySlug.get(slug);
  }

  /**
   * Looks whether another process has changed something, unless that was done just now: then it is undefined, and there is nothing to wait for.
   * A database that does not answer leaves the sites as they are.
   */
  refresh(): Promise<void> | undefined {
    // The clock may be set back.
    if (Math.abs(this.#now() - this.#readAt) < REREAD) return undefined;
    return (this.#reading ??= this.load()
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined;
      }));
  }

  /** After something was changed here: it holds at once. */
  async reload(): Promise<void> {
    // What is being read may be of before the change.
    await this.#reading;
    this.#readAt = -Infinity;
    await this.refresh();
  }

  /**
   * Reads what has changed, whenever it was read before.
   *
   * @throws when the database does not answer
   */
  load(): Promise<void> {
    // One after the other: what is read later is newer.
    this.#loading = this.#loading.catch(() => undefined).then(() => this.#load());
    return this.#loading;
  }

  async #load(): Promise<void> {
    // Before the statement: whatever is changed while it runs is found by the next.
    this.#readAt = this.#now();
    const versions = await this.#db.selectFrom('site_policies').select(['site', 'version']).execute();
    for (const { site: slug, version } of versions) {
      const configured = this.configured.find((site) => site.slug === slug);
      if (!configured || this.#changed.get(slug)?.version === version) continue;
      this.#changed.set(slug, await this.#read(configured));
    }
    this.#all = this.configured.map((site) => this.#changed.get(site.slug)?.site ?? site);
    this.#bySlug = bySlug(this.#all);
  }

  /** The version comes first: what changes while the rest is read has another one, and is read again. */
  async #read(configured: Site): Promise<{ version: number; site: Site }> {
    const { slug } = configured;
    const { settings, version } = await this.#db
      .selectFrom('site_policies')
      .select(['settings', 'version'])
      .where('site', '=', slug)
      .executeTakeFirstOrThrow();
    const threadRows = await this.#db.selectFrom('thread_policies').selectAll().where('site', '=', slug).execute();
    const blockRows = await this.#db.selectFrom('blocks').select(['kind', 'value']).where('site', '=', slug).execute();
    const threads = threadRows.map((row): [string, ThreadPolicy] => [
      row.thread,
      readPolicy(configured, row.settings, THREAD_FIELDS),
    ]);
    const site = siteWith(configured, readPolicy(configured, settings, SITE_FIELDS), {
      threads: new Map(threads),
      blocks: blockRows.length > 0 ? blocksOf(blockRows) : NO_BLOCKS,
    });
    return { version, site };
  }
}

function bySlug(sites: readonly Site[]): ReadonlyMap<string, Site> {
  return new Map(sites.map((site) => [site.slug, site]));
}

function blocksOf(rows: readonly { readonly kind: 'word' | 'host' | 'author'; readonly value: string }[]): Blocks {
  const of = (wanted: string): string[] => rows.filter(({ kind }) => kind === wanted).map(({ value }) => value);
  return {
    words: [...new Set(of('word').map(foldedForm))],
    hosts: [...new Set(of('host').map(hostForm))],
    authors: new Set(of('author')),
  };
}
