import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDays, startOfDay } from '../days.ts';
import { countDifference, dayInWords, duration, number, waitDifference } from '../statistics/format.ts';
import {
  bucketsOf,
  groupings,
  LONGEST_PERIOD,
  periodBefore,
  periodChoices,
  periodLabel,
  readPeriod,
} from '../statistics/period.ts';
import { zoneTime } from '../zone.ts';
import { DAY, HOUR } from './statistics-support.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOW = Date.parse('2026-11-26T14:05:00+07:00');
const at = (text: string): number => Date.parse(text);
const read = (query: Record<string, unknown>, zone = ZONE, now = NOW): ReturnType<typeof readPeriod> =>
  readPeriod(query, zone, now);

describe('the period of statistics', () => {
  it('is the quarter of the site’s clock when none is asked for', () => {
    const { period, fault } = read({});
    assert.equal(fault, null);
    assert.deepEqual([period.first, period.last], ['2026-10-01', '2026-12-31']);
    assert.equal(period.from, at('2026-10-01T00:00:00+07:00'));
    assert.equal(period.to, at('2027-01-01T00:00:00+07:00'));
    // In London it is still September, in Viet Nam October.
    const border = at('2026-10-01T00:30:00+07:00');
    assert.equal(read({}, ZONE, border).period.query.period, '2026-Q4');
    assert.equal(read({}, 'Europe/London', border).period.query.period, '2026-Q3');
  });

  it('is a quarter, a month, a year or a span of days, and has one of its kind before it', () => {
    const cases: [Record<string, string>, [string, string], [string, string]][] = [
      [{ period: '2026-Q3' }, ['2026-07-01', '2026-09-30'], ['2026-04-01', '2026-06-30']],
      [{ period: '2026-q1' }, ['2026-01-01', '2026-03-31'], ['2025-10-01', '2025-12-31']],
      [{ period: '2024-03' }, ['2024-03-01', '2024-03-31'], ['2024-02-01', '2024-02-29']],
      [{ period: '2026' }, ['2026-01-01', '2026-12-31'], ['2025-01-01', '2025-12-31']],
      [{ from: '2026-07-01', to: '2026-07-10' }, ['2026-07-01', '2026-07-10'], ['2026-06-21', '2026-06-30']],
    ];
    for (const [query, now, before] of cases) {
      const { period, fault } = read(query);
      const earlier = periodBefore(period, ZONE);
      assert.equal(fault, null, JSON.stringify(query));
      assert.deepEqual([period.first, period.last], now);
      assert.deepEqual([earlier.first, earlier.last], before);
      assert.equal(earlier.to, period.from, 'nothing is between them and nothing in both');
      assert.deepEqual(read(period.query).period, period, 'its own query chooses it');
      assert.deepEqual(read(earlier.query).period, earlier);
    }
  });

  it('is the current quarter when the one asked for cannot be, and the fault is told', () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ period: '2026-Q5' }, 'unreadable'],
      [{ period: '2026-13' }, 'unreadable'],
      [{ period: 'quý 3' }, 'unreadable'],
      [{ period: '1999' }, 'unreadable'],
      [{ period: ['2026', '2025'] }, 'unreadable'],
      [{ from: '2026-02-30', to: '2026-03-01' }, 'unknown-day'],
      [{ from: '2026-02-01' }, 'unknown-day'],
      [{ from: '01/02/2026', to: '2026-03-01' }, 'unknown-day'],
      [{ from: '2026-03-02', to: '2026-03-01' }, 'upside-down'],
      [{ from: '2020-01-01', to: '2026-03-01' }, 'too-long'],
      [{ from: '2026-01-01', to: addDays('2026-01-01', LONGEST_PERIOD) }, 'too-long'],
    ];
    for (const [query, expected] of cases) {
      const { period, fault } = read(query);
      assert.equal(fault, expected, JSON.stringify(query));
      assert.equal(period.query.period, '2026-Q4');
    }
    assert.equal(read({ from: '2026-01-01', to: addDays('2026-01-01', LONGEST_PERIOD - 1) }).fault, null);
  });

  it('has a name as officials write it', () => {
    const label = (query: Record<string, string>, lang: 'vi' | 'en' = 'vi'): string =>
      periodLabel(read(query).period, lang);
    assert.equal(label({ period: '2026-Q3' }), 'Quý III năm 2026');
    assert.equal(label({ period: '2026-07' }), 'Tháng 7 năm 2026');
    assert.equal(label({ period: '2026' }), 'Năm 2026');
    assert.equal(label({ from: '2026-07-01', to: '2026-09-30' }), 'Từ 01/07/2026 đến 30/09/2026');
    assert.equal(label({ from: '2026-07-01', to: '2026-07-01' }), 'Ngày 01/07/2026');
    assert.equal(label({ period: '2026-Q3' }, 'en'), 'Quarter 3 of 2026');
    assert.equal(label({ period: '2026-07' }, 'en'), 'July 2026');
  });

  it('can be chosen: the last eight quarters, twelve months and three years', () => {
    const { quarters, months, years } = periodChoices(ZONE, NOW);
    assert.deepEqual(
      quarters.map(({ query }) => query.period),
      ['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2', '2025-Q1'],
    );
    assert.deepEqual([months.length, months[0]!.query.period, months[11]!.query.period], [12, '2026-11', '2025-12']);
    assert.deepEqual(
      years.map(({ first }) => first.slice(0, 4)),
      ['2026', '2025', '2024'],
    );
  });
});

