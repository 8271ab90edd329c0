import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catchUp } from '../desk-index/catch-up.ts';
import { decide } from '../moderation/actions.ts';
import { undo } from '../moderation/undo.ts';
import { eraseComments } from '../comments/states.ts';
import { figuresOf } from '../statistics/figures.ts';
import { MonthMemory } from '../statistics/month-memory.ts';
import type { MonthFigures } from '../statistics/month-figures.ts';
import { readPeriod } from '../statistics/period.ts';
import { answer, databaseOf, official, token } from './conversation.ts';
import { onEachEngine } from './engines.ts';
import { record } from './plans.ts';
import { DAY, randomNumbers } from './statistics-support.ts';
import { comment, config, serve, START } from './support.ts';

const SITE = { slug: 'so', timeZone: 'Asia/Ho_Chi_Minh' };

onEachEngine('months that were counted before', (engine) => {
  it('are counted anew after whatever may happen to a comment, also by another process, and only then', async (t) => {
    const server = await serve(t, {
      engine,
      config: config({ comments: { rejectReasons: [{ code: 'off-topic', text: 'Lạc đề' }] } }),
    });
    const db = await databaseOf(t, server);
    const [memory, other] = [new MonthMemory(), new MonthMemory()];
    const random = randomNumbers(11);
    const made: string[] = [];
    const steps: number[] = [];
    let undone = 0;
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    const by = () => official(server.clock.ms, 'official-1', { sites: official(0).sites });
    const acts: Record<string, () => Promise<unknown>> = {
      async write() {
        const { id } = await comment(
          server,
          { thread: `/bai-${Math.floor(random() * 4)}` },
          { token: token(made.length) },
        );
        made.push(id);
      },
      async decide() {
        const id = pick(made);
        if (id === undefined) return;
        const action = pick(['publish', 'reject', 'pending'] as const)!;
        const outcome = await decide(db, by(), { action, comments: [{ id, seen: null }], reason: { text: 'Lý do.' } });
        if (outcome.result === 'done') steps.push(outcome.undo);
      },
      async undo() {
        const step = steps.pop();
        if (step === undefined) return;
        const { result } = await undo(db, by(), step);
        if (result === 'done') undone += 1;
      },
      async answer() {
        const id = pick(made);
        const row = await db
          .selectFrom('comments')
          .selectAll()
          .where('id', '=', id ?? '')
          .executeTakeFirst();
        if (row?.state !== 'published') return;
        await answer(db, server, { id: row.id, thread: row.thread } as never).catch(() => undefined);
        await db.insertInto('desk_marks').values({ comment_id: row.id }).execute();
      },
      async erase() {
        const row = await db
          .selectFrom('comments')
          .select(['id', 'site', 'thread'])
          .where('id', '=', pick(made) ?? '')
          .executeTakeFirst();
        if (row && random() < 0.4) await eraseComments(db, [row], server.clock.ms);
      },
      wait() {
        server.clock.ms += Math.floor(random() * 20 * DAY);
        return Promise.resolve();
      },
    };
    const queries = [
      { period: '2020' },
      { period: '2020-Q3' },
      { period: '2020-08' },
      { from: '2020-07-20', to: '2020-10-03' },
      { period: '2021' },
    ];
    for (let step = 0; step < 120; step += 1) {
      const [name, act] = step < 6 ? (['write', acts['write']!] as const) : pick(Object.entries(acts))!;
      await act();
      await catchUp(db, server.clock.ms);
      const query = pick(queries)!;
      const { period } = readPeriod(query, SITE.timeZone, START);
      const fresh = await figuresOf(db, SITE, period);
      for (const each of random() < 0.5 ? [memory] : [memory, other]) {
        assert.deepEqual(
          await figuresOf(db, SITE, period, { memory: each }),
          fresh,
          `step ${step}, ${name}, ${JSON.stringify(query)}`,
        );
      }
    }
    assert.ok(made.length > 15 && undone > 3, `${made.length} comments, ${undone} undone`);
    const { period } = readPeriod({ period: '2020' }, SITE.timeZone, START);
    const count = async (): Promise<number> =>
      (await record(db, (on) => figuresOf(on, SITE, period, { memory }))).filter(({ sql }) =>
        sql.includes('created_at'),
      ).length;
    await count();
    assert.equal(await count(), 0, 'nothing has changed');
    const living = await db
      .selectFrom('comments')
      .select('id')
      .where('state', 'in', ['published', 'pending'])
      .where('agency', 'is', null)
      .where('created_at', '<', period.to)
      .executeTakeFirstOrThrow();
    await decide(db, by(), { action: 'reject', comments: [{ ...living, seen: null }], reason: { text: 'Lý do.' } });
    await catchUp(db, server.clock.ms);
    assert.equal(await count(), 4, 'one month has');
  });
});

describe('the memory of months', () => {
  const figuresWith = (published: number): MonthFigures => ({
    days: [{ from: 0, states: { published, pending: 0, rejected: 0, withdrawn: 0, erased: 0 } }],
    decided: new Float64Array(),
    answered: new Float64Array(),
    reasons: new Map(),
    threads: new Map(),
  });
  const key = (from: number, version = 1) => ({ ...SITE, site: 'so', from, to: from + 1, version });

  it('keeps what was asked for last, and no more than it may', () => {
    const memory = new MonthMemory(3000);
    for (const from of [1, 2, 3]) memory.set(key(from), figuresWith(800));
    assert.ok(memory.get(key(1)));
    memory.set(key(4), figuresWith(800));
    assert.deepEqual(
      [1, 2, 3, 4].map((from) => memory.get(key(from)) !== undefined),
      [true, false, true, true],
    );
    assert.equal(memory.size, 2700);
    memory.set(key(5), figuresWith(10_000));
    assert.equal(memory.size, 0);
  });

  it('knows nothing of another version, site or time zone', () => {
    const memory = new MonthMemory();
    memory.set(key(1), figuresWith(5));
    assert.ok(memory.get(key(1)));
    assert.equal(memory.get(key(1, 2)), undefined);
    assert.equal(memory.get({ ...key(1), site: 'khac' }), undefined);
    assert.equal(memory.get({ ...key(1), timeZone: 'Europe/Berlin' }), undefined);
    memory.set(key(1, 2), figuresWith(7));
    assert.equal(memory.size, 107);
  });
});
