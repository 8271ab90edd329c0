import { parseArgs } from 'node:util';
import { NOTICES, type NoticeChoice } from './notices.ts';
import type { Rights, Role } from './roles.ts';

/** What an operator wants done with the accounts. */
export type Order =
  | { readonly action: 'list' }
  | { readonly action: 'passwd'; readonly name: string }
  | {
      readonly action: 'remove';
      readonly name: string;
      /** Also the last administrator. */
      readonly force: boolean;
    }
  | {
      readonly action: 'change';
      readonly name: string;
      /** Undefined: as they are. */
      readonly rights: Rights | undefined;
      readonly notices: Partial<NoticeChoice>;
      /** Also the last administrator. */
      readonly force: boolean;
    }
  | {
      readonly action: 'add';
      readonly name: string;
      readonly rights: Rights;
      /** Undefined: as the name is typed. */
      readonly displayName: string | undefined;
      readonly notices: Partial<NoticeChoice>;
    };

/** How the command is used. */
export const USAGE = `Cách dùng (chạy được cả khi máy chủ đang hoạt động):
  user add TÊN QUYỀN [--display-name "HỌ TÊN"]   thêm tài khoản; mật khẩu được hỏi, hoặc đọc từ dòng đầu của đường ống
  user change TÊN QUYỀN                          đổi quyền, có hiệu lực ngay, không kết thúc phiên nào
  user change TÊN THÔNG-BÁO                      đổi thông báo; có thể đổi cùng lúc với quyền, và đặt ngay khi thêm
  user passwd TÊN                                đổi mật khẩu, kết thúc mọi phiên của tài khoản
  user remove TÊN                                xóa tài khoản, kết thúc mọi phiên của tài khoản
  user list                                      liệt kê, mỗi dòng một tài khoản
    quản trị viên cuối cùng chỉ bị xóa hoặc mất quyền quản trị khi thêm --force
    QUYỀN là một trong ba:
      --role administrator        quản trị: mọi trang, và cấp tài khoản cho người khác
      --site TRANG [--site …]     duyệt ý kiến của đúng các trang này
      --role moderator            chưa duyệt ý kiến của trang nào
    thêm --leader cho lãnh đạo: người phê duyệt trả lời của cơ quan trước khi đăng
    THÔNG-BÁO về ý kiến chờ duyệt, khi máy chủ có SMTP_URL (thử bằng: mail test ĐỊA-CHỈ):
      --email ĐỊA-CHỈ             nơi nhận; --email "" để bỏ địa chỉ
      --notices none|each|digest  không gửi (mặc định), gửi khi có ý kiến mới, hoặc mỗi ngày một thư lúc 8 giờ
Usage (also while the server runs):
  user add NAME RIGHTS [--display-name "FULL NAME"]   the password is asked for, or read from the first line of a pipe
  user change NAME RIGHTS                             changes the rights at once and ends no session
  user change NAME NOTICES                            changes the notices; also with rights, and when adding
  user passwd NAME                                    changes the password and ends the account's sessions
  user remove NAME                                    removes the account and ends its sessions
  user list                                           one line an account
    the last administrator is removed, or made a moderator, only with --force
    RIGHTS are one of
      --role administrator        all sites, and the accounts of others
      --site SLUG [--site …]      moderator of exactly these sites
      --role moderator            moderator of no site yet
    and --leader for who approves answers of the agency before they are shown
    NOTICES of comments that wait, where the server has SMTP_URL (try it: mail test ADDRESS):
      --email ADDRESS             where they go; --email "" takes the address away
      --notices none|each|digest  none (default), when comments come, or one mail a day at 8:00
`;

/**
 * Reads an order.
 *
 * @param words what stands after `user`
 * @returns null when the words make no sense
 */
export function readOrder(words: readonly string[]): Order | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        'display-name': { type: 'string' },
        role: { type: 'string' },
        leader: { type: 'boolean' },
        site: { type: 'string', multiple: true },
        email: { type: 'string' },
        notices: { type: 'string' },
        force: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [action, name = '', ...more] = positionals;
    if (more.length > 0 || (name === '') !== (action === 'list')) return null;
    const { 'display-name': displayName, role, site, leader = false, force = false } = values;
    if (force && action !== 'remove' && action !== 'change') return null;
    const rights = readRights(role, site, leader);
    const notices = readNotices(values.email, values.notices);
    if (notices === null) return null;
    const tells = Object.keys(notices).length > 0;
    if (action === 'add') return rights && { action, name, rights, displayName, notices };
    if (displayName !== undefined) return null;
    if (action === 'change') {
      const leaves = tells && role === undefined && site === undefined && !leader;
      return rights || leaves ? { action, name, rights: rights ?? undefined, notices, force } : null;
    }
    if (tells) return null;
    if (role !== undefined || site !== undefined || leader) return null;
    if (action === 'list') return { action };
    if (action === 'remove') return { action, name, force };
    return action === 'passwd' ? { action, name } : null;
  } catch {
    return null;
  }
}

/** Nothing is given without being asked for, so that nobody has to guess what an account may do. */
function readRights(role: string | undefined, sites: readonly string[] | undefined, leader: boolean): Rights | null {
  const isRole = (word: string): word is Role => word === 'administrator' || word === 'moderator';
  if (role === undefined) return sites ? { role: 'moderator', sites, ...(leader && { leader }) } : null;
  return isRole(role) && !(role === 'administrator' && sites)
    ? { role, sites: sites ?? [], ...(leader && { leader }) }
    : null;
}

/** What is not named stays as it is; null when there is no such choice. */
function readNotices(email: string | undefined, word: string | undefined): Partial<NoticeChoice> | null {
  const notices = NOTICES.find((each) => each === word);
  if (word !== undefined && notices === undefined) return null;
  return { ...(email !== undefined && { email: email.trim() || null }), ...(notices && { notices }) };
}
