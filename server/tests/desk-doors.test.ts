import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { it, type TestContext } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Rights } from '../accounts/roles.ts';
import type { Database } from '../storage/database.ts';
import { addTestAccount } from './accounts.ts';
import { databaseOf, setState } from './conversation.ts';
import { type Answer, DeskBrowser, deskConfig, openOffice, wordsOf } from './desk.ts';
import { correction } from './corrections-support.ts';
import {
  CORRECTION,
  type Doors,
  FILES,
  OF_ADMINISTRATORS,
  OF_EVERYBODY,
  OF_LEADERS,
  OF_THE_SITE,
  routeOf,
  WITH_PASSWORD,
} from './desk-doors.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, type TestServer } from './support.ts';

/** What nobody else may be told of the site `so`. */
const SECRETS = [
  'Lời của bạn đọc',
  'Nguyễn Văn An',
  'Hội nghị sơ kết',
  'an@example.vn',
  '/tin-tuc/bai-1',
  'Sở Ngoại vụ',
  'tại thành phố Hà Nộ',
];

const PASSWORD = 'một câu đủ dài để thử';

/** Everybody there is. */
const PEOPLE = {
  nobody: null,
  'of no site': { role: 'moderator', sites: [] },
  'moderator of another site': { role: 'moderator', sites: ['khac'] },
  'leader of another site': { role: 'moderator', sites: ['khac'], leader: true },
  moderator: { role: 'moderator', sites: ['so'] },
  leader: { role: 'moderator', sites: ['so'], leader: true },
  administrator: { role: 'administrator', sites: [] },
} as const satisfies Record<string, Rights | null>;

type Who = keyof typeof PEOPLE;

/** What may be answered; `open`: anything but a refusal. */
type Expected = Readonly<Record<Who, readonly number[] | 'open'>>;

const REFUSED = {
  // Without a session no token fits: either is said.
  nobody: [303, 401, 403],
  'of no site': [403],
} as const;
const UNKNOWN = { 'moderator of another site': [404], 'leader of another site': [404] } as const;
const ONLY_ADMINISTRATORS: Expected = {
  ...REFUSED,
  'moderator of another site': [403],
  'leader of another site': [403],
  moderator: [403],
  leader: [403],
  administrator: 'open',
};

const MATRIX: readonly (readonly [Doors, Expected])[] = [
  [OF_THE_SITE, { ...REFUSED, ...UNKNOWN, moderator: 'open', leader: 'open', administrator: 'open' }],
  [OF_LEADERS, { ...REFUSED, ...UNKNOWN, moderator: [403], leader: 'open', administrator: 'open' }],
  [
    OF_EVERYBODY,
    {
      ...REFUSED,
      'moderator of another site': 'open',
      'leader of another site': 'open',
      moderator: 'open',
      leader: 'open',
      administrator: 'open',
    },
  ],
  [OF_ADMINISTRATORS, ONLY_ADMINISTRATORS],
  [WITH_PASSWORD, { ...REFUSED, ...UNKNOWN, moderator: 'open', leader: 'open', administrator: 'open' }],
];

/** Doors that say less than the matrix: of a site that is not theirs nobody is told that it is for administrators. */
const EXCEPTIONS: Readonly<Record<string, Partial<Expected>>> = { 'block a word': UNKNOWN };

/** An office with a published comment; answers its id and the stamp that its page shows. */
async function open(
  t: TestContext,
  engine: Engine,
): Promise<{ server: TestServer; db: Database; at: [string, string] }> {
  const server = await openOffice(t, engine, deskConfig({ comments: { email: 'optional' } } as never));
  const db = await databaseOf(t, server);
  const { id } = await comment(server, { text: 'Lời của bạn đọc.', email: 'an@example.vn' });
  await setState(db, [id], 'published', server.clock.ms);
  await correction(server);
  await db.updateTable('corrections').set({ id: CORRECTION }).execute();
  for (const [name, rights] of Object.entries(PEOPLE)) {
    if (rights !== null) await addTestAccount(server, { name, password: PASSWORD, rights });
  }
  const page = await (await DeskBrowser.of(server, 'binh')).open(`moderation/comment?id=${id}`);
  return { server, db, at: [id, /name="seen" value="([^"]+)"/.exec(page.html)![1]!] };
}

