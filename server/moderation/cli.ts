import { parseArgs } from 'node:util';
import type { CommentState } from '../../src/api/contract.ts';
import { listComments, setState } from '../comments/store.ts';
import { type Config, readConfig } from '../config.ts';
import { readSettings } from '../settings.ts';
import { type Database, openDatabase } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';

/** Where words go: `process.stdout` and `process.stderr`. */
export interface Output {
  write(text: string): unknown;
}

const USAGE = `Cách dùng (chạy được cả khi máy chủ đang hoạt động):
  moderate list [--state pending|published|rejected|all] [--site TRANG]   liệt kê ý kiến, mỗi dòng một ý kiến
  moderate publish MÃ…                                                    đăng
  moderate reject MÃ…                                                     không đăng
Usage (also while the server runs):
  moderate list [--state pending|published|rejected|all] [--site SLUG]    one line a comment; default: pending
  moderate publish ID…
  moderate reject ID…
`;

const STATES: readonly CommentState[] = ['pending', 'published', 'rejected'];

/**
 * The moderator's first door: lists comments, publishes or rejects them.
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
    return order.action === 'list' ? await list(db, config, order, out, err) : await decide(db, order, out, err);
  } finally {
    await db.destroy();
  }
}

interface ListOrder {
  readonly action: 'list';
  readonly state: CommentState | null;
  readonly site: string | null;
}

interface DecideOrder {
  readonly action: 'publish' | 'reject';
  readonly ids: readonly string[];
}

/** Null when the words make no sense. */
function readOrder(words: readonly string[]): ListOrder | DecideOrder | null {
  const [action, ...rest] = words;
  if (action === 'publish' || action === 'reject') {
    return rest.length > 0 && rest.every((id) => !id.startsWith('-')) ? { action, ids: [...new Set(rest)] } : null;
  }
  if (action !== 'list') return null;
  try {
    const { values } = parseArgs({ args: rest, options: { state: { type: 'string' }, site: { type: 'string' } } });
    const { state = 'pending', site = null } = values;
    if (state === 'all') return { action, state: null, site };
    const known = STATES.find((name) => name === state);
    return known ? { action, state: known, site } : null;
  } catch {
    return null;
  }
}

async function list(
  db: Database,
  config: Config,
  { state, site }: ListOrder,
  out: Output,
  err: Output,
): Promise<number> {
  const zones = new Map(config.sites.map(({ slug, timeZone }) => [slug, timeZone]));
  if (site !== null && !zones.has(site)) {
    err.write(`Không có trang "${site}" trong cấu hình.\nThere is no site "${site}" in the configuration.\n`);
    return 1;
  }
  const rows = await listComments(db, { state, site });
  if (rows.length === 0) err.write('Không có ý kiến nào.\nThere are no comments.\n');
  for (const row of rows) out.write(`${lineOf(row, zones.get(row.site) ?? 'UTC')}\n`);
  return 0;
}

async function decide(db: Database, { action, ids }: DecideOrder, out: Output, err: Output): Promise<number> {
  const unknown = await setState(db, ids, action === 'publish' ? 'published' : 'rejected');
  if (unknown.length > 0) {
    const names = unknown.map(plain).join(', ');
    err.write(
      `Không có ý kiến mang mã: ${names}. Chưa thay đổi gì.\nNo comment has the id: ${names}. Nothing was changed.\n`,
    );
    return 1;
  }
  const done = action === 'publish' ? 'Đã đăng / Published' : 'Không đăng / Rejected';
  for (const id of ids) out.write(`${done}: ${id}\n`);
  return 0;
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

/** Nothing a reader wrote may steer the moderator's terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
