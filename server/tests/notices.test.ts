import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keep } from '../moderation/work.ts';
import { databaseOf, official, send, setState, token } from './conversation.ts';
import { correction } from './corrections-support.ts';
import { deskConfig } from './desk.ts';
import { onEachEngine } from './engines.ts';
import { addOfficial, catchMails, openNoticeOffice } from './notices-support.ts';
import { comment, newComment, serve, START } from './support.ts';

const SUBJECT = '[Sở Ngoại vụ] 1 ý kiến chờ duyệt';

onEachEngine('notices', (engine) => {
  it('one mail for a comment that waits, with its article and its place at the desk, and not a word of it', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    const { id } = await comment(office.server, { text: 'Lời riêng của bạn đọc.', name: 'Nguyễn Văn An' });
    office.later(10);
    assert.equal(await office.tell(), 1);
    assert.equal(await office.tell(), 0);
    const [{ mail, raw, to } = assert.fail()] = mails;
    assert.deepEqual(to, ['binh@so.example']);
    assert.equal(mail.subject, SUBJECT);
    assert.deepEqual(mail.from?.value, [{ name: 'Sở Ngoại vụ', address: 'y-kien@so.example' }]);
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(mail.date?.getTime(), START + 11_000);
    assert.match(raw, /^Content-Type: text\/plain; charset=utf-8/im);
    assert.match(mail.text!, /^1 ý kiến chờ duyệt\.\n\nSở Ngoại vụ\n1 ý kiến chờ duyệt:\n- Hội nghị sơ kết\n/);
    assert.ok(mail.text!.includes(`https://so.example/tinh/moderation/comment?id=${id}\n`));
    assert.match(mail.text!, /1 comment waits for a decision/);
    assert.doesNotMatch(mail.text! + raw, /Lời riêng|Nguyễn Văn An|reader-token/);
  });

  it('is off until somebody asks for it, and tells nothing that waited before', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', {});
    await comment(office.server);
    office.later(10);
    await addOfficial(office, 'chi', { notices: 'each' });
    office.later(3600);
    assert.equal(await office.tell(), 0);
    assert.equal(mails.length, 0);
  });

  it('gathers what comes within five minutes of a mail into the next one', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    await comment(office.server);
    office.later(10);
    assert.equal(await office.tell(), 1);
    for (const number of [1, 2, 3]) {
      office.later(60);
      await comment(office.server, { text: `Ý kiến ${number}.` });
      assert.equal(await office.tell(), 0);
    }
    office.later(120);
    assert.equal(await office.tell(), 1);
    assert.deepEqual(
      mails.map(({ mail }) => mail.subject),
      [SUBJECT, '[Sở Ngoại vụ] 3 ý kiến chờ duyệt'],
    );
    office.later(3600);
    assert.equal(await office.tell(), 0);
  });

  it('names twenty and counts the others; says nothing of what was decided meanwhile', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    for (let number = 0; number < 24; number += 1) {
      const { id } = await comment(office.server, { text: `Ý kiến số ${number}.` });
      if (number < 2) await setState(office.db, [id], number === 0 ? 'published' : 'rejected', office.server.clock.ms);
    }
    office.later(10);
    assert.equal(await office.tell(), 1);
    assert.equal(mails[0]!.mail.subject, '[Sở Ngoại vụ] 22 ý kiến chờ duyệt');
    assert.match(mails[0]!.mail.text!, /và 2 ý kiến khác\./);
    assert.equal(mails[0]!.mail.text!.match(/^- Hội nghị sơ kết$/gm)?.length, 40);
  });

  it('tells of a comment that readers report once, and again after an official has left it as it is', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    const { id } = await comment(office.server);
    await setState(office.db, [id], 'published', office.server.clock.ms);
    const report = async (number: number): Promise<void> => {
      office.later(600);
      const body = { reason: 'abuse', text: 'Lời của người báo cáo.' };
      const { status } = await send(office.server, 'POST', `comments/${id}/reports`, `Bearer ${token(number)}`, body);
      assert.ok(status < 300, String(status));
      office.later(10);
    };
    await report(1);
    assert.equal(await office.tell(), 1);
    assert.equal(mails[0]!.mail.subject, '[Sở Ngoại vụ] 1 ý kiến bị bạn đọc báo cáo');
    assert.doesNotMatch(mails[0]!.mail.text!, /Lời của người/);
    await report(2);
    assert.equal(await office.tell(), 0);
    await keep(office.db, official(office.server.clock.ms), { id, seen: null });
    await report(3);
    assert.equal(await office.tell(), 1);
  });

  it('tells of corrections of articles, how many and where, with and without comments, and not a word of them', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    await addOfficial(office, 'chi', { notices: 'digest' });
    office.later(1);
    await correction(office.server, { passage: 'Lời trong bài.', note: 'Lời của bạn đọc.' });
    office.later(10);
    assert.equal(await office.tell(), 1);
    await correction(office.server);
    await comment(office.server);
    office.later(600);
    assert.equal(await office.tell(), 1);
    office.later(86_400);
    assert.equal(await office.tell(), 1);
    assert.deepEqual(
      mails.map(({ mail, to }) => [to[0], mail.subject]),
      [
        ['binh@so.example', '[Sở Ngoại vụ] 1 đề nghị sửa lỗi trong bài'],
        ['binh@so.example', `${SUBJECT}, 1 đề nghị sửa lỗi trong bài`],
        ['chi@so.example', `${SUBJECT}, 2 đề nghị sửa lỗi trong bài`],
      ],
    );
    for (const { mail } of mails) {
      assert.match(
        mail.text!,
        /đề nghị sửa lỗi trong bài: https:\/\/so\.example\/tinh\/moderation\/corrections\?site=so\n[^]*corrections? of (?:an )?articles?: https:\/\/so\.example\/tinh\/moderation\/corrections\?site=so&lang=en\n/,
      );
      assert.doesNotMatch(mail.text!, /Lời trong bài|Lời của bạn đọc/);
    }
    await office.db.updateTable('corrections').set({ state: 'declined' }).execute();
    await office.db.updateTable('comments').set({ state: 'rejected' }).execute();
    office.later(86_400);
    assert.equal(await office.tell(), 0);
  });

  it('tells of a published comment that waits again because its author changed it', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    const { id } = await comment(office.server, {}, { token: token(1) });
    office.later(10);
    assert.equal(await office.tell(), 1);
    await setState(office.db, [id], 'published', office.server.clock.ms);
    office.later(400);
    const { status } = await send(office.server, 'PATCH', `comments/${id}`, `Bearer ${token(1)}`, { text: 'Lời mới.' });
    assert.equal(status, 200);
    office.later(10);
    assert.equal(await office.tell(), 1);
    assert.equal(mails.at(-1)!.mail.subject, SUBJECT);
  });

  it('tells each official of their own sites alone, and nobody whose rights were taken away', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    const binh = await addOfficial(office, 'binh', { notices: 'each' });
    for (const who of ['dung', 'khong', 'quan'] as const) await addOfficial(office, who, { notices: 'each' });
    office.later(1);
    await comment(office.server);
    office.later(10);
    assert.equal(await office.tell(), 2);
    assert.deepEqual(mails.flatMap(({ to }) => to).sort(), ['binh@so.example', 'quan@so.example']);
    await office.db.deleteFrom('account_sites').where('account_id', '=', binh).execute();
    office.later(600);
    await comment(office.server, { text: 'Ý kiến khác.' });
    office.later(10);
    assert.equal(await office.tell(), 1);
    assert.deepEqual(mails.at(-1)!.to, ['quan@so.example']);
  });

  it('sends the digest once a day, from 8:00 of the site’s time zone on', async (t) => {
    const { mails, at } = await catchMails(t);
    const raw = deskConfig();
    raw.sites[1]!.timeZone = 'Europe/Berlin';
    const office = await openNoticeOffice(t, engine, { at, raw });
    await addOfficial(office, 'binh', { notices: 'digest' });
    await addOfficial(office, 'quan', { notices: 'digest' });
    await comment(office.server);
    const khac = await fetch(`${office.server.url}api/v1/sites/khac/comments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'khac-khac-khac-khac-1' },
      body: JSON.stringify(newComment()),
    });
    assert.equal(khac.status, 201);
    const clock = (text: string): void => void (office.server.clock.ms = Date.parse(text));
    clock('2020-07-18T07:59:59+07:00');
    assert.equal(await office.tell(), 0);
    clock('2020-07-18T08:00:00+07:00');
    assert.equal(await office.tell(), 2);
    assert.equal(await office.tell(), 0);
    assert.equal(mails[0]!.mail.subject, SUBJECT);
    assert.match(
      mails[0]!.mail.text!,
      /Sở Ngoại vụ\n- 1 ý kiến chờ duyệt, lâu nhất đã chờ 14 giờ\n- 0 ý kiến bị bạn đọc báo cáo\n.*moderation\?site=so\n/,
    );
    assert.doesNotMatch(mails.map(({ mail }) => mail.text).join(), /Huyện Khác/);
    clock('2020-07-18T07:59:59+02:00');
    assert.equal(await office.tell(), 0);
    clock('2020-07-18T08:00:00+02:00');
    assert.equal(await office.tell(), 1);
    assert.equal(mails.at(-1)!.mail.subject, '[Huyện Khác] 1 ý kiến chờ duyệt');
    clock('2020-07-19T08:00:00+07:00');
    assert.equal(await office.tell(), 2);
    await office.db.updateTable('comments').set({ state: 'rejected' }).execute();
    clock('2020-07-21T08:00:00+07:00');
    assert.equal(await office.tell(), 0);
  });

  it('sends one mail when two processes look at the same moment', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    await addOfficial(office, 'chi', { notices: 'digest' });
    office.later(1);
    await comment(office.server);
    office.server.clock.ms = Date.parse('2020-07-18T09:00:00+07:00');
    const sent = await Promise.all([office.tell(), office.tell(), office.tell()]);
    assert.equal(
      sent.reduce((all, each) => all + each),
      2,
    );
    assert.deepEqual(mails.flatMap(({ to }) => to).sort(), ['binh@so.example', 'chi@so.example']);
  });

  it('a process that died while sending is followed by another: twice rather than never', async (t) => {
    const { mails, at } = await catchMails(t);
    const office = await openNoticeOffice(t, engine, { at });
    await addOfficial(office, 'binh', { notices: 'each' });
    office.later(1);
    await comment(office.server);
    office.later(10);
    const teller = office.teller();
    await office.db
      .insertInto('notice_marks')
      .columns(['account_id', 'kind', 'told_until', 'claimed_until'])
      .expression((from) =>
        from
          .selectFrom('accounts')
          .select((is) => [
            is.ref('id').as('account_id'),
            is.val('each').as('kind'),
            is.ref('notices_since').as('told_until'),
            is.val(office.server.clock.ms + 60_000).as('claimed_until'),
          ]),
      )
      .execute();
    assert.equal(await teller.tell(), 0);
    office.later(61);
    assert.equal(await teller.tell(), 1);
    assert.equal(mails.length, 1);
  });

  it('the running server sends by itself', async (t) => {
    const { at, mails, next } = await catchMails(t);
    const place = await engine.fresh();
    t.after(() => place.remove());
    const first = await serve(t, { place, config: deskConfig() });
    const db = await databaseOf(t, first);
    const office = { server: first, db } as never;
    await addOfficial(office, 'binh', { notices: 'each' });
    first.clock.ms += 1000;
    await comment(first);
    const second = await serve(t, {
      place,
      config: deskConfig(),
      now: () => START + 60_000,
      mailServer: at,
      publicUrl: 'https://so.example/tinh/',
    });
    await next;
    assert.equal(mails.length, 1);
    assert.ok(second.url);
  });
});