async function browserOf(server: TestServer, who: Who): Promise<DeskBrowser> {
  const browser = new DeskBrowser(server);
  if (who === 'nobody') return browser;
  const entered = await browser.press(await browser.open('sign-in'), 'Đăng nhập', { name: who, password: PASSWORD });
  assert.equal(entered.status, 303, who);
  return browser;
}

/** Goes through a door, with a form's token that fits the browser, as no page would offer it. */
async function enter(
  browser: DeskBrowser,
  { path, form }: ReturnType<Doors[string]>,
  more: Readonly<Record<string, string>>,
): Promise<Answer> {
  if (!form) return browser.open(path);
  const page = await browser.open('account');
  const token = /name="form" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
  return browser.open(path, { method: 'POST', body: new URLSearchParams({ form: token, ...form, ...more }) });
}

/** Everything that a door could change. */
async function contentOf(db: Database): Promise<string> {
  const tables = [
    'comments',
    'threads',
    'audit_log',
    'blocks',
    'site_policies',
    'thread_policies',
    'undo_steps',
    'corrections',
  ] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
}

onEachEngine('desk: every door × everybody', (engine) => {
  for (const who of Object.keys(PEOPLE) as Who[]) {
    it(`${who}: refused where it is not theirs, nothing told and nothing changed`, async (t) => {
      const { server, db, at } = await open(t, engine);
      const isOfSite = PEOPLE[who]?.role === 'administrator' || PEOPLE[who]?.sites[0] === 'so';
      for (const [doors, expected] of MATRIX) {
        for (const [door, of] of Object.entries(doors)) {
          const statuses = EXCEPTIONS[door]?.[who] ?? expected[who];
          const browser = await browserOf(server, who);
          const password: Record<string, string> =
            doors === WITH_PASSWORD && who !== 'nobody' ? { name: who, password: PASSWORD } : {};
          const before = await contentOf(db);
          const answer = await enter(browser, of(...at), password);
          const where = `${door} by ${who}: ${answer.status} ${wordsOf(answer)}`;
          if (statuses === 'open') {
            // What does not fit, or is done already, is said too.
            const isOpen = [200, 303, 409].includes(answer.status) || ['undo', 'receipt of an erasure'].includes(door);
            assert.ok(isOpen, where);
          } else assert.ok(statuses.includes(answer.status), where);
          if (isOfSite && statuses === 'open') continue;
          // Comments of their site are no secret to them; what is an administrator's is.
          const secrets = isOfSite
            ? doors === OF_LEADERS
              ? []
              : SECRETS.filter((each) => each !== 'Sở Ngoại vụ')
            : SECRETS;
          // What somebody typed comes back to them.
          const { form, path } = of(...at);
          const typed = JSON.stringify([form, path]);
          for (const secret of secrets.filter((each) => !typed.includes(each))) {
            assert.ok(!answer.html.includes(secret), `tells “${secret}”: ${where}`);
          }
          assert.ok((await contentOf(db)) === before, `changes something: ${where}`);
        }
      }
    });
  }

  it('leaves no route of the desk out', async (t) => {
    const routes = new Set<string>();
    const listen = (message: unknown): void => {
      const { fastify } = message as { fastify: FastifyInstance };
      fastify.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) if (url.startsWith('/moderation')) routes.add(`${each} ${url}`);
      });
    };
    subscribe('fastify.initialization', listen);
    t.after(() => unsubscribe('fastify.initialization', listen));
    await openOffice(t, engine);
    const doors = MATRIX.flatMap(([each]) => Object.values(each).map((of) => routeOf(of('x', 'x'))));
    const listed = new Set([...doors, ...FILES.map((path) => `GET /${path}`)]);
    assert.deepEqual(
      [...routes].filter((route) => !/^(HEAD|OPTIONS) /.test(route)).sort(),
      [...listed].sort(),
      'a route of the desk is a door: list it in desk-doors.ts',
    );
  });
});
