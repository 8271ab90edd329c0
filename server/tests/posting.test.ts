import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { Challenge, NewComment, PostedComment } from '../../src/api/contract.ts';
import { openPostDesk, postComment as postAsPage } from '../comments/post.ts';
import { ANYBODY } from '../comments/reader.ts';
import { parseConfig } from '../config.ts';
import { LiveSites } from '../policies/live-sites.ts';
import type { RawConfig } from '../config-schema.ts';
import { databaseOf, send, token } from './conversation.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { command, environment } from './process.ts';
import { HOUR, NO_LIMITS, proofFrom, SECOND, solved } from './spam-support.ts';
import { config, newComment, postComment, problem, serve, type TestServer, thread } from './support.ts';

type Options = NonNullable<Parameters<typeof serve>[1]>;
const EASY = { difficulty: { easiest: 20, hardest: 160 } };

/** A server whose guard is on, with the usual limits and easy challenges. */
function guarded(
  t: TestContext,
  engine: Engine,
  { comments = {}, ...options }: Options & { comments?: RawConfig['sites'][number]['comments'] } = {},
): Promise<TestServer> {
  return serve(t, { engine, config: config({ comments }), spam: EASY, ...options });
}

/** A proof for a comment that took ten seconds to write. */
async function proof(server: TestServer): Promise<string> {
  const payload = await proofFrom(`${server.url}api/v1/sites/so/`);
  server.clock.ms += 10 * SECOND;
  return payload;
}

/** A comment like no other, with a proof unless it says otherwise. */
async function honest(server: TestServer, changes: Partial<NewComment> = {}): Promise<NewComment> {
  // Reasons are read in the order of time.
  server.clock.ms += 1;
  const altcha = 'altcha' in changes ? changes.altcha : await proof(server);
  return newComment({ text: `Tôi đồng tình với bài viết. ${randomUUID()}`, ...changes, altcha: altcha ?? null });
}

async function state(response: Response): Promise<string> {
  assert.equal(response.status, 201, await response.clone().text());
  return ((await response.json()) as PostedComment).state;
}

