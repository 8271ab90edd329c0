import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { DAY, DEFAULT_POLICY } from '../comments/policy.ts';
import { sweepComments } from '../moderation/sweep.ts';
import { parseConfig } from '../config.ts';
import type { Acting } from '../moderation/acting.ts';
import { close, decide, pin } from '../moderation/actions.ts';
import { giveBack, submit } from '../moderation/approval.ts';
import { readAudit } from '../moderation/audit.ts';
import { undo } from '../moderation/undo.ts';
import { answer, edit } from '../moderation/words.ts';
import { assign, keep, transfer } from '../moderation/work.ts';
import type { Database } from '../storage/database.ts';
import { databaseOf, official, pinComment, reply, send, setState, THREAD } from './conversation.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, config, serve, START, type TestServer, thread, TOKEN } from './support.ts';

const OWN = `Bearer ${TOKEN}`;
/** After what the tests do first. */
const SITES = parseConfig(config({ comments: { units: [{ code: 'vp', name: 'Văn phòng' }] } })).sites;
const BY = official(START + 5000, 'official-1', { sites: SITES, leader: true });
const LATER = official(START + 9000, 'official-1', { sites: SITES, leader: true });

async function desk(t: TestContext, engine: Engine): Promise<{ server: TestServer; db: Database }> {
  const server = await serve(t, { engine });
  return { server, db: await databaseOf(t, server) };
}

/** Everything of comments and threads that an undo must restore; the version of a thread only grows. */
async function picture(db: Database): Promise<unknown> {
  const comments = await db.selectFrom('comments').selectAll().orderBy('id').execute();
  const threads = await db
    .selectFrom('threads')
    .select(['site', 'key', 'published', 'roots', 'pinned', 'closed_at'])
    .orderBy('key')
    .execute();
  const assignments = await db.selectFrom('assignments').selectAll().orderBy('comment_id').execute();
  const approvals = await db.selectFrom('approvals').selectAll().orderBy('comment_id').execute();
  return { comments, threads, assignments, approvals };
}

/** The id for undo of something that must be done. */
async function did(outcome: Promise<{ readonly result: string }>): Promise<number> {
  const { result, undo: id } = (await outcome) as { result: string; undo?: number };
  assert.equal(result, 'done');
  return id!;
}

const unseen = (id: string): { id: string; seen: null } => ({ id, seen: null });
const decideOn = (db: Database, by: Acting, action: 'publish' | 'reject' | 'pending', ...ids: string[]) =>
  did(decide(db, by, { action, comments: ids.map(unseen), reason: { code: 'off-topic', text: 'Bí mật thứ hai.' } }));

