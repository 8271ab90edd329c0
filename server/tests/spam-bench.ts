// Prints what the proof of work costs, for the choice of `DIFFICULTY`: `node server/tests/spam-bench.ts`. Nothing passes or fails.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { chromium } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../../scripts/browser.ts';
import { DIFFICULTY, Proofs } from '../spam/proof.ts';
import { SECRET, solved } from './spam-support.ts';

/** Hashes of one run: the most that an easiest challenge asks for. */
const HASHES = DIFFICULTY.easiest;

interface Figures {
  /** Hashes a second. */
  readonly rate: number;
  /** Milliseconds for `HASHES`, in slices of 10 ms as a page does it. */
  readonly ms: number;
}

// The elements' own hash, as text: the server imports nothing of it.
const source = stripTypeScriptTypes(readFileSync(new URL('../../src/api/sha256.ts', import.meta.url), 'utf8'));
const script = `(async () => {
  ${source.replace(/^export /gm, '')}
  const hash = sha256After('0123456789abcdef01234567?expires=1700000000&');
  const { port1, port2 } = new MessageChannel();
  const turn = () => new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });
  const begin = performance.now();
  for (let number = 0, end = begin + 10; number < ${HASHES}; number += 1) {
    hash(String(number));
    if (number % 32 || performance.now() < end) continue;
    await turn();
    end = performance.now() + 10;
  }
  const ms = performance.now() - begin;
  return { ms, rate: ${HASHES} / ms * 1000 };
})()`;

const executablePath = findBrowser();
for (const flags of [[], ['--js-flags=--jitless']]) {
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...BROWSER_ARGS, ...flags],
  });
  console.log(`Chromium ${browser.version()} ${flags.join(' ')}`);
  for (const rate of [1, 4, 6]) {
    // A reader's page solves once: what counts is the first run, before the engine has warmed up.
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    const runs: Figures[] = [];
    for (let run = 0; run < 7; run += 1) runs.push(await page.evaluate<Figures>(script));
    await page.close();
    const median = runs.toSorted((a, b) => a.ms - b.ms)[3]!;
    const hardest = DIFFICULTY.hardest / median.rate;
    console.log(
      `${rate}x slower: easiest at most ${Math.round(runs[0]!.ms)} ms in the first run, ${Math.round(median.ms)} ms in the median of 7 ` +
        `(${Math.round(median.rate).toLocaleString('en')} hashes/s); hardest at most ${hardest.toFixed(2)} s`,
    );
  }
  await browser.close();
}

const proofs = new Proofs(SECRET, Date.now);
const COUNT = 2000;
let begin = performance.now();
for (let round = 0; round < COUNT; round += 1) await proofs.challenge('so', DIFFICULTY.easiest);
console.log(`Server: a challenge costs ${Math.round(((performance.now() - begin) / COUNT) * 1000)} µs`);
const key = randomUUID();
const proof = await solved({ ...(await proofs.challenge('so', 10)), minimumSeconds: 0 });
begin = performance.now();
for (let round = 0; round < COUNT; round += 1) await proofs.check('so', proof, key);
console.log(`Server: looking at a proof costs ${Math.round(((performance.now() - begin) / COUNT) * 1000)} µs`);
