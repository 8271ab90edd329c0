import { userInfo } from 'node:os';
import { MOST_PINNED } from '../comments/policy.ts';
import { heldReasons, listComments } from '../comments/store.ts';
import { type Config, readConfig } from '../config.ts';
import { LONGEST_COMMENT } from '../config-schema.ts';
import { ProblemError } from '../http/problem.ts';
import { readSettings } from '../settings.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';
import type { Acting } from './acting.ts';
import { close as closeThread, decide as decideOn, MOST_AT_ONCE, pin as pinComment } from './actions.ts';
import type { Seen } from './lock.ts';
import {
  type AnswerOrder,
  type CloseOrder,
  type DecideOrder,
  type ListOrder,
  type Order,
  type PinOrder,
  readOrder,
} from './order.ts';
import { describeReasons } from './reasons.ts';
import { LONGEST_REASON } from './reject-reasons.ts';
import { answer as answerComment } from './words.ts';

/** Where words go: `process.stdout` and `process.stderr`. */
export interface Output {
  write(text: string): unknown;
}

const USAGE = `Cách dùng (chạy được cả khi máy chủ đang hoạt động):
  moderate list [--state pending|published|rejected|all] [--site TRANG]   liệt kê ý kiến, mỗi dòng một ý kiến
  moderate list --reported [--site TRANG]                                 ý kiến bị báo cáo, kèm số lần
    cuối dòng, nếu có: đã đăng nhập, e-mail của tác giả, lý do máy chủ giữ ý kiến lại để duyệt:
${describeReasons('vi', '      ')}  moderate publish MÃ…                                                    đăng
  moderate reject MÃ… [--reason "LÝ DO"]                                  không đăng; tác giả đọc được lý do
  moderate answer MÃ LỜI…                                                 trả lời thay mặt cơ quan
  moderate pin MÃ… · moderate unpin MÃ…                                   ghim, bỏ ghim (tối đa ${MOST_PINNED} ý kiến mỗi bài)
  moderate close BÀI --site TRANG · moderate open BÀI --site TRANG        đóng, mở mục ý kiến của bài
Usage (also while the server runs):
  moderate list [--state pending|published|rejected|all] [--site SLUG]    one line a comment; default: pending
  moderate list --reported [--site SLUG]                                  with the number of reports
    at the end of a line, if there is any: signed-in, the author's e-mail, and why the server held the comment:
${describeReasons('en', '      ')}  moderate publish ID…
  moderate reject ID… [--reason "TEXT"]                                   the author can read the reason
  moderate answer ID TEXT…                                                as the agency
  moderate pin ID… · moderate unpin ID…                                   at most ${MOST_PINNED} in a thread
  moderate close THREAD --site SLUG · moderate open THREAD --site SLUG    take no more comments, or again
`;

/**
 * The moderator's first door: lists comments, publishes, rejects and answers them, pins them and closes threads.
 *
 * @param words what stands after `moderate`
 * @returns the exit code
 * @throws Refusal when settings, configuration or database stand against it
 */
export async function moderate(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  out: Output,
  err: Output,
): Promise<number> {
  const order = readOrder(words);
  if (!order) {
    err.write(USAGE);
    return 1;
  }
  const settings = readSettings(environment);
  const config = readConfig(settings.configFile);
  const db = await openDatabase({ ...settings, mustExist: true });
  try {
    const actor = { id: 'cli', name: userName() };
    const by = { actor, sites: config.sites, administrator: true, leader: true, now: Date.now() };
    return await obey(order, { db, config, by, out, err });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // The words of an order are clean and not empty; nothing but their length can speak against them.
    err.write(
      `Lý do dài tối đa ${LONGEST_REASON} ký tự, trả lời tối đa ${LONGEST_COMMENT} ký tự. Chưa thay đổi gì.\n` +
        `A reason has at most ${LONGEST_REASON} characters, an answer ${LONGEST_COMMENT}. Nothing was changed.\n`,
    );
    return 1;
  } finally {
    await db.destroy();
  }
}

/** Who is at the keyboard, for the audit log. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no name.
    return 'command line';
  }
}

/** What every order needs. */
interface Desk {
  readonly db: Database;
  readonly config: Config;
  readonly by: Acting;
  readonly out: Output;
  readonly err: Output;
}

function obey(order: Order, desk: Desk): Promise<number> {
  switch (order.action) {
    case 'list':
      return list(order, desk);
    case 'answer':
      return answer(order, desk);
    case 'pin':
    case 'unpin':
      return pin(order, desk);
    case 'close':
    case 'open':
      return close(order, desk);
    default:
      return decide(order, desk);
  }
}

