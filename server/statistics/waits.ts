/** How long readers waited for something. */
export interface Waits {
  /** Comments for which it has come. */
  readonly count: number;
  /** Milliseconds; null when it has come for none. */
  readonly median: number | null;
  /** Nine of ten waited no longer; milliseconds. */
  readonly percentile90: number | null;
}

/**
 * Median and 90th percentile by nearest rank: the shortest wait such that half, or nine tenths, of all are no longer. They are waits that
 * somebody had, never a mean of two.
 *
 * @param list whole milliseconds with commas between, in any order, or null for none: databases write such a list faster than rows
 */
export function waitsOf(list: string | null): Waits {
  if (list === null || list === '') return { count: 0, median: null, percentile90: null };
  const waits = readNumbers(list);
  const count = waits.length;
  const median = select(waits, Math.ceil(count * 0.5) - 1, 0);
  // What stands before the median is no longer than it.
  const percentile90 = select(waits, Math.ceil((count * 9) / 10) - 1, Math.ceil(count * 0.5) - 1);
  return { count, median, percentile90 };
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

/**
 * The number that would stand at this place if all were sorted; sorts no more than it must (Hoare's quickselect).
 *
 * @param from where to begin; what stands before is no larger than the rest
 */
function select(numbers: Float64Array, place: number, from: number): number {
  let [low, high] = [from, numbers.length - 1];
  while (low < high) {
    const pivot = middleOf(numbers[low]!, numbers[(low + high) >> 1]!, numbers[high]!);
    let [left, right] = [low, high];
    while (left <= right) {
      while (numbers[left]! < pivot) left += 1;
      while (numbers[right]! > pivot) right -= 1;
      if (left <= right) {
        const swapped = numbers[left]!;
        numbers[left] = numbers[right]!;
        numbers[right] = swapped;
        left += 1;
        right -= 1;
      }
    }
    if (place <= right) high = right;
    else if (place >= left) low = left;
    else break;
  }
  return numbers[place]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
