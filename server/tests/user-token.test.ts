import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it, type TestContext } from 'node:test';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { NewComment, PostedComment } from '../../src/api/contract.ts';
import type { RawConfig } from '../config-schema.ts';
import { databaseOf, send, token } from './conversation.ts';
import { withSite } from './config-support.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { config, faults, newComment, postComment, problem, serve, START, type TestServer, thread } from './support.ts';

type Comments = RawConfig['sites'][number]['comments'];
type Key = Uint8Array | CryptoKey;

const SECRET = 'a-secret-shared-with-the-CMS-of-the-site';
const KEY = new TextEncoder().encode(SECRET);
const NOW = START / 1000;
const HOUR = 3600;

/** What the site's own server says of a reader. */
const CLAIMS = { sub: 'user-42', name: 'Trần Thị Bình', aud: 'so', iat: NOW, exp: NOW + HOUR };

/** Signs as the site's own server does; a claim that is undefined is left out. */
function sign(changes: object = {}, key: Key = KEY, alg = 'HS256'): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...changes }).setProtectedHeader({ alg }).sign(key);
}

function site(
  t: TestContext,
  comments: Comments = { userTokens: { secret: SECRET } },
  engine: Engine = sqlite,
  moderation: 'before' | 'after' = 'after',
): Promise<TestServer> {
  return serve(t, { engine, config: config({ comments, moderation }), spam: {} });
}

const unique = (changes: Partial<NewComment> = {}): NewComment =>
  newComment({ text: `Số ${randomUUID()}`, ...changes });

/** Posts with a user token; a comment like no other, without proof. */
function post(
  server: TestServer,
  userToken: string,
  changes: Partial<NewComment> = {},
  options = {},
): Promise<Response> {
  return postComment(server, unique(changes), { headers: { 'tinh-user': userToken }, ...options });
}

async function posted(answer: Response): Promise<PostedComment> {
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()) as PostedComment;
}

onEachEngine('readers who are signed in to the site', (engine) => {
  it('need no challenge, have the name that the site says, and are shown as verified', async (t) => {
    const server = await site(t, undefined, engine);
    const comment = await posted(await post(server, await sign(), { name: 'Chủ tịch tỉnh' }));
    assert.deepEqual([comment.name, comment.verified, comment.state], ['Trần Thị Bình', true, 'published']);
    const [shown] = (await thread(server)).items;
    assert.deepEqual([shown?.name, shown?.verified], ['Trần Thị Bình', true]);
    const stranger = await posted(await postComment(server, unique()));
    assert.deepEqual([stranger.verified, stranger.state], [false, 'pending']);
  });

  it('leave only a hash of who they are, the same each time and another one at each site', async (t) => {
    const first = config({ comments: { userTokens: { secret: SECRET } } });
    const sites = [first.sites[0]!, { ...first.sites[0]!, slug: 'khac' }];
    const server = await serve(t, { engine, config: { sites }, spam: {} });
    await posted(await post(server, await sign()));
    await posted(await post(server, await sign({ name: 'Bình' })));
    const elsewhere = await fetch(`${server.url}api/v1/sites/khac/comments`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'tinh-user': await sign({ aud: 'khac' }),
      },
      body: JSON.stringify(unique()),
    });
    assert.equal(elsewhere.status, 201);
    const db = await databaseOf(t, server);
    const rows = await db.selectFrom('comments').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(rows), /user-42/);
    const hashes = rows.map((row) => [row.site, row.user_hash, row.verified]);
    assert.equal(new Set(hashes.map(([, hash]) => hash)).size, 2);
    assert.ok(hashes.every(([, hash, verified]) => hash !== null && verified === 1));
  });

  it('get one comment for one key, also when their token has expired meanwhile or they are signed out', async (t) => {
    const server = await site(t, undefined, engine);
    const [body, key] = [unique({ name: '' }), randomUUID()];
    const headers = { 'tinh-user': await sign() };
    const first = await posted(await postComment(server, body, { key, headers }));
    server.clock.ms += 2 * HOUR * 1000;
    const retry = await posted(await postComment(server, body, { key, headers }));
    assert.equal(retry.id, first.id);
    await problem(
      await postComment(server, { ...body, text: 'Khác' }, { key, headers }),
      422,
      'idempotency-key-reused',
    );
    assert.equal((await thread(server)).total, 1);
  });
});

