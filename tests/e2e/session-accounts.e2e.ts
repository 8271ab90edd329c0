import type { Page } from '@playwright/test';
import { CmsServer } from './cms-server.ts';
import { check, dialogOf, expect, expectState, openTabs, recordRequests, stateOf, test } from './session-site.ts';

const LEFT = 'Bạn đã đăng xuất.';
const SIGN_OUT_BUTTON = `<tinh-session-prompt user="42" sign-in-url="./#dang-nhap" sign-out-url="api/v1/session"
  sign-out-method="DELETE"></tinh-session-prompt>`;
const SIGN_OUT_FORM = `<tinh-session-prompt user="42" sign-in-url="./#dang-nhap" sign-out-url="demo/sign-out">
</tinh-session-prompt><form method="post" action="demo/sign-out"><input type="hidden" name="return" value="phien.html">
<button>Thoát</button></form>`;

/** The page hears each event of the prompt that says that somebody signed out. */
async function countSignOuts(page: Page): Promise<() => Promise<string | null>> {
  await page.evaluate(() => {
    document.addEventListener('tinh-session-signed-out', () => {
      document.body.dataset['left'] = String(Number(document.body.dataset['left'] ?? 0) + 1);
    });
  });
  return () => page.locator('body').getAttribute('data-left');
}

test('signing out with the prompt’s button shows in all tabs, once the server confirms it', async ({
  context,
  site,
}) => {
  site.write('phien.html', SIGN_OUT_BUTTON);
  await context.clock.install();
  await site.sign('in', context);
  const tabs = await openTabs(context, `${site.url}phien.html`, 3);
  const heard = await countSignOuts(tabs[2]!);
  await site.pass(context, 61);
  for (const tab of tabs) await expect(dialogOf(tab)).toBeVisible();
  await tabs[0]!.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(dialogOf(tabs[0]!)).toContainText(LEFT);
  expect(await site.expiresIn(context)).toBeNull();
  await site.pass(context, 3);
  for (const tab of tabs) await expect(dialogOf(tab)).toContainText(LEFT);
  for (const tab of tabs) expect(await stateOf(tab)).toBe('signed-out');
  expect(await heard()).toBe('1');
  await expect(dialogOf(tabs[1]!).getByRole('link', { name: 'Đăng nhập lại' })).toBeVisible();
});

test('signing out with the page’s own form shows in all tabs', async ({ context, site }) => {
  site.write('phien.html', SIGN_OUT_FORM);
  await context.clock.install();
  await site.sign('in', context);
  const [first, second, third] = await openTabs(context, `${site.url}phien.html`, 3);
  await first!.getByRole('button', { name: 'Thoát' }).click();
  await expectState(first!, 'signed-out');
  await expect(dialogOf(first!), 'who has signed out sees the page that follows').toHaveCount(0);
  await site.pass(context, 3);
  for (const tab of [second!, third!]) await expect(dialogOf(tab)).toContainText(LEFT);
});

test('a sign-out form that the page holds back is no sign-out', async ({ context, site }) => {
  site.write('phien.html', SIGN_OUT_FORM);
  await context.clock.install();
  await site.sign('in', context);
  const tabs = await openTabs(context, `${site.url}phien.html`, 2);
  await tabs[0]!.evaluate(() => {
    document.addEventListener('submit', (event) => {
      event.preventDefault();
    });
  });
  const requests = recordRequests(context);
  await tabs[0]!.getByRole('button', { name: 'Thoát' }).click();
  await site.pass(context, 4);
  expect(requests.all).toEqual([]);
  for (const tab of tabs) await expectState(tab, 'active');
});

test('a visitor who is not signed in causes no request, and a sign-in in another tab wakes the page up', async ({
  context,
  site,
}) => {
  const requests = recordRequests(context);
  site.write('khach.html', '<tinh-session-prompt expires-in="" user="" sign-in-url="./"></tinh-session-prompt>');
  await context.clock.install();
  const [visitor] = await openTabs(context, `${site.url}khach.html`, 1, 'signed-out');
  await site.pass(context, 600);
  expect(requests.all).toEqual([]);
  await site.sign('in', context);
  const [other] = await openTabs(context, `${site.url}phien.html`, 1);
  await expectState(visitor!, 'active');
  await site.pass(context, 61);
  await expect(dialogOf(visitor!)).toBeVisible();
  await expect(dialogOf(other!)).toBeVisible();
});

