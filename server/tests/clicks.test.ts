import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LinkClicks } from '../../src/api/contract.ts';
import { DeskBrowser, openOffice, wordsOf } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { BROWSER, faults, problem, serve, type TestServer } from './support.ts';

function click(server: TestServer, body: unknown, agent = BROWSER): Promise<Response> {
  const headers = { 'content-type': 'text/plain', 'user-agent': agent };
  return server.site('clicks', { method: 'POST', headers, body: JSON.stringify(body) });
}

async function clicks(server: TestServer): Promise<LinkClicks['links']> {
  const response = await server.site('clicks');
  assert.equal(response.headers.get('cache-control'), 'public, max-age=60, s-maxage=60');
  return ((await response.json()) as LinkClicks).links;
}

onEachEngine('clicks on links', (engine) => {
  it('are counted by address, many at once, and told with the most used first', async (t) => {
    const server = await serve(t, { engine });
    const links = ['https://mofa.gov.vn/', 'https://so.example/gop-y', 'mailto:so@example.vn'];
    const sent = Array.from({ length: 60 }, (_, index) =>
      click(server, { link: links[index % 6 < 3 ? 0 : index % 6 < 5 ? 1 : 2] }),
    );
    for (const { status } of await Promise.all(sent)) assert.equal(status, 201);
    assert.deepEqual(await clicks(server), [
      { link: links[0], clicks: 30 },
      { link: links[1], clicks: 20 },
      { link: links[2], clicks: 10 },
    ]);
    const { etag = '' } = Object.fromEntries((await server.site('clicks')).headers);
    assert.equal((await server.site('clicks', { headers: { 'if-none-match': etag } })).status, 304);
  });

  it('of programs do not count, and what no link leads to is refused', async (t) => {
    const server = await serve(t, { engine });
    assert.equal((await click(server, { link: 'https://mofa.gov.vn/' }, 'curl/8.0')).status, 201);
    for (const link of ['javascript:alert(1)', 'data:text/html,x', '/gop-y', ' ', 'https://a.vn/'.padEnd(501, 'x')]) {
      const { length } = faults(await problem(await click(server, { link }), 400, 'invalid-request'));
      assert.equal(length, 1, link.slice(0, 30));
    }
    await problem(await click(server, {}), 400, 'invalid-request');
    assert.deepEqual(await clicks(server), []);
  });

  it('stand in the statistics of their month', async (t) => {
    const server = await openOffice(t, engine);
    await click(server, { link: 'https://mofa.gov.vn/?a=<b>' });
    const visits = await click(server, { link: 'https://mofa.gov.vn/?a=<b>' });
    assert.equal(visits.status, 201);
    await server.site('visits', {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'user-agent': BROWSER },
      body: JSON.stringify({ page: '/', visit: true, view: true, beat: true }),
    });
    const browser = await DeskBrowser.of(server, 'binh');
    const page = await browser.open('moderation/visits?period=2020-07');
    assert.ok(wordsOf(page).includes('Liên kết Lượt bấm https://mofa.gov.vn/?a=<b> 2'), wordsOf(page));
    assert.ok(!page.html.includes('?a=<b>'));
  });
});
