import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins';
import { ENGINES, isEngineName } from './scripts/engines.ts';

/** `npm run test:firefox` and its like set it. */
const engine = process.env.ENGINE ?? 'chromium';
if (!isEngineName(engine))
  throw new Error(`ENGINE is ${engine}; it must be one of ${Object.keys(ENGINES).join(', ')}.`);

/** `executeServerCommand('forced-colors', 'active' | 'none')`: the runner's own emulateMedia does not know it. */
const forcedColors = {
  name: 'forced-colors',
  async executeCommand({ command, payload, session }) {
    if (command !== 'forced-colors' || engine !== 'chromium') return undefined;
    const cdp = await session.browser.getPage(session.id).createCDPSession();
    await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: payload }] });
    return true;
  },
};

/**
 * `executeServerCommand('new-history')`: as if the page had been opened in a new tab. All files share one tab of Chromium, which keeps 50 entries and drops
 * those of a page that nobody has touched first.
 */
const newHistory = {
  name: 'new-history',
  async executeCommand({ command, session }) {
    if (command !== 'new-history') return undefined;
    if (engine === 'chromium') {
      const cdp = await session.browser.getPage(session.id).createCDPSession();
      await cdp.send('Page.resetNavigationHistory');
    }
    return true;
  },
};

/** `executeServerCommand('corpora')`: attacks of public collections where they lie beside the project, else none. */
const corpora = {
  name: 'corpora',
  executeCommand({ command }) {
    if (command !== 'corpora') return undefined;
    const files = ['dompurify-fixtures', 'h5sc'].map(
      (name) => new URL(`../shared/corpora/${name}.json`, import.meta.url),
    );
    return files
      .filter((file) => existsSync(file))
      .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).map(({ payload }) => payload));
  },
};

/** Writes `test-results/elements-<engine>.json`, from which `npm test` takes its count. */
const countReporter = {
  stop({ sessions }) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const visit = (suite) => {
      for (const test of suite.tests) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
      suite.suites.forEach(visit);
    };
    for (const session of sessions) {
      const failedBefore = count.failed;
      if (session.testResults) visit(session.testResults);
      // A file that could not be loaded has no tests that could fail.
      if (!session.passed && count.failed === failedBefore) count.failed += 1;
    }
    mkdirSync('test-results', { recursive: true });
    writeFileSync(`test-results/elements-${engine}.json`, JSON.stringify(count));
  },
};

export default {
  files: 'tests/*.test.ts',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: [await ENGINES[engine].launch()],
  concurrentBrowsers: 1,
  concurrency: 1,
  hostname: '127.0.0.1',
  plugins: [
    a11ySnapshotPlugin(),
    forcedColors,
    newHistory,
    corpora,
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  filterBrowserLogs: ({ args }) => !args.some((each) => /Lit is in dev mode/.test(each)),
  reporters: [defaultReporter(), countReporter],
  testFramework: { config: { timeout: 10_000 } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
};
