import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CommentPage, PostedComment } from '../../src/api/contract.ts';
import { databaseOf, ids, like, pinComment, place, reply, send, setState, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { comment, config, faults, problem, serve, type TestServer, thread, TOKEN } from './support.ts';

/** Comments a second apart, oldest first. */
async function postMany(server: TestServer, count: number): Promise<PostedComment[]> {
  const posted: PostedComment[] = [];
  for (let number = 1; number <= count; number += 1) {
    server.clock.ms += 1000;
    posted.push(await comment(server, { text: `Ý kiến ${number}` }));
  }
  return posted;
}

/** All pages from one on. */
async function follow(server: TestServer, page: CommentPage, between?: () => Promise<void>): Promise<string[]> {
  const seen = ids(page);
  for (let cursor = page.nextCursor; cursor !== null;) {
    await between?.();
    const next = await thread(server, `&limit=3&sort=${page.sort}&cursor=${cursor}`);
    seen.push(...ids(next));
    cursor = next.nextCursor;
  }
  return seen;
}

onEachEngine('order of comments', (engine) => {
  it('is newest, oldest or most liked first, with the newest first among equally liked ones', async (t) => {
    const server = await serve(t, { engine });
    const posted = await postMany(server, 7);
    await like(server, posted[2]!, token(1));
    await like(server, posted[2]!, token(2));
    await like(server, posted[4]!, token(1));
    const oldest = posted.map(({ id }) => id);
    const newest = [...oldest].reverse();
    const liked = [oldest[2]!, oldest[4]!];
    const likes = [...liked, ...newest.filter((id) => !liked.includes(id))];
    for (const [sort, expected] of Object.entries({ newest, oldest, likes })) {
      assert.deepEqual(await follow(server, await thread(server, `&limit=3&sort=${sort}`)), expected, sort);
    }
    assert.deepEqual(ids(await thread(server, '&limit=3')), newest.slice(0, 3));
  });

  it('leads back to the beginning as well', async (t) => {
    const server = await serve(t, { engine });
    await postMany(server, 8);
    for (const sort of ['newest', 'oldest', 'likes']) {
      const first = await thread(server, `&limit=3&sort=${sort}`);
      const second = await thread(server, `&limit=3&sort=${sort}&cursor=${first.nextCursor}`);
      const third = await thread(server, `&limit=3&sort=${sort}&cursor=${second.nextCursor}`);
      const back = await thread(server, `&limit=3&sort=${sort}&cursor=${third.previousCursor}`);
      assert.deepEqual(ids(back), ids(second));
      const start = await thread(server, `&limit=3&sort=${sort}&cursor=${back.previousCursor}`);
      assert.deepEqual([ids(start), start.previousCursor], [ids(first), null]);
      assert.equal(first.previousCursor, null);
    }
  });

  it('puts pinned comments before all others of the first page, and nowhere else', async (t) => {
    const server = await serve(t, { engine });
    const db = await databaseOf(t, server);
    const posted = await postMany(server, 8);
    const pinned = [posted[6]!.id, posted[0]!.id];
    for (const id of [...pinned].reverse()) {
      server.clock.ms += 1000;
      assert.equal(await pinComment(db, id, true, server.clock.ms), 'done');
    }
    for (const sort of ['newest', 'oldest', 'likes']) {
      const first = await thread(server, `&limit=3&sort=${sort}`);
      assert.deepEqual(ids(first).slice(0, 2), pinned);
      assert.deepEqual(
        first.items.slice(0, 3).map((each) => each.pinned),
        [true, true, false],
      );
      const late = async (): Promise<void> => {
        await pinComment(db, posted[0]!.id, false, server.clock.ms);
        await pinComment(db, posted[3]!.id, true, server.clock.ms);
      };
      const seen = await follow(server, first, late);
      assert.deepEqual(
        [...seen].sort(),
        posted.map(({ id }) => id).sort(),
        'all of them once, also when others are pinned',
      );
      const second = await thread(server, `&limit=3&sort=${sort}&cursor=${first.nextCursor}`);
      const back = await thread(server, `&limit=3&sort=${sort}&cursor=${second.previousCursor}`);
      assert.deepEqual(ids(back).sort(), ids(first).sort(), 'on the way back they stand first again');
      await pinComment(db, posted[3]!.id, false, server.clock.ms);
      await pinComment(db, posted[0]!.id, true, (server.clock.ms += 1000));
      await pinComment(db, posted[6]!.id, false, server.clock.ms);
      await pinComment(db, posted[6]!.id, true, (server.clock.ms += 1000));
    }
    await setState(db, [posted[0]!.id], 'rejected', server.clock.ms);
    assert.deepEqual(
      ids(await thread(server, '&limit=1')),
      [posted[6]!.id, posted[7]!.id],
      'a rejected one is not pinned',
    );
  });

  it('shows every comment exactly once while likes come and go between the pages', async (t) => {
    const server = await serve(t, { engine });
    const posted = await postMany(server, 24);
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const shuffle = async (): Promise<void> => {
      for (let times = 0; times < 12; times += 1) {
        await like(server, posted[random(posted.length)]!, token(random(4)), random(3) > 0);
      }
    };
    for (let round = 0; round < 4; round += 1) {
      await shuffle();
      const expected = ids(await thread(server, '&limit=100&sort=likes'));
      const seen = await follow(server, await thread(server, '&limit=3&sort=likes'), shuffle);
      assert.deepEqual(seen, expected, 'in the order of the moment when the list was begun');
    }
  });

  it('mixes in the author’s own comments that others do not see, in every order', async (t) => {
    const server = await serve(t, { engine, config: config({ moderation: 'before' }) });
    const db = await databaseOf(t, server);
    const posted = await postMany(server, 7);
    const published = posted.filter((_, index) => index % 2 === 0).map(({ id }) => id);
    await setState(db, published, 'published', server.clock.ms);
    await setState(db, [posted[1]!.id], 'rejected', server.clock.ms);
    const oldest = posted.map(({ id }) => id);
    const newest = [...oldest].reverse();
    for (const [sort, expected] of Object.entries({ newest, oldest, likes: newest })) {
      const seen: string[] = [];
      for (let query = `&limit=2&sort=${sort}`; query !== '';) {
        const page = await thread(server, query, TOKEN);
        seen.push(...ids(page));
        query = page.nextCursor === null ? '' : `&limit=2&sort=${sort}&cursor=${page.nextCursor}`;
      }
      assert.deepEqual(seen, expected, sort);
    }
    assert.deepEqual(
      ids(await thread(server)),
      newest.filter((id) => published.includes(id)),
    );
  });

  it('takes no cursor of another order', async (t) => {
    const server = await serve(t, { engine });
    await postMany(server, 2);
    const { nextCursor } = await thread(server, '&limit=1');
    for (const query of [`sort=likes&cursor=${nextCursor}`, 'cursor=bmV3ZXN0', 'cursor=%00']) {
      const refused = await server.site(`comments?thread=/tin-tuc/bai-1&${query}`);
      assert.deepEqual(faults(await problem(refused, 400, 'invalid-request')), ['cursor invalid'], query);
    }
  });
});

onEachEngine('the address of one comment', (engine) => {
  it('leads to the page that begins with it, with ways on and back, in every order', async (t) => {
    const server = await serve(t, { engine });
    const posted = await postMany(server, 9);
    const wanted = posted[4]!;
    for (const sort of ['newest', 'oldest', 'likes']) {
      const all = ids(await thread(server, `&limit=100&sort=${sort}`));
      const at = all.indexOf(wanted.id);
      const page = await place(server, wanted.id, `?limit=3&sort=${sort}`);
      assert.deepEqual(
        [page.comment.id, page.thread, page.total, page.replies],
        [wanted.id, '/tin-tuc/bai-1', 9, null],
      );
      assert.deepEqual(ids(page), all.slice(at, at + 3));
      const next = await thread(server, `&limit=3&sort=${sort}&cursor=${page.nextCursor}`);
      assert.deepEqual(ids(next), all.slice(at + 3, at + 6));
      const before = await thread(server, `&limit=3&sort=${sort}&cursor=${page.previousCursor}`);
      assert.deepEqual(ids(before), all.slice(at - 3, at));
    }
    assert.equal((await place(server, posted[8]!.id)).previousCursor, null);
    assert.equal((await place(server, posted[0]!.id)).nextCursor, null);
  });

  it('brings the replies from that comment on where the first ones are not enough', async (t) => {
    const server = await serve(t, { engine });
    const root = await comment(server);
    const below: string[] = [];
    for (let number = 0; number < 6; number += 1) {
      server.clock.ms += 1000;
      below.push((await reply(server, root, { text: `Trả lời ${number}` })).id);
    }
    const near = await place(server, below[2]!);
    assert.deepEqual([near.comment.id, ids(near), near.replies], [below[2], [root.id], null]);
    const far = await place(server, below[4]!);
    assert.deepEqual(far.replies && ids(far.replies), below.slice(4));
    const before = await server.site(`comments/${root.id}/replies?cursor=${far.replies?.previousCursor}`);
    assert.deepEqual(ids((await before.json()) as CommentPage), below.slice(0, 4));
  });

  it('and every list of the thread are answered with 304 until the thread changes', async (t) => {
    const server = await serve(t, { engine });
    const posted = await comment(server);
    const place = `comments/${posted.id}`;
    const list = 'comments?thread=/tin-tuc/bai-1&sort=oldest&limit=1';
    const changes: Record<string, () => Promise<unknown>> = {
      'a like': () => like(server, posted, token(1)),
      'a reply': () => reply(server, posted),
      'a changed text': () => send(server, 'PATCH', place, `Bearer ${TOKEN}`, { text: 'Sửa.' }),
      'a pin': async () => pinComment(await databaseOf(t, server), posted.id, true, server.clock.ms),
    };
    for (const [name, act] of Object.entries(changes)) {
      for (const path of [place, `${place}/replies`, list]) {
        const etag = (await server.site(path)).headers.get('etag') ?? '';
        const again = async (): Promise<number> =>
          (await server.site(path, { headers: { 'if-none-match': etag } })).status;
        assert.equal(await again(), 304, path);
        if (path !== list) continue;
        await act();
        assert.equal(await again(), 200, name);
      }
    }
    const etag = (await server.site(list)).headers.get('etag');
    await like(server, posted, token(1));
    assert.equal((await server.site(list)).headers.get('etag'), etag, 'a repeated like changes nothing');
    const counts = 'comment-counts?thread=/tin-tuc/bai-1';
    const known = { 'if-none-match': (await server.site(counts)).headers.get('etag') ?? '' };
    assert.equal((await server.site(counts, { headers: known })).status, 304);
    await comment(server);
    assert.equal((await server.site(counts, { headers: known })).status, 200);
  });
});
