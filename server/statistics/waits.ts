/** How long readers waited for something. */
export interface Waits {
  /** Comments for which it has come. */
  readonly count: number;
  /** Milliseconds; null when it has come for none. */
  readonly median: number | null;
  /** Nine of ten waited no longer; milliseconds. */
  readonly percentile90: number | null;
}

/** Whole milliseconds, the shortest first. */
export type SortedWaits = Float64Array;

/**
 * Median and 90th percentile by nearest rank: the shortest wait such that half, or nine tenths, of all are no longer. They are waits that
 * somebody had, never a mean of two.
 *
 * @param lists of the months; all of them together are the waits
 */
export function waitsOf(lists: readonly SortedWaits[]): Waits {
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  if (count === 0) return { count, median: null, percentile90: null };
  return {
    count,
    median: waitOfRank(lists, Math.ceil(count * 0.5)),
    percentile90: waitOfRank(lists, Math.ceil((count * 9) / 10)),
  };
}

/**
 * Reads waits in the order of their length.
 *
 * @param list whole milliseconds with commas between, in any order, or null for none: databases write such a list faster than rows
 */
export function readWaits(list: string | null): SortedWaits {
  return list === null || list === '' ? new Float64Array() : readNumbers(list).sort();
}

/** The shortest wait such that so many are no longer. It is looked for among all numbers, so that the lists need not become one. */
function waitOfRank(lists: readonly SortedWaits[], rank: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    if (list.length === 0) continue;
    low = Math.min(low, list[0]!);
    high = Math.max(high, list.at(-1)!);
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const count = lists.reduce((sum, list) => sum + noLonger(list, middle), 0);
    if (count >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many of a list are no longer than this. */
function noLonger(list: SortedWaits, wait: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= wait) low = middle + 1;
    else high = middle;
  }
  return low;
}

const COMMA = 44;
const MINUS = 45;
const ZERO = 48;

/** As `list.split(',').map(Number)`, without a string for each of a hundred thousand numbers. */
function readNumbers(list: string): Float64Array {
  let count = 1;
  for (let place = list.indexOf(','); place >= 0; place = list.indexOf(',', place + 1)) count += 1;
  const numbers = new Float64Array(count);
  let [index, number, sign] = [0, 0, 1];
  for (let place = 0; place < list.length; place += 1) {
    const code = list.charCodeAt(place);
    if (code === COMMA) {
      numbers[index] = number * sign;
      index += 1;
      number = 0;
      sign = 1;
    } else if (code === MINUS) sign = -1;
    else number = number * 10 + (code - ZERO);
  }
  numbers[index] = number * sign;
  return numbers;
}
