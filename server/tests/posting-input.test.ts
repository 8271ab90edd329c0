import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { PostedComment } from '../../src/api/contract.ts';
import { proofFrom, SECOND } from './spam-support.ts';
import { send } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, faults, newComment, postComment, problem, serve, thread } from './support.ts';

onEachEngine('bad input to posting', (engine) => {
  it('keeps markup as the text that it is', async (t) => {
    const server = await serve(t, { engine });
    const text =
      "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; \u003c/textarea>\n{{constructor}} %00 '; drop table comments;--";
    const posted = await comment(server, { name: '<b>An</b>', text, title: '</title><script>', thread: '/<x>' });
    assert.deepEqual([posted.name, posted.text], ['<b>An</b>', text]);
    const page = await fetch(`${server.url}sites/so/comments?thread=${encodeURIComponent('/<x>')}`);
    const html = await page.text();
    assert.doesNotMatch(html, /<script>|<img|<b>An/);
    assert.match(html, /&#60;b&#62;An/);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  });

  it('keeps no control characters, none that turn the direction of writing, and no half of a letter', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server, {
      name: 'An\u0000\u202E gnoh\u0007',
      text: 'a\u0000b\u001B[31mc\u202Ed\u2066e\u2069\u0085f\uD83D g\uDE00 h😀',
      title: '\u0000Bài\u202E',
      thread: '/bai\u0000-1\uD800',
    });
    assert.deepEqual([posted.name, posted.text], ['An gnoh', 'ab[31mcdef\uFFFD g\uFFFD h😀']);
    const found = await server.site(`comments?thread=${encodeURIComponent('/bai-1\uFFFD')}`);
    assert.equal(((await found.json()) as { total: number }).total, 1);
  });

  it('takes letters with very many marks up to the limit, whole, and soon refuses more', async (t) => {
    const server = await serve(t, { engine });
    const marks = '\u0301'.repeat(10_000);
    const before = performance.now();
    const refused = await postComment(server, newComment({ text: `e${marks}`, name: `e${marks.slice(0, 100)}` }));
    const fields = faults(await problem(refused, 422, 'invalid-comment'));
    assert.deepEqual(fields, ['name too-long', 'text too-long']);
    assert.ok(performance.now() - before < 2000);
    const zalgo = `é${marks.slice(0, 3999)}`;
    assert.equal((await comment(server, { text: zalgo })).text, zalgo);
    assert.equal((await thread(server)).items[0]?.text, zalgo);
  });

  it('says that a megabyte of text is too large, whether announced or not, and keeps nothing', async (t) => {
    const server = await serve(t, { engine });
    const body = newComment({ text: 'a'.repeat(1024 * 1024) });
    await problem(await postComment(server, body), 413, 'too-large');
    const chunked = await fetch(`${server.url}api/v1/sites/so/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: new Blob([JSON.stringify(body)]).stream(),
      duplex: 'half',
    });
    await problem(chunked, 413, 'too-large');
    assert.equal((await thread(server)).total, 0);
    const longest = await comment(server, { text: '😀'.repeat(4000) });
    assert.equal([...longest.text].length, 4000, 'what the contract allows fits');
  });

  it('refuses what replies to nothing, and what replies to a comment of another thread, and keeps nothing', async (t) => {
    const server = await serve(t, { engine });
    const other = await comment(server, { thread: '/khac' });
    for (const parent of ['0'.repeat(20), other.id, 'x', 5, [other.id]]) {
      const refused = await postComment(server, { ...newComment(), parent });
      assert.deepEqual(faults(await problem(refused, 422, 'invalid-comment')), ['parent invalid'], String(parent));
    }
    assert.equal((await thread(server)).total, 0);
  });

  it('gives away nothing for a forged or foreign secret of an author, and changes nothing', async (t) => {
    const server = await serve(t, { engine });
    const [mine, other] = [await comment(server), await comment(server, { text: 'Khác' }, { token: 'x'.repeat(30) })];
    const forged = [
      `Bearer ${'x'.repeat(30)}`,
      `Bearer ${'y'.repeat(30)}`,
      `Code ${other.code}`,
      `Code ${mine.code.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`,
      'Basic YW46YW4=',
    ];
    for (const authorization of forged) {
      for (const [method, body] of [['PATCH', { text: 'Giả' }], ['DELETE']] as const) {
        const refused = await send(server, method, `comments/${mine.id}`, authorization, body);
        const { detail } = await problem(refused, 404, 'unknown-comment');
        assert.doesNotMatch(detail ?? '', new RegExp(mine.id));
      }
    }
    for (const authorization of ['Bearer short', `Bearer ${'x'.repeat(65)}`, 'Code ???']) {
      const refused = await send(server, 'DELETE', `comments/${mine.id}`, authorization);
      assert.deepEqual(faults(await problem(refused, 400, 'invalid-request')), ['authorization invalid']);
    }
    const { items } = await thread(server);
    assert.deepEqual(items.map(({ text, state }) => [text, state]).sort(), [
      ['Bài viết rất bổ ích.', 'published'],
      ['Khác', 'published'],
    ]);
  });

  it('takes what came instead of a proof for no proof, of whatever kind it is', async (t) => {
    const server = await serve(t, { engine, config: config(), spam: { difficulty: { easiest: 20, hardest: 160 } } });
    const right = await proofFrom(`${server.url}api/v1/sites/so/`);
    server.clock.ms += 10 * SECOND;
    const kinds = [5, {}, [right], true, `x${right}`, '{}', 'a'.repeat(50_000), '\uD800'];
    for (const [index, altcha] of kinds.entries()) {
      const body = { ...newComment({ text: `Nội dung số ${index} của bạn đọc` }), altcha };
      const answer = await postComment(server, body, { token: null });
      assert.equal(answer.status, 201, String(index));
      assert.equal(((await answer.json()) as PostedComment).state, 'pending', String(index));
    }
    assert.equal((await comment(server, { altcha: right, text: 'Với lời giải đúng' })).state, 'published');
  });

  it('answers what is no comment at all with a problem, and keeps nothing', async (t) => {
    const server = await serve(t, { engine });
    for (const body of ['[]', 'null', '5', '"text"', '{', '']) {
      await problem(await postComment(server, body), 400, 'invalid-request');
    }
    for (const [field, value] of Object.entries({ text: {}, name: [], thread: 5, url: true, title: {} })) {
      const refused = await postComment(server, { ...newComment(), [field]: value });
      assert.deepEqual(faults(await problem(refused, 422, 'invalid-comment')), [`${field} invalid`]);
    }
    const polluted = `{"__proto__": {"consent": true}, ${JSON.stringify({ ...newComment(), consent: false }).slice(1)}`;
    assert.ok((await postComment(server, polluted)).status >= 400);
    assert.equal((await thread(server)).total, 0);
  });
});
