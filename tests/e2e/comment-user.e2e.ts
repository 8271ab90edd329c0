import { SignJWT } from 'jose';
import { box, write } from './comment-writing.ts';
import { expect, SITE, test, type DemoSite } from './site.ts';

const SECRET = 'một bí mật dài hơn ba mươi hai ký tự';

/** As the site's own server signs it. */
function token(name: string, lives = 600): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('42')
    .setAudience(SITE)
    .setIssuedAt(now - 900 + lives)
    .setExpirationTime(now + lives)
    .sign(new TextEncoder().encode(SECRET));
}

async function restart(site: DemoSite): Promise<void> {
  const config = site.demoConfig();
  await site.stop();
  const comments = { writers: 'signed-in', userTokens: { secret: SECRET } };
  await site.start({
    config: { ...config, sites: config.sites.map((each) => ({ ...each, moderation: 'after', comments })) },
  });
}

test('a reader whom the site vouches for writes under their name; a token that has run out is asked for anew, and the words go then', async ({
  page,
  site,
  misdeeds,
}) => {
  await restart(site);
  await page.goto(`${site.url}comment-box.html`);
  await expect(box(page).getByText('Vui lòng đăng nhập để gửi ý kiến')).toBeVisible();
  await expect(box(page).getByLabel('Nội dung')).toBeHidden();

  const over = await token('Trần Văn Bình', -300);
  const expired = box(page).evaluate(
    (each, first) =>
      new Promise<void>((resolve) => {
        each.addEventListener('tinh-user-token-expired', () => {
          resolve();
        });
        each.setAttribute('user-token', first);
      }),
    over,
  );
  await expect(box(page).locator('[part=user]')).toContainText('Trần Văn Bình');
  await expect(box(page).getByLabel('Họ và tên')).toHaveCount(0);
  await write(box(page), 'Gửi bằng tài khoản của trang.', null);
  await expired;

  const posted = page.waitForResponse(
    (response) => response.request().method() === 'POST' && /comments$/.test(response.url()),
  );
  const fresh = await token('Trần Văn Bình');
  await box(page).evaluate((each, second) => {
    each.setAttribute('user-token', second);
  }, fresh);
  expect(await (await posted).json()).toMatchObject({ state: 'published', verified: true, name: 'Trần Văn Bình' });
  await expect(box(page).getByText('Ý kiến đã được đăng.')).toBeVisible();
  // The browser’s own line about the answer 401.
  expect(misdeeds.errors.splice(0).filter((each) => !each.includes('401'))).toEqual([]);
});
