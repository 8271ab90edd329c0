import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { parseConfig } from '../config.ts';
import { close, decide, MOST_AT_ONCE, pin } from '../moderation/actions.ts';
import { type AuditLine, readAudit } from '../moderation/audit.ts';
import type { Done } from '../moderation/outcome.ts';
import { stampOf, threadStampOf } from '../moderation/stamp.ts';
import { answer, answersOf, edit } from '../moderation/words.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { databaseOf, official, read, replies, reply, send, THREAD } from './conversation.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, config, problem, serve, START, type TestServer, thread, TOKEN } from './support.ts';

const OWN = `Bearer ${TOKEN}`;
const BY = official(START);

async function desk(t: TestContext, engine: Engine): Promise<{ server: TestServer; db: Database }> {
  const server = await serve(t, { engine });
  return { server, db: await databaseOf(t, server) };
}

function rowOf(db: Database, id: string): Promise<CommentRow> {
  return db.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

async function seen(db: Database, id: string): Promise<{ id: string; seen: string }> {
  return { id, seen: stampOf(await rowOf(db, id)) };
}

/** The last lines of the log, oldest first, without what changes from run to run. */
async function log(db: Database, count: number): Promise<Pick<AuditLine, 'action' | 'objectId' | 'detail'>[]> {
  const { lines } = await readAudit(db, { limit: count });
  return lines.map(({ action, objectId, detail }) => ({ action, objectId, detail })).reverse();
}

function done<T extends { readonly result: string }>(outcome: T): Extract<T, { readonly result: 'done' }> {
  assert.equal(outcome.result, 'done');
  return outcome as Extract<T, { readonly result: 'done' }>;
}

onEachEngine('an official', (engine) => {
  it('publishes, rejects for a reason of the list and in own words, and lets wait again', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const reason = { code: 'off-topic', text: ' Bài nói về hội nghị. ' };
    const rejected = done(await decide(db, BY, { action: 'reject', comments: [await seen(db, id)], reason }));
    assert.equal(rejected.rows[0]?.state, 'rejected');
    const words = 'Ý kiến không liên quan đến nội dung bài viết. Bài nói về hội nghị.';
    assert.equal((await thread(server, '', TOKEN)).items[0]?.reason, words);
    assert.equal((await thread(server)).total, 0);
    done(await decide(db, BY, { action: 'pending', comments: [await seen(db, id)] }));
    assert.deepEqual([(await rowOf(db, id)).state, (await rowOf(db, id)).reason], ['pending', null]);
    done(await decide(db, BY, { action: 'publish', comments: [await seen(db, id)], reason }));
    assert.deepEqual([(await thread(server)).total, (await rowOf(db, id)).reason], [1, null]);
    assert.deepEqual(await log(db, 3), [
      {
        action: 'reject',
        objectId: id,
        detail: { from: 'published', to: 'rejected', reason: 'off-topic', length: words.length },
      },
      { action: 'pending', objectId: id, detail: { from: 'rejected', to: 'pending' } },
      { action: 'publish', objectId: id, detail: { from: 'pending', to: 'published' } },
    ]);
    const row = (await readAudit(db, { limit: 1 })).lines[0];
    assert.deepEqual([row?.at, row?.actorId, row?.site, row?.kind], [START, 'official-1', 'so', 'comment']);
  });

  it('gives reasons that are in the list of the site, and no endless ones', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const list = [{ code: 'khac', text: 'Lý do khác' }];
    const by = official(START, 'a', { sites: parseConfig(config({ comments: { rejectReasons: list } })).sites });
    const reject = async (reason: object, sent = by): Promise<string | null> => {
      done(await decide(db, sent, { action: 'reject', comments: [await seen(db, id)], reason }));
      return (await rowOf(db, id)).reason;
    };
    assert.equal(await reject({ code: 'khac' }), 'Lý do khác');
    assert.equal(await reject({ code: 'khac', text: '<b>Xin lỗi</b>' }), 'Lý do khác. <b>Xin lỗi</b>');
    assert.equal(await reject({ text: ' ' }), null);
    await assert.rejects(reject({ code: 'off-topic' }), { statusCode: 400 });
    const faults = [{ field: 'reason', code: 'too-long' }];
    await assert.rejects(reject({ text: 'ề'.repeat(1001) }), (error: { problem: { errors: unknown } }) => {
      assert.deepEqual(error.problem.errors, faults);
      return true;
    });
    assert.equal((await reject({ text: 'ề'.repeat(1000) }))?.length, 1000);
  });

  it('changes a text: readers see that it was, and the former text stays for the desk', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const by = official(START + 1000);
    const changed = done(await edit(db, by, { ...(await seen(db, id)), text: ' Bài viết […].\r\n' }));
    assert.equal(changed.rows[0]?.state, 'published');
    const [shown] = (await thread(server)).items;
    assert.deepEqual([shown?.text, shown?.editedAt], ['Bài viết […].', '2020-07-17T18:00:01.000+07:00']);
    assert.doesNotMatch(JSON.stringify(await read(server, `comments/${id}`)), /bổ ích/);
    const versions = await db.selectFrom('comment_versions').selectAll().execute();
    assert.deepEqual(versions, [
      {
        comment_id: id,
        number: 1,
        text: 'Bài viết rất bổ ích.',
        state: 'published',
        written_at: START,
        replaced_at: START + 1000,
        replaced_by: 'official-1',
      },
    ]);
    assert.deepEqual(await log(db, 1), [
      { action: 'edit', objectId: id, detail: { to: 'published', version: 1, length: 13 } },
    ]);
    assert.equal((await edit(db, by, { id, seen: null, text: 'Bài viết […].' })).result, 'same');
    assert.throws(() => void edit(db, by, { id, seen: null, text: ' ' }), { statusCode: 422 });
    assert.equal((await log(db, 9)).length, 1);
  });

  it('has changed a text: its author cannot put the former one back unseen, nor is stopped by a limit', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    for (let number = 0; number < 12; number += 1) {
      server.clock.ms += 1000;
      done(await edit(db, official(server.clock.ms), { id, seen: null, text: `Lần ${number}.` }));
    }
    server.clock.ms += 1000;
    const again = await send(server, 'PATCH', `comments/${id}`, OWN, { text: 'Bài viết rất bổ ích.' });
    assert.equal(again.status, 200);
    assert.equal(((await again.json()) as Comment).state, 'pending');
  });

  it('answers with a draft that nobody sees until it is published, and is then as old as that', async (t) => {
    const { server, db } = await desk(t, engine);
    const posted = await comment(server);
    const { id } = posted;
    const order = { to: await seen(db, id), answers: 0, text: 'Sở xin tiếp thu.', publish: false };
    const draft = done(await answer(db, BY, order)).rows[0]!;
    assert.deepEqual(
      [draft.state, draft.agency, draft.name, draft.parent],
      ['pending', 'Sở Ngoại vụ', 'Sở Ngoại vụ', id],
    );
    assert.deepEqual(
      (await answersOf(db, id)).map((row) => row.id),
      [draft.id],
    );
    for (const token of [null, TOKEN]) {
      const list = await thread(server, '', token);
      assert.deepEqual([list.total, list.items[0]?.replies, list.items[0]?.firstReplies], [1, 0, []]);
    }
    await problem(await server.site(`comments/${draft.id}`), 404, 'unknown-comment');
    assert.deepEqual((await replies(server, posted)).items, []);

    done(await edit(db, official(START + 1000), { ...(await seen(db, draft.id)), text: 'Sở xin tiếp thu ý kiến.' }));
    done(await decide(db, official(START + 2000), { action: 'publish', comments: [await seen(db, draft.id)] }));
    const [shown] = (await replies(server, posted)).items;
    assert.deepEqual(
      [shown?.text, shown?.editedAt, shown?.createdAt],
      ['Sở xin tiếp thu ý kiến.', null, '2020-07-17T18:00:02.000+07:00'],
    );
    done(await edit(db, official(START + 3000), { id: draft.id, seen: null, text: 'Sở cảm ơn.' }));
    assert.equal((await replies(server, posted)).items[0]?.editedAt, '2020-07-17T18:00:03.000+07:00');
    assert.deepEqual(
      (await log(db, 4)).map(({ action, objectId, detail }) => [action, objectId === draft.id, detail.answers ?? null]),
      [
        ['answer', true, id],
        ['edit', true, null],
        ['publish', true, null],
        ['edit', true, null],
      ],
    );
  });

  it('answers once: who answers at the same time is told of the first answer', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const order = { to: await seen(db, id), answers: 0, text: 'Sở xin trả lời.', publish: true };
    const outcomes = await Promise.all([answer(db, BY, order), answer(db, official(START, 'official-2'), order)]);
    assert.deepEqual(outcomes.map(({ result }) => result).sort(), ['changed', 'done']);
    const changed = outcomes.find((outcome) => outcome.result === 'changed');
    assert.deepEqual(
      changed?.changed.map(({ row, last }) => [row.id === id, row.text, last?.action]),
      [
        [true, 'Bài viết rất bổ ích.', undefined],
        [false, 'Sở xin trả lời.', 'publish'],
      ],
    );
    assert.equal((await thread(server)).total, 2);
    await decide(db, BY, { action: 'reject', comments: [{ id, seen: null }] });
    assert.equal((await answer(db, BY, { ...order, to: { id, seen: null }, answers: null })).result, 'not-published');
    assert.throws(() => void answer(db, BY, { ...order, text: 'x'.repeat(4001) }), { statusCode: 422 });
  });

  it('pins up to three comments that are no replies, and takes a pin away', async (t) => {
    const { server, db } = await desk(t, engine);
    const posted = [];
    for (let number = 0; number < 4; number += 1) posted.push(await comment(server, { text: `Ý kiến ${number}` }));
    const answered = await reply(server, posted[0]!);
    const set = async (id: string, pinned: boolean): Promise<string> =>
      (await pin(db, BY, { ...(await seen(db, id)), pinned })).result;
    for (const { id } of posted.slice(0, 3)) assert.equal(await set(id, true), 'done');
    assert.equal(await set(posted[3]!.id, true), 'too-many');
    assert.equal(await set(answered.id, true), 'not-pinnable');
    assert.equal(await set(posted[0]!.id, false), 'done');
    assert.equal((await thread(server)).items.filter(({ pinned }) => pinned).length, 2);
    const unseen = { id: posted[1]!.id, seen: 'another', pinned: false };
    assert.equal((await pin(db, BY, unseen)).result, 'changed');
    assert.deepEqual(
      (await log(db, 9)).map(({ action }) => action),
      ['pin', 'pin', 'pin', 'unpin'],
    );
  });

  it('closes a thread and opens it, one of two at the same time', async (t) => {
    const { db } = await desk(t, engine);
    const order = { site: 'so', thread: '/moi', closed: true, seen: threadStampOf({ closed_at: null }) };
    const outcomes = await Promise.all([close(db, BY, order), close(db, official(START, 'official-2'), order)]);
    assert.deepEqual(outcomes.map(({ result }) => result).sort(), ['changed-thread', 'done']);
    const changed = outcomes.find((outcome) => outcome.result === 'changed-thread');
    assert.deepEqual([changed?.thread.closed_at, changed?.last?.action], [START, 'close']);
    done(await close(db, BY, { ...order, closed: false, seen: threadStampOf({ closed_at: START }) }));
    assert.deepEqual(await log(db, 9), [
      { action: 'close', objectId: '/moi', detail: {} },
      { action: 'open', objectId: '/moi', detail: {} },
    ]);
    assert.throws(() => void close(db, BY, { ...order, site: 'khac' }), { statusCode: 404 });
  });
});

