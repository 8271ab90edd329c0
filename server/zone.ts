/** A moment as the clock and calendar of a time zone show it. */
export interface ZoneTime {
  /** `2020` */
  readonly year: string;
  /** `2020-07` */
  readonly month: string;
  /** `2020-07-17` */
  readonly day: string;
  /** RFC 3339 with offset: `2020-07-17T18:00:00.000+07:00` */
  readonly iso: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * @param ms milliseconds since 1970-01-01T00:00Z
 * @param timeZone IANA name, for example `Asia/Ho_Chi_Minh`
 * @throws RangeError when there is no such time zone
 */
export function zoneTime(ms: number, timeZone: string): ZoneTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const year = (parts.year ?? '').padStart(4, '0');
  const month = `${year}-${parts.month}`;
  const day = `${month}-${parts.day}`;
  const clock = `${day}T${parts.hour}:${parts.minute}:${parts.second}`;
  const offset = Math.round((Date.parse(`${clock}Z`) - ms) / 60_000);
  const fraction = String(ms % 1000).padStart(3, '0');
  return { year, month, day, iso: `${clock}.${fraction}${offsetText(offset)}` };
}

/**
 * The moment at which the clocks of a time zone show this.
 *
 * @param clock `2020-07-17T23:59:59.999`
 * @returns milliseconds since 1970; NaN for what is no such time
 */
export function zoneMoment(clock: string, timeZone: string): number {
  const asUtc = Date.parse(`${clock}Z`);
  if (Number.isNaN(asUtc)) return NaN;
  const shown = (ms: number): number => Date.parse(`${zoneTime(ms, timeZone).iso.slice(0, 23)}Z`);
  const guess = asUtc - (shown(asUtc) - asUtc);
  return guess - (shown(guess) - asUtc);
}

/** Whether the machine's time zone data knows this name. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(formatOf(name));
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function offsetText(minutes: number): string {
  const sign = minutes < 0 ? '-' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
