import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addReport } from '../comments/likes.ts';
import { parseConfig } from '../config.ts';
import { countQueue, countWaiting, MOST_COUNTED } from '../moderation/queue.ts';
import { emptyDatabase, fill, post } from './desk-index-support.ts';
import { onEachEngine } from './engines.ts';
import { config, START } from './support.ts';

const DAY = 24 * 3_600_000;

onEachEngine('counts of the desk', (engine) => {
  it('are by site, state and age, as everything is at the moment', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const ages = [0, DAY - 1, DAY, 3 * DAY - 1, 3 * DAY, 30 * DAY];
    for (const age of ages) await post(db, 'Chờ duyệt', { state: 'pending', now: START - age });
    const published = await post(db, 'Đã đăng');
    await post(db, 'Đã đăng', { thread: '/bai-2' });
    await post(db, 'Không đăng', { state: 'rejected' });
    await post(db, 'Nơi khác', { site: 'khac', state: 'pending' });
    const [site] = parseConfig(config()).sites;
    const opinion = { site: site!, id: published.id, likerHash: 'reader', allow: () => Promise.resolve(), now: START };
    await addReport(db, opinion, { reason: 'spam' });
    const counts = await countQueue(db, 'so', START);
    assert.deepEqual(counts, {
      pending: 6,
      drafts: 0,
      assigned: 0,
      approval: 0,
      reported: 1,
      published: 2,
      rejected: 1,
      ages: { day: 2, days: 2, older: 2 },
    });
    assert.deepEqual((await countQueue(db, 'khong-co', START)).pending, 0);
    assert.deepEqual([...(await countWaiting(db, ['so', 'khac', 'khong-co']))].sort(), [
      ['khac', 1],
      ['so', 6],
    ]);
  });

  it('end at a bound, and say so', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fill(db, MOST_COUNTED + 1, 'pending');
    assert.equal((await countQueue(db, 'so', START + 30 * DAY)).pending, MOST_COUNTED + 1);
    await db.deleteFrom('comments').where('idempotency_key', '=', 'key-1').execute();
    assert.equal((await countQueue(db, 'so', START + 30 * DAY)).pending, MOST_COUNTED);
  });
});
