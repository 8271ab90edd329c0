import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { it, type TestContext } from 'node:test';
import { readNewPassword } from '../accounts/terminal.ts';
import { AN, CHEAP, cookieHeader, cookiesOf, postSession } from './accounts.ts';
import { onEachEngine, sqlite } from './engines.ts';
import { command, type Ended, environment } from './process.ts';
import { serve, type TestServer } from './support.ts';

/** Runs `tinh-server account …` with this on its input. */
function account(t: TestContext, server: TestServer, words: readonly string[], input = ''): Promise<Ended> {
  const { child, ended } = command(t, ['account', ...words], environment(server.place));
  // A command that refuses at once may be gone before it has read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return ended;
}

onEachEngine('account', (engine) => {
  it('adds, lists, changes and removes accounts while the server runs', async (t) => {
    const server = await serve(t, { engine });
    const added = await account(t, server, ['add', 'Nguyễn.An', '--display-name', AN.displayName], `${AN.password}\n`);
    assert.deepEqual(added, { code: 0, out: 'Đã thêm tài khoản / Account added: nguyễn.an\n', err: '' });
    const signedIn = await postSession(server, AN);
    assert.equal(signedIn.status, 200);
    const list = await account(t, server, ['list']);
    assert.match(list.out, /^nguyễn\.an\tNguyễn Văn An\t\d{4}-\d\d-\d\dT[\d:.]+\+07:00\n$/);

    const other = 'một câu mới hẳn';
    const decomposed = 'NGUYỄN.AN'.normalize('NFD');
    assert.equal((await account(t, server, ['password', decomposed], `${other}\r\n`)).code, 0);
    const state = await fetch(`${server.url}api/v1/session`, { headers: cookieHeader(cookiesOf(signedIn)) });
    assert.equal(((await state.json()) as { state: string }).state, 'signed-out');
    assert.equal((await postSession(server, AN)).status, 401);
    assert.equal((await postSession(server, { ...AN, password: other })).status, 200);

    assert.equal((await account(t, server, ['remove', 'nguyễn.an'])).code, 0);
    assert.equal((await postSession(server, { ...AN, password: other })).status, 401);
    assert.match((await account(t, server, ['list'])).err, /^Chưa có tài khoản nào/);
  });

  it('refuses what cannot be, Vietnamese first, and changes nothing', async (t) => {
    const server = await serve(t, { engine, passwordCost: CHEAP });
    const refuses = async (words: readonly string[], input: string, why: RegExp): Promise<void> => {
      const { code, out, err } = await account(t, server, words, input);
      assert.deepEqual([code, out], [1, ''], words.join(' '));
      assert.match(err, why);
      assert.match(err, /Chưa thay đổi gì\.\n.*Nothing was changed\.\n$/);
    };
    await refuses(['add', 'an'], 'ngắn quá', /^Mật khẩu phải có ít nhất 12 ký tự; .*\nA password needs at least 12/);
    await refuses(['add', 'an'], 'ề'.repeat(86), /^Mật khẩu quá dài: tối đa 256 byte/);
    await refuses(['add', 'an'], '', /^Không có mật khẩu/);
    await refuses(['add', 'nguyễn văn an'], 'Nguyễn Văn An', /^Mật khẩu không được trùng với tên/);
    await refuses(['add', 'a"n'], AN.password, /^Tên gồm chữ, số/);
    await refuses(
      ['password', 'không có ai'],
      AN.password,
      /^Không có tài khoản "không có ai"\.[^]*There is no account/,
    );
    await refuses(['remove', 'không có ai'], '', /^Không có tài khoản/);
    assert.match((await account(t, server, ['list'])).err, /^Chưa có tài khoản nào/);

    assert.equal((await account(t, server, ['add', 'Nguyễn.An'], AN.password)).code, 0);
    const twin = 'nguyễn.AN'.normalize('NFD');
    await refuses(['add', twin], AN.password, /^Đã có tài khoản "nguyễn\.an"\.[^]*There is an account/);
  });
});

it('explains itself when the words are wrong, and takes no password from them', async (t) => {
  const server = await serve(t, { engine: sqlite });
  for (const words of [[], ['add'], ['ad', 'an'], ['add', 'an', AN.password], ['list', 'an'], ['remove', '--all']]) {
    const { code, err } = await account(t, server, words);
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
