import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { sendMail } from '../notices/mailer.ts';
import { readSettings } from '../settings.ts';
import { startServer } from '../start.ts';
import { openDatabase } from '../storage/database.ts';
import { deskConfig } from './desk.ts';
import { onEachEngine, sqlite } from './engines.ts';
import { addOfficial, catchMails, listenBadly, openNoticeOffice, PUBLIC_URL, SHORT } from './notices-support.ts';
import { command, environment } from './process.ts';
import { comment, serve, START } from './support.ts';

onEachEngine('notices and a mail server that fails', (engine) => {
  it('a server that hangs is given up, said once without an address, tried again later, and nothing is lost', async (t) => {
    const { mails, at } = await catchMails(t);
    const { at: silent, server } = await listenBadly(t, () => undefined);
    const office = await openNoticeOffice(t, engine, { at: silent });
    await addOfficial(office, 'binh', { notices: 'each' });
    await addOfficial(office, 'chi', { notices: 'each' });
    let tries = 0;
    server.on('connection', () => (tries += 1));
    office.later(1);
    await comment(office.server);
    office.later(10);
    const teller = office.teller();
    assert.equal(await teller.tell(), 0);
    // The second official is not waited for as well.
    assert.equal(tries, 1);
    assert.equal(await teller.tell(), 0);
    assert.equal(tries, 1);
    office.later(61);
    assert.equal(await teller.tell(), 0);
    assert.equal(tries, 2);
    office.later(61);
    assert.equal(await teller.tell(), 0);
    assert.equal(tries, 2);
    assert.deepEqual(office.log, ['{"mail":"silent"}']);
    assert.equal(await office.tell(at), 2);
    assert.equal(mails.length, 2);
  });

  it('a server that refuses, hangs up or is not there: each is told apart', async (t) => {
    const { at: refusing } = await listenBadly(t, (socket) => socket.end('554 binh@so.example is not welcome\r\n'));
    const { at: dropping } = await listenBadly(t, (socket) => socket.destroy());
    const { at: gone, server } = await listenBadly(t, () => undefined);
    server.close();
    await once(server, 'close');
    const office = await openNoticeOffice(t, engine, { at: refusing });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    await comment(office.server);
    office.later(10);
    for (const at of [refusing, dropping, gone]) assert.equal(await office.tell(at), 0);
    assert.deepEqual(office.log, ['{"mail":"refused","code":554}', '{"mail":"dropped"}', '{"mail":"unreachable"}']);
  });

  it('an address that is refused keeps nobody else from being told, and is tried less and less often', async (t) => {
    const { mails, strangers, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    await addOfficial(office, 'chi', { notices: 'each' });
    strangers.add('binh@so.example');
    office.later(1);
    await comment(office.server);
    office.later(10);
    const teller = office.teller();
    assert.equal(await teller.tell(), 1);
    assert.deepEqual(mails[0]!.to, ['chi@so.example']);
    office.later(61);
    await teller.tell();
    const { failures } = await office.db
      .selectFrom('notice_marks')
      .select('failures')
      .where('failures', '>', 0)
      .executeTakeFirstOrThrow();
    assert.equal(failures, 2);
    strangers.clear();
    office.later(61);
    assert.equal(await teller.tell(), 0);
    office.later(61);
    assert.equal(await teller.tell(), 1);
    assert.deepEqual(office.log, ['{"mail":"recipient","code":550}', '{"mail":"accepted"}']);
    assert.doesNotMatch(office.log.join(), /@/);
  });

  it('names and titles put nothing into the head of a mail', async (t) => {
    const { mails, at } = await catchMails(t);
    const raw = deskConfig();
    raw.sites[0]!.name = 'Sở\r\nBcc: evil@evil.example\r\n\r\nNgoại vụ';
    const office = await openNoticeOffice(t, engine, { at, raw });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    await comment(office.server, { title: 'Bài\r\nBcc: evil@evil.example\u2028X: y' });
    await office.db.updateTable('threads').set({ title: 'Bài\r\nBcc: evil@evil.example\u2028X: y' }).execute();
    office.later(10);
    assert.equal(await office.tell(), 1);
    const [{ mail, to, raw: text } = assert.fail()] = mails;
    assert.deepEqual(to, ['binh@so.example']);
    assert.equal(mail.bcc, undefined);
    assert.match(mail.subject!, /^\[Sở Bcc: evil@evil.example Ngoại vụ\] 1 ý kiến/);
    assert.doesNotMatch(text.split('\r\n\r\n')[0]!, /^(bcc|x):/im);
    assert.match(mail.text!, /^- Bài Bcc: evil@evil.example X: y$/m);
  });

  it('closing does not wait for a mail server that hangs', async (t) => {
    let asked = (): void => undefined;
    const connected = new Promise<void>((resolve) => (asked = resolve));
    const { at } = await listenBadly(t, () => asked());
    const place = await engine.fresh();
    t.after(() => place.remove());
    const office = await serve(t, { place, config: deskConfig() });
    const db = await openDatabase(place);
    await addOfficial({ server: office, db } as never, 'binh', { notices: 'each' });
    await db.destroy();
    office.clock.ms += 1000;
    await comment(office);
    const running = await startServer({
      dataDir: place.dataDir,
      databaseUrl: place.databaseUrl,
      config: deskConfig(),
      now: () => START + 60_000,
      mailServer: at,
      publicUrl: PUBLIC_URL,
      libraryFolder: place.dataDir,
    });
    await connected;
    const begin = performance.now();
    await running.close();
    assert.ok(performance.now() - begin < 3000);
  });
});

it('SMTP_URL: what is wrong is said, and never repeated', () => {
  const publicUrl = 'https://so.example/';
  const SMTP_FROM = 'Sở Ngoại vụ <y-kien@so.example>';
  assert.equal(readSettings({}).mailServer, null);
  const read = (SMTP_URL: string) => readSettings({ SMTP_URL, SMTP_FROM, PUBLIC_URL: publicUrl }).mailServer;
  assert.deepEqual(read('smtps://y%40so:b%C3%AD%20m%E1%BA%ADt@mail.example'), {
    host: 'mail.example',
    port: 465,
    secure: true,
    requireTls: false,
    credentials: { user: 'y@so', pass: 'bí mật' },
    from: { name: 'Sở Ngoại vụ', address: 'y-kien@so.example' },
  });
  const open = read('smtp://u:p@mail.example:2525');
  assert.deepEqual([open?.port, open?.secure, open?.requireTls], [2525, false, true]);
  assert.deepEqual([read('smtp://127.0.0.1')?.port, read('smtp://127.0.0.1')?.requireTls], [587, false]);
  for (const [SMTP_URL, from, url, why] of [
    ['http://bi-mat@mail.example', SMTP_FROM, publicUrl, /SMTP_URL không hợp lệ[^]*SMTP_URL is not valid/],
    ['smtp://bi-mat', undefined, publicUrl, /cần SMTP_FROM/],
    ['smtp://mail.example?x=bi-mat', SMTP_FROM, publicUrl, /SMTP_URL không hợp lệ/],
    ['smtp://mail.example', 'không phải', publicUrl, /SMTP_FROM không hợp lệ/],
    ['smtp://mail.example', 'A <a@b.vn>, c@d.vn', publicUrl, /SMTP_FROM không hợp lệ/],
    ['smtp://mail.example', 'A\r\nBcc: x@y.vn <a@b.vn>', publicUrl, /SMTP_FROM không hợp lệ/],
    ['smtp://mail.example', SMTP_FROM, undefined, /cần PUBLIC_URL/],
  ] as const) {
    assert.throws(
      () => readSettings({ SMTP_URL, SMTP_FROM: from, PUBLIC_URL: url }),
      (error: Error) => why.test(error.message) && !error.message.includes('bi-mat'),
      SMTP_URL,
    );
  }
});

it('a password never goes over the network in the open', async (t) => {
  const { at } = await catchMails(t);
  const secret = { ...at, requireTls: true, credentials: { user: 'u', pass: 'p' } };
  const letter = { to: 'binh@so.example', subject: 's', text: 't', at: START };
  await assert.rejects(sendMail(secret, letter, { times: SHORT }), { fault: 'tls' });
});

it('mail test: sends one, or says what is wrong', async (t) => {
  const { mails, strangers, at } = await catchMails(t);
  const place = await sqlite.fresh();
  t.after(() => place.remove());
  const mail = (words: readonly string[], port: number | null = at.port) =>
    command(t, ['mail', ...words], {
      ...environment(place),
      PUBLIC_URL: 'https://so.example/',
      SMTP_FROM: 'y-kien@so.example',
      ...(port !== null && { SMTP_URL: `smtp://127.0.0.1:${port}` }),
    }).ended;
  const sent = await mail(['test', 'binh@so.example']);
  assert.deepEqual([sent.code, sent.err], [0, '']);
  assert.match(sent.out, /^Máy chủ thư đã nhận thư thử/);
  assert.equal(mails[0]?.mail.subject, 'Thư thử / Test mail');
  strangers.add('chi@so.example');
  for (const [words, port, why] of [
    [['test'], at.port, /^Cách dùng/],
    [['test', 'a@b, c@d'], at.port, /^Địa chỉ e-mail không hợp lệ/],
    [['test', 'binh@so.example'], null, /^Chưa đặt SMTP_URL[^]*SMTP_URL is not set/],
    [['test', 'chi@so.example'], at.port, /không nhận địa chỉ người nhận \(SMTP 550\)\.\n.*accept the recipient/],
    [['test', 'binh@so.example'], 1, /không kết nối được với máy chủ thư/],
  ] as const) {
    const { code, out, err } = await mail(words, port);
    assert.deepEqual([code, out], [1, ''], err);
    assert.match(err, why);
  }
});
