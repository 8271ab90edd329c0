import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { readConfig } from '../config.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import { zoneTime } from '../zone.ts';
import { isLogin, LONGEST_NAME, loginOf } from './name.ts';
import { isEmail, NO_NOTICES, setNotices } from './notices.ts';
import { type Order, readOrder, USAGE } from './order.ts';
import { LONGEST_PASSWORD, passwordFault, PasswordHasher, SHORTEST_PASSWORD } from './password.ts';
import { isLastAdministrator, setRights } from './roles.ts';
import { addAccount, changePassword, findAccount, listAccounts, removeAccount } from './store.ts';
import { type Input, readNewPassword } from './terminal.ts';

/** The streams of a command. */
export interface Streams {
  readonly stdin: Input;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * The operator's door to the accounts.
 *
 * @param words what stands after `user`
 * @param now milliseconds
 * @returns the exit code
 * @throws Refusal when settings, configuration, database, name or password stand against it; then nothing was changed
 */
export async function user(
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
  const settings = readSettings(environment);
  if ('rights' in order) checkSites(order.rights?.sites ?? [], settings.configFile);
  if ('notices' in order && order.notices.email != null && !isEmail(order.notices.email)) throw badEmail();
  const db = await openDatabase({ ...settings, mustExist: true });
  try {
    await carryOut(db, order, streams, now);
  } finally {
    await db.destroy();
  }
  return 0;
}

/** The configuration is read only for an order that names sites. */
function checkSites(wanted: readonly string[], configFile: string): void {
  if (wanted.length === 0) return;
  const known = readConfig(configFile).sites.map(({ slug }) => slug);
  const strange = wanted.find((slug) => !known.includes(slug));
  if (strange === undefined) return;
  throw new Refusal(
    `Không có trang "${strange}" trong cấu hình; các trang hiện có: ${known.join(', ')}. Chưa thay đổi gì.`,
    `There is no site "${strange}" in the configuration; there are: ${known.join(', ')}. Nothing was changed.`,
  );
}

async function carryOut(db: Database, order: Order, streams: Streams, now: () => number): Promise<void> {
  const { stdout, stderr } = streams;
  if (order.action === 'list') {
    const rows = await listAccounts(db);
    if (rows.length === 0) stderr.write('Chưa có tài khoản nào.\nThere are no accounts.\n');
    for (const row of rows) stdout.write(`${lineOf(row)}\n`);
    return;
  }
  const login = loginOf(order.name);
  switch (order.action) {
    case 'add': {
      const { rights } = order;
      const notices = { ...NO_NOTICES, ...order.notices };
      if (notices.notices !== 'none' && notices.email === null) throw noEmail();
      if (!isLogin(login)) throw badName();
      const displayName = cleanLine(order.displayName ?? order.name);
      if (displayName === '' || codePoints(displayName) > LONGEST_NAME) throw badName();
      if (await findAccount(db, login)) throw taken(login);
      const passwordHash = await newPasswordHash([login, displayName], streams);
      const account = { login, displayName, passwordHash, rights, notices };
      if (!(await db.transaction().execute((trx) => addAccount(trx, account, now())))) throw taken(login);
      stdout.write(`Đã thêm tài khoản / Account added: ${login}\n`);
      return;
    }
    case 'change': {
      const { rights, notices } = order;
      const found = await findAccount(db, login);
      if (!found) throw unknown(login);
      await db.transaction().execute(async (trx) => {
        const goes = rights?.role === 'moderator' && !order.force;
        if (goes && (await isLastAdministrator(trx, found.id))) throw lastAdministrator(login);
        if (rights && !(await setRights(trx, found.id, rights, now()))) throw unknown(login);
        const told = await setNotices(trx, found.id, notices, now());
        // What is thrown takes the rights back too.
        if (told === 'unknown') throw unknown(login);
        if (told === 'no-email') throw noEmail();
      });
      if (rights) stdout.write(`Đã đổi quyền / Rights changed: ${login}\n`);
      if (Object.keys(notices).length > 0) stdout.write(`Đã đổi thông báo / Notices changed: ${login}\n`);
      return;
    }
    case 'passwd': {
      const found = await findAccount(db, login);
      if (!found) throw unknown(login);
      const hash = await newPasswordHash([login, found.display_name], streams);
      if (!(await changePassword(db, login, hash))) throw unknown(login);
      stdout.write(`Đã đổi mật khẩu / Password changed: ${login}\n`);
      return;
    }
    case 'remove':
      await db.transaction().execute(async (trx) => {
        const found = await findAccount(trx, login);
        if (!found) throw unknown(login);
        if (!order.force && (await isLastAdministrator(trx, found.id))) throw lastAdministrator(login);
        await removeAccount(trx, login);
      });
      stdout.write(`Đã xóa tài khoản / Account removed: ${login}\n`);
  }
}

/** Name, shown name, role, sites, time, and e-mail address with notices where there is one; with tabs between. */
function lineOf(row: Awaited<ReturnType<typeof listAccounts>>[number]): string {
  const some = row.sites.join(', ') || 'không trang nào/no site';
  const sites = row.role === 'administrator' ? 'mọi trang/all sites' : some;
  const made = zoneTime(row.created_at, 'Asia/Ho_Chi_Minh').iso;
  const role = row.leader === 1 ? `${row.role}, lãnh đạo/leader` : row.role;
  const told = row.email === null ? [] : [`${row.email} (${row.notices})`];
  return [row.login, row.display_name, role, sites, made, ...told].join('\t');
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

function badEmail(): Refusal {
  return new Refusal(
    'Địa chỉ e-mail không hợp lệ, cần dạng ten@co-quan.example. Chưa thay đổi gì.',
    'This is no e-mail address, expected: name@agency.example. Nothing was changed.',
  );
}

function noEmail(): Refusal {
  return new Refusal(
    'Muốn nhận thông báo thì cần địa chỉ e-mail: thêm --email ĐỊA-CHỈ. Chưa thay đổi gì.',
    'Notices need an e-mail address: add --email ADDRESS. Nothing was changed.',
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

function lastAdministrator(login: string): Refusal {
  return new Refusal(
    `"${login}" là quản trị viên cuối cùng: sau đó không còn ai đổi được quy định ý kiến. Hãy cấp quyền quản trị cho tài khoản khác trước (user change TÊN --role administrator), hoặc thêm --force. Chưa thay đổi gì.`,
    `"${login}" is the last administrator: after that nobody could change policies. Make another account an administrator first (user change NAME --role administrator), or add --force. Nothing was changed.`,
  );
}
