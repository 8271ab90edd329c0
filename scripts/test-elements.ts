// Runs the tests of the elements in one engine: `npm run test:firefox [-- what wtr understands]`.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canUseApt } from './apt.ts';
import { ENGINES, isEngineName } from './engines.ts';

const [name, ...words] = process.argv.slice(2);
if (!isEngineName(name)) {
  console.error(`Usage: node scripts/test-elements.ts ${Object.keys(ENGINES).join('|')} [options of wtr]`);
  process.exit(1);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const engine = ENGINES[name];

if (engine.missing() && canUseApt()) {
  console.log(`${engine.title} is not installed: installing Debian’s packages with apt-get.`);
  engine.install();
}
const why = engine.missing();
if (why) {
  // Without Chromium nothing would be tested at all.
  if (process.env['CI'] === 'true' || name === 'chromium') {
    console.error(`The tests of the elements need ${engine.title}: ${why}.`);
    process.exit(1);
  }
  console.log(`SKIPPED: the tests of the elements in ${engine.title}: ${why}.`);
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(
    join(root, 'test-results', `elements-${name}.json`),
    JSON.stringify({ passed: 0, failed: 0, skipped: 1 }),
  );
} else {
  const wtr = join(dirname(createRequire(import.meta.url).resolve('@web/test-runner')), 'bin.js');
  const tests = spawn(process.execPath, [wtr, ...words], {
    cwd: root,
    env: { ...process.env, ENGINE: name },
    stdio: 'inherit',
  });
  // The only signal at which wtr stops its browser.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => tests.kill('SIGINT'));
  tests.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