onEachEngine('undo', (engine) => {
  it('restores exactly what was before each action, once, and says so in the log', async (t) => {
    const { server, db } = await desk(t, engine);
    const pinned = await comment(server, { text: 'Được ghim' });
    const answered = await reply(server, pinned, { text: 'Trả lời' });
    const rejected = await comment(server, { text: 'Bị từ chối' });
    await pinComment(db, pinned.id, true, START);
    await setState(db, [rejected.id], 'rejected', START, 'Lý do cũ.');
    await assign(db, BY, { ...unseen(pinned.id), to: { unit: 'vp', dueAt: START + DAY } });
    const drafted = await answer(db, BY, { to: unseen(pinned.id), answers: null, text: 'Nháp.', publish: false });
    const draft = unseen(drafted.result === 'done' ? drafted.rows[0]!.id : '');
    await db.updateTable('comments').set({ reports: 3 }).where('id', '=', answered.id).execute();
    await submit(db, BY, draft);
    await giveBack(db, BY, { ...draft, note: 'Nêu rõ hơn.' });
    const prepared = (await readAudit(db, { limit: 1 })).lines[0]!.id;
    const actions: [string, (by: Acting) => Promise<{ readonly result: string }>][] = [
      ['publish', (by) => decide(db, by, { action: 'publish', comments: [unseen(rejected.id)] })],
      [
        'reject',
        (by) => decide(db, by, { action: 'reject', comments: [unseen(rejected.id)], reason: { text: 'Mới' } }),
      ],
      ['pending', (by) => decide(db, by, { action: 'pending', comments: [unseen(rejected.id)] })],
      [
        'reject',
        (by) => decide(db, by, { action: 'reject', comments: [pinned.id, answered.id, rejected.id].map(unseen) }),
      ],
      ['assign', (by) => assign(db, by, { ...unseen(pinned.id), to: { unit: 'vp', dueAt: null } })],
      ['unassign', (by) => assign(db, by, { ...unseen(pinned.id), to: null })],
      ['transfer', (by) => transfer(db, by, { ...unseen(pinned.id), agency: 'Sở khác' })],
      ['keep', (by) => keep(db, by, unseen(answered.id))],
      ['submit', (by) => submit(db, by, draft)],
      ['publish', (by) => decide(db, by, { action: 'publish', comments: [draft] })],
      ['edit', (by) => edit(db, by, { ...unseen(pinned.id), text: 'Đã sửa.' })],
      ['unpin', (by) => pin(db, by, { ...unseen(pinned.id), pinned: false })],
      ['pin', (by) => pin(db, by, { ...unseen(pinned.id), pinned: true })],
      ['close', (by) => close(db, by, { site: 'so', thread: THREAD, closed: true, seen: null })],
      ['open', (by) => close(db, by, { site: 'so', thread: THREAD, closed: false, seen: null })],
    ];
    for (const [name, action] of actions) {
      const before = await picture(db);
      const step = await did(action(BY));
      assert.equal((await undo(db, LATER, step)).result, 'done', name);
      assert.deepEqual(await picture(db), before, name);
      const { lines } = await readAudit(db, { limit: 20 });
      assert.deepEqual([lines[0]?.action, lines[0]?.detail.of, lines[0]?.detail.what], ['undo', step, name]);
      assert.deepEqual(await undo(db, LATER, step), { result: 'undone' });
      assert.equal((await readAudit(db, { limit: 1 })).lines[0]?.id, lines[0]?.id, 'no second line');
    }
    assert.deepEqual(await db.selectFrom('undo_items').select('words').where('step_id', '>', prepared).execute(), []);
  });

  it('of an edit gives readers the former words without a mark, and keeps what they saw for a while', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const step = await did(edit(db, BY, { ...unseen(id), text: 'Lời của cơ quan.' }));
    await undo(db, LATER, step);
    const [shown] = (await thread(server)).items;
    assert.deepEqual([shown?.text, shown?.editedAt], ['Bài viết rất bổ ích.', null]);
    const versions = await db.selectFrom('comment_versions').selectAll().orderBy('number').execute();
    assert.deepEqual(
      versions.map((version) => [version.text, version.written_at, version.replaced_at, version.replaced_by]),
      [
        ['Bài viết rất bổ ích.', START, START + 5000, 'official-1'],
        ['Lời của cơ quan.', START + 5000, START + 9000, 'official-1'],
      ],
    );
    server.clock.ms += 10_000;
    const own = await send(server, 'PATCH', `comments/${id}`, OWN, { text: 'Lời mới.' });
    assert.equal(((await own.json()) as { state: string }).state, 'published', 'the author changes own words again');
  });

  it('of an answer takes back its publication first, then the draft with its words', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const order = { to: unseen(id), answers: 0, text: 'Sở xin trả lời.' };
    const published = await answer(db, BY, { ...order, publish: true });
    assert.equal(published.result, 'done');
    const [row] = published.rows;
    assert.equal((await thread(server)).total, 2);
    assert.equal((await undo(db, LATER, published.undo)).result, 'done');
    assert.equal((await thread(server)).total, 1);
    const draft = await db.selectFrom('comments').selectAll().where('id', '=', row!.id).executeTakeFirst();
    assert.deepEqual([draft?.state, draft?.text], ['pending', 'Sở xin trả lời.']);
    const { lines } = await readAudit(db, { limit: 9 });
    const made = lines.find(({ action }) => action === 'answer')!;
    assert.equal((await undo(db, LATER, made.id)).result, 'done');
    const gone = await db.selectFrom('comments').selectAll().where('id', '=', row!.id).executeTakeFirst();
    assert.deepEqual([gone?.state, gone?.text], ['withdrawn', '']);
    assert.equal((await answer(db, LATER, { ...order, publish: true })).result, 'done', 'there is no answer any more');
  });

  it('is for who did it, or an administrator, and only on their sites', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const step = await decideOn(db, BY, 'reject', id);
    const other = official(START + 9000, 'official-2');
    assert.deepEqual(await undo(db, other, step), { result: 'not-yours' });
    const { sites } = parseConfig({
      sites: [{ slug: 'khac', name: 'Sở khác', origins: ['https://khac.example'], moderation: 'after' }],
    });
    for (const by of [official(START, 'official-1', { sites }), official(START, 'x', { sites, administrator: true })]) {
      assert.deepEqual(await undo(db, by, step), { result: 'unknown' });
    }
    assert.deepEqual(await undo(db, LATER, step + 1000), { result: 'unknown' });
    assert.equal((await thread(server)).total, 0);
    assert.equal((await undo(db, { ...other, administrator: true }, step)).result, 'done');
    assert.equal((await thread(server)).total, 1);
    assert.equal((await readAudit(db, { limit: 1 })).lines[0]?.actorId, 'official-2');
  });

  it('is over after a day, and what it needed is forgotten', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const first = await decideOn(db, BY, 'reject', id);
    const second = await decideOn(db, official(BY.now + 1), 'publish', id);
    const at = (ms: number): Acting => official(BY.now + ms);
    assert.deepEqual(await undo(db, at(DAY + 1), second), { result: 'over' });
    await sweepComments(db, DEFAULT_POLICY, [], BY.now + DAY);
    assert.deepEqual(await db.selectFrom('undo_steps').select('id').execute(), [{ id: second }]);
    assert.deepEqual(await db.selectFrom('undo_items').select('step_id').execute(), [{ step_id: second }]);
    assert.deepEqual(await undo(db, at(DAY), first), { result: 'over' });
    assert.equal((await undo(db, at(DAY), second)).result, 'done');
    assert.equal((await thread(server)).total, 0);
  });

  it('is refused once anything else has happened to one of the comments, and changes none', async (t) => {
    const { server, db } = await desk(t, engine);
    const one = await comment(server, { text: 'Một' });
    const two = await comment(server, { text: 'Hai' });
    const other = official(START + 6000, 'official-2');
    const step = await decideOn(db, BY, 'pending', one.id, two.id);
    const theirs = await decideOn(db, other, 'reject', two.id);
    const refused = await undo(db, LATER, step);
    assert.equal(refused.result, 'changed');
    assert.deepEqual(
      refused.changed.map(({ row, last }) => [row.id, row.state, last?.actorId]),
      [[two.id, 'rejected', 'official-2']],
    );
    assert.equal((await thread(server)).total, 0);
    // The same state again, but decided by somebody else.
    const again = await decideOn(db, official(START + 7000, 'official-2'), 'pending', two.id);
    assert.equal((await undo(db, LATER, step)).result, 'changed');
    for (const id of [again, theirs]) {
      assert.equal((await undo(db, official(START + 8000, 'official-2'), id)).result, 'done');
    }
    assert.equal((await undo(db, LATER, step)).result, 'done', 'all that came after is undone');
    assert.equal((await thread(server)).total, 2);

    const rejected = await decideOn(db, LATER, 'reject', one.id);
    server.clock.ms += 60_000;
    await send(server, 'PATCH', `comments/${one.id}`, OWN, { text: 'Một, lần hai' });
    const mine = await undo(db, official(server.clock.ms), rejected);
    assert.equal(mine.result, 'changed');
    assert.deepEqual([mine.changed[0]?.row.text, mine.changed[0]?.last], ['Một, lần hai', null]);

    const closing = await did(close(db, BY, { site: 'so', thread: THREAD, closed: true, seen: null }));
    await did(close(db, other, { site: 'so', thread: THREAD, closed: false, seen: null }));
    const opened = await undo(db, LATER, closing);
    assert.equal(opened.result, 'changed-thread');
    assert.deepEqual([opened.thread.closed_at, opened.last?.actorId], [null, 'official-2']);
  });

  it('does not pin a fourth comment', async (t) => {
    const { server, db } = await desk(t, engine);
    const posted = [];
    for (let number = 0; number < 4; number += 1) posted.push(await comment(server, { text: `Ý kiến ${number}` }));
    const [first, ...rest] = posted.map(({ id }) => id);
    for (const id of [first!, ...rest.slice(0, 2)]) await pinComment(db, id, true, START);
    const step = await decideOn(db, BY, 'reject', first!);
    await pinComment(db, rest[2]!, true, START);
    const before = await picture(db);
    assert.deepEqual(await undo(db, LATER, step), { result: 'too-many' });
    assert.deepEqual(await picture(db), before);
    await pinComment(db, rest[2]!, false, START);
    assert.equal((await undo(db, LATER, step)).result, 'done');
    assert.equal((await thread(server)).items.filter(({ pinned }) => pinned).length, 3);
  });

  it('happens once, however many ask at the same time', async (t) => {
    const { server, db } = await desk(t, engine);
    const { id } = await comment(server);
    const step = await decideOn(db, BY, 'reject', id);
    const results = await Promise.all(Array.from({ length: 4 }, async () => (await undo(db, LATER, step)).result));
    assert.deepEqual(results.sort(), ['done', 'undone', 'undone', 'undone']);
    assert.equal((await thread(server)).total, 1);
    assert.equal((await readAudit(db, { limit: 9 })).lines.length, 2);
  });

  it('keeps nothing that was said of a comment that its author withdraws, or that is erased', async (t) => {
    for (const how of ['withdrawn', 'erased'] as const) {
      const { server, db } = await desk(t, engine);
      const { id } = await comment(server, { text: 'Bí mật thứ nhất' });
      const other = await comment(server, { text: 'Còn lại' });
      await decideOn(db, BY, 'reject', id, other.id);
      const published = await decideOn(db, BY, 'publish', id, other.id);
      const edited = await did(edit(db, BY, { ...unseen(id), text: 'Bí mật thứ ba' }));
      const words = async (): Promise<unknown[]> => {
        const items = await db.selectFrom('undo_items').selectAll().where('object_id', '=', id).execute();
        return items.flatMap(({ words: kept, after }) => [kept, after]).filter((kept) => kept !== null && kept !== '');
      };
      assert.equal((await words()).length, 4);
      if (how === 'withdrawn') await send(server, 'DELETE', `comments/${id}`, OWN);
      else {
        const { sites } = parseConfig({
          sites: [{ slug: 'so', name: 'Sở', origins: [], moderation: 'after', comments: { retentionDays: 1 } }],
        });
        await db
          .updateTable('comments')
          .set({ created_at: BY.now - DAY })
          .where('id', '=', id)
          .execute();
        await sweepComments(db, DEFAULT_POLICY, sites, BY.now);
      }
      assert.equal(
        (await db.selectFrom('comments').select('state').where('id', '=', id).executeTakeFirst())?.state,
        how,
      );
      assert.deepEqual(await words(), [], how);
      for (const table of ['comments', 'comment_versions', 'undo_items', 'undo_steps', 'audit_log'] as const) {
        const rows = await db.selectFrom(table).selectAll().execute();
        const about = rows.filter((row) => JSON.stringify(row).includes(id));
        assert.doesNotMatch(JSON.stringify(about), /Bí mật/, table);
      }
      for (const step of [edited, published]) {
        assert.equal((await undo(db, LATER, step)).result, 'changed', how);
      }
      const rest = await db.selectFrom('undo_items').select('words').where('object_id', '=', other.id).execute();
      assert.ok(
        rest.some((item) => item.words?.includes('Bí mật thứ hai.')),
        'those of others stay',
      );
    }
  });
});
