import { readFileSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import { type CheckedLink, checkLinks, type LinkFault } from './check.ts';

const USAGE = `Cách dùng / Usage:
  links check DANH-SÁCH [--base ĐỊA-CHỈ-TRANG]
    DANH-SÁCH: tệp hoặc địa chỉ http(s) của danh sách liên kết: JSON như thuộc tính src của tinh-quick-links, hoặc mỗi dòng một địa chỉ.
    --base: trang chứa danh sách, khi có địa chỉ viết tắt như /gop-y.
    Mỗi lúc chỉ hỏi mỗi máy chủ một địa chỉ, cách nhau một giây. Kết thúc bằng mã 1 khi có liên kết hỏng.

  links check LIST [--base PAGE]
    LIST: file or http(s) address of the links: JSON as in the src of tinh-quick-links, or an address a line.
    --base: the page that holds them, where addresses are relative.
    Each host is asked one thing at a time, with a second between. Exit code 1 when a link is dead.
`;

/** Longest list, in characters. */
const LONGEST = 2_000_000;

interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

/**
 * Checks the links of a list.
 *
 * @param words what stands after `links`
 * @returns the exit code: 1 when one is dead
 * @throws Refusal that says what is wrong with the list
 */
export async function links(words: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  const [action, list = '', option, base, ...more] = words;
  const isAsked = action === 'check' && list !== '' && more.length === 0;
  if (!isAsked || (option !== undefined && (option !== '--base' || base === undefined || !URL.canParse(base)))) {
    stderr.write(USAGE);
    return 1;
  }
  const isAddress = /^https?:\/\//i.test(list);
  const { addresses, left } = readList(await textOf(list, isAddress), base ?? (isAddress ? list : undefined));
  for (const each of left) stdout.write(`BỎ QUA / SKIPPED  ${each}\n`);
  const counts = { well: 0, moved: 0, closed: 0, dead: 0 };
  await checkLinks(addresses, {
    done(link) {
      counts[link.state] += 1;
      if (link.state !== 'well') stdout.write(`${lineOf(link)}\n`);
    },
  });
  const { well, moved, closed, dead } = counts;
  stdout.write(
    `${well} tốt, ${moved} chuyển hướng, ${closed} không cho kiểm tra, ${dead} hỏng, ${left.length} bỏ qua\n` +
      `${well} well, ${moved} redirected, ${closed} not to be checked, ${dead} dead, ${left.length} skipped\n`,
  );
  return dead > 0 ? 1 : 0;
}

async function textOf(list: string, isAddress: boolean): Promise<string> {
  try {
    const text = isAddress ? await fetchText(list) : readFileSync(list, 'utf8');
    if (text.length > LONGEST) throw new Error(`> ${LONGEST}`);
    return text.replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Refusal(
      `Không đọc được danh sách ${list} (${code ?? message}).`,
      `Cannot read the list ${list} (${code ?? message}).`,
    );
  }
}

async function fetchText(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(20_000) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

/** The addresses of a list, and what of it is none that can be asked. */
function readList(text: string, base: string | undefined): { addresses: string[]; left: string[] } {
  const addresses: string[] = [];
  const left: string[] = [];
  for (const raw of rawAddresses(text)) {
    const isWhole = URL.canParse(raw, base);
    const url = isWhole ? new URL(raw, base) : null;
    if (url && /^https?:$/.test(url.protocol)) addresses.push(url.href);
    else left.push(raw.replace(/\p{C}/gu, '').slice(0, 200));
  }
  return { addresses, left };
}

function rawAddresses(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) {
    const lines = text.split(/\r?\n/).map((line) => line.trim());
    return lines.filter((line) => line !== '' && !line.startsWith('#'));
  }
  try {
    const json = JSON.parse(text) as { links?: unknown } | unknown[];
    const list = Array.isArray(json) ? json : json.links;
    if (!Array.isArray(list)) throw new Error('no list');
    return (list as ({ address?: unknown } | null)[]).flatMap((link) =>
      typeof link?.address === 'string' ? [link.address.trim()] : [],
    );
  } catch {
    throw new Refusal(
      'Danh sách không đúng dạng: cần một mảng JSON các liên kết, hoặc {"links": […]}.',
      'The list is malformed: expected a JSON array of links, or {"links": […]}.',
    );
  }
}

const STATES = {
  well: 'TỐT / WELL',
  moved: 'CHUYỂN / MOVED',
  closed: 'KHÔNG RÕ / UNKNOWN',
  dead: 'HỎNG / DEAD',
} as const;

const FAULTS: Readonly<Record<LinkFault, string>> = {
  'unknown-host': 'không có máy chủ này / no such host',
  refused: 'máy chủ không nhận kết nối / connection refused',
  slow: 'máy chủ không trả lời kịp / no answer in time',
  circle: 'chuyển hướng vòng tròn / redirects in a circle',
  'too-far': 'chuyển hướng quá nhiều lần / too many redirects',
  nowhere: 'chuyển hướng đến nơi không phải trang web / redirects to no web page',
  certificate: 'chứng thư không hợp lệ / certificate not valid',
  broken: 'trả lời bị lỗi / broken answer',
};

function lineOf({ address, state, target, status, why }: CheckedLink): string {
  const to = target === undefined ? '' : ` → ${target}`;
  const reason = why === undefined ? `HTTP ${status ?? ''}` : FAULTS[why];
  return `${STATES[state]}  ${address}${to}${state === 'moved' ? '' : `  (${reason})`}`;
}
