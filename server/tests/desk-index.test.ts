import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { CommentState } from '../../src/api/contract.ts';
import { addReport } from '../comments/likes.ts';
import { ANYBODY } from '../comments/reader.ts';
import { eraseComments, withdrawComment } from '../comments/states.ts';
import { catchUp } from '../desk-index/catch-up.ts';
import { cleanIndex } from '../desk-index/clean.ts';
import type { Order } from '../desk-index/cursor.ts';
import { findComments } from '../desk-index/find.ts';
import type { Wanted } from '../desk-index/wanted.ts';
import { decide } from '../moderation/actions.ts';
import { undo } from '../moderation/undo.ts';
import { answer, edit } from '../moderation/words.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import type { DeskIndexRow } from '../storage/schema.ts';
import { contentOfIndex, emptyDatabase, findAll, officialOf, post, search, textsOf } from './desk-index-support.ts';
import { onEachEngine, onPostgres } from './engines.ts';
import { serve, START } from './support.ts';

const READER = { ...ANYBODY, authorHash: 'author' };
const unseen = (id: string): { id: string; seen: null } => ({ id, seen: null });

async function rowOf(db: Database, id: string): Promise<DeskIndexRow> {
  return db.selectFrom('desk_index').selectAll().where('comment_id', '=', id).executeTakeFirstOrThrow();
}

function decideOn(db: Database, now: number, action: 'publish' | 'reject' | 'pending', id: string, code?: string) {
  return decide(db, officialOf(now, 'so'), { action, comments: [unseen(id)], reason: { code: code ?? null } });
}

