import assert from 'node:assert/strict';
import { it } from 'node:test';
import { addReport } from '../comments/likes.ts';
import { countsOf, MOST_COUNTED } from '../desk-index/counts.ts';
import { emptyDatabase, fill, post } from './desk-index-support.ts';
import { onEachEngine } from './engines.ts';
import { START } from './support.ts';

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
    const opinion = { site: 'so', id: published.id, likerHash: 'reader', allow: () => Promise.resolve(), now: START };
    await addReport(db, opinion, { reason: 'spam' });
    const [so, khac, none] = await countsOf(db, ['so', 'khac', 'khong-co'], START);
    const exact = (count: number): { count: number; more: boolean } => ({ count, more: false });
    assert.deepEqual(so, {
      site: 'so',
      states: { pending: exact(6), published: exact(2), rejected: exact(1), withdrawn: exact(0), erased: exact(0) },
      waiting: { new: exact(2), days: exact(2), old: exact(2) },
      reported: exact(1),
    });
    assert.deepEqual([khac?.site, khac?.states.pending, khac?.reported], ['khac', exact(1), exact(0)]);
    assert.deepEqual([none?.site, none?.states.published, none?.waiting.new], ['khong-co', exact(0), exact(0)]);
    assert.deepEqual(await countsOf(db, [], START), []);
  });

  it('end at a bound, and say so', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await fill(db, MOST_COUNTED + 1, 'pending');
    const [at] = await countsOf(db, ['so'], START + 30 * DAY);
    assert.deepEqual(at?.states.pending, { count: MOST_COUNTED, more: true });
    await db.deleteFrom('comments').where('idempotency_key', '=', 'key-1').execute();
    const [below] = await countsOf(db, ['so'], START + 30 * DAY);
    assert.deepEqual(below?.states.pending, { count: MOST_COUNTED, more: false });
  });
});
