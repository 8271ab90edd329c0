/**
 * `npm test`: everything, from the browser to the end-to-end run, in one command. The last line is the count.
 *
 * `npm test -- --only=elements,server` runs some steps; an unknown name lists them all.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser.ts';

/** How many tests of a step ended how. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  /** What `--only` calls it. */
  readonly name: string;
  readonly title: string;
  /** Steps without which this one cannot succeed; it is not run where one of them failed, and counts as failed. */
  readonly needs?: readonly string[];
  /** Runs the step; true when it succeeded. */
  readonly run: () => boolean | Promise<boolean>;
  /** Runs at the same time as the step before it: neither fills the machine by itself, and neither measures time. */
  readonly beside?: true;
  /** Prepares others: not counted when it succeeds. */
  readonly prepares?: true;
  /** Where its count is read from; a step without one counts as a single test. */
  readonly count?: { readonly file: string; readonly read: (json: unknown) => Count };
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = join(ROOT, 'test-results');

const PASSED: Count = { passed: 1, failed: 0, skipped: 0 };
const NONE: Count = { passed: 0, failed: 0, skipped: 0 };
const FAILED: Count = { passed: 0, failed: 1, skipped: 0 };

const running = new Set<ChildProcess>();

/** Runs a command in the project's root with the project's own tools first on the path. */
function command(program: string, ...words: string[]): Promise<boolean> {
  const path = [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: ROOT,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'inherit', 'inherit'],
      // On Windows npm and the tools are .cmd files.
      shell: process.platform === 'win32',
    });
    running.add(child);
    child.on('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on('exit', (code) => {
      running.delete(child);
      resolve(code === 0);
    });
  });
}

const npm = (script: string) => () => command('npm', 'run', '-s', script);
const asCount = (json: unknown) => json as Count;

/** The count of Playwright's JSON report; a test that passed at the second try only is a failed one. */
function ofPlaywright(json: unknown): Count {
  const { stats } = json as { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function houseTests(): Promise<boolean> {
  return command(
    'node',
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=./scripts/count-reporter.ts',
    '--test-reporter-destination=test-results/house.json',
    'tests/*.node.ts',
  );
}

const STEPS: readonly Step[] = [
  {
    name: 'browser',
    title: 'Browser',
    prepares: true,
    run: () => {
      process.env['CHROME_PATH'] = ensureBrowser();
      return true;
    },
  },
  { name: 'build', title: 'Build of library, manifest and server', prepares: true, run: npm('build') },
  { name: 'types', title: 'Types', needs: ['build'], run: npm('types') },
  { name: 'lint', title: 'Lint and format', beside: true, run: npm('lint') },
  { name: 'size', title: 'Size of the bundle', needs: ['build'], run: npm('size') },
  {
    name: 'house',
    title: 'The house: layout, tokens, exports, README',
    needs: ['build'],
    run: houseTests,
    count: { file: 'house.json', read: asCount },
  },
  {
    name: 'elements',
    title: 'Elements in Chromium',
    needs: ['browser', 'build'],
    run: () => command('node', 'scripts/test-elements.ts', 'chromium'),
    count: { file: 'elements-chromium.json', read: asCount },
  },
  {
    name: 'firefox',
    title: 'Elements in Firefox',
    needs: ['build'],
    run: () => command('node', 'scripts/test-elements.ts', 'firefox'),
    count: { file: 'elements-firefox.json', read: asCount },
  },
  {
    name: 'webkit',
    title: 'Elements in WebKit',
    needs: ['build'],
    run: () => command('node', 'scripts/test-elements.ts', 'webkit'),
    count: { file: 'elements-webkit.json', read: asCount },
  },
  {
    name: 'server',
    title: 'Server on SQLite and PostgreSQL',
    needs: ['build'],
    run: npm('test:server'),
    count: { file: 'server.json', read: asCount },
  },
  { name: 'storybook', title: 'Static Storybook', prepares: true, run: npm('build:storybook') },
  {
    name: 'stories',
    title: 'Every story',
    needs: ['browser', 'storybook'],
    run: () => command('playwright', 'test', 'e2e/stories'),
    count: { file: 'e2e.json', read: ofPlaywright },
  },
  {
    name: 'e2e',
    title: 'End to end on the started server',
    needs: ['browser', 'build'],
    run: () => command('playwright', 'test', 'e2e/(?!stories)'),
    count: { file: 'e2e.json', read: ofPlaywright },
  },
];

/** Runs a step and counts. What a step's report does not show, its exit code does: it never passes by silence. */
async function runStep({ run, count, prepares }: Step): Promise<Count> {
  if (count) rmSync(join(RESULTS, count.file), { force: true });
  let succeeded: boolean;
  try {
    succeeded = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return FAILED;
  }
  if (!count) return !succeeded ? FAILED : prepares ? NONE : PASSED;
  let result: Count;
  try {
    result = count.read(JSON.parse(readFileSync(join(RESULTS, count.file), 'utf8')));
  } catch {
    return FAILED;
  }
  // Away from CI an engine may be missing, which is told as a skipped test.
  const nothing = result.passed === 0 && (result.skipped === 0 || process.env['CI'] === 'true');
  const silent = result.failed === 0 && (!succeeded || nothing);
  return silent ? { ...result, failed: 1 } : result;
}

/** The steps that `--only` names, else all. */
function chosenSteps(words: readonly string[]): readonly Step[] {
  const only = words
    .find((word) => word.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',');
  const unknown = [
    ...words.filter((word) => !word.startsWith('--only=')),
    ...(only ?? []).filter((name) => !STEPS.some((step) => step.name === name)),
  ];
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(' ')}. Steps: --only=${STEPS.map(({ name }) => name).join(',')}`);
    process.exit(1);
  }
  return only ? STEPS.filter(({ name }) => only.includes(name)) : STEPS;
}

function describeCount({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main(): Promise<number> {
  const steps = chosenSteps(process.argv.slice(2));
  mkdirSync(RESULTS, { recursive: true });
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  const broken = new Set<string>();
  const take = async (step: Step): Promise<void> => {
    console.log(`\n━━ ${step.title} (${step.name})`);
    const started = performance.now();
    const missing = step.needs?.filter((name) => broken.has(name)) ?? [];
    if (missing.length > 0) console.log(`Not run: needs ${missing.join(' and ')}, which failed.`);
    const count = missing.length > 0 ? FAILED : await runStep(step);
    if (count.failed > 0) broken.add(step.name);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const outcome = count === NONE ? 'done' : describeCount(count);
    lines.push(`${count.failed > 0 ? '✗' : '✓'} ${step.title} (${step.name}): ${outcome}, ${seconds} s`);
    console.log(lines.at(-1));
  };
  for (let first = 0; first < steps.length;) {
    let next = first + 1;
    while (steps[next]?.beside) next += 1;
    await Promise.all(steps.slice(first, next).map(take));
    first = next;
  }
  console.log(`\n━━ Summary\n${lines.join('\n')}`);
  if (broken.size > 0)
    console.log(`\nFailed: ${[...broken].join(', ')}. Run one again: npm test -- --only=${[...broken][0]!}`);
  console.log(`\n${describeCount(total)}`);
  return total.failed > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(1);
  });
}

process.exitCode = await main();
