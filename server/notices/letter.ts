import { cleanLine, codePoints } from '../../src/text/clean.ts';
import type { Site } from '../config.ts';
import type { News, Standing, Waiting } from './waiting.ts';

/** What a mail says. */
export interface LetterWords {
  readonly subject: string;
  readonly text: string;
}

/** How much of each kind there is, on all sites of a mail. */
type Sums = Readonly<Record<'pending' | 'reported' | 'corrections', number>>;

const LONGEST_TITLE = 120;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The mail about what has come; null when nothing has. */
export function newsLetter(
  news: readonly { readonly site: Site; readonly news: News }[],
  publicUrl: URL,
): LetterWords | null {
  const come = news.filter(
    ({ news: { pending, reported, corrections } }) => pending.count + reported.count + corrections > 0,
  );
  if (come.length === 0) return null;
  const sum = (of: 'pending' | 'reported'): number => come.reduce((all, { news: each }) => all + each[of].count, 0);
  const list = (lang: 'vi' | 'en'): string[] =>
    come.flatMap(({ site, news: { pending, reported, corrections } }) => [
      '',
      line(site.name),
      ...part(WORDS[lang].pending(pending.count), pending, lang),
      ...part(WORDS[lang].reported(reported.count), reported, lang),
      `${WORDS[lang].desk}: ${deskOf(site, publicUrl, lang)}`,
      ...correctionLines(corrections, site, publicUrl, lang),
    ]);
  const part = (heading: string, { first, count }: News['pending'], lang: 'vi' | 'en'): string[] =>
    count === 0
      ? []
      : [
          `${heading}:`,
          ...first.map((each) => `- ${titleOf(each, lang)}\n  ${commentOf(each, publicUrl, lang)}`),
          ...(count > first.length ? [WORDS[lang].more(count - first.length)] : []),
        ];
  return letter(
    come.map(({ site }) => site),
    {
      pending: sum('pending'),
      reported: sum('reported'),
      corrections: come.reduce((all, { news: each }) => all + each.corrections, 0),
    },
    list,
    publicUrl,
  );
}

/** The mail about all that waits; null when nothing does. */
export function digestLetter(standings: readonly Standing[], publicUrl: URL, now: number): LetterWords | null {
  const some = standings.filter(({ pending, reported, corrections }) => pending + reported + corrections > 0);
  if (some.length === 0) return null;
  const sum = (of: keyof Sums): number => some.reduce((all, each) => all + each[of], 0);
  const list = (lang: 'vi' | 'en'): string[] =>
    some.flatMap(({ site, pending, oldest, reported, corrections }) => [
      '',
      line(site.name),
      `- ${WORDS[lang].pending(pending)}${oldest === null ? '' : `, ${WORDS[lang].oldest(now - oldest)}`}`,
      `- ${WORDS[lang].reported(reported)}`,
      `${WORDS[lang].desk}: ${deskOf(site, publicUrl, lang)}`,
      ...correctionLines(corrections, site, publicUrl, lang),
    ]);
  return letter(
    some.map(({ site }) => site),
    { pending: sum('pending'), reported: sum('reported'), corrections: sum('corrections') },
    list,
    publicUrl,
  );
}

/** The mail of `tinh-server mail test`. */
export function testLetter(publicUrl: URL | null): LetterWords {
  return {
    subject: 'Thư thử / Test mail',
    text: [
      'Máy chủ ý kiến gửi thư này để thử. Nếu bạn đọc được, thông báo về ý kiến chờ duyệt sẽ đến được địa chỉ này.',
      '',
      'The comment server has sent this as a test. If you can read it, notices of waiting comments will get here.',
      ...(publicUrl === null ? [] : ['', publicUrl.href]),
      '',
    ].join('\n'),
  };
}

