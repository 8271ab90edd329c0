import type { Page } from '@playwright/test';
import { pageHeaders } from '../../server/http/headers.ts';
import { CmsServer } from './cms-server.ts';
import { dialogOf, expect, expectState, openTabs, stateOf, test, type SessionSite } from './session-site.ts';
import type { BrowserContext } from '@playwright/test';

const TAG = `<tinh-session-prompt user="42" sign-in-url="./#dang-nhap" sign-out-url="api/v1/session"
  sign-out-method="DELETE"></tinh-session-prompt>`;
const BODY = `<h1>Nộp hồ sơ trực tuyến</h1><a href="./">Trang chủ</a>
<form><label>Nội dung <textarea name="noi-dung"></textarea></label><button>Gửi hồ sơ</button></form>
<o-nhap></o-nhap>${'<p>Điều khoản sử dụng.</p>'.repeat(40)}`;

/** A signed-in tab under a clock that the test moves. */
async function open(context: BrowserContext, site: SessionSite, tag = TAG): Promise<Page> {
  site.write('phien.html', tag + BODY);
  await context.clock.install();
  await site.sign('in', context);
  return (await openTabs(context, `${site.url}phien.html`, 1))[0]!;
}

/** Role and name of every node in the accessibility tree that is not ignored. */
async function exposed(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => `${String(role?.value)} ${String(name?.value ?? '')}`.trim());
}

/** The innermost element that has the focus, and whether the prompt holds it. */
function focus(page: Page): Promise<{ inPrompt: boolean; words: string }> {
  return page.evaluate(() => {
    const inPrompt = document.activeElement?.localName === 'tinh-session-prompt';
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return { inPrompt, words: active?.id || (active?.textContent ?? '').trim().slice(0, 40) };
  });
}

const EXTEND = { name: 'Duy trì đăng nhập' };

test('nothing of the prompt is exposed while all is quiet, and nothing but the prompt while it is open', async ({
  context,
  site,
}) => {
  const page = await open(context, site);
  const quiet = (await exposed(page)).join('\n');
  expect(quiet).toContain('Gửi hồ sơ');
  expect(quiet).not.toMatch(/Phiên|Duy trì|Đăng xuất|dialog/);
  expect(await page.locator('tinh-session-prompt').evaluate((each) => each.shadowRoot!.childElementCount)).toBe(0);

  await site.pass(context, 61);
  await expect(dialogOf(page)).toBeVisible();
  const nodes = await exposed(page);
  const shown = nodes.join('\n');
  expect(shown).toContain('alertdialog Phiên đăng nhập sắp hết hạn do không có thao tác');
  expect(shown).toContain('button Duy trì đăng nhập');
  expect(shown).toContain('button Đăng xuất');
  expect(shown).toMatch(/Còn (60|5\d) giây/);
  expect(shown, 'the counter that changes each second is for eyes only').not.toContain('Thời gian còn lại');
  expect(shown).not.toMatch(/Nộp hồ sơ|Trang chủ|Nội dung|Gửi hồ sơ|Điều khoản/);

  await page.getByRole('button', EXTEND).click();
  await expect(dialogOf(page)).toHaveCount(0);
  await site.pass(context, 9);
  await expect.poll(() => exposed(page).then((each) => each.join('\n'))).toContain('Gửi hồ sơ');
  expect((await exposed(page)).join('\n')).not.toMatch(/Phiên|Duy trì|gia hạn/);
});

test('by keyboard alone: Tab stays inside, Escape extends and does not reopen, and the focus returns into a shadow root', async ({
  context,
  site,
}) => {
  const page = await open(context, site);
  await page.locator('o-nhap').evaluate((host) => {
    const input = document.createElement('input');
    input.id = 'trong-bong';
    host.attachShadow({ mode: 'open' }).append(input);
    input.focus();
  });
  await site.pass(context, 61);
  await expect(dialogOf(page).getByRole('button', EXTEND)).toBeFocused();
  for (const key of ['Tab', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
    await page.keyboard.press(key);
    const { inPrompt, words } = await focus(page);
    // Past the last button the browser's own controls have their turn, and the page has none.
    expect(inPrompt || (await page.evaluate(() => document.activeElement === document.body)), words).toBe(true);
  }
  expect(await stateOf(page), 'keys inside the prompt are no activity').toBe('warning');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);
  expect(await focus(page)).toEqual({ inPrompt: false, words: 'trong-bong' });
  expect(await site.expiresIn(context)).toBeGreaterThan(110);
  await site.pass(context, 50);
  await expect(dialogOf(page)).toHaveCount(0);
});

