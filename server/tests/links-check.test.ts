import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { checkLinks } from '../links/check.ts';
import { links } from '../links/cli.ts';
import { Refusal } from '../refusal.ts';
import { sqlite } from './engines.ts';
import { command } from './process.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** A website of the tests. */
async function website(
  t: TestContext,
  pages: Readonly<Record<string, Handle>>,
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(`${request.method} ${path}`);
    const page = pages[path.split('?')[0]!];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const says =
  (status: number, location?: string): Handle =>
  (_request, response) =>
    response.writeHead(status, location === undefined ? {} : { location }).end();

const FAST = { pause: 0, timeout: 300 };

describe('the link checker', () => {
  it('tells pages that are there from those that moved, are closed, or are gone', async (t) => {
    const { url } = await website(t, {
      '/tot': says(200),
      '/cu': says(301, '/moi?x=1'),
      '/moi': says(200),
      '/cu-hong': says(302, '/khong-co'),
      '/dang-nhap': says(401),
      '/ban': says(429),
      '/loi': says(500),
    });
    const found = await checkLinks(
      ['/tot', '/cu#phan', '/cu-hong', '/dang-nhap', '/ban', '/loi', '/khong-co'].map((path) => url + path),
      FAST,
    );
    assert.deepEqual(
      found.map(({ state, status, target }) => [state, status, target?.replace(url, '')]),
      [
        ['well', 200, undefined],
        ['moved', 200, '/moi?x=1#phan'],
        ['dead', 404, '/khong-co'],
        ['closed', 401, undefined],
        ['closed', 429, undefined],
        ['dead', 500, undefined],
        ['dead', 404, undefined],
      ],
    );
  });

  it('follows no circle, no endless way, and nothing but http and https', async (t) => {
    const { url, asked } = await website(t, {
      '/a': says(302, '/b'),
      '/b': says(302, '/a'),
      '/dai': (request, response) => {
        const step = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n') ?? 0);
        response.writeHead(302, { location: `/dai?n=${step + 1}` }).end();
      },
      '/tep': says(302, 'file:///etc/passwd'),
      '/js': says(302, 'javascript:alert(1)'),
      '/khong-dau': says(302, 'http://['),
    });
    const found = await checkLinks(
      ['/a', '/dai', '/tep', '/js', '/khong-dau'].map((path) => url + path),
      FAST,
    );
    assert.deepEqual(
      found.map(({ state, why }) => [state, why]),
      [
        ['dead', 'circle'],
        ['dead', 'too-far'],
        ['dead', 'nowhere'],
        ['dead', 'nowhere'],
        ['dead', 'nowhere'],
      ],
    );
    assert.ok(asked.length < 20, String(asked.length));
  });

  it('waits no longer than it may, and says who did not answer and why', async (t) => {
    const { url } = await website(t, {
      '/im': () => undefined,
      '/dut': (request) => request.socket.destroy(),
    });
    const gone = createServer();
    await once(gone.listen(0, '127.0.0.1'), 'listening');
    const { port } = gone.address() as AddressInfo;
    await once(gone.close(), 'close');
    const found = await checkLinks([`${url}/im`, `${url}/dut`, `http://127.0.0.1:${port}/`], FAST);
    assert.deepEqual(
      found.map(({ state, why }) => [state, why]),
      [
        ['dead', 'slow'],
        ['dead', 'broken'],
        ['dead', 'refused'],
      ],
    );
  });

  it('asks by HEAD, by GET where that is not understood, each address once, and each host one thing at a time', async (t) => {
    let open = 0;
    let most = 0;
    const slowly: Handle = (_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.writeHead(200).end();
      }, 20);
    };
    const { url, asked } = await website(t, {
      '/1': slowly,
      '/2': slowly,
      '/3': slowly,
      '/get': ({ method }, response) => response.writeHead(method === 'GET' ? 200 : 405).end(),
    });
    const times: number[] = [];
    await checkLinks([`${url}/1`, `${url}/2`, `${url}/1`, `${url}/3`, `${url}/get`], {
      pause: 60,
      timeout: 3000,
      done: () => times.push(performance.now()),
    });
    assert.deepEqual(asked, ['HEAD /1', 'HEAD /2', 'HEAD /3', 'HEAD /get', 'GET /get']);
    assert.equal(most, 1);
    for (const [place, time] of times.entries()) if (place > 0) assert.ok(time - times[place - 1]! >= 55);
  });

  it('is a command: a list as JSON or lines, what is wrong one a line, a code for programs', async (t) => {
    const { url } = await website(t, { '/tot': says(200), '/cu': says(301, '/tot') });
    const place = await sqlite.fresh();
    t.after(() => place.remove());
    const file = join(place.dataDir, 'lien-ket.json');
    const check = (...words: string[]) => command(t, ['links', 'check', ...words], {}).ended;

    writeFileSync(
      file,
      JSON.stringify({
        links: [
          { label: 'Tốt', address: `${url}/tot` },
          { label: 'Cũ', address: '/cu' },
          { label: 'Hỏng', address: '/khong-co' },
          { label: 'Thư', address: 'mailto:so@example.vn' },
          { label: 'Lạ', address: 'javascript:alert(1)' },
          null,
        ],
      }),
    );
    const { code, out } = await check(file, '--base', `${url}/trang`);
    assert.equal(code, 1);
    assert.deepEqual(out.trim().split('\n'), [
      'BỎ QUA / SKIPPED  mailto:so@example.vn',
      'BỎ QUA / SKIPPED  javascript:alert(1)',
      `CHUYỂN / MOVED  ${url}/cu → ${url}/tot`,
      `HỎNG / DEAD  ${url}/khong-co  (HTTP 404)`,
      '1 tốt, 1 chuyển hướng, 0 không cho kiểm tra, 1 hỏng, 2 bỏ qua',
      '1 well, 1 redirected, 0 not to be checked, 1 dead, 2 skipped',
    ]);
    const inside = async (...words: string[]): Promise<string> => {
      let said = '';
      const write = (text: string): void => void (said += text);
      await links(['check', ...words], { stdout: { write }, stderr: { write } }).catch((error: unknown) => {
        assert.ok(error instanceof Refusal, String(error));
        said += error.message;
      });
      return said;
    };
    writeFileSync(file, `# ghi chú\n${url}/tot\r\n\n`);
    assert.match(await inside(file), /^1 tốt, 0 chuyển hướng/);
    writeFileSync(file, '[{"label":');
    assert.match(await inside(file), /Danh sách không đúng dạng/);
    assert.match(await inside(join(place.dataDir, 'khong-co')), /Không đọc được danh sách .*ENOENT/);
    for (const wrong of [[], [file, '--base'], [file, '--base', 'x'], [file, '--xx', url]])
      assert.match(await inside(...wrong), /Cách dùng/);
  });
});
