import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { it } from 'node:test';
import { buildApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine, sqlite } from './engines.ts';
import { config, faults, newComment, postComment, problem, serve, type TestServer } from './support.ts';

const SITE_PATHS = ['comments?thread=a', 'comment-counts?thread=a', 'visits?page=a'];

it('lets every preflight through, on any address, without credentials', async (t) => {
  const server = await serve(t);
  for (const path of ['api/v1/sites/so/comments', 'api/v1/sites/none/visits', 'api/v1/session', 'nowhere']) {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const response = await fetch(server.url + path, { method: 'OPTIONS', headers });
    assert.equal(response.status, 204, path);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('access-control-allow-methods'), 'GET, POST, PUT, PATCH, DELETE');
    assert.equal(
      response.headers.get('access-control-allow-headers'),
      'content-type, authorization, idempotency-key, if-none-match, tinh-user',
    );
    assert.equal(response.headers.get('access-control-max-age'), '86400');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
  }
});

it('answers allowed origins and the server’s own, and requests without one', async (t) => {
  const server = await serve(t);
  for (const path of SITE_PATHS) {
    for (const origin of ['https://so.example', server.url.slice(0, -1), undefined]) {
      const response = await server.site(path, { headers: origin === undefined ? {} : { origin } });
      assert.equal(response.status, 200, `${path} ${origin}`);
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      assert.equal(response.headers.get('access-control-expose-headers'), 'ETag, Retry-After');
      assert.equal(response.headers.get('vary'), 'Origin');
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    }
  }
});

it('refuses other origins with a problem that the page can read and that names the origin', async (t) => {
  const server = await serve(t);
  for (const path of SITE_PATHS) {
    for (const origin of ['https://evil.example', 'http://so.example', 'null', 'http://localhost:1']) {
      const refused = await problem(await server.site(path, { headers: { origin } }), 403, 'origin-refused');
      assert.ok(refused.detail?.includes(origin));
    }
  }
  const posted = await postComment(server, newComment(), { headers: { origin: 'https://evil.example' } });
  await problem(posted, 403, 'origin-refused');
});

it('takes the origin of PUBLIC_URL as its own, and then no other', async (t) => {
  const server = await serve(t, { publicUrl: 'https://cong.example/tinh/' });
  const status = async (origin: string): Promise<number> =>
    (await server.site('visits?page=a', { headers: { origin } })).status;
  assert.equal(await status('https://cong.example'), 200);
  assert.equal(await status(server.url.slice(0, -1)), 403);
});

it('says that it does not know a site, before it looks at the origin', async (t) => {
  const server = await serve(t);
  const headers = { origin: 'https://evil.example' };
  await problem(await fetch(`${server.url}api/v1/sites/none/visits?page=a`, { headers }), 404, 'unknown-site');
  await problem(await fetch(`${server.url}api/v1/sites/${'x'.repeat(100)}/visits?page=a`), 404, 'unknown-site');
});

it('answers every mistake with a problem document', async (t) => {
  const server = await serve(t);
  const get = (path: string, init?: RequestInit): Promise<Response> => fetch(server.url + path, init);
  await problem(await get(''), 404, 'not-found');
  await problem(await get('nowhere', { headers: { accept: 'text/html' } }), 404, 'not-found');
  await problem(await get('api/v1/sites/so/nowhere'), 404, 'not-found');
  await problem(await get('dist/none.js'), 404, 'not-found');
  await problem(await get('dist/%2e%2e/tinh.sqlite'), 404, 'not-found');
  await problem(await get('healthz', { method: 'POST' }), 404, 'not-found');
  await problem(await get('api/v1/session', { method: 'PUT' }), 404, 'not-found');
  await problem(await get('%ff'), 400, 'invalid-request');
  await problem(await get(`api/v1/sites/${'x'.repeat(300)}/visits`), 414, 'invalid-request');
  await problem(await postComment(server, '{"thread":'), 400, 'invalid-request');
  await problem(await postComment(server, ''), 400, 'invalid-request');
  await problem(await postComment(server, '{"__proto__":{"consent":true}}'), 400, 'invalid-request');
  assert.deepEqual(faults(await problem(await postComment(server, '[]'), 400, 'invalid-request')), ['body invalid']);
  await problem(
    await postComment(server, newComment(), { headers: { 'content-type': 'application/xml' } }),
    415,
    'invalid-request',
  );
  await problem(await postComment(server, newComment({ text: 'x'.repeat(66_000) })), 413, 'too-large');
});

