import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CommentPage, Figures, NewComment, PostedComment, Problem, Visit } from '../../src/api/contract.ts';
import type { RawConfig } from '../config-schema.ts';
import { startServer, type StartOptions } from '../start.ts';
import { type Engine, type Place, sqlite } from './engines.ts';

/** Any working browser. */
export const BROWSER =
  'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36';

/** 2020-07-17, 18:00 in Viet Nam, the moment the seed's article was published. */
export const START = Date.parse('2020-07-17T18:00:00+07:00');

/** A token as a reader's browser makes it. */
export const TOKEN = 'reader-token-0123456789abcdef';

/** A clock that stands until a test moves it; milliseconds. */
export interface Clock {
  ms: number;
}

/** A listening server with an empty database and a clock of its own. */
export interface TestServer {
  readonly url: string;
  readonly clock: Clock;
  readonly place: Place;
  /** See `RunningServer`. */
  readonly firstAccountUrl: string | null;
  /** Asks below `/api/v1/sites/so/`. */
  site(path: string, init?: RequestInit): Promise<Response>;
}

/** One site in moderation after, with one allowed origin. */
export function config(site: Partial<RawConfig['sites'][number]> = {}, session?: RawConfig['session']): RawConfig {
  return {
    sites: [{ slug: 'so', name: 'Sở Ngoại vụ', origins: ['https://so.example'], moderation: 'after', ...site }],
    ...(session && { session }),
  };
}

/** Starts a server for one test; it ends with the test. */
export async function serve(
  t: TestContext,
  options: Partial<StartOptions> & { engine?: Engine; place?: Place } = {},
): Promise<TestServer> {
  const { engine = sqlite, place = await engine.fresh(), ...rest } = options;
  const clock: Clock = { ms: START };
  const libraryFolder = join(place.dataDir, 'library');
  mkdirSync(libraryFolder, { recursive: true });
  for (const file of ['tinh.js', 'tinh.js.map', 'tinh-later.js', 'tinh.css'])
    writeFileSync(join(libraryFolder, file), `/* ${file} */`);
  const running = await startServer({
    dataDir: place.dataDir,
    databaseUrl: place.databaseUrl,
    config: config(),
    libraryFolder,
    now: () => clock.ms,
    // Tests of spam switch it on; the comments of all others come without proof, in a moment, and say the same.
    spam: { off: true },
    ...rest,
  });
  t.after(async () => {
    await running.close();
    if (!options.place) await place.remove();
  });
  const url = running.localUrl;
  const { firstAccountUrl } = running;
  return { url, clock, place, firstAccountUrl, site: (path, init) => fetch(`${url}api/v1/sites/so/${path}`, init) };
}

/** A comment with nothing wrong. */
export function newComment(changes: Partial<NewComment> = {}): NewComment {
  return {
    thread: '/tin-tuc/bai-1',
    url: 'https://so.example/tin-tuc/bai-1',
    title: 'Hội nghị sơ kết',
    name: 'Nguyễn Văn An',
    text: 'Bài viết rất bổ ích.',
    consent: true,
    ...changes,
  };
}

/** Posts anything as a comment; a new idempotency key unless one is given. */
export function postComment(
  server: TestServer,
  body: unknown,
  {
    key = randomUUID(),
    token = TOKEN,
    headers = {},
  }: { key?: string; token?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  return server.site('comments', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Posts a comment that must be accepted. */
export async function comment(
  server: TestServer,
  changes: Partial<NewComment> = {},
  options = {},
): Promise<PostedComment> {
  const response = await postComment(server, newComment(changes), options);
  assert.equal(response.status, 201);
  return (await response.json()) as PostedComment;
}

/** Reads a page of the usual thread. */
export async function thread(server: TestServer, query = '', token: string | null = null): Promise<CommentPage> {
  const response = await server.site(`comments?thread=/tin-tuc/bai-1${query}`, { headers: bearer(token) });
  assert.equal(response.status, 200);
  return (await response.json()) as CommentPage;
}

/** Headers with the author's token. */
export function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Reports what a browser would; by default a new visit with a view and a heartbeat. */
export async function visit(server: TestServer, changes: Partial<Visit> = {}, agent = BROWSER): Promise<Figures> {
  const body: Visit = { page: '/', visit: true, view: true, beat: true, ...changes };
  const headers = { 'content-type': 'text/plain', 'user-agent': agent };
  const response = await server.site('visits', { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal(response.status, 200);
  return (await response.json()) as Figures;
}

/** Reads the figures without counting. */
export async function figures(server: TestServer, page = '/'): Promise<Figures> {
  const response = await server.site(`visits?page=${encodeURIComponent(page)}`);
  assert.equal(response.status, 200);
  return (await response.json()) as Figures;
}

/** Checks that an answer is a problem document of this type, readable for every page, and returns it. */
export async function problem(response: Response, status: number, name: string): Promise<Problem> {
  const body = (await response.json()) as Problem;
  assert.equal(response.status, status);
  assert.equal(body.type, `urn:tinh:problem:${name}`);
  assert.equal(body.status, status);
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.doesNotMatch(JSON.stringify(body), /node_modules|\.[jt]s:\d|\\n\s+at /, 'no stack trace');
  return body;
}

/** `field code` of each fault, sorted. */
export function faults({ errors = [] }: Problem): string[] {
  return errors.map(({ field, code }) => `${field} ${code}`).sort();
}
