import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect } from './site.ts';

/**
 * No fault that axe can find on a desk and on a phone, and nothing wider than the screen, at 400 % of 1280 px too. Axe needs a script, so what
 * is shown is looked at in a second page, which has the same words and style.
 */
export async function expectAccessible(page: Page, browser: Browser): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const copy = await context.newPage();
  const body = await page.content();
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  for (const width of [1280, 360, 320]) {
    await copy.setViewportSize({ width, height: 740 });
    if (width === 1280) await copy.goto(page.url());
    if (width !== 320) await expectNoFault(copy, `${page.url()} at ${String(width)} px`);
    const scroll = await copy.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll, page.url()).toBeLessThanOrEqual(width);
  }
  await context.close();
}

async function expectNoFault(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
  expect(found, where).toEqual([]);
}
