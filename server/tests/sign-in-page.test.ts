import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { addTestAccount, AN, CHEAP, cookieHeader, cookiesOf, PlainBrowser, postSession } from './accounts.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { config, problem, serve, type TestServer } from './support.ts';

const FIELDS = { name: AN.name, password: AN.password };

async function office(t: TestContext, engine: Engine, publicUrl: string | null = null): Promise<TestServer> {
  const server = await serve(t, {
    engine,
    passwordCost: CHEAP,
    publicUrl,
    config: config({}, { idleLimit: 90, absoluteLimit: 900 }),
  });
  await addTestAccount(server);
  return server;
}

onEachEngine('sign-in page', (engine) => {
  it('signs in and out by forms alone', async (t) => {
    const server = await office(t, engine);
    const browser = new PlainBrowser(server);
    const page = await browser.open('sign-in');
    assert.equal(page.response.status, 200);
    const entered = await browser.send(page.html, FIELDS);
    assert.deepEqual([entered.response.status, entered.response.headers.get('location')], [303, '/account?lang=vi']);

    const account = await browser.open('account?lang=vi');
    assert.match(account.html, /<h1>Bạn đã đăng nhập<\/h1>\s*<p>Tài khoản: <strong lang="vi">Nguyễn Văn An</);
    const left = await browser.send(account.html, {});
    assert.deepEqual(
      [left.response.status, left.response.headers.get('location')],
      [303, '/sign-in?lang=vi&signed-out'],
    );
    assert.equal(browser.cookies.tinh_session, '');
    assert.match(
      (await browser.open('sign-in?lang=vi&signed-out')).html,
      /<p class="note" role="status">Bạn đã đăng xuất/,
    );
  });

  it('says on the page what was wrong, keeps the name and never the password', async (t) => {
    const browser = new PlainBrowser(await office(t, engine));
    const page = await browser.open('sign-in');
    const wrong = await browser.send(page.html, { ...FIELDS, name: 'An "Bình"', password: 'sai mật khẩu rồi' });
    assert.equal(wrong.response.status, 401);
    assert.match(wrong.html, /<title>Lỗi: Đăng nhập/);
    assert.match(wrong.html, /role="alert"[^]*Tên đăng nhập hoặc mật khẩu chưa đúng/);
    assert.match(wrong.html, /name="name" value="An &#34;Bình&#34;"/);
    assert.ok(!wrong.html.includes('sai mật khẩu rồi'));

    const empty = await browser.send(wrong.html, { name: ' ', password: '' });
    assert.equal(empty.response.status, 400);
    assert.match(empty.html, /<a href="#name">Vui lòng nhập tên đăng nhập\.<\/a>/);
    assert.match(empty.html, /<p class="fault" id="password-fault">[^]*aria-describedby="password-fault"/);

    for (let round = 0; round < 5; round += 1) {
      await browser.send(page.html, { ...FIELDS, password: 'sai mật khẩu rồi' });
    }
    const late = await browser.send(page.html, FIELDS);
    assert.equal(late.response.status, 429);
    assert.ok(Number(late.response.headers.get('retry-after')) > 0);
    assert.match(late.html, /Số phút cần đợi trước khi thử lại: 15\./);
    assert.equal((await browser.send(late.html, { ...FIELDS, name: 'ai khác' })).response.status, 401);
  });

  it('gives a new token at every sign-in, and the one before is worth nothing from then on', async (t) => {
    const server = await office(t, engine);
    const browser = new PlainBrowser(server);
    const { html } = await browser.open('sign-in');
    browser.cookies = { ...browser.cookies, ...cookiesOf(await postSession(server, AN)) };
    const before = { ...browser.cookies };
    // The form was made before this browser signed in elsewhere: it shows where the reader stands, and changes nothing.
    const stale = await browser.send(html, FIELDS);
    assert.equal(stale.response.status, 403);
    assert.match(stale.html, /<h1>Bạn đã đăng nhập<\/h1>/);
    assert.equal(browser.cookies.tinh_session, before.tinh_session);

    await browser.send(stale.html, {});
    const old = await fetch(`${server.url}account`, { headers: cookieHeader(before), redirect: 'manual' });
    assert.equal(old.status, 303);
  });
});

it('takes its own forms however little the browser says about where they come from', async (t) => {
  const server = await office(t, sqlite);
  for (const headers of [
    { origin: 'null' },
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: server.url.slice(0, -1) },
    {},
  ] as Record<string, string>[]) {
    const browser = new PlainBrowser(server);
    const { html } = await browser.open('sign-in');
    assert.equal((await browser.send(html, FIELDS, headers)).response.status, 303, JSON.stringify(headers));
    const account = await browser.open('account');
    assert.equal((await browser.send(account.html, {}, headers)).response.status, 303, JSON.stringify(headers));
  }
});

