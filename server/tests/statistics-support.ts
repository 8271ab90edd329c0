import type { TestContext } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import type { CommentState } from '../../src/api/contract.ts';
import { parseConfig, type Site } from '../config.ts';
import type { RawConfig } from '../config-schema.ts';
import { commonHeaders } from '../http/headers.ts';
import { languageOf, PAGE_HEAD } from '../http/page-parts.ts';
import { sendPage } from '../http/page.ts';
import { installProblems, ProblemError } from '../http/problem.ts';
import { statisticsRoutes } from '../statistics/routes.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import type { DeskIndexRow } from '../storage/schema.ts';
import type { Engine } from './engines.ts';

/** A row of the index as tests write it. */
export type IndexRow = DeskIndexRow;

/** One hour and one day, in milliseconds. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** An empty database for one test. */
export async function freshDatabase(t: TestContext, engine: Engine): Promise<Database> {
  const place = await engine.fresh();
  const db = await openDatabase(place);
  t.after(() => db.destroy().then(() => place.remove()));
  return db;
}

/** A site of the configuration. */
export function siteWith(changes: Partial<RawConfig['sites'][number]> = {}): Site {
  const site = { slug: 'so', name: 'Sở Ngoại vụ', origins: ['https://so.example'], moderation: 'before' } as const;
  return parseConfig({ sites: [{ ...site, ...changes }] }).sites[0]!;
}

let made = 0;

/** A published comment of a reader that nobody has decided or answered, with changes. */
export function indexRow(created: number, changes: Partial<IndexRow> = {}): IndexRow {
  made += 1;
  return {
    seq: made,
    comment_id: made.toString(16).padStart(20, '0'),
    site: 'so',
    thread: '/tin-tuc/bai-1',
    created_at: created,
    state: 'published',
    agency: 0,
    decided_at: null,
    answered_at: null,
    reject_code: null,
    links: 0,
    reported: 0,
    assigned: 0,
    ...changes,
  };
}

/** Writes rows of the index. */
export async function insertRows(db: Database, rows: readonly IndexRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 500) {
    await db
      .insertInto('desk_index')
      .values(rows.slice(from, from + 500))
      .execute();
  }
}

/** A thread as the first comment about an article makes it. */
export async function insertThread(
  db: Database,
  key: string,
  { site = 'so', title = 'Hội nghị sơ kết', url = `https://so.example${key}` } = {},
): Promise<void> {
  const none = { published: 0, roots: 0, pinned: 0, version: 0, changed_at: 0, newest: null, closed_at: null };
  await db
    .insertInto('threads')
    .values({ site, key, url, title, created_at: 0, ...none })
    .execute();
}

/** The same numbers in every run, from 0 to 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Comments of all kinds, spread over a span of time. */
export function randomRows(
  count: number,
  { from, to, seed = 1 }: { readonly from: number; readonly to: number; readonly seed?: number },
): IndexRow[] {
  const random = randomNumbers(seed);
  const states: CommentState[] = ['published', 'published', 'published', 'pending', 'rejected', 'withdrawn', 'erased'];
  return Array.from({ length: count }, () => {
    const created = from + Math.floor(random() * (to - from));
    const state = states[Math.floor(random() * states.length)]!;
    const codes = ['off-topic', 'impolite', 'advertising', null];
    return indexRow(created, {
      site: random() < 0.1 ? 'khac' : 'so',
      thread: `/tin-tuc/bai-${Math.floor(random() ** 2 * 25)}`,
      state,
      agency: random() < 0.1 ? 1 : 0,
      decided_at: state === 'pending' ? null : created + Math.floor(random() ** 3 * 20 * DAY),
      answered_at: random() < 0.3 ? created + Math.floor(random() * 9 * DAY) : null,
      reject_code: state === 'rejected' ? codes[Math.floor(random() * codes.length)]! : null,
    });
  });
}

const FRAME = `${PAGE_HEAD}    <title>{{title}}</title>
    <link rel="stylesheet" href="statistics.css">
  </head>
  <body><main>{{{main}}}</main></body>
</html>
`;

/** The routes below `/moderation`, for an official who works for these sites; nobody is signed in without any. */
export async function statisticsApp(
  t: TestContext,
  db: Database,
  { sites, now }: { readonly sites: readonly Site[] | null; readonly now: number },
): Promise<FastifyInstance> {
  const app = Fastify();
  t.after(() => app.close());
  installProblems(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(commonHeaders);
  });
  await app.register(statisticsRoutes, {
    prefix: '/moderation',
    db,
    now: () => now,
    publicUrl: null,
    seat: async (request) => {
      if (!sites) throw new ProblemError('session-over');
      return { sites, lang: languageOf((request.query as { lang?: unknown }).lang) };
    },
    frame: (request, reply, { title, main }) => {
      const lang = languageOf((request.query as { lang?: unknown }).lang);
      return sendPage(reply, FRAME, { lang, title, main });
    },
  });
  return app;
}
