import { parseArgs } from 'node:util';
import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { zoneTime } from '../zone.ts';
import { isLogin, LONGEST_NAME, loginOf } from './name.ts';
import { LONGEST_PASSWORD, passwordFault, PasswordHasher, SHORTEST_PASSWORD } from './password.ts';
import { addAccount, changePassword, findAccount, listAccounts, removeAccount } from './store.ts';
import { type Input, readNewPassword } from './terminal.ts';

/** The streams of a command. */
export interface Streams {
  readonly stdin: Input;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

const USAGE = `Cách dùng (chạy được cả khi máy chủ đang hoạt động):
  account add TÊN [--display-name "HỌ TÊN"]   thêm tài khoản; mật khẩu được hỏi, hoặc đọc từ dòng đầu của đường ống
  account password TÊN                        đổi mật khẩu, kết thúc mọi phiên của tài khoản
  account remove TÊN                          xóa tài khoản, kết thúc mọi phiên của tài khoản
  account list                                liệt kê, mỗi dòng một tài khoản
Usage (also while the server runs):
  account add NAME [--display-name "FULL NAME"]   the password is asked for, or read from the first line of a pipe
  account password NAME                           changes the password and ends the account's sessions
  account remove NAME                             removes the account and ends its sessions
  account list                                    one line an account
`;

const ACTIONS = ['add', 'password', 'remove', 'list'] as const;

interface Order {
  readonly action: (typeof ACTIONS)[number];
  /** As typed; empty for `list`. */
  readonly name: string;
  readonly displayName: string | undefined;
}

/**
 * The operator's door to the accounts.
 *
 * @param words what stands after `account`
 * @param now milliseconds
 * @returns the exit code
 * @throws Refusal when settings, database, name or password stand against it; then nothing was changed
 */
export async function account(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  streams: Streams,
  now: () => number = Date.now,
): Promise<number> {
  const order = readOrder(words);
  if (!order) {
    streams.stderr.write(USAGE);
    return 1;
  }
  const db = await openDatabase({ ...readSettings(environment), mustExist: true });
  try {
    await carryOut(db, order, streams, now);
  } finally {
    await db.destroy();
  }
  return 0;
}

/** Null when the words make no sense. */
function readOrder(words: readonly string[]): Order | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { 'display-name': { type: 'string' } },
      allowPositionals: true,
    });
    const [first, name = '', ...more] = positionals;
    const action = ACTIONS.find((each) => each === first);
    const displayName = values['display-name'];
    if (!action || more.length > 0 || (name === '') !== (action === 'list')) return null;
    return displayName !== undefined && action !== 'add' ? null : { action, name, displayName };
  } catch {
    return null;
  }
}

async function carryOut(db: Database, order: Order, streams: Streams, now: () => number): Promise<void> {
  const { stdout, stderr } = streams;
  const login = loginOf(order.name);
  switch (order.action) {
    case 'list': {
      const rows = await listAccounts(db);
      if (rows.length === 0) stderr.write('Chưa có tài khoản nào.\nThere are no accounts.\n');
      for (const { login: name, display_name: shown, created_at: createdAt } of rows) {
        stdout.write(`${[name, shown, zoneTime(createdAt, 'Asia/Ho_Chi_Minh').iso].join('\t')}\n`);
      }
      return;
    }
    case 'add': {
      if (!isLogin(login)) throw badName();
      const displayName = cleanLine(order.displayName ?? order.name);
      if (displayName === '' || codePoints(displayName) > LONGEST_NAME) throw badName();
      if (await findAccount(db, login)) throw taken(login);
      const passwordHash = await newPasswordHash([login, displayName], streams);
      if (!(await addAccount(db, { login, displayName, passwordHash }, now()))) throw taken(login);
      stdout.write(`Đã thêm tài khoản / Account added: ${login}\n`);
      return;
    }
    case 'password': {
      const found = await findAccount(db, login);
      if (!found) throw unknown(login);
      const hash = await newPasswordHash([login, found.display_name], streams);
      if (!(await changePassword(db, login, hash))) throw unknown(login);
      stdout.write(`Đã đổi mật khẩu / Password changed: ${login}\n`);
      return;
    }
    case 'remove':
      if (!(await removeAccount(db, login))) throw unknown(login);
      stdout.write(`Đã xóa tài khoản / Account removed: ${login}\n`);
  }
}

async function newPasswordHash(names: readonly string[], { stdin, stderr }: Streams): Promise<string> {
  const answer = await readNewPassword(stdin, stderr);
  if (answer === null) {
    throw new Refusal('Không có mật khẩu. Chưa thay đổi gì.', 'There was no password. Nothing was changed.');
  }
  if (answer === 'different') {
    throw new Refusal(
      'Hai lần gõ mật khẩu không giống nhau. Chưa thay đổi gì.',
      'The two passwords are not the same. Nothing was changed.',
    );
  }
  switch (passwordFault(answer.password, names)) {
    case 'too-short':
      throw new Refusal(
        `Mật khẩu phải có ít nhất ${SHORTEST_PASSWORD} ký tự; không cần chữ hoa, số hay ký hiệu. Chưa thay đổi gì.`,
        `A password needs at least ${SHORTEST_PASSWORD} characters; capitals, digits and symbols are not needed. Nothing was changed.`,
      );
    case 'too-long':
      throw new Refusal(
        `Mật khẩu quá dài: tối đa ${LONGEST_PASSWORD} byte. Chưa thay đổi gì.`,
        `The password is too long: at most ${LONGEST_PASSWORD} bytes. Nothing was changed.`,
      );
    case 'like-the-name':
      throw new Refusal(
        'Mật khẩu không được trùng với tên. Chưa thay đổi gì.',
        'The password must not be the name. Nothing was changed.',
      );
    case null:
      return new PasswordHasher().hash(answer.password);
  }
}

function badName(): Refusal {
  return new Refusal(
    `Tên gồm chữ, số, dấu cách và . _ @ - , bắt đầu bằng chữ hoặc số, tối đa ${LONGEST_NAME} ký tự. Chưa thay đổi gì.`,
    `A name has letters, digits, spaces and . _ @ - , begins with a letter or digit, and has at most ${LONGEST_NAME} characters. Nothing was changed.`,
  );
}

function taken(login: string): Refusal {
  return new Refusal(
    `Đã có tài khoản "${login}". Chưa thay đổi gì.`,
    `There is an account "${login}" already. Nothing was changed.`,
  );
}

function unknown(login: string): Refusal {
  return new Refusal(
    `Không có tài khoản "${login}". Chưa thay đổi gì.`,
    `There is no account "${login}". Nothing was changed.`,
  );
}
