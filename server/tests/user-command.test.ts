import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { it, type TestContext } from 'node:test';
import { type Rights, rolesOf } from '../accounts/roles.ts';
import { readNewPassword } from '../accounts/terminal.ts';
import { openDatabase } from '../storage/database.ts';
import { addTestAccount, AN, CHEAP, cookieHeader, cookiesOf, postSession } from './accounts.ts';
import { type Engine, onEachEngine, sqlite } from './engines.ts';
import { command, type Ended, environment } from './process.ts';
import { config, serve, type TestServer } from './support.ts';

/** Runs `tinh-server user …` with this on its input. */
function user(t: TestContext, server: TestServer, words: readonly string[], input = ''): Promise<Ended> {
  const { child, ended } = command(t, ['user', ...words], environment(server.place));
  // A command that refuses at once may be gone before it has read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended;
}

/** Two sites, in a configuration that the command can read too. */
async function office(t: TestContext, engine: Engine): Promise<TestServer> {
  const place = await engine.fresh();
  const [so] = config().sites;
  const two = { sites: [so, { ...so, slug: 'khac' }] };
  writeFileSync(join(place.dataDir, 'tinh.config.json'), JSON.stringify(two));
  t.after(() => place.remove());
  return serve(t, { place, config: two, passwordCost: CHEAP });
}

