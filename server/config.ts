import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Compile } from 'typebox/compile';
import { cleanLine } from '../src/text/clean.ts';
import { type CommentSettings, commentSettings } from './config-comments.ts';
import {
  configSchema,
  DATE,
  type Expected,
  ORIGIN,
  type RawConfig,
  ROOT,
  type ThreadPolicy,
  TIME_ZONE,
} from './config-schema.ts';
import { normalOrigin } from './http/origins.ts';
import { jsonFault } from './json-fault.ts';
import { Refusal } from './refusal.ts';
import { isTimeZone, zoneTime } from './zone.ts';

const validator = Compile(configSchema);

/** Figures of the counter that the site had before, true at the end of the move on `date`. */
export interface StartingFigures {
  /** Day in the site's time zone, `YYYY-MM-DD`. */
  readonly date: string;
  readonly today: number;
  /** That of the day before, and of the week since Monday and the year, where the old counter had them. */
  readonly yesterday?: number;
  readonly week?: number;
  readonly month: number;
  readonly year?: number;
  readonly total: number;
  /** Views by page key. */
  readonly pages: ReadonlyMap<string, number>;
}

/** One site (often one department) that this server serves. */
export interface Site {
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  /** `scheme://host[:port]` as browsers write it, `http://<loopback host>:*`, or `null`. */
  readonly origins: readonly string[];
  /** `unknown`: before for readers whom the site does not know yet (`isKnownReader`), after for all others. */
  readonly moderation: 'before' | 'after' | 'unknown';
  readonly startingFigures: StartingFigures | null;
  readonly comments: CommentSettings;
  /** What the desk has set for single threads, by their keys; the configuration knows none. */
  readonly threads: ReadonlyMap<string, ThreadPolicy>;
  /** What the desk has blocked; the configuration blocks nothing. */
  readonly blocks: Blocks;
}

/** With any of this a comment waits for a moderator. */
export interface Blocks {
  /** Words and phrases in `foldedForm`. */
  readonly words: readonly string[];
  /** Names of hosts in `hostForm`, with all below them. */
  readonly hosts: readonly string[];
  /** Hashes of authors' tokens, and of readers for whom the site vouches. */
  readonly authors: ReadonlySet<string>;
}

/** Nothing is blocked. */
export const NO_BLOCKS: Blocks = { words: [], hosts: [], authors: new Set() };

/** The checked configuration, defaults filled in. */
export interface Config {
  readonly sites: readonly Site[];
  /** Both in seconds. */
  readonly session: { readonly idleLimit: number; readonly absoluteLimit: number };
}

/**
 * Reads and checks the configuration file.
 *
 * @throws Refusal naming the file and the place in it
 */
export function readConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new Refusal(
      `Không đọc được tệp cấu hình ${file} (${code}).`,
      `Cannot read the configuration file ${file} (${code}).`,
    );
  }
  const fault = jsonFault(text);
  if (fault) {
    throw new Refusal(
      `Tệp cấu hình ${file} không phải JSON hợp lệ: dòng ${fault.line}, cột ${fault.column}.`,
      `The configuration file ${file} is not valid JSON: line ${fault.line}, column ${fault.column}.`,
    );
  }
  return parseConfig(JSON.parse(text), file);
}

/**
 * Checks a configuration and fills in its defaults.
 *
 * @param file name for the message; other files that the configuration names are beside it
 * @throws Refusal naming the file and the JSON path
 */
