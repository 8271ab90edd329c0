import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from '@playwright/test';
import { expect } from './site.ts';

/**
 * No fault that axe can find and nothing wider than the screen: on a desk, on a phone, and at 400 % of 1280 px. Axe needs a script, so what
 * is shown is looked at in a second page, which has the same words and style.
 */
export async function expectAccessible(page: Page, browser: Browser): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const copy = await context.newPage();
  const body = await page.content();
  await copy.route(page.url(), (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }));
  for (const width of [1280, 360, 320]) {
    await copy.setViewportSize({ width, height: 740 });
    await copy.goto(page.url());
    const { violations } = await new AxeBuilder({ page: copy })
      .options({ rules: { 'target-size': { enabled: true } } })
      .analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
    expect(found, `${page.url()} at ${String(width)} px`).toEqual([]);
    const scroll = await copy.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll, page.url()).toBeLessThanOrEqual(width);
  }
  await context.close();
}