test('over a modal dialog of the page the prompt is on top, and the focus goes back into that dialog', async ({
  context,
  site,
}) => {
  const page = await open(context, site);
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    const input = document.createElement('input');
    input.id = 'trong-hop';
    dialog.append('Chọn tệp', input);
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
  await site.pass(context, 61);
  const button = dialogOf(page).getByRole('button', EXTEND);
  await expect(button).toBeFocused();
  expect((await exposed(page)).join('\n')).not.toContain('Chọn tệp');
  await button.click();
  await expect(dialogOf(page)).toHaveCount(0);
  expect(await focus(page)).toEqual({ inPrompt: false, words: 'trong-hop' });
  await expect(page.getByText('Chọn tệp')).toBeVisible();
});

test('with escape="ignore" no number of Escapes closes or extends', async ({ context, site }) => {
  const page = await open(context, site, TAG.replace('user', 'escape="ignore" user'));
  await site.pass(context, 61);
  await expect(dialogOf(page)).toBeVisible();
  for (let each = 0; each < 4; each += 1) await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeVisible();
  expect(await dialogOf(page).evaluate((each) => each.matches(':modal'))).toBe(true);
  expect(await site.expiresIn(context)).toBeLessThan(62);
});

for (const [device, width, height] of [
  ['a phone', 360, 740],
  ['a screen at 400 % zoom', 320, 256],
] as const) {
  test(`on ${device} everything in the prompt can be reached and nothing scrolls sideways, before and after the end`, async ({
    context,
    site,
  }, info) => {
    const page = await open(context, site);
    await page.setViewportSize({ width, height });
    const look = async (name: string, words: string[]): Promise<void> => {
      for (const word of words) {
        const part = dialogOf(page).getByText(word, { exact: true });
        await part.scrollIntoViewIfNeeded();
        const box = (await part.boundingBox())!;
        expect(box.x, word).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width, word).toBeLessThanOrEqual(width);
        expect(box.y, word).toBeGreaterThanOrEqual(0);
        expect(box.y + box.height, word).toBeLessThanOrEqual(height);
        const onTop = await part.evaluate((each) => {
          const { x, y, width: w, height: h } = each.getBoundingClientRect();
          return (each.getRootNode() as ShadowRoot).elementFromPoint(x + w / 2, y + h / 2) === each;
        });
        expect(onTop, `${word} is covered by nothing`).toBe(true);
      }
      const sideways = await dialogOf(page).evaluate((each) => each.scrollWidth - each.clientWidth);
      expect(sideways).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    };
    await site.pass(context, 61);
    await expect(dialogOf(page)).toBeVisible();
    await look('warning', ['Phiên đăng nhập sắp hết hạn do không có thao tác', 'Đăng xuất', 'Duy trì đăng nhập']);
    await site.pass(context, 61);
    await expectState(page, 'expired');
    await look('expired', ['Phiên đăng nhập đã hết hạn. Vui lòng đăng nhập lại.', 'Đóng', 'Đăng nhập lại']);
  });
}

test('two fingers still zoom the page while the prompt is open', async ({ browser, site, locale }) => {
  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
  const context = await browser.newContext({ ...phone, ...(locale && { locale }) });
  const page = await open(context, site);
  const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
  await site.pass(context, 61);
  await expect(dialogOf(page)).toBeVisible();
  await expect(page.locator('meta[name=viewport]')).toHaveAttribute('content', viewport!);
  const devtools = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: number[]) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((x, id) => ({ x, y: 370, id })) });
  await touch('touchStart', 160, 200);
  for (let step = 0; step < 30; step += 1) await touch('touchMove', 160 - step * 4, 200 + step * 4);
  await touch('touchEnd');
  await expect.poll(() => page.evaluate(() => visualViewport!.scale)).toBeGreaterThan(1.5);
  await expect(dialogOf(page)).toBeVisible();
  await context.close();
});

test('under the strictest policy warning, end, cover and notice break no rule', async ({ context, misdeeds }) => {
  const cms = new CmsServer();
  cms.library = 'own';
  cms.pageHeaders = { ...pageHeaders };
  await cms.start();
  cms.serveStatus();
  cms.pages.set('/trang', ({ reply }) => {
    const tag = `<tinh-session-prompt expires-in="120" status-url="/phien.php" extend-url="/trang" extend-method="GET"
      sign-in-url="/dang-nhap" user="42" notice blank-on-expire keep-forms></tinh-session-prompt>`;
    reply(200, cms.page(tag + BODY));
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await context.clock.install();
  const page = await context.newPage();
  const response = await page.goto(`${cms.address()}/dang-nhap`);
  expect(response!.headers()['content-security-policy']).toContain("style-src 'self'");
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('Phiên đăng nhập hết hạn sau 2 phút không có thao tác.')).toBeVisible();
  cms.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expect(dialogOf(page)).toBeVisible();
  cms.ahead += 61_000;
  await context.clock.runFor(61_000);
  await expectState(page, 'expired');
  await expect(page.getByRole('heading', { name: 'Nộp hồ sơ trực tuyến' })).toBeHidden();
  expect(misdeeds.errors).toEqual([]);
  misdeeds.strangers.length = 0;
  await cms.stop();
});