onEachEngine('the index of the desk', (engine) => {
  it('knows of each comment its state, decision, answer, reason and addresses', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const row = await post(db, 'Xem https://so.example/a.', { state: 'pending' });
    await catchUp(db, START);
    const { seq, ...first } = await rowOf(db, row.id);
    assert.deepEqual(first, {
      ...{ comment_id: row.id, site: 'so', thread: '/bai-1', created_at: START, state: 'pending', agency: 0 },
      ...{ decided_at: null, answered_at: null, reject_code: null, links: 1, reported: 0, assigned: 0 },
    });
    assert.equal(Math.floor(seq / 1024), START);

    const steps: [() => Promise<unknown>, Partial<DeskIndexRow>][] = [
      [
        () => decideOn(db, START + 10, 'reject', row.id, 'off-topic'),
        { state: 'rejected', decided_at: START + 10, reject_code: 'off-topic' },
      ],
      [
        () => decideOn(db, START + 20, 'reject', row.id, 'repeated'),
        { state: 'rejected', decided_at: START + 10, reject_code: 'repeated' },
      ],
      [() => decideOn(db, START + 30, 'pending', row.id), { state: 'pending', decided_at: null, reject_code: null }],
      [
        () => decideOn(db, START + 40, 'publish', row.id),
        { state: 'published', decided_at: START + 10, reject_code: null },
      ],
      [
        () => edit(db, officialOf(START + 50, 'so'), { ...unseen(row.id), text: 'Không còn địa chỉ.' }),
        { state: 'published', decided_at: START + 10, links: 0 },
      ],
    ];
    for (const [act, changes] of steps) {
      await act();
      assert.deepEqual(await catchUp(db, START + 100), { indexed: 1, more: false });
      assert.deepEqual(await rowOf(db, row.id), { seq, ...first, links: 1, ...changes });
    }
    assert.deepEqual(await catchUp(db, START + 100), { indexed: 0, more: false });
  });

  it('looks again at everything that was changed, a part at a time', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const rows = [await post(db, 'Một'), await post(db, 'Hai'), await post(db, 'Ba')];
    await catchUp(db, START);
    for (const { id } of rows) await decideOn(db, START + 1, 'reject', id);
    for (const more of [true, true, false])
      assert.deepEqual(await catchUp(db, START + 2, { limit: 1 }), { indexed: 1, more });
    assert.equal((await textsOf(db, { state: 'rejected', links: false })).length, 3);
  });

  it('takes a decision that was undone as none', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const row = await post(db, 'Một', { state: 'pending' });
    const take = async (now: number, action: 'publish' | 'reject', code?: string): Promise<number> => {
      const done = await decideOn(db, now, action, row.id, code);
      assert.equal(done.result, 'done');
      return done.undo;
    };
    const rejected = await take(START + 1, 'reject', 'repeated');
    const again = await take(START + 2, 'reject', 'off-topic');
    await undo(db, officialOf(START + 3, 'so'), again);
    await catchUp(db, START + 4);
    assert.equal((await rowOf(db, row.id)).reject_code, 'repeated');
    await undo(db, officialOf(START + 5, 'so'), rejected);
    await take(START + 6, 'publish');
    await catchUp(db, START + 7);
    const { state, decided_at: decidedAt } = await rowOf(db, row.id);
    assert.deepEqual([state, decidedAt], ['published', START + 6]);
  });

  it('knows when a comment was answered; an answer is as old as its publication, and stands there in time', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const row = await post(db, 'Hỏi');
    const draft = await answer(db, officialOf(START + 10, 'so'), {
      to: unseen(row.id),
      answers: 0,
      text: 'Đáp một',
      publish: false,
    });
    assert.equal(draft.result, 'done');
    const id = draft.rows[0]!.id;
    await catchUp(db, START + 11);
    assert.deepEqual([(await rowOf(db, row.id)).answered_at, (await rowOf(db, id)).agency], [null, 1]);
    await post(db, 'Sau', { now: START + 20 });
    await decideOn(db, START + 30, 'publish', id);
    await answer(db, officialOf(START + 40, 'so'), { to: unseen(row.id), answers: 1, text: 'Đáp hai', publish: true });
    await catchUp(db, START + 41);
    assert.equal((await rowOf(db, row.id)).answered_at, START + 30);
    assert.deepEqual(await textsOf(db, {}), ['Đáp hai', 'Đáp một', 'Sau', 'Hỏi']);
    assert.deepEqual(await textsOf(db, { answered: true }), ['Hỏi']);
    assert.deepEqual(await textsOf(db, { query: 'dap' }, { order: 'oldest' }), ['Đáp một', 'Đáp hai']);
    await decideOn(db, START + 50, 'reject', id);
    await catchUp(db, START + 51);
    assert.equal((await rowOf(db, row.id)).answered_at, START + 40);
  });

  it('has no word any more of what was withdrawn, erased or changed', async (t) => {
    const { db, place } = await emptyDatabase(t, engine);
    const rows = [];
    for (const [number, word] of ['bimatmot', 'bimathai', 'bimatba'].entries()) {
      rows.push(await post(db, `Nói ra ${word} với 09123${word}`, { name: `Ông ${word}`, now: START + number }));
    }
    await post(db, 'Người khác', { now: START + 5 });
    await catchUp(db, START + 10);
    const [withdrawn, erased, edited] = rows;
    assert.equal((await search(db, 'bimatmot')).length, 1);
    for (const word of ['bimatmot', 'bimathai', 'bimatba']) assert.match(await contentOfIndex(db), new RegExp(word));

    await withdrawComment(db, { site: 'so', id: withdrawn!.id, reader: READER }, START + 20);
    await eraseComments(db, [erased!], START + 20);
    await edit(db, officialOf(START + 20, 'so'), { ...unseen(edited!.id), text: 'Mới' });
    await catchUp(db, START + 30);
    for (const word of ['bimatmot', 'bimathai', '09123bimatba']) {
      assert.deepEqual(await search(db, word), []);
      assert.doesNotMatch(await contentOfIndex(db), new RegExp(word));
    }
    assert.deepEqual(await textsOf(db, { query: 'ông bimatba' }), ['Mới']);
    assert.deepEqual(await textsOf(db, { query: 'ra' }), []);
    assert.deepEqual(
      (await findAll(db, { thread: '/bai-1' })).map(({ state }) => state),
      ['published', 'published', 'erased', 'withdrawn'],
    );
    assert.deepEqual(await textsOf(db, { query: 'khac' }), ['Người khác']);
    assert.ok(place);
  });

  it('is filled in steps, goes on where it was broken off, and is the same as filled at once', async (t) => {
    const { db, place } = await emptyDatabase(t, engine);
    for (let number = 0; number < 30; number += 1)
      await post(db, `Ý kiến ${number}`, { now: START + Math.floor(number / 4) });
    assert.deepEqual(await catchUp(db, START + 100, { limit: 7 }), { indexed: 7, more: true });

    // As a process that is ended within a batch: nothing of the batch is kept.
    let batches = 0;
    const ended = catchUp(db, START + 100, {
      limit: 1000,
      rest: () => ((batches += 1) > 0 ? Promise.reject(new Error('ended')) : Promise.resolve()),
    });
    await assert.rejects(ended, /ended/);
    const other = await openDatabase(place);
    t.after(() => other.destroy());
    await other.schema.alterTable('desk_words').renameTo('words_away').execute();
    await post(db, 'Ý kiến 30', { now: START + 50 });
    await assert.rejects(catchUp(other, START + 100));
    await other.schema.alterTable('words_away').renameTo('desk_words').execute();
    assert.equal((await db.selectFrom('desk_index').select('seq').execute()).length, 30);
    assert.deepEqual(await catchUp(other, START + 100), { indexed: 1, more: false });

    const names = await textsOf(db, {}, { limit: 4 });
    assert.equal(names.length, 31);
    assert.equal(new Set(names).size, 31);
    assert.deepEqual(await search(db, '"Ý kiến 17"'), ['Ý kiến 17']);
    const read = (table: 'desk_index') => db.selectFrom(table).selectAll().orderBy('comment_id').execute();
    const before = await read('desk_index');
    await db.deleteFrom('desk_index').execute();
    await db.deleteFrom('desk_words').execute();
    await db.deleteFrom('desk_progress').execute();
    await catchUp(db, START + 100);
    const plain = (rows: DeskIndexRow[]) => rows.map(({ seq, ...row }) => ({ ...row, ms: Math.floor(seq / 1024) }));
    assert.deepEqual(plain(await read('desk_index')), plain(before));
    assert.deepEqual(await search(db, '"Ý kiến 17"'), ['Ý kiến 17']);
  });

  it('finds what was committed later than its time says, within a minute, and what came under a clock that was wrong', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await post(db, 'Mới hơn', { now: START });
    await catchUp(db, START);
    await post(db, 'Đến muộn', { now: START - 59_000 });
    await catchUp(db, START);
    assert.deepEqual(await search(db, 'muộn'), ['Đến muộn']);
    await post(db, 'Từ tương lai', { now: START + 3_600_000 });
    await catchUp(db, START + 3_600_000);
    await post(db, 'Lại đúng giờ', { now: START + 2000 });
    await catchUp(db, START + 2000);
    assert.deepEqual(await search(db, 'đúng giờ'), ['Lại đúng giờ']);
    await post(db, 'Từ hôm qua', { now: START - 80_000_000 });
    assert.equal((await catchUp(db, START + 3000)).indexed, 0);
    assert.equal((await catchUp(db, START + 3000, { overlap: 86_400_000 })).indexed, 1);
  });

  it('loses nothing that is posted and decided while several processes catch up', async (t) => {
    const { db, place } = await emptyDatabase(t, engine);
    // SQLite makes the whole process wait for another connection; there they take turns on one.
    const others = isPostgres(db) ? [await openDatabase(place), await openDatabase(place)] : [db, db];
    t.after(async () => {
      for (const other of others) if (other !== db) await other.destroy();
    });
    let now = START;
    let isPosting = true;
    const ids: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let number = 0; number < 12; number += 1) {
        const at = (now += 1);
        const { id } = await post(others[writer % 2]!, `Ý kiến ${writer}-${number}`, { state: 'pending', now: at });
        ids.push(id);
        if (number % 3 === 0) await decideOn(others[writer % 2]!, (now += 1), 'publish', id);
      }
    });
    const workers = [db, ...others].map(async (each) => {
      while (isPosting) await catchUp(each, now, { limit: 5 }).then(() => turn());
    });
    await Promise.all(writers);
    isPosting = false;
    await Promise.all(workers);
    await catchUp(db, now);
    const rows = await db.selectFrom('desk_index').select(['comment_id', 'state']).execute();
    const count = (state: CommentState) => rows.filter((row) => row.state === state).length;
    assert.deepEqual(rows.map((row) => row.comment_id).sort(), ids.sort());
    assert.deepEqual([count('pending'), count('published')], [64, 32]);
    assert.equal((await findAll(db, { query: 'kiến' })).length, 96);
    assert.equal((await db.selectFrom('desk_marks').selectAll().execute()).length, 0);
  });

  it('knows of reports, and finds by every filter', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const one = await post(db, 'Một chung', { now: START });
    await post(db, 'Hai chung http://a.example/x', { now: START + 1, thread: '/bai-2' });
    await post(db, 'Ba chung', { now: START + 2, state: 'pending' });
    const four = await post(db, 'Bốn chung', { now: START + 3, state: 'pending' });
    await post(db, 'Năm chung', { now: START + 4, site: 'khac' });
    await catchUp(db, START + 5);
    await decideOn(db, START + 5, 'reject', four.id);
    const [site] = officialOf(START, 'so').sites;
    const opinion = { site: site!, id: one.id, likerHash: 'reader', allow: () => Promise.resolve(), now: START + 6 };
    await addReport(db, opinion, { reason: 'spam' });
    await catchUp(db, START + 6);
    assert.deepEqual(await textsOf(db, { reported: true }), ['Một chung']);
    await answer(db, officialOf(START + 7, 'so'), { to: unseen(one.id), answers: 0, text: 'Đáp chung', publish: true });
    await catchUp(db, START + 8);
    const expected: [Parameters<typeof textsOf>[1], string[]][] = [
      [{ state: 'published' }, ['Đáp', 'Hai', 'Một']],
      [{ state: 'pending' }, ['Ba']],
      [{ state: 'rejected' }, ['Bốn']],
      [{ state: 'withdrawn' }, []],
      [{ from: START + 2 }, ['Đáp', 'Bốn', 'Ba']],
      [{ to: START + 2 }, ['Hai', 'Một']],
      [{ from: START + 1, to: START + 2 }, ['Hai']],
      [{ from: START + 3, to: START + 1 }, []],
      [{ state: 'pending', from: -1e300, to: 1e300 }, ['Ba']],
      [{ state: 'pending', from: NaN, to: START + 2.5 }, ['Ba']],
      [{ from: -1e300, to: 1e300 }, ['Đáp', 'Bốn', 'Ba', 'Hai', 'Một']],
      [{ thread: '/bai-2' }, ['Hai']],
      [{ thread: '/bai-3' }, []],
      [{ reported: true }, ['Một']],
      [{ reported: false }, ['Đáp', 'Bốn', 'Ba', 'Hai']],
      [{ links: true }, ['Hai']],
      [{ links: false, state: 'published' }, ['Đáp', 'Một']],
      [{ answered: true }, ['Một']],
      [{ answered: false, thread: '/bai-1', to: START + 4 }, ['Bốn', 'Ba']],
      [{ sites: ['khac'] }, ['Năm']],
      [{ sites: ['so', 'khac'], from: START + 3 }, ['Đáp', 'Năm', 'Bốn']],
      [{ sites: [] }, []],
      [{ sites: ["so' or 1 = 1 --"] }, []],
      [{ sites: Array.from({ length: 30 }, (_, number) => `site-${number}`) }, []],
      [{ sites: [...Array.from({ length: 30 }, (_, number) => `site-${number}`), 'khac'] }, ['Năm']],
      [
        { sites: [...Array.from({ length: 130 }, (_, number) => `site-${number}`), 'khac'], state: 'published' },
        ['Năm'],
      ],
    ];
    for (const [wanted, names] of expected) {
      for (const query of [undefined, 'chung']) {
        const texts = await textsOf(db, { ...wanted, ...(query !== undefined && { query }) });
        assert.deepEqual(
          texts.map((text) => text.split(' ')[0]),
          names,
          JSON.stringify([query, wanted]),
        );
        const oldest = await textsOf(
          db,
          { ...wanted, ...(query !== undefined && { query }) },
          { order: 'oldest', limit: 1 },
        );
        assert.deepEqual(oldest, texts.reverse(), JSON.stringify([query, wanted]));
      }
    }
  });

  it('takes a cursor that is none of this list as none', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    for (let number = 0; number < 4; number += 1) await post(db, `Số ${number} chung`, { now: START + number });
    await catchUp(db, START + 10);
    const find = (wanted: Partial<Wanted>, cursor: string, order: Order = 'newest') =>
      findComments(db, { sites: ['so'], ...wanted }, { order, cursor, limit: 2 });
    const code = (text: string): string => Buffer.from(text).toString('base64url');
    for (const wanted of [{ state: 'published' as const }, { query: 'chung' }]) {
      const { rows, next } = await find(wanted, '');
      assert.deepEqual(
        rows.map(({ text }) => text),
        ['Số 3 chung', 'Số 2 chung'],
      );
      const broken = [
        'x',
        '\uD800',
        'a'.repeat(10_000),
        `x${next}`,
        code('seq.newest.99999999999999999'),
        code("time.newest.1.' or 1=1"),
        code('seq.newest.-1'),
      ];
      for (const cursor of broken) assert.deepEqual((await find(wanted, cursor)).rows, rows, cursor);
      const other = wanted.query === undefined ? code('seq.newest.1') : code(`time.newest.1.${rows[0]!.id}`);
      assert.deepEqual((await find(wanted, other)).rows, rows, 'of the other kind');
      assert.equal((await find(wanted, next!, 'oldest')).rows[0]?.text, 'Số 0 chung', 'of the other order');
      assert.equal((await find(wanted, next!)).rows[0]?.text, 'Số 1 chung');
    }
  });

  it('looks for comments of the given sites only, whatever the index says', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const foreign = await post(db, 'Bí mật', { site: 'khac' });
    await catchUp(db, START);
    await db.updateTable('desk_index').set({ site: 'so' }).execute();
    assert.deepEqual(
      await findAll(db, { from: 0, sites: Array.from({ length: 30 }, (_, n) => (n === 0 ? 'so' : `site-${n}`)) }),
      [],
    );
    assert.ok(foreign);
  });
});