const WORDS = {
  vi: {
    pending: (n: number) => `${n} ý kiến chờ duyệt`,
    reported: (n: number) => `${n} ý kiến bị bạn đọc báo cáo`,
    corrections: (n: number) => `${n} đề nghị sửa lỗi trong bài`,
    more: (n: number) => `và ${n} ý kiến khác.`,
    oldest: (ms: number) => `lâu nhất đã chờ ${ageOf(ms, ['ngày', 'giờ', 'phút'])}`,
    desk: 'Trang duyệt ý kiến',
    untitled: '(bài chưa có tiêu đề)',
    foot: 'Thư tự động, xin đừng trả lời. Người quản trị có thể đổi cách thông báo bằng lệnh: user change',
  },
  en: {
    pending: (n: number) => (n === 1 ? '1 comment waits for a decision' : `${n} comments wait for a decision`),
    reported: (n: number) => (n === 1 ? '1 comment reported by readers' : `${n} comments reported by readers`),
    corrections: (n: number) => (n === 1 ? '1 correction of an article' : `${n} corrections of articles`),
    more: (n: number) => `and ${n} more.`,
    oldest: (ms: number) => `the oldest has waited ${ageOf(ms, ['d', 'h', 'min'])}`,
    desk: 'The desk',
    untitled: '(an article without title)',
    foot: 'Sent automatically, please do not reply. An administrator changes these notices with: user change',
  },
} as const;

function letter(
  sites: readonly Site[],
  { pending, reported, corrections }: Sums,
  list: (lang: 'vi' | 'en') => string[],
  publicUrl: URL,
): LetterWords {
  const [first, ...others] = sites;
  const names = `${line(first?.name ?? '')}${others.length > 0 ? ` và ${others.length} trang khác` : ''}`;
  const counts = (lang: 'vi' | 'en'): string =>
    [
      ...(pending > 0 ? [WORDS[lang].pending(pending)] : []),
      ...(reported > 0 ? [WORDS[lang].reported(reported)] : []),
      ...(corrections > 0 ? [WORDS[lang].corrections(corrections)] : []),
    ].join(', ');
  const said = (lang: 'vi' | 'en'): string[] => [`${counts(lang)}.`, ...list(lang), '', WORDS[lang].foot];
  return {
    subject: `[${names}] ${counts('vi')}`,
    text: [...said('vi'), publicUrl.href, '', '* * *', '', ...said('en'), publicUrl.href, ''].join('\n'),
  };
}

/** Nothing of their words, as of those of comments. */
function correctionLines(count: number, { slug }: Site, publicUrl: URL, lang: 'vi' | 'en'): string[] {
  if (count === 0) return [];
  return [`${WORDS[lang].corrections(count)}: ${address('moderation/corrections', { site: slug }, publicUrl, lang)}`];
}

function ageOf(ms: number, [days, hours, minutes]: readonly [string, string, string]): string {
  if (ms >= DAY) return `${Math.floor(ms / DAY)} ${days}`;
  return ms >= HOUR ? `${Math.floor(ms / HOUR)} ${hours}` : `${Math.max(1, Math.floor(ms / 60_000))} ${minutes}`;
}

/** Titles come with the first comment: they stay on one line, and are cut. */
function titleOf({ title }: Waiting, lang: 'vi' | 'en'): string {
  const clean = line(title);
  if (clean === '') return WORDS[lang].untitled;
  return codePoints(clean) > LONGEST_TITLE ? `${[...clean].slice(0, LONGEST_TITLE).join('')}…` : clean;
}

function line(text: string): string {
  return cleanLine(text.replace(/\s+/gu, ' '));
}

function commentOf({ id }: Waiting, publicUrl: URL, lang: 'vi' | 'en'): string {
  return address('moderation/comment', { id }, publicUrl, lang);
}

function deskOf({ slug }: Site, publicUrl: URL, lang: 'vi' | 'en'): string {
  return address('moderation', { site: slug }, publicUrl, lang);
}

function address(path: string, query: Record<string, string>, publicUrl: URL, lang: 'vi' | 'en'): string {
  const search = new URLSearchParams({ ...query, ...(lang === 'en' && { lang }) }).toString();
  return new URL(`${path}?${search}`, publicUrl).href;
}
