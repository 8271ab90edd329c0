// Runs the server's tests on SQLite and PostgreSQL: `npm run test:server [-- file…]`.
import { spawn } from 'node:child_process';
import { globSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startPostgres, type TestPostgres } from './postgres.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
const files = wanted.length > 0 ? wanted : globSync('server/tests/*.test.ts', { cwd: root }).sort();

let postgres: TestPostgres | null = null;
try {
  postgres = await startPostgres();
  console.log(`PostgreSQL for the tests: ${postgres.url}`);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  if (process.env.CI === 'true') {
    console.error(`The tests need PostgreSQL: ${why}.`);
    process.exit(1);
  }
  console.log(`SKIPPED: the tests on PostgreSQL, because ${why}.`);
}

const environment = {
  ...process.env,
  // Each file is a process of its own, and so is each command of the server that a test runs: they need not all read the same sources anew.
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../test-results/compile-cache', import.meta.url)),
  ...(postgres && { TINH_TEST_POSTGRES: postgres.url }),
};
// `npm test` reads its count from there.
mkdirSync(new URL('../test-results/', import.meta.url), { recursive: true });
const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${new URL('count-reporter.ts', import.meta.url).href}`,
  '--test-reporter-destination=test-results/server.json',
];
// Each file has databases of its own, and waits for the disk for a good part of its time. Left to itself, Node runs one at a time on two cores.
const concurrency = `--test-concurrency=${availableParallelism() + 1}`;
const tests = spawn(process.execPath, ['--test', concurrency, ...reporters, ...files], {
  cwd: root,
  env: environment,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => tests.kill(signal));
tests.on('exit', (code) => {
  postgres?.stop();
  process.exitCode = code ?? 1;
});