onEachEngine('a server', (engine) => {
  it('brings the index up to date by itself, with what was there before', async (t) => {
    const { db, place } = await emptyDatabase(t, engine);
    await post(db, 'Có từ trước');
    t.mock.timers.enable({ apis: ['setInterval'] });
    await serve(t, { place });
    while ((await search(db, 'trước')).length === 0) await turn();
    await post(db, 'Đến sau');
    while ((await search(db, 'sau')).length === 0) {
      t.mock.timers.tick(3000);
      await turn();
    }
  });
});

onPostgres('files of the index', (engine) => {
  it('lose what was taken out of it within days', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const filesHave = async (word: string): Promise<string[]> => {
      await sql`checkpoint`.execute(db);
      const { rows } = await sql<{ name: string; content: Uint8Array }>`
        select relname as name, pg_read_binary_file(pg_relation_filepath(oid)) as content from pg_class
        where relname in ('desk_words_by_word', 'desk_index')`.execute(db);
      return rows.filter(({ content }) => Buffer.from(content).includes(word)).map(({ name }) => name);
    };
    const row = await post(db, 'Nói ra bimatmot');
    await post(db, 'Nói ra điều khác');
    await catchUp(db, START);
    await sql`vacuum desk_words`.execute(db);
    assert.equal(await cleanIndex(db, START + 1e12), false, 'nothing was taken out');
    await withdrawComment(db, { site: 'so', id: row.id, reader: READER }, START + 20);
    await catchUp(db, START + 30);
    await sql`vacuum desk_words`.execute(db);
    assert.deepEqual(await filesHave('bimatmot'), ['desk_words_by_word'], 'a word stays, though no comment has it');

    const day = 24 * 3_600_000;
    assert.equal(await cleanIndex(db, START + 2 * day), false);
    assert.equal(await cleanIndex(db, START + 4 * day), true);
    assert.deepEqual(await filesHave('bimatmot'), []);
    assert.deepEqual(await search(db, 'dieu khac'), ['Nói ra điều khác']);
    assert.equal(await cleanIndex(db, START + 5 * day), false);
  });

  it('are cleaned by one of several processes, and again when that one is ended', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await db.updateTable('desk_cleaning').set({ removed_at: START, due_at: START }).execute();
    const both = await Promise.all([cleanIndex(db, START), cleanIndex(db, START)]);
    assert.deepEqual(both.sort(), [false, true]);

    await db.updateTable('desk_cleaning').set({ removed_at: START, due_at: START }).execute();
    await db.schema.alterTable('desk_words').renameTo('words_away').execute();
    await assert.rejects(cleanIndex(db, START));
    await db.schema.alterTable('words_away').renameTo('desk_words').execute();
    assert.equal(await cleanIndex(db, START + 60_000), false);
    assert.equal(await cleanIndex(db, START + 3_600_000), true);
  });
});
