import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { sql } from 'kysely';
import { catchUp } from '../../server/desk-index/catch-up.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { addTestAccount, CHEAP } from '../../server/tests/accounts.ts';
import { fillYears } from '../../server/tests/desk-index-support.ts';
import { expectAccessible } from './accessible.ts';
import { type DemoSite, expect, SITE, test } from './site.ts';

const PASSWORD = 'mật khẩu của cán bộ';

/** A server with the demo's site, comments that wait for a moderator, and two officials. */
async function openOffice(site: DemoSite): Promise<void> {
  const config = site.demoConfig();
  config.sites[0]!['moderation'] = 'before';
  config.sites[0]!['comments'] = { units: [{ code: 'vp', name: 'Văn phòng Sở' }] };
  await site.stop();
  await site.start({ demo: false, config, passwordCost: CHEAP, spam: { off: true } });
  const place = { url: site.url, place: { dataDir: site.dataDir, databaseUrl: undefined } } as never;
  for (const [name, displayName] of [
    ['binh', 'Trần Thị Bình'],
    ['chi', 'Lê Chi'],
  ] as const) {
    await addTestAccount(place, {
      name,
      displayName,
      password: PASSWORD,
      rights: { role: 'moderator', sites: [SITE] },
    });
  }
}

/** A reader writes; answers the comment's id. */
async function post(site: DemoSite, text: string, name = 'Nguyễn Văn An'): Promise<string> {
  // Those of one moment have no order that a test could know.
  site.ahead += 1000;
  const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      thread: '/tin-tuc/bai-1',
      url: `${site.url}index.html`,
      title: 'Hội nghị sơ kết công tác 6 tháng đầu năm',
      name,
      text,
      consent: true,
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

async function published(site: DemoSite): Promise<{ items: { text: string; firstReplies: { text: string }[] }[] }> {
  const response = await fetch(`${site.url}api/v1/sites/${SITE}/comments?thread=/tin-tuc/bai-1&sort=oldest`);
  return (await response.json()) as Awaited<ReturnType<typeof published>>;
}

async function signIn(page: Page, site: DemoSite, name: string): Promise<void> {
  await page.goto(`${site.url}moderation`);
  await page.getByLabel('Tên đăng nhập').fill(name);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Chờ duyệt' })).toBeVisible();
}

const card = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

/** The browser itself says in the console that a page was answered with a fault. */
function forgive({ errors }: { errors: string[] }): void {
  errors.splice(0, errors.length, ...errors.filter((each) => !/status of 4\d\d/.test(each)));
}

/** Twenty minutes of an official: publish, reject with a reason, answer, look what was done. */
async function day(page: Page, browser: Browser, site: DemoSite): Promise<void> {
  const look = (): Promise<void> => expectAccessible(page, browser);
  for (const text of [
    'Bài viết rất bổ ích.',
    'Mua hàng giá rẻ tại đây!',
    'Khi nào sửa đường vào xã?',
    'Khi nào sửa cầu?',
  ]) {
    await post(site, text);
  }
  await signIn(page, site, 'binh');
  await expect(page.getByRole('article')).toHaveCount(4);
  await look();

  await card(page, 'Bài viết rất bổ ích.').getByRole('button', { name: 'Đăng', exact: true }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã đăng 1 ý kiến.');
  await look();

  await card(page, 'Mua hàng giá rẻ').getByRole('button', { name: 'Không đăng…' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Không đăng 1 ý kiến?');
  await look();
  await page.getByLabel('Ý kiến có nội dung quảng cáo hoặc liên kết không phù hợp.').check();
  await page.getByRole('button', { name: 'Không đăng', exact: true }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã từ chối 1 ý kiến.');

  await card(page, 'sửa đường').getByRole('checkbox').check();
  await card(page, 'sửa cầu').getByRole('checkbox').check();
  await page
    .getByRole('group', { name: 'Với các ý kiến đã chọn' })
    .getByRole('button', { name: 'Đăng', exact: true })
    .click();
  await page.getByRole('button', { name: 'Đăng', exact: true }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã đăng 2 ý kiến.');
  await expect(page.getByText('Không có ý kiến nào chờ duyệt. Cảm ơn bạn!')).toBeVisible();
  await look();

  await page.getByRole('link', { name: 'Đã đăng' }).click();
  await card(page, 'sửa đường').getByRole('link', { name: 'Mở ý kiến' }).click();
  await look();
  await page.getByLabel('Nội dung trả lời').fill('Đường sẽ sửa xong trong quý IV.');
  await page.getByRole('button', { name: 'Lưu nháp' }).click();
  await expect(page.getByText('Bản nháp, chưa đăng')).toBeVisible();
  await page.getByRole('link', { name: /^Sở Ngoại vụ/ }).click();
  await look();
  await page.getByRole('button', { name: 'Đăng', exact: true }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã đăng 1 ý kiến.');

  await page.getByRole('link', { name: 'Tìm ý kiến' }).click();
  await page.getByLabel('Từ cần tìm').fill('"sua duong"');
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(page.getByRole('article')).toHaveCount(1);
  await expect(card(page, 'Khi nào sửa đường vào xã?')).toBeVisible();
  await look();
  await card(page, 'sửa đường').getByRole('link', { name: 'Mở ý kiến' }).click();
  await page.getByLabel('Đơn vị xử lý').selectOption('Văn phòng Sở');
  await page.getByRole('button', { name: 'Giao', exact: true }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã giao ý kiến.');
  await look();

  await page.getByRole('link', { name: 'Thống kê' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('img').first()).toBeVisible();
  await look();

  await page.getByRole('link', { name: 'Nhật ký' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Trần Thị Bình' }).first()).toBeVisible();
  await look();
  const { items } = await published(site);
  expect(items.map(({ text }) => text)).toEqual([
    'Bài viết rất bổ ích.',
    'Khi nào sửa đường vào xã?',
    'Khi nào sửa cầu?',
  ]);
  expect(items[1]!.firstReplies[0]?.text).toBe('Đường sẽ sửa xong trong quý IV.');
}

test('a day at the desk', async ({ page, browser, site }) => {
  await openOffice(site);
  await day(page, browser, site);
});

test('a search that has found nothing yet looks on by itself, and shows what it finds in the end', async ({
  page,
  site,
}) => {
  await openOffice(site);
  await site.stop();
  const db = await openDatabase({ dataDir: site.dataDir, databaseUrl: undefined });
  await fillYears(db, 7000);
  await sql`update comments set text = 'xưa chung' where created_at < ${Date.parse('2021-01-01')}`.execute(db);
  await sql`insert into threads (site, key, url, title, created_at) select ${SITE}, key, url, title, 0 from threads where key = '/dai'`.execute(
    db,
  );
  await sql`update comments set site = ${SITE} where thread = '/dai'`.execute(db);
  await catchUp(db, Date.now());
  await db.destroy();
  await site.start({ demo: false, passwordCost: CHEAP, spam: { off: true }, searchTime: 0 });
  await signIn(page, site, 'binh');
  await page.goto(`${site.url}moderation/comments?q=x%C6%B0a`);
  await expect(page.getByRole('article').first()).toContainText('xưa chung');
  await page.goto(`${site.url}moderation/comments?q=khongco`);
  await expect(page.getByText('Không tìm thấy ý kiến nào.')).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a day at the desk', async ({ page, browser, site }) => {
    await openOffice(site);
    await day(page, browser, site);
  });

  test('a long answer outlives the session it was begun in', async ({ page, browser, site, misdeeds }) => {
    await openOffice(site);
    const id = await post(site, 'Khi nào sửa đường?');
    await signIn(page, site, 'binh');
    await card(page, 'sửa đường').getByRole('button', { name: 'Đăng', exact: true }).click();
    await page.goto(`${site.url}moderation/comment?id=${id}`);
    await page.getByLabel('Nội dung trả lời').fill('Một câu trả lời dài.');
    site.ahead += 9 * 3_600_000;
    await page.getByRole('button', { name: 'Đăng trả lời' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phiên đăng nhập đã hết hạn');
    await expectAccessible(page, browser);
    await page.getByLabel('Tên đăng nhập').fill('binh');
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập và tiếp tục' }).click();
    await expect(page.getByLabel('Nội dung trả lời')).toHaveValue('Một câu trả lời dài.');
    await page.getByRole('button', { name: 'Đăng trả lời' }).click();
    expect((await published(site)).items[0]!.firstReplies[0]?.text).toBe('Một câu trả lời dài.');
    forgive(misdeeds);
  });
});

test('two officials at the same comments: the second is told, and goes on with the others', async ({
  page,
  browser,
  context,
  site,
  misdeeds,
}) => {
  await openOffice(site);
  for (const text of ['Ý kiến một.', 'Ý kiến hai.', 'Ý kiến ba.']) await post(site, text);
  await signIn(page, site, 'binh');
  const other = await browser.newContext();
  const theirs = await other.newPage();
  await signIn(theirs, site, 'chi');
  await page.getByLabel('Chọn tất cả trên trang này').check();
  await expect(page.getByText('(3)', { exact: true })).toBeVisible();
  await card(theirs, 'Ý kiến hai.').getByRole('button', { name: 'Đăng', exact: true }).click();
  await page
    .getByRole('group', { name: 'Với các ý kiến đã chọn' })
    .getByRole('button', { name: 'Đăng', exact: true })
    .click();
  await page.getByRole('button', { name: 'Đăng', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Lê Chi đã thao tác “Đăng”');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectAccessible(page, browser);
  await page.getByRole('button', { name: 'Làm tiếp với 2 ý kiến còn lại' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã đăng 2 ý kiến.');
  expect((await published(site)).items).toHaveLength(3);
  await other.close();
  expect(context.pages()).toHaveLength(1);
  forgive(misdeeds);
});

test('with the keyboard alone, by single letters and without them', async ({ page, site }) => {
  await openOffice(site);
  for (const text of ['Ý kiến một.', 'Ý kiến hai.', 'Ý kiến ba.']) await post(site, text);
  await signIn(page, site, 'binh');
  await expect(page.getByRole('button', { name: 'Phím tắt (?)' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Phím tắt' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(card(page, 'Ý kiến hai.')).toBeFocused();
  await page.keyboard.press('x');
  await expect(card(page, 'Ý kiến hai.').getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  await expect(page.getByRole('status').first()).toHaveText('Đã đăng 1 ý kiến.');
  expect((await published(site)).items[0]?.text).toBe('Ý kiến hai.');
  await page.keyboard.press('u');
  await expect(page.getByRole('status').first()).toHaveText('Đã hoàn tác.');
  await page.keyboard.press('k');
  await page.keyboard.press('r');
  await page.getByLabel('Lý do viết thêm').focus();
  await page.keyboard.type('kaj x?');
  await expect(page.getByLabel('Lý do viết thêm')).toHaveValue('kaj x?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').first()).toHaveText('Đã từ chối 1 ý kiến.');

  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Tắt phím tắt trên máy này' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect(page.getByRole('article')).toHaveCount(2);
  await expect(page.getByText('Chờ duyệt (2)')).toBeVisible();
});

test('a page that is left open tells of new comments, when it was asked to', async ({ page, context, site }) => {
  await openOffice(site);
  await context.grantPermissions(['notifications'], { origin: site.url });
  await page.clock.install();
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    globalThis.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        told.push(title);
      }
    };
  });
  await signIn(page, site, 'binh');
  const told = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);
  const asked = page.waitForResponse(/moderation\/waiting/);
  await page.getByRole('button', { name: 'Bật thông báo khi có ý kiến mới' }).click();
  await asked;
  await expect(page.getByRole('button', { name: 'Tắt thông báo' })).toBeVisible();
  await post(site, 'Một ý kiến mới.');
  await page.clock.runFor(60_000);
  await expect.poll(told).toEqual(['Số ý kiến chờ duyệt: 1']);
  const again = page.waitForResponse(/moderation\/waiting/);
  await page.clock.runFor(60_000);
  await again;
  expect(await told(), 'once').toHaveLength(1);
  await page.getByRole('button', { name: 'Tắt thông báo' }).click();
  await post(site, 'Một ý kiến nữa.');
  await page.clock.runFor(180_000);
  expect(await told()).toHaveLength(1);
});