export function parseConfig(value: unknown, file = 'tinh.config.json'): Config {
  const wrong = (path: string, vi: string, en: string): Refusal =>
    new Refusal(`Tệp cấu hình ${file}, tại ${path}: ${vi}.`, `The configuration file ${file}, at ${path}: ${en}.`);
  const mustBe = (path: string, { vi, en }: Expected): Refusal => wrong(path, `phải là ${vi}`, `must be ${en}`);

  if (!validator.Check(value)) throw shapeFault(value, wrong, mustBe);

  const slugs = new Set<string>();
  const sites = value.sites.map((site, index): Site => {
    const at = `sites[${index}]`;
    if (slugs.has(site.slug)) throw wrong(`${at}.slug`, `"${site.slug}" bị trùng`, `"${site.slug}" is used twice`);
    slugs.add(site.slug);
    const timeZone = site.timeZone ?? 'Asia/Ho_Chi_Minh';
    if (!isTimeZone(timeZone)) throw mustBe(`${at}.timeZone`, TIME_ZONE.expected);
    const origins = site.origins.map((origin, place) => {
      const normal = normalOrigin(origin);
      if (normal === null) throw mustBe(`${at}.origins[${place}]`, ORIGIN.expected);
      return normal;
    });
    const figures = site.startingFigures;
    if (figures && !isDate(figures.date)) {
      throw mustBe(`${at}.startingFigures.date`, DATE.expected);
    }
    const pages = new Map(Object.entries(figures?.pages ?? {}).map(([key, views]) => [cleanLine(key), views]));
    const comments = commentSettings(site.comments, `${at}.comments`, file, { wrong, mustBe });
    const startingFigures = figures ? { ...figures, pages } : null;
    const { slug, name, moderation } = site;
    const none = { threads: new Map(), blocks: NO_BLOCKS };
    return { slug, name, timeZone, origins, moderation, startingFigures, comments, ...none };
  });
  const { idleLimit = 1800, absoluteLimit = 28_800 } = value.session ?? {};
  return { sites, session: { idleLimit, absoluteLimit } };
}

/**
 * Makes the configuration of a first start in demo mode: the demo's own, its starting figures true on the day of the start,
 * as if the site moved to this server today. An existing file is left alone.
 *
 * @param now milliseconds
 */
export function writeDemoConfig(file: string, demoFile: string, now: number): void {
  if (existsSync(file)) return;
  readConfig(demoFile);
  const raw = JSON.parse(readFileSync(demoFile, 'utf8')) as RawConfig;
  for (const site of raw.sites) {
    if (site.startingFigures) site.startingFigures.date = zoneTime(now, site.timeZone ?? 'Asia/Ho_Chi_Minh').day;
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    // wx: of two first starts at once, one writes the file.
    writeFileSync(file, `${JSON.stringify(raw, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    if (existsSync(file)) return;
    const why = (error as Error).message;
    throw new Refusal(
      `Không ghi được tệp cấu hình ${file}: ${why}.`,
      `Cannot write the configuration ${file}: ${why}.`,
    );
  }
}

/** The first fault of the shape as a message: an unknown key, a missing one, or a value of another kind. */
function shapeFault(
  value: unknown,
  wrong: (path: string, vi: string, en: string) => Refusal,
  mustBe: (path: string, expected: Expected) => Refusal,
): Refusal {
  const errors = validator.Errors(value).filter((error) => error.keyword !== 'boolean');
  const fault = errors[0];
  if (!fault) return wrong('(gốc/root)', 'không hợp lệ', 'not valid');
  const path = jsonPath(fault.instancePath);
  if (fault.keyword === 'additionalProperties') {
    const key = fault.params.additionalProperties[0] ?? '';
    return wrong(joined(path, key), 'không có mục nào tên này', 'there is no such key');
  }
  if (fault.keyword === 'required') {
    const key = fault.params.requiredProperties[0] ?? '';
    return wrong(joined(path, key), 'thiếu mục này', 'this key is missing');
  }
  return mustBe(path, expectedAt(fault.schemaPath));
}

/** `/sites/0/origins/1` as a person writes it: `sites[0].origins[1]`. */
function jsonPath(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce((path, step) => joined(path, step), '') || '(gốc/root)';
}

function joined(path: string, step: string): string {
  const base = path === '(gốc/root)' ? '' : path;
  if (/^\d+$/.test(step)) return `${base}[${step}]`;
  if (/^[\w-]+$/.test(step)) return base ? `${base}.${step}` : step;
  return `${base}[${JSON.stringify(step)}]`;
}

/** The nearest description of what is expected on the way down to a schema. */
function expectedAt(schemaPath: string): Expected {
  let schema: unknown = configSchema;
  let expected = ROOT.expected;
  for (const step of schemaPath.split('/').slice(1)) {
    schema = (schema as Record<string, unknown> | undefined)?.[step.replaceAll('~1', '/')];
    expected = (schema as { expected?: Expected } | undefined)?.expected ?? expected;
  }
  return expected;
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
