import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { config, problem, serve, type TestServer } from './support.ts';

const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types lit-html dompurify 'allow-duplicates'";

const INDEX = `<html lang="{{lang}}"><h1>{{words.hello}}</h1><p>{{page.title}}</p>
{{#links}}<a href="{{base}}{{href}}">{{label}}</a>{{/links}}
{{#signedIn}}{{user}} {{expiresIn}}{{/signedIn}}{{^signedIn}}nobody{{/signedIn}} {{year}}{{#isEn}} English{{/isEn}}{{#isVi}} Việt{{/isVi}}</html>`;

function demo(t: TestContext, publicUrl: string | null = null): Promise<TestServer> {
  const demoFolder = mkdtempSync(join(tmpdir(), 'tinh-demo-'));
  t.after(() => rmSync(demoFolder, { recursive: true }));
  const write = (file: string, text: string): void => writeFileSync(join(demoFolder, file), text);
  mkdirSync(join(demoFolder, 'content'));
  write('index.html', INDEX);
  write('link.html', '<html lang="{{lang}}">{{> masthead}}<h1>{{link.label}}</h1>{{> session}}</html>');
  write('masthead.html', '<header>{{here}}</header>');
  write('session.html', '{{expiresIn}}');
  write('demo.css', 'body {}');
  write('hostile.html', '<p>hostile</p>');
  write('tinh.config.json', JSON.stringify(config()));
  write('content/words.json', JSON.stringify({ vi: { hello: 'Xin chào' }, en: { hello: 'Hello' } }));
  const quickLinks = [{ label: 'Góp ý <dự thảo>', slug: 'gop-y', href: 'lien-ket/gop-y' }];
  write('content/page.json', JSON.stringify({ title: 'Hội nghị', quickLinks }));
  return serve(t, { demo: true, demoFolder, publicUrl, config: config({}, { idleLimit: 90, absoluteLimit: 900 }) });
}

const HTML = { accept: 'text/html,*/*' };

it('shows the page in Vietnamese, and in English when asked, under the strict policy', async (t) => {
  const server = await demo(t);
  const page = await fetch(server.url, { headers: HTML });
  const text = await page.text();
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(page.headers.get('content-security-policy'), POLICY);
  assert.equal(page.headers.get('referrer-policy'), 'strict-origin-when-cross-origin');
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.match(text, /lang="vi"><h1>Xin chào[^]*Hội nghị[^]*nobody 2020 Việt/);
  assert.match(text, /<a href="\/lien-ket\/gop-y">Góp ý &#60;dự thảo&#62;<\/a>/);
  assert.match(await (await fetch(`${server.url}?lang=en`)).text(), /lang="en"><h1>Hello[^]* English/);
  assert.match(await (await fetch(`${server.url}?lang=xx`)).text(), /lang="vi"/);
});

it('shows who is signed in and for how long', async (t) => {
  const server = await demo(t);
  const signedIn = await fetch(`${server.url}demo/sign-in`, { method: 'POST', redirect: 'manual' });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  server.clock.ms += 30_000;
  assert.match(await (await fetch(server.url, { headers: { cookie } })).text(), /Tài khoản dùng thử 60 2020/);
});

it('has a page for each link and a plain one for a wrong address', async (t) => {
  const server = await demo(t);
  assert.match(await (await fetch(`${server.url}lien-ket/gop-y`)).text(), /<h1>Góp ý &#60;dự thảo&#62;<\/h1>/);
  for (const path of ['lien-ket/none', 'none', 'none.html']) {
    const missing = await fetch(server.url + path, { headers: HTML });
    assert.equal(missing.status, 404);
    assert.equal(missing.headers.get('content-security-policy'), POLICY);
    assert.match(await missing.text(), /Không tìm thấy trang/);
  }
  await problem(await fetch(`${server.url}none`), 404, 'not-found');
  await problem(await fetch(`${server.url}api/none`, { headers: HTML }), 404, 'not-found');
});

it('serves the demo’s files, but neither its templates nor its settings', async (t) => {
  const server = await demo(t);
  assert.equal((await fetch(`${server.url}demo.css`)).status, 200);
  assert.equal((await fetch(`${server.url}hostile.html`)).status, 200);
  for (const path of [
    'index.html',
    'link.html',
    'masthead.html',
    'session.html',
    'tinh.config.json',
    'content/words.json',
    '%69ndex.html',
    'content/%2e./index.html',
  ]) {
    await problem(await fetch(server.url + path), 404, 'not-found');
  }
});

it('writes its own addresses below the path of the public address', async (t) => {
  const server = await demo(t, 'https://so.example/tinh');
  for (const path of ['', 'tinh/', 'tinh', '?lang=vi', 'tinh?lang=vi']) {
    assert.match(await (await fetch(server.url + path)).text(), /<a href="\/tinh\/lien-ket\/gop-y">/, path);
  }
  const signedIn = await fetch(`${server.url}tinh/demo/sign-in`, { method: 'POST', redirect: 'manual' });
  assert.equal(signedIn.headers.get('location'), '/tinh/');
  const outside = { method: 'POST', redirect: 'manual', body: new URLSearchParams({ return: '/other' }) } as const;
  assert.equal((await fetch(`${server.url}demo/sign-in`, outside)).headers.get('location'), '/tinh/');
  const relative = { ...outside, body: new URLSearchParams({ return: 'hostile.html' }) };
  assert.equal((await fetch(`${server.url}demo/sign-in`, relative)).headers.get('location'), '/tinh/hostile.html');
  const sly = { ...outside, body: new URLSearchParams({ return: '//evil.example/tinh/' }) };
  assert.equal((await fetch(`${server.url}demo/sign-in`, sly)).headers.get('location'), '/tinh/');
});