async function list({ state, site, reported }: ListOrder, { db, config, out, err }: Desk): Promise<number> {
  if (site !== null && !hasSite(config, site, err)) return 1;
  const zones = new Map(config.sites.map(({ slug, timeZone }) => [slug, timeZone]));
  const rows = await listComments(db, { state, site, reported });
  if (rows.length === 0) err.write('Không có ý kiến nào.\nThere are no comments.\n');
  for (const row of rows) {
    const line = lineOf(row, zones.get(row.site) ?? 'UTC');
    out.write(`${[line, ...(reported ? [row.reports] : []), ...notesOf(row)].join('\t')}\n`);
  }
  return 0;
}

async function decide({ action, ids, reason }: DecideOrder, { db, by, out, err }: Desk): Promise<number> {
  if (ids.length > MOST_AT_ONCE) {
    err.write(`Mỗi lần tối đa ${MOST_AT_ONCE} ý kiến.\nAt most ${MOST_AT_ONCE} comments at once.\n`);
    return 1;
  }
  const comments = ids.map(unseen);
  const decided = await decideOn(db, by, { action, comments, reason: { text: reason } });
  if (decided.result !== 'done') return sayUnknown(decided.result === 'unknown' ? decided.ids : ids, err);
  const done = action === 'publish' ? 'Đã đăng / Published' : 'Không đăng / Rejected';
  for (const id of ids) out.write(`${done}: ${id}\n`);
  return 0;
}

async function answer({ id, text }: AnswerOrder, { db, by, out, err }: Desk): Promise<number> {
  const answered = await answerComment(db, by, { to: unseen(id), answers: null, text, publish: true });
  if (answered.result === 'done') {
    out.write(`Đã trả lời / Answered: ${answered.rows[0]?.id}\n`);
    return 0;
  }
  if (answered.result !== 'not-published') return sayUnknown([id], err);
  err.write(`Hãy đăng ý kiến ${id} trước khi trả lời.\nPublish the comment ${id} before answering it.\n`);
  return 1;
}

async function pin({ action, ids }: PinOrder, { db, by, out, err }: Desk): Promise<number> {
  for (const id of ids) {
    const { result } = await pinComment(db, by, { ...unseen(id), pinned: action === 'pin' });
    if (result === 'too-many') {
      err.write(
        `Bài này đã có ${MOST_PINNED} ý kiến được ghim; chưa ghim ${id}.\n` +
          `The thread has ${MOST_PINNED} pinned comments already; ${id} was not pinned.\n`,
      );
      return 1;
    }
    if (result !== 'done') {
      err.write(
        `Chỉ ghim được ý kiến đã đăng và không phải là trả lời; chưa thay đổi: ${plain(id)}.\n` +
          `Only published comments that are no replies can be pinned; not changed: ${plain(id)}.\n`,
      );
      return 1;
    }
    out.write(`${action === 'pin' ? 'Đã ghim / Pinned' : 'Đã bỏ ghim / Unpinned'}: ${id}\n`);
  }
  return 0;
}

async function close({ action, thread, site }: CloseOrder, { db, by, config, out, err }: Desk): Promise<number> {
  if (!hasSite(config, site, err)) return 1;
  await closeThread(db, by, { site, thread, closed: action === 'close', seen: null });
  out.write(`${action === 'close' ? 'Đã đóng / Closed' : 'Đã mở / Opened'}: ${plain(thread)}\n`);
  return 0;
}

/** This door shows nothing before it acts: whatever stands there is meant. */
function unseen(id: string): Seen {
  return { id, seen: null };
}

function hasSite({ sites }: Config, site: string, err: Output): boolean {
  if (sites.some(({ slug }) => slug === site)) return true;
  err.write(`Không có trang "${site}" trong cấu hình.\nThere is no site "${site}" in the configuration.\n`);
  return false;
}

function sayUnknown(ids: readonly string[], err: Output): number {
  const names = ids.map(plain).join(', ');
  err.write(
    `Không có ý kiến mang mã: ${names}. Chưa thay đổi gì.\nNo comment has the id: ${names}. Nothing was changed.\n`,
  );
  return 1;
}

/** Id, state, time, site/thread, name and text, with tabs between. */
function lineOf(row: CommentRow, timeZone: string): string {
  const { id, state, created_at: createdAt, site, thread, name, text } = row;
  const fields = [
    id,
    state,
    zoneTime(createdAt, timeZone).iso,
    `${site}${thread.startsWith('/') ? '' : '/'}${thread}`,
    name,
  ];
  return [...fields, text.replaceAll('\n', ' ⏎ ')].map(plain).join('\t');
}

/** What readers never see: why a comment was held, and how its author can be reached. */
function notesOf({ held, email, verified }: CommentRow): string[] {
  return [
    ...(verified === 1 ? ['đã đăng nhập/signed-in'] : []),
    ...(held === null ? [] : [`giữ lại/held: ${heldReasons(held).join(', ')}`]),
    ...(email === null ? [] : [`e-mail: ${plain(email)}`]),
  ];
}

/** Nothing a reader wrote may steer the moderator's terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
