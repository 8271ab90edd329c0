import assert from 'node:assert/strict';
import { it } from 'node:test';
import { correction, newCorrection, postCorrection } from './corrections-support.ts';
import { databaseOf } from './conversation.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { DEFAULT_POLICY } from '../comments/policy.ts';
import { parseConfig } from '../config.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, faults, problem, serve } from './support.ts';

onEachEngine('corrections of readers', (engine) => {
  it('are kept as they were sent, cleaned, without a trace of who sent them', async (t) => {
    const server = await serve(t, { engine });
    const sent = newCorrection({
      before: `${'x'.repeat(80)}  Sáng 17/7,\n`,
      after: 'đã diễn ra hội nghị\u202E '.padEnd(200, 'y'),
      proposal: 'tại thành phố Hà Nội'.normalize('NFD'),
      note: 'Thiếu chữ “i”.',
    });
    const response = await postCorrection(server, sent);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.deepEqual(await response.json(), { received: true });
    const rows = await (await databaseOf(t, server)).selectFrom('corrections').selectAll().execute();
    assert.equal(rows.length, 1);
    const { id, idempotency_key: key, ...row } = rows[0]!;
    assert.match(id, /^[0-9a-f]{20}$/);
    assert.ok(key.length > 8);
    assert.deepEqual(row, {
      site: 'so',
      thread: '/tin-tuc/bai-1',
      url: 'https://so.example/tin-tuc/bai-1',
      title: 'Hội nghị sơ kết',
      before_passage: `${'x'.repeat(60 - ' Sáng 17/7,'.length)} Sáng 17/7,`,
      passage: 'tại thành phố Hà Nộ',
      after_passage: `đã diễn ra hội nghị ${'y'.repeat(60 - 'đã diễn ra hội nghị '.length)}`,
      proposal: 'tại thành phố Hà Nội',
      note: 'Thiếu chữ “i”.',
      held: null,
      state: 'open',
      created_at: server.clock.ms,
      decided_at: null,
    });
  });

  it('are kept once however often they are sent, also at the same moment; the same key is refused for other words', async (t) => {
    const server = await serve(t, { engine });
    const key = 'khoa-cua-de-nghi';
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => postCorrection(server, newCorrection(), { key })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array<number>(8).fill(201),
    );
    await problem(
      await postCorrection(server, newCorrection({ proposal: 'khác' }), { key }),
      422,
      'idempotency-key-reused',
    );
    // A comment may have the same key.
    await comment(server, {}, { key });
    await correction(server, {}, { key });
    assert.equal((await (await databaseOf(t, server)).selectFrom('corrections').select('id').execute()).length, 1);
  });

  it('are refused with every fault at once, and then nothing is kept', async (t) => {
    const server = await serve(t, { engine });
    const refused = async (body: unknown): Promise<string[]> =>
      faults(await problem(await postCorrection(server, body), 400, 'invalid-request'));
    assert.deepEqual(await refused({}), ['passage required', 'proposal required', 'thread required', 'url required']);
    assert.deepEqual(
      await refused(
        newCorrection({
          thread: 'x'.repeat(501),
          url: 'javascript:alert(1)',
          passage: 'x'.repeat(501),
          proposal: 'x'.repeat(1001),
          note: 'x'.repeat(1001),
        }),
      ),
      ['note too-long', 'passage too-long', 'proposal too-long', 'thread too-long', 'url invalid'],
    );
    assert.deepEqual(await refused(newCorrection({ passage: ' \u200B ', proposal: 7 as never })), [
      'passage required',
      'proposal invalid',
    ]);
    assert.deepEqual(await refused(newCorrection({ proposal: newCorrection().passage })), ['proposal invalid']);
    assert.deepEqual(await refused([]), ['body invalid']);
    const broken = await postCorrection(server, '{"thread":');
    assert.equal(broken.status, 400);
    const huge = await postCorrection(server, newCorrection({ note: 'x'.repeat(70_000) }));
    await problem(huge, 413, 'too-large');
    await problem(await postCorrection(server, newCorrection(), { site: 'khong-co' }), 404, 'unknown-site');
    await problem(await postCorrection(server, newCorrection(), { key: 'x' }), 400, 'invalid-request');
    assert.deepEqual(await (await databaseOf(t, server)).selectFrom('corrections').select('id').execute(), []);
  });

  it('need only a note or a proposal, and a key in any spelling is that of the article', async (t) => {
    const server = await serve(t, { engine });
    await correction(server, { proposal: '', note: 'Số liệu này là của năm trước.' });
    await correction(server, { thread: 'ba\u0300i', proposal: newCorrection().passage, note: 'Sai chính tả?' });
    const rows = await (
      await databaseOf(t, server)
    )
      .selectFrom('corrections')
      .selectAll()
      .orderBy('created_at')
      .execute();
    assert.deepEqual(rows.map(({ thread }) => thread).sort(), ['/tin-tuc/bai-1', 'bài'].sort());
  });

  it('are noted where their words speak against them, and refused where too many come from one address', async (t) => {
    const comments = { words: ['vay tiền'] };
    const server = await serve(t, { engine, spam: {}, config: config({ comments }) });
    const key = 'cai-dau-tien';
    await correction(server, { note: 'https://a.example https://b.example https://c.example' }, { key });
    await correction(server, { proposal: 'Vay tiền nhanh' });
    for (let number = 2; number < 20; number += 1) await correction(server, { proposal: `Lần ${number}` });
    const refused = await postCorrection(server, newCorrection());
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    await problem(refused, 429, 'too-fast');
    // What is kept already is none more.
    await correction(server, { note: 'https://a.example https://b.example https://c.example' }, { key });
    const rows = await (await databaseOf(t, server)).selectFrom('corrections').select(['proposal', 'held']).execute();
    assert.equal(rows.length, 20);
    assert.deepEqual(
      rows
        .map(({ held }) => held)
        .filter((held) => held !== null)
        .sort(),
      ['links', 'word'],
    );
  });

  it('go when their site keeps nothing of readers any longer, and the log says how many', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const start = server.clock.ms;
    await correction(server, { passage: 'cũ' });
    server.clock.ms = start + 20 * 86_400_000;
    await correction(server, { passage: 'mới' });
    const { sites } = parseConfig(config({ comments: { retentionDays: 30 } }));
    const sweep = (now: number): Promise<number> => sweepComments(db, DEFAULT_POLICY, sites, now);
    await sweep(start + 30 * 86_400_000 - 1);
    assert.equal((await db.selectFrom('corrections').select('id').execute()).length, 2);
    await sweep(start + 30 * 86_400_000);
    const left = await db.selectFrom('corrections').select('passage').execute();
    assert.deepEqual(left, [{ passage: 'mới' }]);
    const log = await db.selectFrom('audit_log').select(['action', 'site', 'detail']).execute();
    assert.deepEqual(log, [{ action: 'retention', site: 'so', detail: '{"erased":0,"corrections":1}' }]);
  });
});
