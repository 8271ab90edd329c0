import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { it } from 'node:test';
import Fastify from 'fastify';
import { parseConfig } from '../config.ts';
import { guardSites } from '../site-guard.ts';
import { SpamGuard } from '../spam/assess.ts';
import { challengeRoutes } from '../spam/routes.ts';
import type { Challenge } from '../spam/schemas.ts';
import {
  accepted,
  encode,
  expired,
  guard,
  HOUR,
  MINUTE,
  moderated,
  SECOND,
  site,
  solution,
  solved,
} from './spam-support.ts';
import { config, START } from './support.ts';

it('gives every reader another challenge, which no cache keeps', async (t) => {
  const { spam, assess, clock } = guard();
  const app = Fastify();
  t.after(() => app.close());
  await app.register(
    async (sites) => {
      const [site] = parseConfig(config()).sites;
      guardSites(sites, { refresh: () => undefined, find: () => site }, null);
      await sites.register(challengeRoutes, { spam });
    },
    { prefix: '/api/v1/sites/:site' },
  );
  const ask = () => app.inject('/api/v1/sites/so/challenge');
  const [one, two] = [await ask(), await ask()];
  assert.equal(one.statusCode, 200);
  assert.equal(one.headers['cache-control'], 'no-store');
  const challenge = one.json<Challenge>();
  assert.notEqual(challenge.challenge, two.json<Challenge>().challenge);
  assert.deepEqual(Object.keys(challenge).sort(), [
    'algorithm',
    'challenge',
    'expiresIn',
    'maxnumber',
    'minimumSeconds',
    'salt',
    'signature',
  ]);
  assert.deepEqual([challenge.algorithm, challenge.expiresIn, challenge.minimumSeconds], ['SHA-256', 1800, 3]);
  // With its number of six digits still one block of SHA-256: 55 bytes.
  assert.ok(challenge.salt.length + 6 <= 55);
  const proof = await solved(challenge);
  clock.ms += 5 * SECOND;
  accepted(await assess({ proof }));
});

it('accepts a comment with a solved challenge, and lets one without wait for a moderator', async () => {
  const { assess } = guard();
  accepted(await assess());
  for (const proof of [undefined, null, '']) moderated(await assess({ proof }), 'no-proof');
});

it('lets a comment whose proof is no proof wait for a moderator', async () => {
  const { spam, assess, clock } = guard();
  const right = await solution(await spam.challenge(site()));
  const other = await solution(await spam.challenge(site()));
  const [start = ''] = right.salt.split('?');
  const broken: Record<string, unknown> = {
    'another signature': encode({ ...right, signature: other.signature }),
    'a signature of one’s own': encode({
      ...right,
      signature: createHmac('sha256', 'guessed').update(right.challenge).digest('hex'),
    }),
    'no signature': encode({ ...right, signature: undefined }),
    'a wrong number': encode({ ...right, number: right.number + 1 }),
    'a number too large': encode({ ...right, number: 2 ** 53 }),
    'a number beyond all numbers': Buffer.from(
      JSON.stringify(right).replace(/"number":\d+/, '"number":1e999'),
    ).toString('base64'),
    'a number as text': encode({ ...right, number: String(right.number) }),
    'a negative number': encode({ ...right, number: -1 }),
    'a salt without expiry': encode({ ...right, salt: start }),
    'a salt whose expiry has become part of the number': encode({
      ...right,
      salt: `${start}?`,
      number: `${right.salt.slice(start.length + 1)}${right.number}`,
    }),
    'a salt without its closing mark': encode({ ...right, salt: right.salt.slice(0, -1) }),
    'a later expiry': encode({ ...right, salt: right.salt.replace(/expires=\d+/, 'expires=99999999999') }),
    'another algorithm': encode({ ...right, algorithm: 'SHA-1' }),
    'JSON without base64': JSON.stringify(right),
    'base64 without JSON': Buffer.from('không phải JSON').toString('base64'),
    'no base64': '%%%=== \u0000 ngẫu nhiên',
    'a list': encode([right]),
    nothing: encode(null),
    'a number for a text': 7,
    'an object for a text': right,
    'a megabyte of text': 'A'.repeat(2 ** 20),
    'a megabyte around the right answer': encode({ ...right, more: 'A'.repeat(2 ** 20) }),
  };
  for (const [what, proof] of Object.entries(broken)) {
    assert.deepEqual(await assess({ proof }), { verdict: 'moderate', reasons: ['bad-proof'] }, what);
  }
  clock.ms += 5 * SECOND;
  accepted(await assess({ proof: encode(right) }));
});

it('does not take the proof of another site’s challenge, nor of another server’s', async () => {
  const { proof, assess, clock } = guard();
  moderated(await assess({ proof: await proof(site({}, 'khac')) }), 'bad-proof');
  const stranger = new SpamGuard({
    secret: 'x'.repeat(32),
    now: () => clock.ms,
    difficulty: { easiest: 9, hardest: 9 },
  });
  moderated(await assess({ proof: await solved(await stranger.challenge(site())) }), 'bad-proof');
});

it('takes a challenge for one comment only, and asks for a new one then', async () => {
  const { proof, assess, clock } = guard();
  const once = await proof();
  accepted(await assess({ proof: once }));
  expired(await assess({ proof: once }));
  clock.ms += 20 * MINUTE;
  expired(await assess({ proof: once }));
  accepted(await assess());
});

it('takes a challenge once, however many comments come with it at the same moment', async () => {
  const { proof, assess } = guard();
  const once = await proof();
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => assess({ proof: once })));
  assert.equal(verdicts.filter(({ verdict }) => verdict === 'accept').length, 1);
});

it('takes the same proof again when the same comment is sent again', async () => {
  const { proof, assess } = guard();
  const once = await proof();
  const text = 'Đề nghị xem xét lại giờ tiếp công dân buổi sáng.';
  for (let round = 0; round < 3; round += 1) accepted(await assess({ key: 'one-comment', text, proof: once }));
  expired(await assess({ key: 'another-comment', text, proof: once }));
});

it('asks for a new challenge after half an hour, and takes the comment with it or without any', async () => {
  const { proof, assess, clock } = guard();
  const [late, later] = [await proof(), await proof()];
  clock.ms = START + 30 * MINUTE - 1;
  accepted(await assess({ proof: late }));
  clock.ms += 20 * SECOND;
  expired(await assess({ key: 'a-long-comment', proof: later }));
  accepted(await assess({ key: 'a-long-comment' }));
  moderated(await assess({ key: 'another-long-comment', proof: undefined }), 'no-proof');
});

it('goes by the server’s clock alone: a reader’s may be a day off in either direction', async (t) => {
  const { spam, assess, clock } = guard();
  for (const off of [-24 * HOUR, 0, 24 * HOUR]) {
    const challenge = await spam.challenge(site());
    // Whoever solves it, and the library that verifies it, see this time.
    t.mock.timers.enable({ apis: ['Date'], now: clock.ms + off });
    const proof = await solved(challenge);
    clock.ms += 5 * SECOND;
    accepted(await assess({ proof }));
    t.mock.timers.reset();
  }
});

it('makes challenges that survive a restart, and that other processes with the same secret take', async () => {
  const [before, after] = [guard(), guard()];
  const proof = await before.proof();
  after.clock.ms = before.clock.ms;
  accepted(await after.assess({ proof }));
});

it('does not start with a secret that can be guessed', () => {
  assert.throws(() => guard({ secret: 'secret' }), /fewer than 32 characters/);
});
