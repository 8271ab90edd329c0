import { AxeBuilder } from '@axe-core/playwright';
import { expect, SITE, test } from './site.ts';

const HEADLINE = 'HỘI NGHỊ SƠ KẾT CÔNG TÁC CẢI CÁCH HÀNH CHÍNH 6 THÁNG ĐẦU NĂM 2020';

/** Fills in a comment as a reader does. */
async function write(box: import('@playwright/test').Locator, text: string, name = 'Nguyễn Thị Hòa'): Promise<void> {
  await box.getByLabel('Họ và tên').fill(name);
  await box.getByLabel('Nội dung').fill(text);
  await box.getByRole('checkbox', { name: 'Tôi đồng ý' }).check();
  await box.getByRole('button', { name: 'Gửi ý kiến' }).click();
}

test('a reader finds the article with its time, views, comments and author in words, and can print it', async ({
  page,
  site,
}) => {
  await page.goto(site.url);
  await expect(page.getByRole('heading', { level: 1, name: HEADLINE })).toBeVisible();
  const article = page.locator('tinh-article-view');
  const time = article.locator('li > time', { hasText: 'Thứ Sáu, 17/07/2020, 18:00' }).filter({ visible: true });
  await expect(time).toHaveAttribute('datetime', '2020-07-17T18:00:00+07:00');
  await expect(article.getByText('76 lượt xem').filter({ visible: true })).toBeVisible();
  await expect(article.getByText('0 ý kiến', { exact: true }).filter({ visible: true })).toBeVisible();
  await expect(article.getByText('Tác giả: Thanh Tâm, Chuyên viên Văn phòng').filter({ visible: true })).toBeVisible();
  await expect(article.getByText('Đồng chí Võ Minh Tâm')).toBeVisible();

  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await article.getByRole('button', { name: 'In bài viết' }).click();
  await expect(page.locator('body[data-printed]')).toBeAttached();
});

test('search engines are told of the article once, under the strict policy of the page', async ({ page, site }) => {
  await page.goto(site.url);
  const script = page.locator('head script[type="application/ld+json"]');
  await expect(script).toHaveCount(1);
  const { '@graph': graph } = JSON.parse((await script.textContent())!) as { '@graph': Record<string, unknown>[] };
  expect(graph.map((each) => each['@type'])).toEqual(['NewsArticle', 'BreadcrumbList']);
  expect(graph[0]).toMatchObject({
    headline: HEADLINE,
    datePublished: '2020-07-17T18:00:00+07:00',
    author: { name: 'Thanh Tâm' },
  });
});

