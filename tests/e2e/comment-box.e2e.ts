import { Proofs } from '../../server/spam/proof.ts';
import { expect, SITE, test } from './site.ts';
import type { Page } from '@playwright/test';
import { box, write } from './comment-writing.ts';

/** On a page in plain http, which has no `crypto.subtle`. */
test('the proof that a page works out is one that the server’s own check takes, for one comment', async ({
  page,
  site,
}) => {
  const proofs = new Proofs('một bí mật đủ dài cho bài thử', Date.now);
  await page.addInitScript(() => {
    Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
  });
  await page.route('**/challenge', async (route) => {
    await route.fulfill({ json: { ...(await proofs.challenge(SITE, 50_000)), minimumSeconds: 1 } });
  });
  await page.goto(`${site.url}comment-box.html`);
  const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/comments'));
  await write(box(page), 'Đề nghị công khai kết quả theo quý.');
  const { altcha } = (await posted).postDataJSON() as { altcha: string };
  const proof = await proofs.check(SITE, altcha, 'key-1');
  expect(proof.state).toBe('good');
  expect(proof.state === 'good' && proof.age, 'not before it counts').toBeGreaterThanOrEqual(1000);
  expect((await proofs.check(SITE, altcha, 'key-2')).state, 'another comment').toBe('over');
  // The bundle's templates are minified: a space at the beginning of one would be gone.
  await expect(box(page).locator('[part=notice]')).toHaveText(/\. Mã tra cứu ý kiến của bạn: [0-9A-Z-]{19}$/);
});

for (const [how, state] of [
  ['with a solved proof is published at once', 'published'],
  ['without one waits for a moderator', 'pending'],
] as const) {
  test(`on a site that moderates afterwards a comment ${how}`, async ({ page, site }) => {
    const config = site.demoConfig();
    await site.stop();
    await site.start({ config: { ...config, sites: config.sites.map((each) => ({ ...each, moderation: 'after' })) } });
    if (state === 'pending') await page.route('**/challenge', (route) => route.fulfill({ json: {} }));
    await page.goto(`${site.url}comment-box.html`);
    const posted = page.waitForResponse(
      (response) => response.request().method() === 'POST' && /comments$/.test(response.url()),
    );
    await write(box(page), 'Đề nghị công khai kết quả theo quý.');
    expect(await (await posted).json()).toMatchObject({ state });
    const said = state === 'published' ? 'Ý kiến đã được đăng.' : 'Ý kiến đang chờ duyệt';
    await expect(box(page).getByText(said)).toBeVisible();
  });
}

test('two tabs with one draft keep both: after a reload, and when one of them is sent', async ({
  page,
  context,
  site,
}) => {
  await page.route('**/challenge', (route) => route.fulfill({ status: 200, json: {} }));
  const other = await context.newPage();
  await other.route('**/challenge', (route) => route.fulfill({ status: 200, json: {} }));
  const address = `${site.url}comment-box.html`;
  const text = (tab: Page) => box(tab).getByLabel('Nội dung');
  await page.goto(address);
  await text(page).fill('Lời ở thẻ một');
  await other.goto(address);
  await expect(text(other), 'the tab that comes later begins with them').toHaveValue('Lời ở thẻ một');
  await text(other).fill('Lời ở thẻ hai');
  await page.reload();
  await expect(text(page)).toHaveValue('Lời ở thẻ một');
  await other.reload();
  await expect(text(other)).toHaveValue('Lời ở thẻ hai');

  await write(box(other), 'Lời ở thẻ hai, viết xong');
  await expect(box(other).getByText('Mã tra cứu ý kiến của bạn:')).toBeVisible();
  await page.reload();
  await expect(text(page)).toHaveValue('Lời ở thẻ một');

  await page.close();
  const third = await context.newPage();
  await third.goto(address);
  await expect(text(third), 'of the tab that was closed').toHaveValue('Lời ở thẻ một');
});

test('a tab that the browser has duplicated keeps its own words: neither reload brings those of its copy', async ({
  page,
  context,
  site,
}) => {
  const text = (tab: Page) => box(tab).getByLabel('Nội dung');
  await page.goto(`${site.url}comment-box.html`);
  await text(page).fill('Lời ở thẻ một');
  // Opened so, a tab gets a copy of the storage that is each tab's own, as a duplicated one does.
  const opened = context.waitForEvent('page');
  await page.evaluate(() => {
    open(location.href);
  });
  const copy = await opened;
  await expect(text(copy)).toHaveValue('Lời ở thẻ một');
  await text(copy).fill('Lời ở bản sao');
  const drafts = () =>
    page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('tinh:draft')).length);
  await expect.poll(drafts).toBe(2);
  await page.reload();
  await expect(text(page)).toHaveValue('Lời ở thẻ một');
  await copy.reload();
  await expect(text(copy)).toHaveValue('Lời ở bản sao');
});

test('a list of pages tells how many comments each has, in one request', async ({ page, site }) => {
  await page.route('**/challenge', (route) => route.fulfill({ status: 200, json: {} }));
  await page.goto(`${site.url}comment-box.html`);
  await write(box(page), 'Một ý kiến.');
  await expect(box(page).getByText('Mã tra cứu ý kiến của bạn:')).toBeVisible();
  const [id = ''] = site.moderate('list').split('\t');
  site.moderate('publish', id);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('comment-counts')) asked.push(request.url());
  });
  await page.goto(`${site.url}comment-count.html`);
  await expect(page.getByText('1 ý kiến', { exact: true })).toBeVisible();
  await expect(page.locator('li', { hasText: 'Bài khác' })).toContainText('(0)');
  expect(asked).toHaveLength(1);
});

test('keys are painted on a slow phone while a proof is worked out that has no end', async ({ page, site }) => {
  const proofs = new Proofs('một bí mật đủ dài cho bài thử', Date.now);
  await page.route('**/challenge', async (route) => {
    // None of its numbers is right: the page works as long as it ever does.
    const challenge = { ...(await proofs.challenge(SITE, 400_000)), challenge: '0'.repeat(64), maxnumber: 1e9 };
    await route.fulfill({ json: { ...challenge, minimumSeconds: 0 } });
  });
  await page.goto(`${site.url}comment-box.html`);
  const text = box(page).getByLabel('Nội dung');
  await text.pressSequentially('a');
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  // From the key to the frame that shows it.
  await page.evaluate(() => {
    const delays: number[] = [];
    Object.assign(globalThis, { delays });
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => delays.push(performance.now() - timeStamp);
          port2.postMessage(0);
        });
      },
      { capture: true },
    );
  });
  await text.pressSequentially('Đề nghị công khai kết quả', { delay: 60 });
  const delays = await page.evaluate(() => (globalThis as unknown as { delays: number[] }).delays);
  // All in one piece, the proof would let nothing be painted at all. How long a key takes depends on the machine, and is printed alone.
  expect(delays.length).toBeGreaterThan(15);
  delays.sort((a, b) => a - b);
  console.log(
    `a key paints after ${String(Math.round(delays[delays.length >> 1]!))} ms, at most ${String(Math.round(delays.at(-1)!))} ms`,
  );
});
