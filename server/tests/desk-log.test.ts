import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DEFAULT_POLICY } from '../comments/policy.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { writeAudit } from '../moderation/audit.ts';
import { databaseOf, official, setState, token } from './conversation.ts';
import { parseCsv } from './csv.ts';
import { DeskBrowser, linkOf, openOffice, wordsOf } from './desk.ts';
import { addTestAccount, cookieHeader } from './accounts.ts';
import { onEachEngine } from './engines.ts';
import { comment } from './support.ts';

const DAY = 86_400_000;

onEachEngine('desk: the log as a file, and what the server erased', (engine) => {
  it('has every line of the official’s sites, for Excel, and no formula; an administrator gets all', async (t) => {
    const server = await openOffice(t, engine);
    const db = await databaseOf(t, server);
    const { id } = await comment(server);
    await setState(db, [id], 'published', server.clock.ms);
    await db.transaction().execute(async (trx) => {
      const by = official(server.clock.ms);
      for (let number = 0; number < 1203; number += 1) {
        await writeAudit(trx, by, { action: 'close', site: 'so', kind: 'thread', objectId: `=1+${number}` });
      }
      await writeAudit(trx, by, { action: 'open', site: 'khac', kind: 'thread', objectId: 'bi-mat' });
    });
    const binh = await DeskBrowser.of(server, 'binh');
    const page = await binh.open('moderation/log');
    const file = await binh.open(linkOf(page, 'Tải toàn bộ nhật ký (CSV)'));
    assert.equal(file.status, 200);
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="nhat-ky\.csv"$/);
    assert.equal(file.headers.get('content-type'), 'text/csv; charset=utf-8');
    const rows = file.html.split('\r\n');
    assert.match(rows[0]!, /^\uFEFF?Lúc;Người làm;Việc;Trang;Đối tượng;Chi tiết$/);
    assert.equal(rows.length, 1 + 1203 + 1 + 1);
    assert.equal(rows[1], '2020-07-17 18:00:00;tài khoản đã xóa;Đóng mục ý kiến;so;bài =1+1202;');
    assert.ok(rows.at(-2)!.includes(id));
    assert.doesNotMatch(file.html, /bi-mat|;[=+@-]/);
    const all = await (await DeskBrowser.of(server, 'quan')).open('moderation/log.csv');
    assert.match(all.html, /bi-mat/);
    const bytes = await fetch(`${server.url}moderation/log.csv`, {
      headers: {
        cookie: Object.entries(binh.cookies)
          .map((pair) => pair.join('='))
          .join('; '),
      },
    });
    assert.deepEqual([...new Uint8Array(await bytes.arrayBuffer()).slice(0, 3)], [0xef, 0xbb, 0xbf]);
  });

  it('is a strict table whatever an official is called and whatever a thread’s key holds', async (t) => {
    const server = await openOffice(t, engine);
    const db = await databaseOf(t, server);
    const names = ['=HYPERLINK("https://x";"y")', '+84 Lan', '-Lan', '@Lan', '\t=1', '\r=1', 'Lan; "Trưởng\r\nphòng"'];
    for (const [number, displayName] of names.entries()) {
      const rights = { role: 'moderator', sites: ['so'] } as const;
      const id = await addTestAccount(server, {
        name: `lan${number}`,
        password: 'một câu đủ dài',
        displayName,
        rights,
      });
      await db.transaction().execute(async (trx) => {
        const objectId = `/bai;"${number}"\r\n=1`;
        const by = { actor: { id, name: 'x' }, now: server.clock.ms };
        await writeAudit(trx, by, { action: 'close', site: 'so', kind: 'thread', objectId, detail: { a: 'b' } });
      });
    }
    // As bytes: reading an answer as text takes the mark away.
    const { cookies } = await DeskBrowser.of(server, 'binh');
    const answer = await fetch(`${server.url}moderation/log.csv`, { headers: cookieHeader(cookies) });
    const file = Buffer.from(await answer.arrayBuffer()).toString('utf8');
    const rows = parseCsv(file).slice(1).reverse();
    assert.deepEqual(
      rows.map(([, who]) => who),
      [...names.slice(0, 4), '\t=1', '\r=1'].map((name) => `'${name.replace('\r', ' ')}`).concat('Lan; "Trưởng phòng"'),
    );
    for (const [number, row] of rows.entries()) {
      assert.deepEqual(row.slice(4), [`bài /bai;"${number}" =1`, '{"a":"b"}']);
      for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t\r\n]|[\r\n]/);
    }
  });

  it('the hourly job says for each site how many comments it erased, and nothing when it erased none', async (t) => {
    const server = await openOffice(t, engine);
    const db = await databaseOf(t, server);
    for (const number of [1, 2]) {
      const { id } = await comment(server, {}, { token: token(number) });
      await server.site(`comments/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${token(number)}` },
      });
    }
    await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms);
    const lines = (): Promise<object[]> => db.selectFrom('audit_log').selectAll().execute();
    assert.deepEqual(await lines(), []);
    assert.equal(await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms + 20 * DAY), 2);
    await sweepComments(db, DEFAULT_POLICY, [], server.clock.ms + 21 * DAY);
    assert.deepEqual(await lines(), [
      {
        id: 1,
        at: server.clock.ms + 20 * DAY,
        actor_id: 'system',
        site: 'so',
        action: 'retention',
        kind: 'site',
        object_id: 'so',
        detail: '{"erased":2}',
      },
    ]);
    const page = await (await DeskBrowser.of(server, 'binh')).open('moderation/log');
    assert.match(wordsOf(page), /máy chủ Xóa ý kiến hết thời hạn lưu trang so/);
  });
});