test('the page has no accessibility fault that axe can find, signed out and signed in, on a phone too', async ({
  page,
  site,
}) => {
  const check = async (): Promise<void> => {
    await expect(
      page.locator('tinh-visit-counter .row').getByText('1.604.378').filter({ visible: true }),
    ).toBeVisible();
    const { violations } = await new AxeBuilder({ page })
      .options({ rules: { 'target-size': { enabled: true } } })
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`)).toEqual(
      [],
    );
  };
  await page.goto(site.url);
  await check();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('Tài khoản dùng thử')).toBeVisible();
  await check();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, 'nothing is wider than the phone').toBeLessThanOrEqual(360);
});

test('the counter starts from the site’s figures, counts this visit once, and the figures outlive a restart', async ({
  page,
  site,
}) => {
  let counted = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/visits')) counted += 1;
  });
  const counter = page.locator('tinh-visit-counter');
  const figure = (label: string) => counter.locator('.row', { hasText: label }).locator('dd');
  await page.goto(site.url);
  await expect(figure('Tổng lượt truy cập')).toHaveText('1.604.378');
  await expect(figure('Tháng hiện tại')).toHaveText('35.740');
  await expect(figure('Hôm nay')).toHaveText('900');
  await expect(figure('Đang truy cập')).toHaveText('1');
  expect(counted, 'article and counter share one request').toBe(1);

  // What comes in files of its own is there before the server goes.
  await page.waitForLoadState('networkidle');
  await site.stop();
  await site.start();
  await page.reload();
  await expect(page.getByText('77 lượt xem').filter({ visible: true })).toBeVisible();
  await expect(figure('Tổng lượt truy cập')).toHaveText('1.604.378');
});

test('the figures refresh while the page is visible', async ({ page, site, browser }) => {
  await page.clock.install();
  await page.goto(site.url);
  const total = page.locator('tinh-visit-counter .row', { hasText: 'Tổng lượt truy cập' }).locator('dd');
  await expect(total).toHaveText('1.604.378');
  const other = await browser.newContext({ locale: 'vi-VN' });
  const otherPage = await other.newPage();
  await otherPage.goto(site.url);
  await expect(otherPage.getByText('1.604.379').filter({ visible: true })).toBeVisible();
  await page.clock.runFor(61_000);
  await expect(total).toHaveText('1.604.379');
  await other.close();
});

test('a comment waits for approval, seen by its author only, until the moderator publishes it', async ({
  page,
  site,
  browser,
}) => {
  await page.goto(site.url);
  const box = page.locator('tinh-comment-box');
  // The thread is fetched when it comes near the screen.
  await box.scrollIntoViewIfNeeded();
  await expect(box.getByText('Chưa có ý kiến nào.')).toBeVisible();
  await expect(box.getByRole('checkbox', { name: 'Tôi đồng ý' })).not.toBeChecked();

  await box.getByRole('button', { name: 'Gửi ý kiến' }).click();
  await expect(box.getByLabel('Họ và tên')).toBeFocused();
  await expect(box.getByText('Vui lòng nhập họ và tên.')).toBeVisible();
  await expect(box.getByText('Vui lòng nhập nội dung.')).toBeVisible();
  await expect(box.getByText('Vui lòng đánh dấu vào ô đồng ý.')).toBeVisible();

  const text = 'Đề nghị công khai kết quả <b>từng quý</b>.\nCảm ơn.';
  await write(box, text);
  const mine = box.getByRole('listitem').filter({ hasText: 'Nguyễn Thị Hòa' });
  await expect(mine.getByText('Chờ duyệt', { exact: true })).toBeVisible();
  await expect(mine.getByText('<b>từng quý</b>')).toBeVisible();
  await page.reload();
  await box.scrollIntoViewIfNeeded();
  await expect(mine.getByText('Chờ duyệt', { exact: true })).toBeVisible();

  const other = await browser.newContext({ locale: 'vi-VN' });
  const otherPage = await other.newPage();
  const others = otherPage.locator('tinh-comment-box');
  await otherPage.goto(site.url);
  await others.scrollIntoViewIfNeeded();
  await expect(others.getByText('Chưa có ý kiến nào.')).toBeVisible();

  const lines = site.moderate('list').trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('Nguyễn Thị Hòa');
  const [id = ''] = lines[0]!.split('\t');
  site.moderate('publish', id);

  await otherPage.reload();
  await others.scrollIntoViewIfNeeded();
  await expect(others.getByText('từng quý')).toBeVisible();
  await expect(otherPage.getByText('1 ý kiến', { exact: true }).filter({ visible: true })).toBeVisible();
  await page.reload();
  await box.scrollIntoViewIfNeeded();
  await expect(mine).toBeVisible();
  await expect(box.getByText('Chờ duyệt', { exact: true })).toHaveCount(0);
  await other.close();
});

test('a comment that the moderator rejects is shown to its author as not published', async ({ page, site }) => {
  await page.goto(site.url);
  const box = page.locator('tinh-comment-box');
  await write(box, 'Quảng cáo.');
  await expect(box.getByText('Chờ duyệt', { exact: true })).toBeVisible();
  const [id = ''] = site.moderate('list').split('\t');
  site.moderate('reject', id, '--reason', 'Có quảng cáo');
  await page.reload();
  await box.scrollIntoViewIfNeeded();
  await expect(box.getByText('Không đăng')).toBeVisible();
  await expect(box.getByText('Lý do: Có quảng cáo')).toBeVisible();
});

test('eighteen quick links lead to pages of their own, three of them with their marks', async ({ page, site }) => {
  await page.goto(site.url);
  const links = page.locator('tinh-quick-links');
  await expect(links.getByRole('listitem')).toHaveCount(18);
  for (const name of ['Tài liệu xúc tiến đầu tư', 'Công khai minh bạch', 'Góp ý dự thảo']) {
    await expect(links.getByRole('link', { name })).toBeVisible();
  }
  const addresses = await links
    .getByRole('link')
    .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
  expect(new Set(addresses).size).toBe(18);
  for (const address of addresses) expect((await page.request.get(address)).status(), address).toBe(200);
  await links.getByRole('link', { name: 'Góp ý dự thảo' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Góp ý dự thảo' })).toBeVisible();
});

test('the session prompt opens with the seed’s words at 60 seconds, its button extends the session on the server, and the end is the server’s', async ({
  page,
  site,
}) => {
  const expiresIn = async (): Promise<number | null> => {
    const answer = await page.request.get(`${site.url}api/v1/session`);
    return ((await answer.json()) as { expiresIn: number | null }).expiresIn;
  };
  // Browser and server are moved together: for both, the same time passes.
  const pass = async (seconds: number): Promise<void> => {
    site.ahead += seconds * 1000;
    await page.clock.runFor(seconds * 1000);
  };
  await page.clock.install();
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('Tài khoản dùng thử')).toBeVisible();
  const prompt = page.getByRole('alertdialog');
  await expect(page.locator('tinh-session-prompt')).toBeAttached();
  await pass(58);
  await expect(prompt).toHaveCount(0);

  await pass(2);
  await expect(prompt).toContainText('Bạn đã không sử dụng Site');
  await expect(prompt).toContainText(/Thời gian chờ: (60|59) giây/);
  const button = prompt.getByRole('button', { name: 'Bấm vào đây để duy trì trạng thái đăng nhập' });
  await expect(button).toBeFocused();
  await pass(10);
  await expect(prompt).toContainText(/Thời gian chờ: (50|49) giây/);
  expect(await expiresIn()).toBeLessThanOrEqual(51);

  await page.keyboard.press('Enter');
  await expect(prompt).toHaveCount(0);
  expect(await expiresIn()).toBeGreaterThan(110);

  await pass(62);
  await expect(prompt).toBeVisible();
  // The page's own countdown reaches zero while the server says that there is time left: nobody is signed out.
  await page.request.post(`${site.url}api/v1/session/extend`, { headers: { 'tinh-request': '1' } });
  await page.clock.runFor(60_000);
  await expect(prompt).toHaveCount(0);

  await pass(62);
  await expect(prompt).toBeVisible();
  await pass(62);
  await expect(prompt).toContainText('Phiên đăng nhập đã hết hạn');
  expect(await expiresIn()).toBeNull();
  await prompt.getByRole('link', { name: 'Đăng nhập lại' }).click();
  await expect(page.getByRole('button', { name: 'Đăng nhập' })).toBeVisible();
});

test('?lang=en shows the same page in English', async ({ page, site }) => {
  await page.goto(`${site.url}?lang=en`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByText(/Friday,? 17\/07\/2020, 18:00/).filter({ visible: true })).toBeVisible();
  await expect(page.getByText('76 views').filter({ visible: true })).toBeVisible();
  await expect(page.locator('tinh-visit-counter').getByText('1,604,378').filter({ visible: true })).toBeVisible();
  await expect(page.locator('tinh-comment-box').getByRole('button', { name: 'Send comment' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: HEADLINE })).toHaveAttribute('lang', 'vi');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('article, links, last figures and a link to the comments remain', async ({ page, site }) => {
    const visit = { page: 'hoi-nghi-so-ket-cchc-2020', visit: true, view: true, beat: true };
    await page.request.post(`${site.url}api/v1/sites/${SITE}/visits`, { data: visit });
    await page.goto(site.url);
    await expect(page.getByRole('heading', { level: 1, name: HEADLINE })).toBeVisible();
    await expect(page.getByText('Đồng chí Võ Minh Tâm')).toBeVisible();
    await expect(page.locator('tinh-article-view time')).toBeVisible();
    await expect(page.locator('tinh-visit-counter')).toContainText('1.604.378');
    await expect(page.getByText('76 lượt xem').filter({ visible: true })).toBeVisible();
    await expect(page.locator('tinh-quick-links').getByRole('link')).toHaveCount(18);
    await page.locator('tinh-comment-box').getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ý kiến');
  });
});

test('when the server is down, article, links and last figures stay, and a typed comment is kept and sent again', async ({
  page,
  site,
  misdeeds,
}) => {
  await page.goto(site.url);
  const box = page.locator('tinh-comment-box');
  // The thread is fetched when it comes near the screen.
  await box.scrollIntoViewIfNeeded();
  await expect(box.getByText('Chưa có ý kiến nào.')).toBeVisible();
  await site.stop();
  await write(box, 'Ý kiến gửi lúc mất mạng.');
  await expect(box.getByText('Sẽ tự gửi khi có kết nối')).toBeVisible();
  await expect(box.getByText('Ý kiến gửi lúc mất mạng.')).toBeVisible();
  await expect(page.locator('tinh-visit-counter').getByText('1.604.378').filter({ visible: true })).toBeVisible();
  await expect(page.getByText('Đồng chí Võ Minh Tâm')).toBeVisible();

  await site.start();
  await page.reload();
  await box.scrollIntoViewIfNeeded();
  await expect(box.getByText('Chờ duyệt', { exact: true })).toBeVisible();
  expect(site.moderate('list').trim().split('\n')).toHaveLength(1);
  // The browser itself says in the console that it found no server.
  misdeeds.errors.splice(0, misdeeds.errors.length, ...misdeeds.errors.filter((each) => !each.includes('ERR_')));
});