it('answers what is not HTTP with a problem document and hangs up', async (t) => {
  const server = await serve(t);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    socket
      .on('data', (data) => (text += data.toString()))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\naccess-control-allow-origin: \*/);
  assert.equal((JSON.parse(body) as { type: string }).type, 'urn:tinh:problem:invalid-request');
});

it('says nothing about its inside when something breaks', async (t) => {
  const place = await sqlite.fresh();
  const database = await openDatabase(place);
  const options = { config: parseConfig(config()), database, publicUrl: null, demo: null, library: place.dataDir };
  const app = await buildApp({ ...options, now: () => 0, logLevel: 'silent' });
  t.after(() => app.close().then(() => place.remove()));
  app.get('/boom', () => {
    throw new Error('secret of the inside');
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const broken = await problem(await fetch(`${url}/boom`), 500, 'internal');
  assert.equal(broken.detail, undefined);
  await database.destroy();
  await problem(await fetch(`${url}/api/v1/sites/so/visits?page=a`), 500, 'internal');
});

onEachEngine('health', (engine) => {
  it('is ok while the database answers and unavailable when it does not', async (t) => {
    const place = await engine.fresh();
    const database = await openDatabase(place);
    const options = { config: parseConfig(config()), database, publicUrl: null, demo: null, library: place.dataDir };
    const app = await buildApp({ ...options, now: () => 0, logLevel: 'silent' });
    t.after(() => app.close().then(() => place.remove()));
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const well = await fetch(`${url}/healthz`);
    assert.deepEqual([well.status, await well.json()], [200, { status: 'ok' }]);
    await database.destroy();
    const ill = await fetch(`${url}/healthz`);
    assert.equal(ill.headers.get('retry-after'), '5');
    await problem(ill, 503, 'unavailable');
  });
});

it('serves the library to every page, at its two addresses, for five minutes', async (t) => {
  const server = await serve(t);
  for (const path of ['tinh.js', 'tinh.js.map', 'tinh-later.js', 'tinh.css', 'dist/tinh.js', 'dist/tinh.css']) {
    const response = await fetch(server.url + path, { headers: { origin: 'https://evil.example' } });
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.equal(response.headers.get('cache-control'), 'public, max-age=300');
    // fetch would add no-cache by itself, which asks for the whole file.
    const headers = { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    assert.equal((await fetch(server.url + path, { headers })).status, 304);
  }
  assert.match((await fetch(`${server.url}tinh.js`)).headers.get('content-type') ?? '', /javascript/);
});

/** Asks as a proxy would that keeps the path of the public address. */
const below = (server: TestServer, path: string): Promise<Response> => fetch(`${server.url}tinh/${path}`);

it('works below a path of the site, whether the proxy strips the path or not', async (t) => {
  const server = await serve(t, { publicUrl: 'https://so.example/tinh' });
  for (const path of ['healthz', 'tinh.js', 'dist/tinh.js', 'api/v1/session', 'api/v1/sites/so/visits?page=a']) {
    assert.equal((await fetch(server.url + path)).status, 200, path);
    assert.equal((await below(server, path)).status, 200, `tinh/${path}`);
  }
  await problem(await fetch(`${server.url}tinhx/healthz`), 404, 'not-found');
  const openapi = (await (await below(server, 'api/v1/openapi.json')).json()) as { servers: { url: string }[] };
  assert.equal(openapi.servers[0]?.url, 'https://so.example/tinh');
});