it('refuses a token that is expired, forged, of another site or too long-lived, and keeps nothing', async (t) => {
  const server = await site(t);
  const { privateKey } = await generateKeyPair('ES256');
  const [head = '', payload = '', signature = ''] = (await sign()).split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const tokens = {
    expired: await sign({ iat: NOW - 2 * HOUR, exp: NOW - 61 }),
    'without an end': await sign({ exp: undefined }),
    'without a beginning': await sign({ iat: undefined }),
    'longer than an hour': await sign({ exp: NOW + HOUR + 1 }),
    'from the future': await sign({ iat: NOW + 61, exp: NOW + 600 }),
    'of another site': await sign({ aud: 'khac' }),
    'of no site': await sign({ aud: undefined }),
    'of nobody': await sign({ sub: undefined }),
    'of an empty id': await sign({ sub: '' }),
    'without a name': await sign({ name: undefined }),
    'with a name that shows nothing': await sign({ name: ' \u200b' }),
    'with a name that is too long': await sign({ name: 'ề'.repeat(81) }),
    'with another secret': await sign({}, new TextEncoder().encode('another-secret-of-more-than-32-characters')),
    'with another algorithm': await sign({}, KEY, 'HS512'),
    'with a key pair': await sign({}, privateKey, 'ES256'),
    unsigned: `${encode({ alg: 'none' })}.${payload}.`,
    changed: `${head}.${encode({ ...CLAIMS, name: 'Chủ tịch tỉnh' })}.${signature}`,
    'no token': 'x',
    empty: '',
  };
  for (const [what, userToken] of Object.entries(tokens)) {
    const answer = await post(server, userToken);
    assert.equal(answer.status, 401, what);
    await problem(answer, 401, 'user-token-over');
  }
  assert.equal((await thread(server)).total, 0);
  const fresh = { iat: NOW - 3540, exp: NOW - 59 };
  assert.equal((await posted(await post(server, await sign(fresh)))).verified, true, 'clocks may differ by a minute');
});

it('takes the same comment with a new token after the old one was refused', async (t) => {
  const server = await site(t);
  const [body, key] = [unique(), randomUUID()];
  const old = { 'tinh-user': await sign() };
  server.clock.ms += 2 * HOUR * 1000;
  await problem(await postComment(server, body, { key, headers: old }), 401, 'user-token-over');
  const iat = NOW + 2 * HOUR;
  const renewed = { 'tinh-user': await sign({ iat, exp: iat + 600 }) };
  assert.equal((await posted(await postComment(server, body, { key, headers: renewed }))).verified, true);
});

it('takes no comment without a token where only signed-in readers write, and says so to the page', async (t) => {
  const server = await site(t, { writers: 'signed-in', userTokens: { secret: SECRET } });
  assert.equal((await thread(server)).rules.writers, 'signed-in');
  await problem(await postComment(server, unique()), 401, 'sign-in-needed');
  assert.deepEqual(faults(await problem(await postComment(server, {}), 422, 'invalid-comment')).slice(0, 1), [
    'consent required',
  ]);
  assert.equal((await posted(await post(server, await sign()))).verified, true);
  assert.equal((await thread(server)).total, 1);
});

it('refuses a token where the site has not said how they are signed', async (t) => {
  const server = await site(t, {});
  const { detail } = await problem(await post(server, await sign()), 401, 'user-token-over');
  assert.equal(detail, 'This site takes no user tokens.');
});

it('lets a signed-in reader’s comment wait for its words and where everything waits, but not for others’ haste', async (t) => {
  const server = await site(t, { links: 0, userTokens: { secret: SECRET } });
  for (let reader = 0; reader < 12; reader += 1) {
    assert.equal((await posted(await post(server, await sign({ sub: `user-${reader}` })))).state, 'published');
  }
  assert.equal((await posted(await post(server, await sign(), { text: 'www.a.example' }))).state, 'pending');
  const careful = await site(t, undefined, sqlite, 'before');
  assert.equal((await posted(await post(careful, await sign()))).state, 'pending');
});

it('stops one signed-in reader who writes too fast, under whichever token of the browser', async (t) => {
  const server = await site(t);
  for (let round = 0; round < 5; round += 1) {
    await posted(await post(server, await sign(), {}, { token: token(round) }));
  }
  const refused = await post(server, await sign(), {}, { token: token(6) });
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  await problem(refused, 429, 'too-fast');
  assert.equal((await posted(await post(server, await sign({ sub: 'user-43' })))).state, 'published');
});

