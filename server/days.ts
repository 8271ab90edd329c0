import { zoneTime } from './zone.ts';

const HOUR = 3_600_000;
/** Of a time zone from UTC, with room: the largest are +14 and −12 hours. */
const LARGEST_OFFSET = 16 * HOUR;

/** Whether there is such a day, `YYYY-MM-DD`, of a year from 2000 to 2099. */
export function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** So many days after a day, `YYYY-MM-DD`; before it when the number is negative. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * HOUR).toISOString().slice(0, 10);
}

/** Days from the first to the last, both included. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / (24 * HOUR)) + 1;
}

/** Day of the week: 1 for Monday, 7 for Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** First day of the month so many months after that of a day. */
export function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

const starts = new Map<string, number>();

/**
 * The moment at which a day begins where the clocks show this time zone, in milliseconds. That is not always midnight: where clocks are
 * put forward at midnight the day begins at one o'clock.
 */
export function startOfDay(day: string, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  let start = starts.get(key);
  if (start === undefined) {
    // Reports ask for the same few days again and again; whoever asks for all days there are gets them without the memory.
    if (starts.size > 5000) starts.clear();
    start = findStart(day, timeZone);
    starts.set(key, start);
  }
  return start;
}

function findStart(day: string, timeZone: string): number {
  const begun = (ms: number): boolean => zoneTime(ms, timeZone).day >= day;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const local = Date.parse(`${zoneTime(midnight, timeZone).iso.slice(0, 19)}Z`);
  const guess = midnight - (local - midnight);
  if (begun(guess) && !begun(guess - 1)) return guess;
  let [before, after] = [midnight - LARGEST_OFFSET, midnight + LARGEST_OFFSET];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (begun(middle)) after = middle;
    else before = middle;
  }
  return after;
}