it('refuses forms of other sites, with and without a token, and says so to the reader when it may be a mistake', async (t) => {
  const server = await office(t, sqlite);
  const browser = new PlainBrowser(server);
  const { html } = await browser.open('sign-in');
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: 'null', 'sec-fetch-site': 'same-site' },
  ] as Record<string, string>[]) {
    const body = new URLSearchParams(FIELDS);
    const init = { method: 'POST', headers: { ...cookieHeader(browser.cookies), ...headers }, body };
    await problem(await fetch(`${server.url}sign-in`, init), 403, 'forged-request');
    await problem(await fetch(`${server.url}sign-out`, init), 403, 'forged-request');
  }

  const other = new PlainBrowser(server);
  const theirs = (await other.open('sign-in')).html;
  const field = (page: string): string => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
  for (const form of ['', 'x', field(theirs), field(html).slice(0, -1)]) {
    const refused = await browser.send(html, { ...FIELDS, form }, { origin: 'null' });
    assert.equal(refused.response.status, 403, form);
    assert.match(refused.html, /Trang này đã mở quá lâu/);
    assert.equal(browser.cookies.tinh_session, undefined);
  }
  const without = await fetch(`${server.url}sign-in`, {
    method: 'POST',
    headers: { origin: 'null' },
    body: new URLSearchParams({ ...FIELDS, form: field(html) }),
  });
  assert.equal(without.status, 403);
});

it('refuses a form whose cookie somebody planted in a browser that is signed in', async (t) => {
  const server = await office(t, sqlite);
  const victim = new PlainBrowser(server);
  await victim.send((await victim.open('sign-in')).html, FIELDS);
  const attacker = new PlainBrowser(server);
  const { html } = await attacker.open('sign-in');
  victim.cookies.tinh_form = attacker.cookies.tinh_form ?? '';
  const forged = html.replace(/action="[^"]*"/, 'action="sign-out"');
  const refused = await victim.send(forged, {}, { origin: 'null' });
  assert.equal(refused.response.status, 403);
  assert.match(refused.html, /<h2>Chưa đăng xuất được<\/h2>[^]*Nguyễn Văn An/);
  assert.equal((await victim.open('account')).response.status, 200);
});

it('is a calm page in two languages under the strict policy, without a script', async (t) => {
  const server = await office(t, sqlite);
  const response = await fetch(`${server.url}sign-in`);
  const html = await response.text();
  assert.match(response.headers.get('content-security-policy') ?? '', /^default-src 'self'; .*form-action 'self'/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.match(response.headers.get('set-cookie') ?? '', /^tinh_form=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.doesNotMatch(html, /<script|style=| on\w+=/);
  assert.match(html, /<html lang="vi">[^]*<p>Sở Ngoại vụ<\/p>[^]*<h1>Đăng nhập<\/h1>/);
  assert.match(html, /<label for="name">[^]*<input id="name"[^>]* autocomplete="username"/);
  assert.match(html, /<label for="password">[^]*<input id="password"[^>]* autocomplete="current-password"/);
  const english = await (await fetch(`${server.url}sign-in?lang=en&return=/x%22`)).text();
  assert.match(english, /<html lang="en">[^]*<h1>Sign in<\/h1>[^]*action="sign-in\?lang=en"/);
  assert.match(english, /<a href="sign-in\?return=%2Fx%22&#38;lang=vi" lang="vi"/);
  for (const file of ['account.css', 'account.svg']) assert.equal((await fetch(server.url + file)).status, 200);
});

it('goes back to the page that asked for it, of this server only', async (t) => {
  const server = await office(t, sqlite);
  const goesTo = async (target: string): Promise<string | null> => {
    const browser = new PlainBrowser(server);
    const { html } = await browser.open(`sign-in?return=${encodeURIComponent(target)}`);
    const to = (await browser.send(html, FIELDS)).response.headers.get('location');
    const again = await browser.open(`sign-in?return=${encodeURIComponent(target)}`);
    assert.equal(again.response.headers.get('location'), to, 'at once when signed in already');
    return to;
  };
  assert.equal(await goesTo('/tin-tuc?trang=2#y-kien'), '/tin-tuc?trang=2#y-kien');
  for (const target of ['', 'https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example']) {
    assert.equal(await goesTo(target), '/account?lang=vi', target);
  }
});

it('has the prompt of the library on the page of who is signed in, below any path', async (t) => {
  const server = await office(t, sqlite, 'https://so.example/tinh');
  const browser = new PlainBrowser(server);
  const { html } = await browser.open('sign-in');
  const entered = await browser.send(html, FIELDS);
  assert.equal(entered.response.headers.get('location'), '/tinh/account?lang=vi');
  server.clock.ms += 30_000;
  const account = await browser.open('tinh/account?lang=en');
  assert.match(account.html, /<script type="module" src="tinh.js"><\/script>/);
  assert.match(
    account.html,
    /<tinh-session-prompt expires-in="60" absolute-expires-in="\d+" user="[^"]+" status-url="api\/v1\/session"/,
  );
  assert.match(
    account.html,
    / sign-out-url="api\/v1\/session" sign-out-method="DELETE" sign-in-url="sign-in\?lang=en">/,
  );
  assert.match(account.html, /Minutes until the session ends unless it is extended: 1</);
});
