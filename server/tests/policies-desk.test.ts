import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { sweepComments } from '../moderation/sweep.ts';
import { DEFAULT_POLICY } from '../comments/policy.ts';
import { parseConfig } from '../config.ts';
import { changePolicy } from '../moderation/change-policy.ts';
import { policyStampOf } from '../policies/store.ts';
import { LiveSites } from '../policies/live-sites.ts';
import { databaseOf } from './conversation.ts';
import { DeskBrowser, deskConfig, linkOf, OFFICIALS, openOffice, wordsOf } from './desk.ts';
import { type Engine, onEachEngine } from './engines.ts';
import { comment, newComment, postComment, problem, serve, type TestServer, thread } from './support.ts';

const DAY = 86_400_000;
const POLICIES = 'moderation/policies?site=so';
const SAVE = 'Lưu quy định';

async function office(t: TestContext, engine: Engine): Promise<{ server: TestServer; quan: DeskBrowser }> {
  const server = await openOffice(t, engine);
  return { server, quan: await DeskBrowser.of(server, 'quan') };
}

/** The last lines of the log: action, object and detail. */
async function log(t: TestContext, server: TestServer, count: number): Promise<unknown[]> {
  const db = await databaseOf(t, server);
  const rows = await db.selectFrom('audit_log').selectAll().orderBy('id', 'desc').limit(count).execute();
  return rows.map(({ action, kind, object_id: id, detail }) => [action, kind, id, JSON.parse(detail)]);
}

