import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sql } from 'kysely';
import { codeHash } from '../comments/code.ts';
import { findPerson } from '../moderation/person.ts';
import type { Database } from '../storage/database.ts';
import { isPostgres } from '../storage/engine.ts';
import { databaseOf } from './conversation.ts';
import { type Answer, DeskBrowser, openOffice, wordsOf } from './desk.ts';
import { emptyDatabase, fill, officialOf, post } from './desk-index-support.ts';
import { onEachEngine } from './engines.ts';
import { plansOf, record } from './plans.ts';
import { START, type TestServer } from './support.ts';

const EMAIL = 'an@example.vn';
const CODE = '7K3M-0QXW-9T2B-HV5D';
/** More than one transaction takes, and not a multiple of it. */
const MANY = 5001;

/** Many comments of one person in three threads, a third of them published; one has the code. */
async function fillPerson(db: Database): Promise<void> {
  await post(db, 'Của người khác', { thread: '/0', authorHash: 'other' });
  await fill(db, MANY, 'pending');
  for (const key of ['/1', '/2']) await post(db, 'Của người khác', { thread: key, authorHash: 'other' });
  await sql`update comments set thread = case when created_at % 3000 = 0 then '/0' when created_at % 3000 = 1000 then '/1' else '/2' end,
    author_hash = 'many', email = ${'An@Example.vn'} where thread = '/dai' and name = 'An'`.execute(db);
  await sql`update comments set state = 'published', listed = 1 where thread = '/0' and author_hash = 'many'`.execute(
    db,
  );
  await sql`update threads set published = published + ${MANY / 3}, roots = roots + ${MANY / 3} where key = '/0'`.execute(
    db,
  );
  await sql`update comments set code_hash = ${codeHash(CODE)} where id = (select min(id) from comments where author_hash = 'many')`.execute(
    db,
  );
}

async function ask(server: TestServer, person: string): Promise<[DeskBrowser, Answer]> {
  const browser = await DeskBrowser.of(server, 'quan');
  const found = await browser.press(await browser.open('moderation/person'), 'Tìm', { person });
  return [browser, await browser.press(found, 'Xóa tất cả…')];
}

async function left(db: Database): Promise<number> {
  const { n } = await db
    .selectFrom('comments')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('author_hash', '=', 'many')
    .executeTakeFirstOrThrow();
  return n;
}

