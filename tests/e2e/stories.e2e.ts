import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type BrowserContext } from '@playwright/test';
import { serveFolder, type StaticServer } from './static-server.ts';

const BUILT = fileURLToPath(new URL('../../storybook-static', import.meta.url));

/** A story is a fragment: what axe asks of a whole page is the page's own affair. */
const PAGE_RULES = ['bypass', 'document-title', 'landmark-one-main', 'page-has-heading-one', 'region', 'skip-link'];

interface StoryEntry {
  readonly id: string;
  readonly title: string;
  readonly name: string;
  readonly type: string;
}

/** Storybook's channel in a story's page: remembers the last arguments of each event. */
interface Channel {
  last(event: string): readonly unknown[] | undefined;
}

const index = `${BUILT}/index.json`;
const stories = existsSync(index)
  ? Object.values((JSON.parse(readFileSync(index, 'utf8')) as { entries: Record<string, StoryEntry> }).entries).filter(
      ({ type }) => type === 'story',
    )
  : [];

let server: StaticServer;
// One for all stories, so that Storybook's own megabyte is loaded once; what a story stores is cleared before the next.
let context: BrowserContext;

test.beforeAll(async ({ browser }) => {
  server = await serveFolder(BUILT);
  context = await browser.newContext();
  await context.addInitScript(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
});

test.afterAll(async () => {
  await context.close();
  await server.close();
});

test('the built Storybook has stories', () => {
  expect(stories.length, 'run “npm run build:storybook” first').toBeGreaterThan(0);
});

for (const { id, title, name } of stories) {
  test(`story ${title} / ${name} plays, is accessible and asks no other host`, async () => {
    const page = await context.newPage();
    const pageErrors: string[] = [];
    const strangers: string[] = [];
    page.on('pageerror', (error) => pageErrors.push(String(error)));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== server.url) strangers.push(url.href);
    });

    // The add-on's own check of accessibility would only do ours twice.
    await page.goto(`${server.url}/iframe.html?id=${id}&viewMode=story&globals=a11y.manual:!true`);
    // The event that comes after the play function, whether it ended well or not.
    const outcome = await page.waitForFunction(() => {
      const channel = (globalThis as { __STORYBOOK_ADDONS_CHANNEL__?: Channel }).__STORYBOOK_ADDONS_CHANNEL__;
      const fault = ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing']
        .map((event) => channel?.last(event)?.[0] as { message?: string } | string | undefined)
        .find((each) => each !== undefined);
      if (fault) return typeof fault === 'string' ? fault : (fault.message ?? 'the story failed');
      return channel?.last('storyFinished') ? 'finished' : null;
    });
    expect(await outcome.jsonValue()).toBe('finished');
    await expect(page.locator('#storybook-root > *').first()).toBeAttached();

    const { violations } = await new AxeBuilder({ page })
      .include('#storybook-root')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .options({ rules: { 'target-size': { enabled: true } } })
      .disableRules(PAGE_RULES)
      // A story has no frames, for which the other mode opens a second page.
      .setLegacyMode(true)
      .analyze();
    expect(
      violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`),
    ).toEqual([]);
    expect(pageErrors).toEqual([]);
    expect(strangers).toEqual([]);
    await page.close();
  });
}