onEachEngine('posting', (engine) => {
  /** Reasons for which comments were held, oldest first. */
  async function held(t: TestContext, server: TestServer): Promise<(string | null)[]> {
    const db = await databaseOf(t, server);
    const rows = await db.selectFrom('comments').select('held').orderBy('created_at').orderBy('id').execute();
    return rows.map((row) => row.held);
  }

  it('publishes a comment with a proof of work at once, and answers one without like any other that waits', async (t) => {
    const server = await guarded(t, engine);
    assert.equal(await state(await postComment(server, await honest(server))), 'published');
    const posted = await postComment(server, await honest(server, { altcha: null }));
    const waiting = (await posted.json()) as PostedComment;
    assert.deepEqual([posted.status, waiting.state, waiting.reason], [201, 'pending', null]);
    assert.equal((await thread(server)).total, 1);
    assert.deepEqual(await held(t, server), [null, 'no-proof']);
  });

  it('tells the moderator why a comment was held, and nobody else', async (t) => {
    const server = await guarded(t, engine, { comments: { links: 0, words: ['cờ bạc'] } });
    writeFileSync(join(server.place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
    const spam = await honest(server, { name: 'Cờ  Bạc', text: 'Xem https://a.example', altcha: undefined });
    const posted = await postComment(server, { ...spam, homepage: 'https://b.example' });
    const { id, code } = (await posted.clone().json()) as PostedComment;
    const list = await command(t, ['moderate', 'list'], environment(server.place)).ended;
    assert.match(list.out, new RegExp(`^${id}\tpending\t.*\tgiữ lại/held: no-proof, trap, links, word\n$`));
    const own = { headers: { authorization: `Code ${code}` } };
    const answers = [
      posted,
      await server.site(`comments/${id}`, own),
      await server.site('comments?thread=/tin-tuc/bai-1', own),
      await send(server, 'POST', 'comment-lookup', null, { code }),
      await send(server, 'PATCH', `comments/${id}`, `Code ${code}`, { text: 'Xem www.c.example' }),
    ];
    for (const answer of answers) {
      const body = await answer.text();
      assert.equal(answer.ok, true, body);
      assert.doesNotMatch(body, /no-proof|trap|held|link|word/);
    }
  });

  it('asks for a new challenge when one has expired, and takes the same comment under the same key with it', async (t) => {
    const server = await guarded(t, engine);
    const body = await honest(server);
    server.clock.ms += HOUR / 2;
    const key = randomUUID();
    await problem(await postComment(server, body, { key }), 409, 'challenge-expired');
    assert.equal((await thread(server)).total, 0);
    const again = { ...body, altcha: await proof(server) };
    assert.equal(await state(await postComment(server, again, { key })), 'published');
    assert.equal((await thread(server)).total, 1);
  });

  it('makes one comment of a queued one whose answer was lost, whatever proof it brings later', async (t) => {
    const server = await guarded(t, engine);
    const body = await honest(server);
    const key = randomUUID();
    const first = (await (await postComment(server, body, { key })).json()) as PostedComment;
    server.clock.ms += 2 * HOUR;
    const altchas = [body.altcha, await proof(server), null, 'broken'];
    for (const altcha of altchas) {
      const retry = await postComment(server, { ...body, altcha }, { key });
      assert.equal(retry.status, 201);
      assert.equal(((await retry.json()) as PostedComment).id, first.id);
    }
    assert.equal((await thread(server)).total, 1);
  });

  it('takes a proof for one comment only, however many come with it at the same moment', async (t) => {
    const server = await guarded(t, engine);
    const { altcha } = await honest(server);
    const bodies = await Promise.all(Array.from({ length: 4 }, () => honest(server, { altcha })));
    const answers = await Promise.all(bodies.map((body) => postComment(server, body)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409]);
    assert.equal((await thread(server)).total, 1);
  });

  it('takes the challenge of another process on the same database', async (t) => {
    const server = await guarded(t, engine);
    const other = await guarded(t, engine, { place: server.place });
    other.clock.ms += 10 * SECOND;
    const altcha = await proof(server);
    assert.equal(await state(await postComment(other, await honest(other, { altcha }))), 'published');
  });

  it('tells only the author who writes too fast when to go on, and takes the same comment then', async (t) => {
    const server = await guarded(t, engine, {
      spam: { ...EASY, limits: { ...NO_LIMITS, author: { points: 2, duration: 2 } } },
    });
    const key = randomUUID();
    for (let round = 0; round < 2; round += 1) await postComment(server, await honest(server));
    const refused = await postComment(server, await honest(server), { key });
    assert.match(refused.headers.get('retry-after') ?? '', /^[12]$/);
    assert.match(refused.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    await problem(refused, 429, 'too-fast');
    assert.equal(await state(await postComment(server, await honest(server), { token: token(2) })), 'published');
    assert.equal(await state(await postComment(server, await honest(server), { token: null })), 'published');
    assert.equal((await thread(server)).total, 4);
  });

  it('only lets comments wait when an office with one address writes much', async (t) => {
    const server = await guarded(t, engine);
    for (let author = 0; author < 12; author += 1) {
      const answer = await postComment(server, await honest(server), { token: token(author) });
      assert.equal(await state(answer), author < 10 ? 'published' : 'pending');
    }
    assert.deepEqual((await held(t, server)).slice(-3), [null, 'busy-address', 'busy-address']);
  });

  it('lets a text wait that was posted before, and anything that comes sooner than a person writes', async (t) => {
    const server = await guarded(t, engine);
    const body = await honest(server);
    assert.equal(await state(await postComment(server, body)), 'published');
    const copy = { ...body, text: body.text.toUpperCase(), altcha: await proof(server) };
    assert.equal(await state(await postComment(server, copy, { token: token(2) })), 'pending');
    for (const missing of [1, 0]) {
      const challenge = (await (await server.site('challenge')).json()) as Challenge;
      server.clock.ms += (challenge.minimumSeconds - missing) * SECOND - 1;
      const quick = await honest(server, { altcha: await solved(challenge) });
      assert.equal(await state(await postComment(server, quick)), missing > 0 ? 'pending' : 'published');
    }
    assert.deepEqual(await held(t, server), [null, 'duplicate', 'too-quick', null]);
  });

  it('takes words for no duplicate that were refused in one place and come in another', async (t) => {
    const server = await guarded(t, engine);
    const text = 'Đề nghị Sở công khai kết quả giải quyết hồ sơ theo quý.';
    const reply = await honest(server, { text, parent: '0123456789abcdef0123' });
    await problem(await postComment(server, reply), 422, 'invalid-comment');
    assert.equal(await state(await postComment(server, await honest(server, { text }))), 'published');
    assert.equal(await state(await postComment(server, await honest(server, { text }))), 'pending');
    assert.deepEqual(await held(t, server), [null, 'duplicate']);
  });

  it('lets everything from the plain page wait, and says so of a form that it has not made', async (t) => {
    const server = await guarded(t, engine);
    const db = await databaseOf(t, server);
    const settings = parseConfig(config());
    const live = new LiveSites(db, settings.sites, () => server.clock.ms);
    const desk = await openPostDesk(db, live, () => server.clock.ms, EASY);
    const site = settings.sites[0]!;
    const post = async (formTime: unknown, altcha: string | null = null): Promise<unknown> => {
      const body = { ...(await honest(server, { altcha })), 'form-time': formTime };
      const arrival = { site, key: randomUUID(), reader: ANYBODY, client: '192.0.2.1', origin: 'page' } as const;
      const { row, code } = await postAsPage(desk, { ...arrival, body });
      assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
      return [row.state, row.held];
    };
    const unguarded = await openPostDesk(db, live, () => server.clock.ms, { off: true });
    const arrival = { site, key: randomUUID(), reader: ANYBODY, client: '192.0.2.1', origin: 'page' } as const;
    const { row } = await postAsPage(unguarded, { ...arrival, body: { ...newComment() } });
    assert.equal(row.state, 'pending', 'whatever the guard says');
    const shown = desk.spam.formTime(site);
    server.clock.ms += 5 * SECOND;
    assert.deepEqual(await post(shown, await proof(server)), ['pending', 'no-proof']);
    assert.deepEqual(await post(undefined), ['pending', 'no-proof,bad-form']);
    assert.deepEqual(await post(''), ['pending', 'no-proof,bad-form']);
    assert.deepEqual(await post(`${shown}x`), ['pending', 'no-proof,bad-form']);
    assert.deepEqual(await post(desk.spam.formTime(site)), ['pending', 'no-proof,too-quick']);
  });

  it('counts addresses as the operator’s own proxy writes them, and believes nobody else', async (t) => {
    for (const [trustProxy, last] of [
      [[], 'pending'],
      [['10.0.0.1'], 'pending'],
      [['127.0.0.1'], 'published'],
    ] as const) {
      const server = await guarded(t, engine, { trustProxy });
      let answer = '';
      for (let author = 0; author < 11; author += 1) {
        const headers = { 'x-forwarded-for': `198.51.100.${author}` };
        answer = await state(await postComment(server, await honest(server), { token: token(author), headers }));
      }
      assert.equal(answer, last, trustProxy.join());
    }
  });

  it('lets a changed comment wait again when its new words would have been held', async (t) => {
    const server = await guarded(t, engine, { comments: { words: ['cờ bạc'] } });
    const posted = (await (await postComment(server, await honest(server))).json()) as PostedComment;
    const edit = async (text: string): Promise<unknown> => {
      const answer = await send(server, 'PATCH', `comments/${posted.id}`, `Code ${posted.code}`, { text });
      return ((await answer.json()) as PostedComment).state;
    };
    assert.equal(await edit('Tôi xin sửa một chữ.'), 'published');
    assert.equal(await edit('Mời chơi cờ bạc.'), 'pending');
    assert.equal((await thread(server)).total, 0);
    assert.deepEqual(await held(t, server), ['word']);
    assert.equal(await edit('Tôi xin rút lời mời.'), 'pending', 'only a moderator lets it through');
    assert.deepEqual(await held(t, server), [null]);
  });

  it('keeps nothing of an address', async (t) => {
    const server = await guarded(t, engine, { trustProxy: ['127.0.0.1'] });
    const headers = { 'x-forwarded-for': '198.51.100.77' };
    assert.equal(await state(await postComment(server, await honest(server), { headers })), 'published');
    const db = await databaseOf(t, server);
    for (const table of ['comments', 'threads', 'secrets', 'reports'] as const) {
      const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      assert.doesNotMatch(rows, /198\.51\.100\.77|127\.0\.0\.1/);
    }
  });
});