describe('the bars of a period', () => {
  it('touch each other and cover it: days of a month, weeks of a quarter, months of a year', () => {
    const cases = { '2026-07': ['day', 31], '2026-Q3': ['week', 14], '2026': ['month', 12] } as const;
    for (const [name, [grouping, count]] of Object.entries(cases)) {
      const { period } = read({ period: name });
      const buckets = bucketsOf(period, grouping, ZONE);
      assert.equal(buckets.length, count, name);
      assert.deepEqual([buckets[0]!.from, buckets.at(-1)!.to], [period.from, period.to]);
      for (const [index, bucket] of buckets.slice(1).entries()) assert.equal(bucket.from, buckets[index]!.to);
    }
    const weeks = bucketsOf(read({ period: '2026-Q3' }).period, 'week', ZONE);
    assert.deepEqual(
      weeks.slice(0, 2).map(({ first, last }) => [first, last]),
      [
        ['2026-07-01', '2026-07-05'],
        ['2026-07-06', '2026-07-12'],
      ],
    );
  });

  it('are never too many to tell apart, and never less than asked for where they are few', () => {
    assert.deepEqual(groupings(read({ period: '2026-07' }).period), ['day', 'week']);
    assert.deepEqual(groupings(read({ period: '2026-Q3' }).period), ['day', 'week', 'month']);
    assert.deepEqual(groupings(read({ period: '2026' }).period), ['week', 'month']);
    assert.deepEqual(groupings(read({ from: '2026-07-01', to: '2026-07-01' }).period), ['day']);
    assert.deepEqual(groupings(read({ from: '2024-01-01', to: '2026-12-31' }).period), ['month']);
  });
});

describe('a day', () => {
  it('begins where the site’s clock shows it first, when clocks change and where no midnight is', () => {
    const days = [
      ['Asia/Ho_Chi_Minh', '2026-07-01', '2026-06-30T17:00:00Z'],
      ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z'],
      ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00Z'],
      ['America/New_York', '2026-11-02', '2026-11-02T05:00:00Z'],
      ['Asia/Kathmandu', '2026-07-01', '2026-06-30T18:15:00Z'],
      ['Pacific/Kiritimati', '2026-07-01', '2026-06-30T10:00:00Z'],
      ['Pacific/Niue', '2026-07-01', '2026-07-01T11:00:00Z'],
      // Clocks went from 24:00 to 1:00.
      ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
      ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z'],
    ] as const;
    for (const [zone, day, expected] of days) {
      const start = startOfDay(day, zone);
      assert.equal(new Date(start).toISOString(), expected.replace('Z', '.000Z'), `${zone} ${day}`);
      assert.equal(zoneTime(start, zone).day, day);
      assert.equal(zoneTime(start - 1, zone).day, addDays(day, -1));
    }
  });
});

describe('numbers and times in words', () => {
  const plain = (text: string): string => text.replaceAll('\u00A0', ' ');
  const words = (ms: number | null, lang: 'vi' | 'en' = 'vi'): string => plain(duration(ms, lang));

  it('have the separators of the language and the two largest units', () => {
    assert.equal(number(1_234_567, 'vi'), '1.234.567');
    assert.equal(number(1_234_567, 'en'), '1,234,567');
    assert.equal(words(2 * HOUR + 15 * 60_000), '2 giờ 15 phút');
    assert.equal(words(3 * DAY + 4 * HOUR + 20 * 60_000), '3 ngày 4 giờ');
    assert.equal(words(2 * DAY), '2 ngày');
    assert.equal(words(DAY - 1), '1 ngày');
    assert.equal(words(59.6 * 60_000), '1 giờ');
    assert.equal(words(29_000), 'dưới 1 phút');
    assert.equal(words(0), 'dưới 1 phút');
    assert.equal(words(null), '–');
    assert.equal(words(25 * HOUR, 'en'), '1 d 1 h');
  });

  it('tell a difference with its direction, and of nothing no percentage', () => {
    assert.equal(countDifference(120, 100, 'vi'), '+20 (+20%)');
    assert.equal(countDifference(2105, 2000, 'vi'), '+105 (+5,3%)');
    assert.equal(countDifference(90, 120, 'en'), '−30 (−25%)');
    assert.equal(countDifference(5, 0, 'vi'), '+5');
    assert.equal(countDifference(5, 5, 'vi'), 'không đổi');
    assert.equal(plain(waitDifference(HOUR, 3 * HOUR, 'vi')), 'nhanh hơn 2 giờ');
    assert.equal(plain(waitDifference(3 * HOUR, HOUR, 'vi')), 'lâu hơn 2 giờ');
    assert.equal(waitDifference(HOUR, HOUR + 10_000, 'vi'), 'không đổi');
    assert.equal(waitDifference(null, HOUR, 'vi'), '–');
  });

  it('date a report as letters of agencies are dated', () => {
    assert.equal(dayInWords(NOW, ZONE, 'vi'), 'Ngày 26 tháng 11 năm 2026');
    assert.equal(dayInWords(at('2026-02-05T09:00:00+07:00'), ZONE, 'vi'), 'Ngày 05 tháng 02 năm 2026');
    assert.equal(dayInWords(at('2026-03-05T09:00:00+07:00'), ZONE, 'vi'), 'Ngày 05 tháng 3 năm 2026');
    // In Viet Nam it is the next day already.
    assert.equal(dayInWords(at('2026-11-26T20:00:00Z'), ZONE, 'vi'), 'Ngày 27 tháng 11 năm 2026');
  });
});
