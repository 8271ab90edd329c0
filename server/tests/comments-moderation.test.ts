import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { ids, send } from './conversation.ts';
import { onEachEngine, sqlite, type Engine } from './engines.ts';
import { command, type Ended, environment } from './process.ts';
import { comment, config, newComment, postComment, problem, serve, type TestServer, thread, TOKEN } from './support.ts';

/** A server, and its configuration where the command looks for it. */
async function moderated(t: TestContext, engine: Engine): Promise<TestServer> {
  const server = await serve(t, { engine });
  writeFileSync(join(server.place.dataDir, 'tinh.config.json'), JSON.stringify(config()));
  return server;
}

const moderate = (t: TestContext, server: TestServer, ...words: string[]): Promise<Ended> =>
  command(t, ['moderate', ...words], environment(server.place)).ended;

onEachEngine('a moderator', (engine) => {
  it('tells the author why a comment was rejected', async (t) => {
    const server = await moderated(t, engine);
    const { id } = await comment(server);
    assert.equal((await moderate(t, server, 'reject', id, '--reason', ' Ngoài chủ đề. ')).code, 0);
    assert.equal((await thread(server, '', TOKEN)).items[0]?.reason, 'Ngoài chủ đề.');
    assert.equal((await moderate(t, server, 'publish', id)).code, 0);
    assert.deepEqual([(await thread(server, '', TOKEN)).items[0]?.reason, (await thread(server)).total], [null, 1]);
  });

  it('answers as the agency, first among the replies and also in a closed thread', async (t) => {
    const server = await moderated(t, engine);
    const { id } = await comment(server);
    await moderate(t, server, 'close', newComment().thread, '--site', 'so');
    const { code, out } = await moderate(t, server, 'answer', id, 'Sở', 'xin', 'tiếp thu.');
    assert.equal(code, 0);
    const [shown] = (await thread(server)).items;
    const [answer] = shown?.firstReplies ?? [];
    assert.equal(out, `Đã trả lời / Answered: ${answer?.id}\n`);
    assert.deepEqual(
      [answer?.agency, answer?.name, answer?.text, answer?.state, answer?.parent?.id, answer?.mine],
      ['Sở Ngoại vụ', 'Sở Ngoại vụ', 'Sở xin tiếp thu.', 'published', id, false],
    );
    await moderate(t, server, 'reject', id);
    const refused = await moderate(t, server, 'answer', id, 'Nữa');
    assert.deepEqual([refused.code, refused.out], [1, '']);
    assert.match(refused.err, /^Hãy đăng ý kiến .*\nPublish the comment/);
    assert.match((await moderate(t, server, 'answer', 'none', 'Nữa')).err, /^Không có ý kiến mang mã: none/);
  });

  it('pins up to three comments of a thread, and closes and opens it', async (t) => {
    const server = await moderated(t, engine);
    const posted: string[] = [];
    for (let number = 0; number < 5; number += 1) {
      server.clock.ms += 1000;
      posted.push((await comment(server, { text: `Ý kiến ${number}` })).id);
    }
    const [first = '', second = '', third = '', fourth = ''] = posted;
    assert.equal((await moderate(t, server, 'pin', first, second, third)).code, 0);
    const refused = await moderate(t, server, 'pin', fourth);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /^Bài này đã có 3 ý kiến được ghim/);
    const page = await thread(server);
    assert.deepEqual(ids(page).slice(0, 3).sort(), [first, second, third].sort());
    assert.equal((await moderate(t, server, 'unpin', first, second, third)).code, 0);
    assert.deepEqual(ids(await thread(server)), [...posted].reverse());
    assert.match((await moderate(t, server, 'pin', 'none')).err, /^Chỉ ghim được ý kiến đã đăng/);

    assert.equal((await moderate(t, server, 'close', newComment().thread, '--site', 'so')).code, 0);
    await problem(await postComment(server, newComment()), 409, 'thread-closed');
    assert.equal((await moderate(t, server, 'open', newComment().thread, '--site', 'so')).code, 0);
    await comment(server);
    assert.match((await moderate(t, server, 'close', '/a', '--site', 'none')).err, /^Không có trang "none"/);
  });
});

it('a moderator sees what readers reported, with the number of reports', async (t) => {
  const server = await moderated(t, sqlite);
  const { id } = await comment(server);
  await comment(server, { text: 'Không sao' });
  await send(server, 'POST', `comments/${id}/reports`, `Bearer ${TOKEN}`, { reason: 'abuse' });
  const { out } = await moderate(t, server, 'list', '--reported');
  assert.equal(out.split('\n').length, 2);
  assert.match(out, new RegExp(`^${id}\tpublished\t.*\t1\n$`));
});

it('a moderator who mistypes is told how', async (t) => {
  const server = await moderated(t, sqlite);
  const wrong = [
    ['answer'],
    ['answer', 'x'],
    ['close', '/a'],
    ['close', '--site', 'so'],
    ['pin'],
    ['reject', 'x', '--why'],
  ];
  for (const words of wrong) {
    const { code, err } = await moderate(t, server, ...words);
    assert.equal(code, 1, words.join(' '));
    assert.match(err, /^Cách dùng[^]*Usage/);
  }
});
