import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { type Figures, sumOf } from './figures.ts';
import { STATES, type StateCounts } from './month-figures.ts';
import { minuteOf } from './format.ts';
import { periodLabel } from './period.ts';
import { reasonName } from './reason-name.ts';
import type { Waits } from './waits.ts';
import { statisticsWords } from './words.ts';

/** A cell: words, a number, or nothing. */
export type Cell = string | number | null;

/**
 * A table as a file that a double click opens rightly in Excel on a Vietnamese Windows: UTF-8 with a byte order mark, semicolons between
 * (there the comma is the decimal sign), CRLF. The line `sep=;` that Excel understands is left out: with it Excel does not look at the mark
 * and shows every accented letter wrongly.
 */
export function csvFile(rows: readonly (readonly Cell[])[]): string {
  return `${CSV_BEGIN}${csvRows(rows)}`;
}

/** Stands before the first row of a file. */
export const CSV_BEGIN = '\uFEFF';

/** Rows of such a file, for one that is sent in parts. */
export function csvRows(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('');
}

/**
 * One cell. Words that a spreadsheet would take for a formula get an apostrophe in front (CWE-1236), whatever blanks or invisible
 * characters stand before the sign; numbers stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value).replace('.', ',');
  // A line end inside a cell begins a row for programs that do not know quotes.
  const line = value.replace(/[\r\n]+/g, ' ');
  const text = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\0]/u.test(value) ? `'${line}` : line;
  return /[";,\t']|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** All figures, one a row, beside those of the period before. Times are in hours. */
export function figuresFile(figures: Figures, site: Site, now: number, lang: PageLanguage): string {
  const words = statisticsWords[lang];
  const { file } = words;
  const { period, periodBefore, now: figuresNow, before } = figures;
  const counted = (
    group: string,
    name: string,
    code: string,
    values: readonly [number | null, number | null],
  ): Cell[] => [group, name, code, ...values, file.comments];
  const general = (name: string, code: string, ...values: [Cell, Cell]): Cell[] => [
    file.general,
    name,
    code,
    ...values,
    '',
  ];
  const waits = (group: string, name: string, code: string, pick: (of: Figures['now']) => Waits): Cell[][] => {
    const [a, b] = [pick(figuresNow), pick(before)];
    return [
      counted(group, name, `${code}-count`, [a.count, b.count]),
      [group, words.median, `${code}-median`, hours(a.median), hours(b.median), file.hours],
      [group, words.percentile90, `${code}-90`, hours(a.percentile90), hours(b.percentile90), file.hours],
    ];
  };
  const beforeByReason = new Map(before.reasons.map(({ code, count }) => [code, count]));
  const codes = [...new Set([...figuresNow.reasons, ...before.reasons].map(({ code }) => code))];
  return csvFile([
    [file.group, file.figure, file.code, words.thisPeriod, words.periodBefore, file.unit],
    general(file.site, site.slug, site.name, site.name),
    general(file.period, 'period', periodLabel(period, lang), periodLabel(periodBefore, lang)),
    general(file.first, 'first', period.first, periodBefore.first),
    general(file.last, 'last', period.last, periodBefore.last),
    general(file.made, 'made', minuteOf(now, site.timeZone, lang), null),
    counted(file.states, words.received, 'received', [figuresNow.received, before.received]),
    ...STATES.map((state) =>
      counted(file.states, words.states[state], state, [figuresNow.states[state], before.states[state]]),
    ),
    counted(file.states, words.waitingNow, 'waiting', [figures.waiting, null]),
    ...waits(words.decidedHeading, words.decided, 'decided', ({ decided }) => decided),
    ...waits(words.answeredHeading, words.answered, 'answered', ({ answered }) => answered),
    ...codes.map((code) => {
      const count = figuresNow.reasons.find((each) => each.code === code)?.count ?? 0;
      return counted(words.reasons, reasonName(code, site, lang), code ?? '', [count, beforeByReason.get(code) ?? 0]);
    }),
    ...figures.threads.map(({ key, title, count }) => counted(words.threads, title, key, [count, null])),
  ]);
}

/** Comments by day and state, days without any included. Days are `2026-07-01`, which no Excel mistakes for the seventh of January. */
export function daysFile(
  days: readonly { readonly first: string; readonly states: StateCounts }[],
  lang: PageLanguage,
): string {
  const { file, states, total } = statisticsWords[lang];
  return csvFile([
    [file.day, ...STATES.map((state) => states[state]), total],
    ...days.map(({ first, states: counts }) => [first, ...STATES.map((state) => counts[state]), sumOf(counts)]),
  ]);
}

/** Name of the file, in letters that every system takes. */
export function fileName(
  table: 'figures' | 'days',
  { slug }: Pick<Site, 'slug'>,
  { period }: Pick<Figures, 'period'>,
): string {
  const part = period.query.period ?? `${period.first}-${period.last}`;
  return `${table === 'days' ? 'y-kien-theo-ngay' : 'thong-ke-y-kien'}-${slug}-${part}.csv`;
}

function hours(ms: number | null): number | null {
  return ms === null ? null : Math.round((ms / 3_600_000) * 100) / 100;
}
