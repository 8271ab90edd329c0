import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { POST_LIMITS } from '../spam/limits.ts';
import { difficulty } from '../spam/proof.ts';
import { accepted, guard, MINUTE, moderated, NO_LIMITS, SECOND, site, type TestGuard } from './spam-support.ts';
import { START } from './support.ts';

/** The counters go by the machine's clock, which stands here until it is moved with the server's. */
function limited(t: TestContext, limits: Partial<typeof POST_LIMITS>): TestGuard & { pass: (ms: number) => void } {
  t.mock.timers.enable({ apis: ['Date'], now: START });
  const test = guard({ limits: { ...NO_LIMITS, ...limits } });
  let machine = START;
  return {
    ...test,
    pass: (ms) => {
      test.clock.ms += ms;
      t.mock.timers.setTime((machine += ms));
    },
  };
}

const tooFast = (retryAfter: number): object => ({ verdict: 'refuse', problem: 'too-fast', retryAfter });

it('asks an author who writes too fast to wait, says how long, and takes the comment then', async (t) => {
  const { assess, pass } = limited(t, { author: POST_LIMITS.author });
  const author = 'one-author';
  for (let round = 0; round < 5; round += 1) accepted(await assess({ author }));
  assert.deepEqual(await assess({ author, key: 'the-sixth' }), tooFast(300));
  pass(4 * MINUTE);
  // Asking again and again costs nothing.
  for (let round = 0; round < 9; round += 1) assert.deepEqual(await assess({ author, key: 'the-sixth' }), tooFast(60));
  accepted(await assess({ author: 'another-author' }));
  accepted(await assess({ author, site: site({}, 'khac') }));
  pass(MINUTE);
  accepted(await assess({ author, key: 'the-sixth' }));
});

it('counts a comment once, however often and at whatever moments it is sent', async (t) => {
  const { assess, proof } = limited(t, POST_LIMITS);
  const [author, text] = ['one-author', 'Đề nghị công khai danh mục dự án đầu tư công.'];
  const once = await proof();
  const same = { key: 'one-comment', author, text, proof: once };
  const verdicts = await Promise.all(Array.from({ length: 50 }, () => assess(same)));
  for (const verdict of verdicts) accepted(verdict);
  for (let round = 0; round < 4; round += 1) accepted(await assess({ author }));
  assert.deepEqual(await assess({ author }), tooFast(300));
  accepted(await assess(same));
});

it('lets no second one through while the first of the same comment is refused', async (t) => {
  const { assess } = limited(t, { author: POST_LIMITS.author });
  const author = 'one-author';
  for (let round = 0; round < 5; round += 1) await assess({ author });
  const verdicts = await Promise.all(Array.from({ length: 9 }, () => assess({ author, key: 'the-sixth' })));
  for (const verdict of verdicts) assert.deepEqual(verdict, tooFast(300));
});

it('lets comments from a busy address wait, and refuses none of them', async (t) => {
  const { assess, pass } = limited(t, { address: POST_LIMITS.address });
  const office = { client: '203.0.113.7' };
  for (let round = 0; round < 10; round += 1) accepted(await assess({}, office));
  for (let round = 0; round < 30; round += 1) moderated(await assess({}, office), 'busy-address');
  moderated(await assess({ site: site({}, 'khac') }, office), 'busy-address');
  accepted(await assess({}, { client: '203.0.113.8' }));
  accepted(await assess({ proof: undefined }, { ...office, verified: true }));
  pass(10 * MINUTE);
  accepted(await assess({}, office));
});

it('lets every comment of a flood wait until ten minutes after its beginning, on this site alone', async (t) => {
  const { assess, pass } = limited(t, { site: POST_LIMITS.site });
  const [so, khac] = [site(), site({}, 'khac')];
  for (let round = 0; round < 60; round += 1) accepted(await assess({ site: so }));
  pass(9 * MINUTE);
  moderated(await assess({ site: so }), 'flood');
  accepted(await assess({ site: khac }));
  accepted(await assess({ site: so, proof: undefined }, { client: '192.0.2.1', verified: true }));
  pass(9 * MINUTE);
  moderated(await assess({ site: so }), 'flood');
  pass(MINUTE);
  accepted(await assess({ site: so }));
});

it('makes challenges harder while a site is flooded, up to a bound, and easy again afterwards', async (t) => {
  const { spam, assess, pass } = limited(t, { site: { ...POST_LIMITS.site, points: 20 } });
  const asked = async (): Promise<number> => (await spam.challenge(site())).maxnumber;
  const seen = [await asked()];
  for (let round = 0; round < 25; round += 1) {
    await assess({ proof: undefined });
    seen.push(await asked());
  }
  assert.equal(seen[0], 20);
  assert.equal(seen[5], 20);
  assert.ok(seen[10]! > 20 && seen[10]! < 160);
  assert.equal(seen.at(-1), 160);
  assert.deepEqual(
    seen,
    seen.toSorted((a, b) => a - b),
  );
  assert.equal((await spam.challenge(site({}, 'khac'))).maxnumber, 20);
  pass(10 * MINUTE + SECOND);
  assert.equal(await asked(), 20);
});

it('asks for 50,000 tries at most in calm times and for 400,000 at most ever', () => {
  assert.deepEqual(
    [0, 0.25, 1, 1000].map((load) => difficulty(load)),
    [50_000, 50_000, 400_000, 400_000],
  );
});
