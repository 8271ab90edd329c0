import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { a11ySnapshotPlugin } from '@web/test-runner-commands/plugins';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.ts';

const browser = findBrowser();
if (!browser) throw new Error('No Chromium found. Run “npm run browser” to install one, or set CHROME_PATH.');

/** `executeServerCommand('forced-colors', 'active' | 'none')`: the runner's own emulateMedia does not know it. */
const forcedColors = {
  name: 'forced-colors',
  async executeCommand({ command, payload, session }) {
    if (command !== 'forced-colors') return undefined;
    const cdp = await session.browser.getPage(session.id).createCDPSession();
    await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: payload }] });
    return true;
  },
};

/** Writes `test-results/elements.json`, from which `npm test` takes its count. */
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
    writeFileSync('test-results/elements.json', JSON.stringify(count));
  },
};

export default {
  files: 'tests/*.test.ts',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: [chromeLauncher({ launchOptions: { executablePath: browser, headless: true, args: [...BROWSER_ARGS] } })],
  concurrentBrowsers: 1,
  concurrency: 1,
  hostname: '127.0.0.1',
  plugins: [
    a11ySnapshotPlugin(),
    forcedColors,
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