onEachEngine('user', (engine) => {
  it('adds, lists, changes and removes accounts while the server runs', async (t) => {
    const server = await office(t, engine);
    const words = ['add', 'Nguyễn.An', '--site', 'so', '--display-name', AN.displayName];
    const added = await user(t, server, words, `${AN.password}\n`);
    assert.deepEqual(added, { code: 0, out: 'Đã thêm tài khoản / Account added: nguyễn.an\n', err: '' });
    const signedIn = await postSession(server, AN);
    assert.equal(signedIn.status, 200);
    const list = await user(t, server, ['list']);
    assert.match(list.out, /^nguyễn\.an\tNguyễn Văn An\tmoderator\tso\t\d{4}-\d\d-\d\dT[\d:.]+\+07:00\n$/);

    const other = 'một câu mới hẳn';
    const decomposed = 'NGUYỄN.AN'.normalize('NFD');
    assert.equal((await user(t, server, ['passwd', decomposed], `${other}\r\n`)).code, 0);
    const state = await fetch(`${server.url}api/v1/session`, { headers: cookieHeader(cookiesOf(signedIn)) });
    assert.equal(((await state.json()) as { state: string }).state, 'signed-out');
    assert.equal((await postSession(server, AN)).status, 401);
    assert.equal((await postSession(server, { ...AN, password: other })).status, 200);

    assert.equal((await user(t, server, ['remove', 'nguyễn.an'])).code, 0);
    assert.equal((await postSession(server, { ...AN, password: other })).status, 401);
    assert.match((await user(t, server, ['list'])).err, /^Chưa có tài khoản nào/);
  });

  it('refuses what cannot be, Vietnamese first, and changes nothing', async (t) => {
    const server = await office(t, engine);
    const refuses = async (words: readonly string[], input: string, why: RegExp): Promise<void> => {
      const { code, out, err } = await user(t, server, words, input);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(err, why);
      assert.match(err, /Chưa thay đổi gì\.\n.*Nothing was changed\.\n$/);
    };
    await refuses(
      ['add', 'an', '--role', 'moderator'],
      'ngắn quá',
      /^Mật khẩu phải có ít nhất 12 ký tự; .*\nA password needs at least 12/,
    );
    await refuses(['add', 'an', '--role', 'moderator'], 'ề'.repeat(86), /^Mật khẩu quá dài: tối đa 256 byte/);
    await refuses(['add', 'an', '--role', 'moderator'], '', /^Không có mật khẩu/);
    await refuses(['add', 'nguyễn văn an', '--site', 'so'], 'Nguyễn Văn An', /^Mật khẩu không được trùng với tên/);
    await refuses(['add', 'a"n', '--site', 'so'], AN.password, /^Tên gồm chữ, số/);
    await refuses(['passwd', 'không có ai'], AN.password, /^Không có tài khoản "không có ai"\.[^]*There is no account/);
    await refuses(['remove', 'không có ai'], '', /^Không có tài khoản/);
    await refuses(['change', 'không có ai', '--site', 'so'], '', /^Không có tài khoản/);
    const strange = /^Không có trang "so-la" trong cấu hình; các trang hiện có: so, khac\..*\nThere is no site "so-la"/;
    await refuses(['add', 'an', '--site', 'so', '--site', 'so-la'], AN.password, strange);
    assert.match((await user(t, server, ['list'])).err, /^Chưa có tài khoản nào/);

    assert.equal((await user(t, server, ['add', 'Nguyễn.An', '--role', 'administrator'], AN.password)).code, 0);
    const twin = 'nguyễn.AN'.normalize('NFD');
    await refuses(['change', 'nguyễn.an', '--site', 'so-la'], '', /^Không có trang "so-la"/);
    assert.match((await user(t, server, ['list'])).out, /\tadministrator\t/);
    await refuses(['add', twin, '--site', 'so'], AN.password, /^Đã có tài khoản "nguyễn\.an"\.[^]*There is an account/);
  });

  it('takes an address and a choice of notices, for both orders; no choice without an address', async (t) => {
    const server = await office(t, engine);
    const run = (...words: string[]): Promise<Ended> => user(t, server, words, AN.password);
    const shown = async (): Promise<string> => (await run('list')).out.trimEnd().split('\t').slice(5).join();
    const refused = async (why: RegExp, ...words: string[]): Promise<void> => {
      const { code, out, err } = await run(...words);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(err, why);
    };
    await refused(/cần địa chỉ e-mail[^]*Nothing was changed/, 'add', 'an', '--site', 'so', '--notices', 'each');
    for (const email of ['an', 'a@b, c@d', 'a@b.vn\r\nBcc: x@y.vn', '<a@b.vn>', `${'a'.repeat(250)}@b.vn`]) {
      await refused(/^Địa chỉ e-mail không hợp lệ/, 'add', 'an', '--site', 'so', '--email', email);
    }
    assert.equal((await run('add', 'an', '--site', 'so', '--email', 'an@so.example')).code, 0);
    assert.equal(await shown(), 'an@so.example (none)');
    assert.match((await run('change', 'an', '--notices', 'digest')).out, /^Đã đổi thông báo \/ Notices changed: an\n$/);
    assert.equal(await shown(), 'an@so.example (digest)');
    await refused(/cần địa chỉ e-mail/, 'change', 'an', '--role', 'administrator', '--email', '');
    assert.match((await run('list')).out, /\tmoderator\tso\t.*\(digest\)/);
    assert.equal((await run('change', 'an', '--site', 'khac', '--email', '', '--notices', 'none')).code, 0);
    assert.match((await run('list')).out, /\tmoderator\tkhac\t[^\t]*$/);
    await refused(/^Cách dùng/, 'change', 'an', '--notices', 'hourly');
    await refused(/^Cách dùng/, 'passwd', 'an', '--email', 'an@so.example');
  });

  it('gives and takes rights, which hold from the next request on and end no session', async (t) => {
    const server = await office(t, engine);
    const id = await addTestAccount(server);
    await addTestAccount(server, { name: 'zz', password: AN.password, rights: { role: 'administrator', sites: [] } });
    const cookie = cookieHeader(cookiesOf(await postSession(server, AN)));
    const shown = async (): Promise<string[]> => {
      const { out } = await user(t, server, ['list']);
      return out.split('\n')[0]!.split('\t').slice(2, 4);
    };
    const changes: [readonly string[], string[], Rights][] = [
      [['--site', 'so', '--site', 'khac'], ['moderator', 'khac, so'], { role: 'moderator', sites: ['khac', 'so'] }],
      [['--site', 'khac', '--site', 'khac'], ['moderator', 'khac'], { role: 'moderator', sites: ['khac'] }],
      [['--role', 'administrator'], ['administrator', 'mọi trang/all sites'], { role: 'administrator', sites: [] }],
      [
        ['--site', 'so', '--leader'],
        ['moderator, lãnh đạo/leader', 'so'],
        { role: 'moderator', sites: ['so'], leader: true },
      ],
      [['--role', 'moderator'], ['moderator', 'không trang nào/no site'], { role: 'moderator', sites: [] }],
    ];
    const db = await openDatabase(server.place);
    t.after(() => db.destroy());
    for (const [words, list, rights] of changes) {
      const { code, out } = await user(t, server, ['change', 'Nguyễn.AN', ...words]);
      assert.deepEqual([code, out], [0, 'Đã đổi quyền / Rights changed: nguyễn.an\n']);
      assert.deepEqual(await shown(), list);
      assert.deepEqual(await rolesOf(db, id), rights);
    }
    const state = await fetch(`${server.url}api/v1/session`, { headers: cookie });
    assert.equal(((await state.json()) as { state: string }).state, 'active');
  });

  it('neither removes the last administrator nor takes the rights from them, unless it is forced', async (t) => {
    const server = await office(t, engine);
    const run = (...words: string[]): Promise<Ended> => user(t, server, words, AN.password);
    const administrators = async (): Promise<number> => (await run('list')).out.split('\tadministrator').length - 1;
    for (const name of ['một', 'hai']) await run('add', name, '--role', 'administrator');
    await run('add', 'ba', '--site', 'so');
    // Two operators at once: one of them comes too late.
    const both = await Promise.all([run('remove', 'một'), run('change', 'hai', '--site', 'so')]);
    assert.deepEqual(both.map(({ code }) => code).sort(), [0, 1]);
    assert.equal(await administrators(), 1);
    await run('add', 'một', '--role', 'administrator');
    await run('change', 'hai', '--role', 'moderator');
    for (const words of [
      ['remove', 'một'],
      ['change', 'MỘT', '--role', 'moderator'],
      ['change', 'một', '--site', 'so', '--email', 'a@b.example'],
    ]) {
      const { code, out, err } = await run(...words);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(
        err,
        /^"một" là quản trị viên cuối cùng: .*thêm --force\. Chưa thay đổi gì\.\n.*last administrator.*Nothing was changed\.\n$/,
      );
      assert.equal(await administrators(), 1);
    }
    assert.doesNotMatch((await run('list')).out, /a@b/);
    assert.equal((await run('remove', 'ba')).code, 0, 'a moderator goes');
    assert.equal((await run('change', 'một', '--role', 'administrator', '--leader')).code, 0);
    assert.equal((await run('change', 'một', '--site', 'so', '--force')).code, 0);
    await run('change', 'một', '--role', 'administrator');
    assert.equal((await run('remove', 'một', '--force')).code, 0);
    assert.equal(await administrators(), 0);
  });
});