it('lets a signed-in reader change the text, never the name', async (t) => {
  const server = await site(t);
  const { id, code } = await posted(await post(server, await sign()));
  const body = { text: 'Đã sửa.', name: 'Chủ tịch tỉnh' };
  const answer = await send(server, 'PATCH', `comments/${id}`, `Code ${code}`, body);
  const changed = (await answer.json()) as PostedComment;
  assert.deepEqual([changed.text, changed.name, changed.verified], ['Đã sửa.', 'Trần Thị Bình', true]);
});

it('takes tokens of the site’s own key pairs, given in the configuration, and no secret made of a public key', async (t) => {
  for (const alg of ['RS256', 'ES256', 'EdDSA']) {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(publicKey);
    const server = await site(t, { userTokens: { jwks: { keys: [jwk] } } });
    assert.equal((await posted(await post(server, await sign({}, privateKey, alg)))).verified, true, alg);
    const stranger = (await generateKeyPair(alg)).privateKey;
    await problem(await post(server, await sign({}, stranger, alg)), 401, 'user-token-over');
    const disguised = new TextEncoder().encode(JSON.stringify(jwk).padEnd(64));
    await problem(await post(server, await sign({}, disguised)), 401, 'user-token-over');
    if (alg !== 'RS256') continue;
    await problem(
      await post(server, await sign({}, privateKey, 'RS256').then((jwt) => `${jwt}x`)),
      401,
      'user-token-over',
    );
  }
});

it('fetches the site’s keys from their address, and is unavailable, not unforgiving, while that does not answer', async (t) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const keys = JSON.stringify({ keys: [await exportJWK(publicKey)] });
  let answer: RequestListener = (_request, response) => response.writeHead(500).end();
  const cms = createServer((...exchange) => answer(...exchange));
  await new Promise<void>((resolve) => cms.listen(0, '127.0.0.1', resolve));
  t.after(() => cms.close());
  const jwks = `http://127.0.0.1:${(cms.address() as AddressInfo).port}/keys`;
  const server = await site(t, { userTokens: { jwks } });
  const userToken = await sign({}, privateKey, 'ES256');
  const [body, key] = [unique(), randomUUID()];
  const send = (): Promise<Response> => postComment(server, body, { key, headers: { 'tinh-user': userToken } });
  const down = await send();
  assert.equal(down.headers.get('retry-after'), '5');
  await problem(down, 503, 'unavailable');
  answer = (_request, response) => response.end('<!doctype html>');
  await problem(await send(), 503, 'unavailable');
  answer = (_request, response) => response.end(keys);
  assert.equal((await posted(await send())).verified, true);
  const stranger = (await generateKeyPair('ES256')).privateKey;
  await problem(await post(server, await sign({}, stranger, 'ES256')), 401, 'user-token-over');
});

it('lets a page of the site send the token', async (t) => {
  const server = await site(t);
  const preflight = await server.site('comments', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://so.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key,tinh-user',
    },
  });
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /\btinh-user\b/);
});

it('refuses settings of user tokens that make no sense, with their place', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const [open, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  const wrong = (comments: unknown): string => withSite({ comments }).replaceAll(' sites[0].comments', ' …');
  const keys = /at ….userTokens.jwks: must be a JWKS of public keys/;
  const either = /at ….userTokens: must be an object with either secret or jwks/;
  const cases: [unknown, RegExp][] = [
    [{ writers: 'nobody' }, /at ….writers: must be "everyone" or "signed-in"/],
    [{ writers: 'signed-in' }, /at ….writers: "signed-in" needs userTokens, or nobody could write/],
    [{ userTokens: 'x'.repeat(32) }, either],
    [{ userTokens: {} }, either],
    [{ userTokens: { secret: SECRET, jwks: { keys: [open] } } }, either],
    [{ userTokens: { key: SECRET } }, /at ….userTokens.key: there is no such key/],
    [{ userTokens: { secret: 'x'.repeat(31) } }, /at ….userTokens.secret: must be a secret of 32 characters or more/],
    [{ userTokens: { jwks: { keys: [] } } }, keys],
    [{ userTokens: { jwks: { keys: [secret] } } }, keys],
    [{ userTokens: { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } } }, keys],
    [{ userTokens: { jwks: { keys: [{ ...open, y: 'AAAA' }] } } }, keys],
    [{ userTokens: { jwks: 'so.example/keys' } }, keys],
    [{ userTokens: { jwks: 'file:///etc/keys' } }, keys],
    [{ userTokens: { jwks: 5 } }, keys],
  ];
  for (const [comments, expected] of cases) assert.match(wrong(comments), expected, JSON.stringify(comments));
  assert.match(wrong({ writers: 'signed-in' }), /không ai gửi được ý kiến/);
});