onEachEngine('policies at the desk', (engine) => {
  it('an administrator changes settings: they hold at once, are logged without words, and can be undone', async (t) => {
    const { server, quan } = await office(t, engine);
    await comment(server);
    const before = (await server.site('comments?thread=/tin-tuc/bai-1')).headers.get('etag');
    const page = await quan.open(POLICIES);
    assert.match(wordsOf(page), /Theo cấu hình: 4\.000 ký tự\./);
    const saved = await quan.press(page, SAVE, {
      moderation: 'after',
      longest: '1.000',
      likes: 'false',
      consentText: 'Tôi đồng ý với Sở.',
      consentVersion: '2026-02',
    });
    const told = await quan.follow(saved);
    assert.match(wordsOf(told), /Đã lưu quy định\. Hoàn tác/);
    const { rules } = await thread(server);
    assert.deepEqual([rules.longest, rules.likes, rules.moderated], [1000, false, false]);
    assert.deepEqual(rules.consent, { text: 'Tôi đồng ý với Sở.', url: null, version: '2026-02' });
    assert.notEqual((await server.site('comments?thread=/tin-tuc/bai-1')).headers.get('etag'), before);
    assert.equal((await comment(server, { text: 'Ngay lập tức.' })).state, 'published');
    assert.match(wordsOf(await quan.open('moderation/log')), /Đổi quy định: Duyệt ý kiến, Độ dài tối đa/);
    assert.deepEqual(await log(t, server, 1), [
      [
        'policy',
        'site',
        'so',
        { moderation: 'after', longest: 1000, likes: false, consentText: 18, consentVersion: 7 },
      ],
    ]);

    const undone = await quan.follow(await quan.press(told, 'Hoàn tác'));
    assert.match(wordsOf(undone), /Đã hoàn tác\./);
    const restored = (await thread(server)).rules;
    assert.deepEqual([restored.longest, restored.likes, restored.moderated], [4000, true, true]);
  });

  it('goes back to the configuration field by field', async (t) => {
    const { server, quan } = await office(t, engine);
    await quan.press(await quan.open(POLICIES), SAVE, { longest: '100', reports: 'false' });
    const page = await quan.open(POLICIES);
    assert.match(page.html, /id="longest" name="longest" value="100"/);
    await quan.press(page, SAVE, { longest: '' });
    const { rules } = await thread(server);
    assert.deepEqual([rules.longest, rules.reports], [4000, false]);
    assert.deepEqual(await log(t, server, 1), [['policy', 'site', 'so', { longest: null }]]);
    const same = await quan.follow(await quan.press(await quan.open(POLICIES), SAVE));
    assert.match(wordsOf(same), /Không có gì thay đổi\./);
    assert.equal((await log(t, server, 9)).length, 2);
  });

  it('says at each field what is wrong, keeps what was typed, and saves nothing', async (t) => {
    const { server, quan } = await office(t, engine);
    const answer = await quan.press(await quan.open(POLICIES), SAVE, {
      longest: 'nhiều',
      closeAfterDays: '4000',
      writers: 'signed-in',
      consentUrl: 'so-ngoai-vu',
      likes: 'false',
    });
    assert.equal(answer.status, 400);
    const words = wordsOf(answer);
    assert.match(words, /Chưa lưu được/);
    assert.match(words, /Độ dài tối đa, tính bằng ký tự: Phải là số ký tự, từ 1 đến 4000\./);
    assert.match(words, /Phải là số ngày, từ 0 đến 3650\..*Trang này chưa cấu hình userTokens.*Phải là địa chỉ http/);
    assert.match(answer.html, /<a href="#longest">/);
    assert.match(
      answer.html,
      /id="longest"[^>]* value="nhiều"[^>]* aria-describedby="[^"]*longest-fault" aria-invalid/,
    );
    assert.match(answer.html, /<option value="false" selected>Tắt/);
    assert.equal((await thread(server)).rules.likes, true);
    assert.deepEqual(await log(t, server, 1), []);
  });

  it('asks for a new version with other words of consent', async (t) => {
    const { server, quan } = await office(t, engine);
    const answer = await quan.press(await quan.open(POLICIES), SAVE, { consentText: 'Lời khác.' });
    assert.equal(answer.status, 400);
    assert.match(wordsOf(answer), /Nội dung đồng ý đã đổi: hãy ghi phiên bản mới\./);
    assert.equal((await quan.press(answer, SAVE, { consentVersion: '2' })).status, 303);
    assert.equal((await thread(server)).rules.consent.text, 'Lời khác.');
  });

  it('tells the second of two administrators, and keeps what they chose', async (t) => {
    const { server, quan } = await office(t, engine);
    const mine = await quan.open(POLICIES);
    const other = await DeskBrowser.of(server, 'quan');
    await other.press(await other.open(POLICIES), SAVE, { longest: '200' });
    const answer = await quan.press(mine, SAVE, { longest: '300', email: 'optional' });
    assert.equal(answer.status, 409);
    assert.match(
      wordsOf(answer),
      /Chưa lưu, vì quy định đã thay đổi.*Quản Trị đã thao tác “Đổi quy định” lúc 17\/07\/2020/,
    );
    assert.match(wordsOf(answer), /Hiện nay: 200/);
    assert.match(answer.html, /id="longest" name="longest" value="300"/);
    assert.equal((await thread(server)).rules.longest, 200);
    assert.equal((await quan.press(answer, SAVE)).status, 303);
    const { rules } = await thread(server);
    assert.deepEqual([rules.longest, rules.email], [300, 'optional']);
  });

  it('undoes only what nobody has changed since, and only for who is an administrator still', async (t) => {
    const { server, quan } = await office(t, engine);
    const first = await quan.follow(await quan.press(await quan.open(POLICIES), SAVE, { longest: '100' }));
    const second = await quan.follow(await quan.press(await quan.open(POLICIES), SAVE, { longest: '200' }));
    const refused = await quan.press(first, 'Hoàn tác');
    assert.equal(refused.status, 409);
    assert.match(wordsOf(refused), /Không hoàn tác được, vì sau đó đã có thay đổi khác\./);
    const db = await databaseOf(t, server);
    const { id } = await db.selectFrom('accounts').select('id').where('login', '=', 'quan').executeTakeFirstOrThrow();
    await db.insertInto('account_sites').values({ account_id: id, site: 'so' }).execute();
    await db.updateTable('accounts').set({ role: 'moderator' }).where('id', '=', id).execute();
    const late = await quan.press(second, 'Hoàn tác');
    assert.equal(late.status, 409);
    assert.match(wordsOf(late), /Chỉ người đã làm hoặc quản trị viên/);
    assert.equal((await thread(server)).rules.longest, 200);
    const [configured] = parseConfig(deskConfig()).sites;
    const by = {
      actor: { id, name: 'Quản Trị' },
      sites: [configured!],
      administrator: false,
      leader: false,
      now: server.clock.ms,
    };
    const order = { configured: configured!, thread: null, seen: policyStampOf({ longest: 200 }), policy: {} };
    assert.throws(() => changePolicy(db, by, order), /Only administrators/);
  });

  it('a policy of one thread holds there alone, whether it has comments or not', async (t) => {
    const { server, quan } = await office(t, engine);
    const { id } = await comment(server);
    const page = await quan.open(`moderation/comment?id=${id}`);
    const own = await quan.open(linkOf(page, 'Quy định riêng cho bài này'));
    assert.match(wordsOf(own), /Bài viết: Hội nghị sơ kết.*Theo trang: Mở/);
    assert.equal(
      (await quan.press(own, SAVE, { mode: 'read-only', moderation: 'after', replies: 'false' })).status,
      303,
    );
    await problem(await postComment(server, newComment({ text: 'Hai.' })), 409, 'thread-closed');
    assert.equal((await comment(server, { thread: '/khac' })).state, 'pending');
    assert.match(wordsOf(await quan.open(`moderation/comment?id=${id}`)), /mục ý kiến chỉ để đọc/);
    const list = await quan.open(POLICIES);
    assert.match(
      wordsOf(list),
      /Bài có quy định riêng \/tin-tuc\/bai-1 : Duyệt ý kiến, Chế độ, Trả lời ý kiến của nhau/,
    );
    const again = await quan.open(linkOf(list, '/tin-tuc/bai-1'));
    await quan.press(again, SAVE, { mode: '', moderation: 'after', replies: '' });
    assert.equal((await comment(server, { text: 'Ba.' })).state, 'published');
    assert.equal((await thread(server)).rules.moderated, false);

    const empty = await quan.open('moderation/policies/thread?site=so&thread=/chua-co');
    await quan.press(empty, SAVE, { mode: 'closed' });
    await problem(await postComment(server, newComment({ thread: '/chua-co' })), 409, 'thread-closed');
    const undone = await quan.follow(
      await quan.press(
        await quan.follow(
          await quan.press(await quan.open('moderation/policies/thread?site=so&thread=/chua-co'), SAVE, {
            mode: 'read-only',
          }),
        ),
        'Hoàn tác',
      ),
    );
    assert.match(undone.html, /<option value="closed" selected>/);
    await quan.press(await quan.open('moderation/policies/thread?site=so&thread=/chua-co'), SAVE, { mode: '' });
    assert.ok(!wordsOf(await quan.open(POLICIES)).includes('/chua-co'), 'as the site again');
    for (const path of ['moderation/policies/thread?site=so', 'moderation/policies?site=khong-co']) {
      assert.equal((await quan.open(path)).status, 404, path);
    }
  });

  it('erases comments by a shorter retention only when the administrator has seen how many', async (t) => {
    const { server } = await office(t, engine);
    await comment(server);
    server.clock.ms += 70 * DAY;
    await comment(server, { text: 'Mới.' });
    const fresh = await DeskBrowser.of(server, 'quan');
    const answer = await fresh.press(await fresh.open(POLICIES), SAVE, { retentionMonths: '1' });
    assert.equal(answer.status, 400);
    assert.match(wordsOf(answer), /Số ý kiến cũ hơn sẽ bị xóa hẳn: 1\./);
    assert.equal((await fresh.press(answer, SAVE, { erase: '1' })).status, 303);
    const longer = await fresh.press(await fresh.open(POLICIES), SAVE, { retentionMonths: '2' });
    assert.equal(longer.status, 303, 'it would have been erased before, too');
    const db = await databaseOf(t, server);
    const live = new LiveSites(db, parseConfig(deskConfig()).sites, () => server.clock.ms);
    await live.load();
    assert.equal(await sweepComments(db, DEFAULT_POLICY, live.all, server.clock.ms), 1);
  });

  it('another process on the database follows within seconds, and not with every request', async (t) => {
    const { server, quan } = await office(t, engine);
    const other = await serve(t, { engine, place: server.place, config: deskConfig(), now: () => server.clock.ms });
    assert.equal((await thread(other)).rules.longest, 4000);
    await quan.press(await quan.open(POLICIES), SAVE, { longest: '70' });
    assert.equal((await thread(server)).rules.longest, 70);
    assert.equal((await thread(other)).rules.longest, 4000);
    server.clock.ms += 3000;
    assert.equal((await thread(other)).rules.longest, 70);
  });

  it('is for administrators: moderators are refused and have no entry in their menu', async (t) => {
    const { server } = await office(t, engine);
    const binh = await DeskBrowser.of(server, 'binh');
    const { id } = await comment(server);
    for (const path of [POLICIES, 'moderation/policies', 'moderation/policies/thread?site=so&thread=/a']) {
      const answer = await binh.open(path);
      assert.equal(answer.status, 403, path);
      assert.match(wordsOf(answer), /Chỉ quản trị viên mới dùng được trang này/);
    }
    const page = await binh.open(`moderation/comment?id=${id}`);
    assert.ok(!page.html.includes('moderation/policies'));
    assert.ok(!(await binh.open('moderation')).html.includes('moderation/policies'));
  });

  it('keeps what was typed when the session ends meanwhile', async (t) => {
    const { server, quan } = await office(t, engine);
    for (const path of [POLICIES, 'moderation/policies/thread?site=so&thread=/tin-tuc/bai-1']) {
      const page = await quan.open(path);
      server.clock.ms += 1_801_000;
      const over = await quan.press(page, SAVE, { closeAfterDays: '30' });
      assert.equal(over.status, 401);
      const { name, password } = OFFICIALS.quan;
      const back = await quan.press(over, 'Đăng nhập và tiếp tục', { name, password });
      assert.match(back.html, /id="closeAfterDays" name="closeAfterDays" value="30"/);
      assert.equal((await quan.press(back, SAVE)).status, 303);
    }
    const tried = await quan.open(POLICIES);
    server.clock.ms += 1_801_000;
    const over = await quan.press(tried, 'Thử', { text: 'Một đoạn dài.' });
    const { name, password } = OFFICIALS.quan;
    const back = await quan.press(over, 'Đăng nhập và tiếp tục', { name, password });
    assert.match(wordsOf(back), /Bạn đã đăng nhập lại.*Một đoạn dài\./);
    assert.deepEqual(
      (await log(t, server, 2)).map((line) => (line as unknown[])[1]),
      ['thread', 'site'],
    );
  });
});