it('explains itself when the words are wrong, and takes no password from them', async (t) => {
  const server = await serve(t, { engine: sqlite });
  for (const words of [
    [],
    ['add'],
    ['add', 'an'],
    ['ad', 'an', '--site', 'so'],
    ['add', 'an', AN.password, '--site', 'so'],
    ['add', 'an', '--role', 'leader'],
    ['add', 'an', '--leader'],
    ['passwd', 'an', '--leader'],
    ['add', 'an', '--role', 'administrator', '--site', 'so'],
    ['change', 'an'],
    ['change', 'an', '--site', 'so', '--display-name', 'An'],
    ['passwd', 'an', '--site', 'so'],
    ['list', 'an'],
    ['remove', '--all'],
    ['add', 'an', '--site', 'so', '--force'],
    ['passwd', 'an', '--force'],
    ['list', '--force'],
  ]) {
    const { code, err } = await user(t, server, words);
    assert.equal(code, 1, words.join(' '));
    assert.match(err, /^Cách dùng[^]*Usage/);
  }
});

/** Types one line at each prompt of a terminal; returns what was understood and everything that was shown. */
async function type(...lines: string[]): Promise<{ answer: unknown; shown: string }> {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true });
  let shown = '';
  const answer = readNewPassword(keyboard, {
    write(text: string) {
      shown += text;
      if (text.endsWith(': ')) keyboard.write(lines.shift());
    },
  });
  return { answer: await answer, shown };
}

it('asks twice at a terminal, shows nothing of what is typed, and can be called off', async () => {
  const { answer, shown } = await type('mật khẩux\u007F dài\r', 'mật khẩu dài\r');
  assert.deepEqual(answer, { password: 'mật khẩu dài' });
  assert.doesNotMatch(shown, /dài/);
  assert.match(shown, /^Mật khẩu mới[^]*Gõ lại mật khẩu/);
  assert.equal((await type('mật khẩu dài\r', 'mật khẩu dai\r')).answer, 'different');
  const [controlC, controlD] = ['\u0003', '\u0004'];
  assert.equal((await type(`mật${controlC}`)).answer, null);
  assert.equal((await type('mật khẩu dài\r', controlC)).answer, null);
  assert.equal((await type(controlD)).answer, null);
});
