import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { openDatabase } from '../storage/database.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { command, type Ended, environment } from './process.ts';
import { comment, config, serve, type TestServer, thread } from './support.ts';

/** A server with moderation before, and its configuration where the command looks for it. */
async function moderated(t: TestContext, engine: Engine): Promise<TestServer> {
  const settings = config({ moderation: 'before' });
  const server = await serve(t, { engine, config: settings });
  writeFileSync(join(server.place.dataDir, 'tinh.config.json'), JSON.stringify(settings));
  return server;
}

const moderate = (t: TestContext, server: TestServer, ...words: string[]): Promise<Ended> =>
  command(t, ['moderate', ...words], environment(server.place)).ended;

onEachEngine('moderation', (engine) => {
  it('lists what waits, one line a comment, publishes and rejects while the server runs', async (t) => {
    const server = await moderated(t, engine);
    const first = await comment(server, { text: 'Dòng một\nDòng hai' });
    server.clock.ms += 1000;
    const second = await comment(server, { thread: 'bai-2', name: 'Lê Bình' });

    const listed = await moderate(t, server, 'list');
    assert.deepEqual([listed.code, listed.err], [0, '']);
    assert.deepEqual(
      listed.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')),
      [
        [
          first.id,
          'pending',
          '2020-07-17T18:00:00.000+07:00',
          'so/tin-tuc/bai-1',
          'Nguyễn Văn An',
          'Dòng một ⏎ Dòng hai',
        ],
        [second.id, 'pending', '2020-07-17T18:00:01.000+07:00', 'so/bai-2', 'Lê Bình', 'Bài viết rất bổ ích.'],
      ],
    );

    assert.equal((await moderate(t, server, 'publish', first.id)).out, `Đã đăng / Published: ${first.id}\n`);
    assert.equal((await thread(server)).items[0]?.id, first.id);
    assert.equal((await moderate(t, server, 'reject', second.id)).code, 0);
    const states = async (state: string): Promise<number> =>
      (await moderate(t, server, 'list', '--state', state)).out.split('\n').length - 1;
    assert.deepEqual(
      [await states('pending'), await states('published'), await states('rejected'), await states('all')],
      [0, 1, 1, 2],
    );
    assert.equal((await moderate(t, server, 'reject', first.id)).code, 0);
    assert.equal((await thread(server)).total, 0);
  });

  it('says which id it does not know and changes nothing', async (t) => {
    const server = await moderated(t, engine);
    const { id } = await comment(server);
    const { code, out, err } = await moderate(t, server, 'publish', id, 'none');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^Không có ý kiến mang mã: none\. .*\nNo comment has the id: none\./);
    assert.equal((await thread(server)).total, 0);
  });
});

it('keeps what readers wrote from steering the terminal', async (t) => {
  const server = await moderated(t, sqlite);
  await comment(server);
  // Straight into the table: even what came in without cleaning.
  const db = await openDatabase(server.place);
  await db
    .updateTable('comments')
    .set({ name: '\u001B[2JAn\tBình', text: 'a\u001B]0;x\u0007\u009B31m\u202Eb\r\nc' })
    .execute();
  await db.destroy();
  const { out } = await moderate(t, server, 'list');
  assert.equal(out.split('\t').length, 6);
  assert.doesNotMatch(out.replace(/[\t\n]/g, ''), /[\p{Cc}\u202E]/u);
});

it('lists the comments of one site, and knows which sites there are', async (t) => {
  const server = await moderated(t, sqlite);
  await comment(server);
  assert.equal((await moderate(t, server, 'list', '--site', 'so')).out.split('\n').length, 2);
  const unknown = await moderate(t, server, 'list', '--site', 'none');
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /^Không có trang "none"/);
});

it('explains itself when the words are wrong, Vietnamese first', async (t) => {
  const server = await moderated(t, sqlite);
  for (const words of [[], ['lst'], ['publish'], ['list', '--state', 'new'], ['list', 'x'], ['reject', '--all']]) {
    const { code, err } = await moderate(t, server, ...words);
    assert.equal(code, 1, words.join(' '));
    assert.match(err, /^Cách dùng[^]*Usage/);
  }
});

it('makes no empty database where there is none', async (t) => {
  const place = await sqlite.fresh();
  t.after(() => place.remove());
  writeFileSync(join(place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
  const { code, err } = await command(t, ['moderate', 'list'], environment(place)).ended;
  assert.equal(code, 1);
  assert.match(err, /^Không mở được cơ sở dữ liệu/);
});
