import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { sql } from 'kysely';
import { decide } from '../moderation/actions.ts';
import { readAudit, writeAudit } from '../moderation/audit.ts';
import { databaseOf, official } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { command, environment } from './process.ts';
import { comment, config, newComment, serve, START } from './support.ts';

onEachEngine('the audit log', (engine) => {
  it('can be neither changed nor deleted, by nobody', async (t) => {
    const db = await databaseOf(t, await serve(t, { engine }));
    const entry = { action: 'close', site: 'so', kind: 'thread', objectId: '/a' } as const;
    const id = await db.transaction().execute((trx) => writeAudit(trx, official(START), entry));
    const before = await readAudit(db, { limit: 10 });
    const attempts = [
      `update audit_log set actor_id = 'x'`,
      `update audit_log set detail = '{}' where id = ${id}`,
      'delete from audit_log',
      `delete from audit_log where id = ${id}`,
      engine.name === 'SQLite'
        ? `insert or replace into audit_log select ${id}, at, 'x', site, action, kind, object_id, detail from audit_log`
        : 'truncate audit_log',
    ];
    for (const attempt of attempts) {
      await assert.rejects(sql.raw(attempt).execute(db), /the audit log cannot be changed/, attempt);
    }
    assert.deepEqual(await readAudit(db, { limit: 10 }), before);
  });

  it('is read by cursor, the newest line first, of one site or of all', async (t) => {
    const db = await databaseOf(t, await serve(t, { engine }));
    await db.transaction().execute(async (trx) => {
      for (let number = 1; number <= 5; number += 1) {
        const site = number % 2 ? 'so' : 'khac';
        await writeAudit(trx, official(START + number), {
          action: 'open',
          site,
          kind: 'thread',
          objectId: `/${number}`,
        });
      }
      await writeAudit(trx, official(START), { action: 'open', site: null, kind: 'account', objectId: 'a' });
    });
    const keys = async (filter: Parameters<typeof readAudit>[1]): Promise<[string[], number | null]> => {
      const { lines, next } = await readAudit(db, filter);
      return [lines.map(({ objectId }) => objectId), next];
    };
    const [first, next] = await keys({ sites: ['so'], limit: 2 });
    assert.deepEqual(first, ['/5', '/3']);
    assert.deepEqual(await keys({ sites: ['so'], before: next!, limit: 2 }), [['/1'], null]);
    assert.deepEqual((await keys({ limit: 6 }))[1], null);
    assert.equal((await keys({ limit: 5 }))[0][0], 'a');
    const [line] = (await readAudit(db, { sites: ['khac'], limit: 1 })).lines;
    assert.deepEqual(
      { ...line, id: 0 },
      {
        id: 0,
        at: START + 4,
        actorId: 'official-1',
        actorName: null,
        site: 'khac',
        action: 'open',
        kind: 'thread',
        objectId: '/4',
        detail: {},
      },
    );
  });

  it('names an account as it is called today, and takes no words', async (t) => {
    const db = await databaseOf(t, await serve(t, { engine }));
    const account = {
      id: 'official-1',
      login: 'duyet',
      role: 'moderator' as const,
      leader: 0,
      display_name: 'Bà Duyệt',
      password_hash: '',
      created_at: 1,
      email: null,
      notices: 'none' as const,
      notices_since: 0,
    };
    await db.insertInto('accounts').values(account).execute();
    const entry = { action: 'reject', site: 'so', kind: 'comment', objectId: 'c' } as const;
    const write = (detail: Record<string, string>): Promise<number> =>
      db.transaction().execute((trx) => writeAudit(trx, official(START), { ...entry, detail }));
    await write({ reason: 'off-topic' });
    assert.equal((await readAudit(db, { limit: 1 })).lines[0]?.actorName, 'Bà Duyệt');
    for (const words of ['hai từ', 'một\ntừ', 'Đúng', '', 'x'.repeat(65)]) {
      await assert.rejects(write({ reason: words }), /takes no words: reason/, words);
    }
    assert.equal((await readAudit(db, { limit: 9 })).lines.length, 1);
  });

  it('goes with what it tells: a decision that fails leaves no line', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const { id } = await comment(server);
    const other = await comment(server);
    const comments = [id, other.id].map((each) => ({ id: each, seen: null }));
    await assert.rejects(decide(db, official(START), { action: 'reject', comments, reason: { code: 'none' } }));
    assert.deepEqual((await readAudit(db, { limit: 9 })).lines, []);
    assert.deepEqual(await db.selectFrom('undo_steps').selectAll().execute(), []);
    const states = await db.selectFrom('comments').select('state').distinct().execute();
    assert.deepEqual(states, [{ state: 'published' }]);
  });

  it('holds what is done on the command line, and who was at the keyboard', async (t) => {
    const server = await serve(t, { engine });
    writeFileSync(join(server.place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
    const { id } = await comment(server);
    const orders = [
      ['reject', id, '--reason', 'Ngoài chủ đề.'],
      ['publish', id],
      ['pin', id],
      ['unpin', id],
      ['answer', id, 'Sở', 'xin', 'tiếp', 'thu.'],
      ['close', newComment().thread, '--site', 'so'],
      ['open', newComment().thread, '--site', 'so'],
    ];
    for (const words of orders) {
      assert.equal((await command(t, ['moderate', ...words], environment(server.place)).ended).code, 0, words[0]);
    }
    const { lines } = await readAudit(await databaseOf(t, server), { limit: 20 });
    assert.deepEqual(lines.map(({ action }) => action).reverse(), [
      'reject',
      'publish',
      'pin',
      'unpin',
      'answer',
      'publish',
      'close',
      'open',
    ]);
    assert.deepEqual(new Set(lines.map(({ actorId }) => actorId)), new Set(['cli']));
    assert.deepEqual(new Set(lines.map(({ actorName }) => actorName)), new Set([userInfo().username]));
    assert.doesNotMatch(JSON.stringify(lines), /Ngoài|tiếp thu/);
  });
});