/** From now on a comment of the thread `/2` cannot be erased; answers what takes that back. */
async function breakErasure(db: Database): Promise<() => Promise<void>> {
  const when = `when (new.state = 'erased' and new.thread = '/2')`;
  const statements = isPostgres(db)
    ? [
        `create function fail() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
        `create trigger broken before update on comments for each row ${when} execute function fail()`,
      ]
    : [`create trigger broken before update on comments ${when} begin select raise(abort, 'broken'); end`];
  for (const statement of statements) await sql.raw(statement).execute(db);
  return () => mend(db);
}

/**
 * The server is in this process: where its index is in the middle of a transaction, SQLite's wait for the lock keeps it from going on. It goes on
 * between two tries.
 */
async function mend(db: Database, tries = 3): Promise<void> {
  try {
    await sql.raw(isPostgres(db) ? 'drop trigger broken on comments' : 'drop trigger broken').execute(db);
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY' || tries === 1) throw error;
    await mend(db, tries - 1);
  }
}

onEachEngine('desk: a person with thousands of comments', (engine) => {
  it('is found in indexes, by e-mail address however it is spelt, and by code', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fill(db, 20_000, 'published');
    await sql`update comments set author_hash = 'author-' || id, code_hash = 'code-' || id,
      email = case when created_at % 5000 = 0 then id || '@example.vn' end`.execute(db);
    await sql`update comments set listed = 1 where created_at % 2000 = 0`.execute(db);
    await post(db, 'Một', { codeHash: codeHash(CODE), authorHash: 'me' });
    await post(db, 'Hai', { state: 'pending', authorHash: 'me' });
    await post(db, 'Ba', { site: 'khac', authorHash: 'me' });
    await sql`update comments set email = 'An.Nguyễn@Example.VN' where text = 'Một'`.execute(db);
    await sql`update comments set email = 'an.nguyễn@example.vn' where text = 'Hai'`.execute(db);
    await sql.raw(isPostgres(db) ? 'vacuum analyze' : 'analyze').execute(db);
    const by = officialOf(START, 'so', 'khac');
    for (const [typed, texts] of [
      ['an.nguyễn@example.vn', ['Hai', 'Một']],
      ['An.Nguyễn@Example.VN', ['Hai', 'Một']],
      [CODE, ['Ba', 'Hai', 'Một']],
    ] as const) {
      let found: string[] = [];
      const queries = await record(db, async (recorded) => {
        found = (await findPerson(recorded, by, typed))!.comments.map(({ text }) => text).sort();
      });
      assert.deepEqual(found, texts, typed);
      for (const query of queries) {
        for (const plan of await plansOf(db, engine, query)) {
          assert.doesNotMatch(plan, /Seq Scan|^SCAN comments/m, `${typed}\n${query.sql}\n${plan}`);
          assert.match(plan, /comments_by_email|comments_by_code|known_authors/, `${typed}\n${query.sql}\n${plan}`);
        }
      }
    }
  });

  it('is erased with one click while others go on writing, and the receipt says how many', async (t) => {
    const server = await openOffice(t, engine);
    const db = await databaseOf(t, server);
    await fillPerson(db);
    const [browser, sure] = await ask(server, EMAIL);
    const started = performance.now();
    const erased = browser.press(sure, `Xóa vĩnh viễn ${MANY} ý kiến`);
    let waited = 0;
    for (let over = false; !over;) {
      const asked = performance.now();
      const health = await fetch(new URL('moderation/desk.css', server.url));
      assert.equal(health.status, 200);
      waited = Math.max(waited, performance.now() - asked);
      over = await Promise.race([erased.then(() => true), new Promise<false>((next) => setImmediate(next, false))]);
    }
    t.diagnostic(
      `${MANY} erased in ${Math.round(performance.now() - started)} ms; another request waited ${Math.round(waited)} ms`,
    );
    const receipt = await browser.follow(await erased);
    assert.match(wordsOf(receipt), new RegExp(`Số ý kiến đã xóa ${MANY} `));
    assert.equal(await left(db), 0);
    const lines = await db.selectFrom('audit_log').select('detail').where('action', '=', 'erase-person').execute();
    const numbers = lines.map(({ detail }) => (JSON.parse(detail) as { comments: number }).comments);
    assert.ok(numbers.length > 1, 'in several transactions');
    assert.equal(
      numbers.reduce((sum, number) => sum + number),
      MANY,
    );
    const threads = await db
      .selectFrom('threads')
      .select(['published', 'roots'])
      .where('key', 'in', ['/0', '/1', '/2'])
      .execute();
    assert.deepEqual(threads, Array(3).fill({ published: 1, roots: 1 }), 'only those of others count');
  });

  it('says when it was interrupted how many are gone, and a second click goes on, by code too', async (t) => {
    const server = await openOffice(t, engine);
    const db = await databaseOf(t, server);
    await fillPerson(db);
    const [browser, sure] = await ask(server, CODE);
    const mend = await breakErasure(db);
    const broken = await browser.press(sure, `Xóa vĩnh viễn ${MANY} ý kiến`);
    assert.equal(broken.status, 500);
    const rest = await left(db);
    assert.ok(rest > MANY / 3 && rest < MANY, String(rest));
    assert.match(
      wordsOf(broken),
      new RegExp(`Máy chủ gặp lỗi giữa chừng: đã xóa ${MANY - rest} ý kiến, phần còn lại vẫn nguyên`),
    );
    await mend();
    const receipt = await browser.follow(await browser.press(broken, `Xóa vĩnh viễn ${rest} ý kiến`));
    assert.match(wordsOf(receipt), new RegExp(`Số ý kiến đã xóa ${rest} `));
    assert.equal(await left(db), 0);
  });
});