onEachEngine('comments that changed meanwhile', (engine) => {
  it('are decided on by one of two officials, and the other learns who it was and what it is now', async (t) => {
    const { server, db } = await desk(t, engine);
    for (let round = 0; round < 10; round += 1) {
      const { id } = await comment(server, { text: `Ý kiến ${round}` });
      const comments = [await seen(db, id)];
      const outcomes = await Promise.all([
        decide(db, official(START, 'official-1'), { action: 'reject', comments, reason: { code: 'impolite' } }),
        decide(db, official(START, 'official-2'), { action: 'pending', comments }),
      ]);
      assert.deepEqual(outcomes.map(({ result }) => result).sort(), ['changed', 'done']);
      const won = outcomes.find((outcome): outcome is Done => outcome.result === 'done');
      const lost = outcomes.find((outcome) => outcome.result === 'changed');
      const [{ row, last } = assert.fail()] = lost?.changed ?? [];
      assert.deepEqual(row, won?.rows[0]);
      assert.deepEqual([last?.id, last?.at], [won?.undo, START]);
      assert.equal(last?.actorId, row.state === 'rejected' ? 'official-1' : 'official-2');
      assert.equal((await log(db, 100)).length, round + 1);
    }
  });

  it('keep all of a bulk from being done, and are named', async (t) => {
    const { server, db } = await desk(t, engine);
    const posted = [];
    for (let number = 0; number < 5; number += 1) posted.push((await comment(server, { text: `Ý kiến ${number}` })).id);
    const [edited = '', withdrawn = '', decided = '', ...rest] = posted;
    const comments = await Promise.all(posted.map((id) => seen(db, id)));
    server.clock.ms += 1000;
    await send(server, 'PATCH', `comments/${edited}`, OWN, { text: 'Lần hai.' });
    await send(server, 'DELETE', `comments/${withdrawn}`, OWN);
    const second = official(server.clock.ms, 'official-2');
    done(await decide(db, second, { action: 'pending', comments: [await seen(db, decided)] }));
    const version = async (): Promise<unknown> => db.selectFrom('threads').select('version').execute();
    const before = await version();

    const outcome = await decide(db, official(server.clock.ms), { action: 'reject', comments });
    assert.equal(outcome.result, 'changed');
    const { changed } = outcome;
    assert.deepEqual(
      new Map(changed.map(({ row, last }) => [row.id, [row.state, row.text, last?.actorId]])),
      new Map([
        [edited, ['published', 'Lần hai.', undefined]],
        [withdrawn, ['withdrawn', '', undefined]],
        [decided, ['pending', 'Ý kiến 2', 'official-2']],
      ]),
    );
    for (const id of rest) assert.equal((await rowOf(db, id)).state, 'published');
    assert.equal((await log(db, 9)).length, 1);
    assert.deepEqual(await version(), before, 'readers have nothing to load again');

    const all = [edited, decided, ...rest];
    const again = await Promise.all(all.map((id) => seen(db, id)));
    const bulk = done(await decide(db, BY, { action: 'reject', comments: again, reason: { code: 'repeated' } }));
    assert.equal(bulk.rows.length, 4);
    assert.equal((await thread(server)).total, 0);
    const lines = await log(db, 4);
    assert.deepEqual(new Set(lines.map(({ objectId }) => objectId)), new Set(all));
    assert.deepEqual(
      lines.map(({ detail }) => detail.with ?? null),
      [null, bulk.undo, bulk.undo, bulk.undo],
    );
  });

  it('are unknown when they are of another site, and no more than a hundred are taken', async (t) => {
    const { server, db } = await desk(t, engine);
    const own = await comment(server);
    const { sites } = parseConfig({
      sites: [{ slug: 'khac', name: 'Sở khác', origins: ['https://khac.example'], moderation: 'after' }],
    });
    const stranger = official(START, 'official-2', { sites });
    const comments = [await seen(db, own.id)];
    const unknown = { result: 'unknown', ids: [own.id] };
    assert.deepEqual(await decide(db, stranger, { action: 'reject', comments }), unknown);
    assert.deepEqual(await decide(db, official(START, 'x', { sites: [] }), { action: 'reject', comments }), unknown);
    assert.deepEqual(await edit(db, stranger, { id: own.id, seen: null, text: 'Khác' }), unknown);
    assert.deepEqual(await pin(db, stranger, { id: own.id, seen: null, pinned: true }), unknown);
    const order = { to: comments[0]!, answers: null, text: 'Khác', publish: true };
    assert.deepEqual(await answer(db, stranger, order), unknown);
    const mixed = [...comments, { id: 'none', seen: null }];
    assert.deepEqual(await decide(db, BY, { action: 'reject', comments: mixed }), { result: 'unknown', ids: ['none'] });
    assert.equal((await rowOf(db, own.id)).state, 'published');
    assert.deepEqual(await log(db, 9), []);
    for (const count of [0, MOST_AT_ONCE + 1]) {
      const many = Array.from({ length: count }, (_, number) => ({ id: String(number), seen: null }));
      assert.throws(() => void decide(db, BY, { action: 'reject', comments: many }), { statusCode: 400 });
    }
    assert.equal((await thread(server, '', null)).items[0]?.id, own.id, THREAD);
  });

  it('a hundred at once are rejected and counted', async (t) => {
    const { server, db } = await desk(t, engine);
    const posted = await Promise.all(
      Array.from({ length: MOST_AT_ONCE }, (_, number) => comment(server, { text: `Ý kiến ${number}` })),
    );
    const comments = await Promise.all(posted.map(({ id }) => seen(db, id)));
    done(await decide(db, BY, { action: 'reject', comments }));
    assert.equal((await thread(server)).total, 0);
    assert.equal((await log(db, 200)).length, MOST_AT_ONCE);
  });
});
