import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { PostedComment } from '../../src/api/contract.ts';
import { box } from './comment-writing.ts';
import { expect, SITE, test, type DemoSite } from './site.ts';

/** As many marks over one letter as a comment may have, and as a name. */
const PILE = `e${'\u0301'.repeat(3990)}`;
const NAME = `An${'\u0301'.repeat(70)}`;
const MANY = `e${'\u0301'.repeat(10_000)}`;

/** Publishes a thread of three comments, the middle one with a reply and a reply to that; answers the id of the middle one. */
async function publish(site: DemoSite, thread: string, name: string, text: string): Promise<string> {
  const post = async (changes: object): Promise<string> => {
    const about = {
      thread,
      url: `${site.url}link.html`,
      title: 'Bài',
      consent: true,
      name: 'Lê Văn Bình',
      text: 'Lời',
    };
    const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ ...about, ...changes }),
    });
    const { id } = (await response.json()) as PostedComment;
    site.moderate('publish', id);
    return id;
  };
  await post({});
  const middle = await post({ name, text });
  await post({ text: 'Lời đáp đầu', parent: middle });
  const reply = await post({ name, text, parent: middle });
  await post({ text: 'Lời đáp', parent: reply });
  await post({ text: 'Lời sau cùng' });
  return middle;
}

/** What somebody sees above the middle comment, and how high that is. */
async function seen(page: Page, middle: string): Promise<{ above: Buffer; height: number }> {
  const comment = page.locator(`[id$="${middle}"]`).first();
  const { y, height } = (await comment.boundingBox())!;
  const clip = { x: 0, y: 0, width: 1280, height: Math.floor(y) - 10 };
  return { above: await page.screenshot({ clip, fullPage: true, mask: [page.locator('time')] }), height };
}

test('ten thousand marks over a letter cover nothing of others, and who writes them is told what is too long', async ({
  page,
  site,
  misdeeds,
}) => {
  test.slow();
  const plain = await publish(site, 'thuong', 'An', 'e');
  const piled = await publish(site, 'chong', NAME, PILE);
  const pages = {
    'the box': (thread: string) => `${site.url}comment-box.html?${thread}`,
    'the plain page': (thread: string) => `${site.url}sites/${SITE}/comments?thread=${thread}`,
    'the page of a reply': (_: string, id: string) => `${site.url}sites/${SITE}/comments?reply=${id}`,
  };
  const show = async (name: keyof typeof pages, thread: string, id: string): Promise<void> => {
    await page.goto(pages[name](thread, id));
    if (name !== 'the box') return;
    await box(page).evaluate((each, key) => {
      each.setAttribute('thread', key);
    }, thread);
    await expect(box(page).getByText('Lời sau cùng')).toBeVisible();
  };
  for (const name of ['the box', 'the plain page'] as const) {
    await show(name, 'thuong', plain);
    const usual = await seen(page, plain);
    await show(name, 'chong', piled);
    const high = await seen(page, piled);
    expect(high.above.equals(usual.above), `${name}: what stands above`).toBe(true);
    expect(high.height, name).toBeLessThan(usual.height + 60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(1280);
  }
  // The reply two below names whom it answers: the marks of that name reach up to here.
  const firstReply = (): Promise<Buffer> =>
    box(page).locator('[part=comment]', { hasText: 'Lời đáp đầu' }).locator('[part=text]').screenshot();
  await show('the box', 'thuong', plain);
  const usualReply = await firstReply();
  await show('the box', 'chong', piled);
  expect((await firstReply()).equals(usualReply), 'the box: a reply above').toBe(true);

  const header = { x: 0, y: 0, width: 1280, height: 60 };
  await show('the page of a reply', 'thuong', plain);
  const usual = await page.screenshot({ clip: header });
  await show('the page of a reply', 'chong', piled);
  expect((await page.screenshot({ clip: header })).equals(usual), 'the page of a reply').toBe(true);

  await show('the box', 'chong', piled);
  const form = box(page);
  await form.getByLabel('Họ và tên').fill('Lê Văn Bình');
  await form.getByLabel('Nội dung').fill(MANY);
  await expect(form.getByText('Thừa 6.000 ký tự.')).toBeVisible();
  await form.getByRole('checkbox', { name: 'Tôi đồng ý' }).check();
  await form.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(form.getByText('Dài quá 4.000 ký tự.')).toBeVisible();
  await expect(form.getByLabel('Nội dung')).toHaveValue(MANY);
  await form.getByLabel('Nội dung').fill('Một lời ngắn');
  await form.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(form.getByText('Ý kiến đang chờ duyệt')).toBeVisible();
  // The browser’s own line about the answer 422.
  expect(misdeeds.errors.splice(0).filter((each) => !each.includes('422'))).toEqual([]);

  await show('the plain page', 'chong', piled);
  await page.getByLabel('Họ và tên').fill('Lê Văn Bình');
  await page.getByLabel('Nội dung').fill(MANY);
  await page.getByRole('checkbox', { name: /Tôi đồng ý/ }).check();
  await page.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(page.locator('#text-fault')).toHaveText('Nội dung dài quá 4.000 ký tự. Vui lòng rút gọn.');
  await expect(page.getByLabel('Nội dung')).toHaveValue(MANY);
  expect(misdeeds.errors.splice(0).filter((each) => !each.includes('422'))).toEqual([]);
});