test('signing in again in another tab closes the dialog that said that the session was over', async ({
  context,
  site,
}) => {
  await context.clock.install();
  await site.sign('in', context);
  const [first] = await openTabs(context, `${site.url}phien.html`, 1);
  await first!.getByLabel('Nội dung').evaluate((each: HTMLTextAreaElement) => (each.value = 'Đơn đề nghị'));
  await site.pass(context, 61);
  await expect(dialogOf(first!)).toBeVisible();
  await site.pass(context, 61);
  await expectState(first!, 'expired');
  await site.sign('in', context);
  await openTabs(context, `${site.url}phien.html`, 1);
  await expect(dialogOf(first!)).toHaveCount(0);
  await expectState(first!, 'active');
  await expect(first!.getByLabel('Nội dung')).toHaveValue('Đơn đề nghị');
});

test('two accounts in one browser: one’s activity and extensions are not the other’s', async ({ context, site }) => {
  const tag = (user: string) => `<tinh-session-prompt user="${user}" idle-limit="120"></tinh-session-prompt>`;
  await context.clock.install();
  const open = async (user: string) => (await openTabs(context, site.write(`phien-${user}.html`, tag(user)), 1))[0]!;
  const [an, binh] = [await open('an'), await open('binh')];
  await site.pass(context, 50);
  await an.keyboard.press('a');
  await site.pass(context, 11);
  await expectState(binh, 'warning');
  expect(await stateOf(an)).toBe('active');
  await site.pass(context, 51);
  await expectState(an, 'warning');
  await dialogOf(an).getByRole('button', { name: 'Duy trì đăng nhập' }).click();
  await expectState(an, 'active');
  await expectState(binh, 'warning');
  await site.pass(context, 10);
  await expectState(binh, 'expired');
  expect(await stateOf(an)).toBe('active');
});

test.describe('with a CMS', () => {
  const test2 = test.extend<{ cms: CmsServer }>({
    // The CMS stands beside the demo, which these tests do not visit.
    cms: async ({ browserName: _ }, use) => {
      const cms = new CmsServer();
      await cms.start();
      await use(cms);
      await cms.stop();
    },
  });

  test2('signing out with the page’s own link shows in all tabs', async ({ context, cms, misdeeds }) => {
    cms.serveStatus();
    const tag = `<tinh-session-prompt expires-in="120" user="42" status-url="/phien.php" extend-url="/trang"
      sign-out-url="/thoat" sign-out-method="GET" sign-in-url="/dang-nhap"></tinh-session-prompt>
      <a href="/thoat">Thoát <b>ngay</b></a>`;
    cms.pages.set('/trang', ({ reply }) => {
      reply(200, cms.page(tag));
    });
    await context.clock.install();
    const first = await context.newPage();
    await first.goto(`${cms.address()}/trang`);
    await first.getByRole('button', { name: 'Đăng nhập' }).click();
    const [second] = await openTabs(context, `${cms.address()}/trang`, 1);
    await first.getByText('ngay').click();
    await expect(first.getByRole('heading', { name: 'Đăng nhập' })).toBeVisible();
    await context.clock.runFor(3000);
    await expect(dialogOf(second!)).toContainText(LEFT);
    expect(cms.left).toBe(0);
    misdeeds.strangers.length = 0;
  });

  test2(
    'somebody else signs in at the same browser: the first one’s page does not go on as theirs',
    async ({ context, cms, misdeeds }) => {
      let name = 'an';
      cms.bare.set('/phien.php', ({ reply }) => {
        reply(200, JSON.stringify({ expiresIn: 600, user: name }), { 'content-type': 'application/json' });
      });
      cms.bare.set('/trang', ({ reply }) => {
        reply(200, cms.page(`<tinh-session-prompt user="${name}" status-url="/phien.php"></tinh-session-prompt>`));
      });
      const [an] = await openTabs(context, `${cms.address()}/trang`, 1);
      await check(an!);
      expect(await stateOf(an!)).toBe('active');
      name = 'binh';
      const [binh] = await openTabs(context, `${cms.address()}/trang`, 1);
      await check(an!);
      await expectState(an!, 'expired');
      expect(await stateOf(binh!)).toBe('active');
      misdeeds.strangers.length = 0;
    },
  );
});
