/**
 * A time as RFC 3339, also one that NukeViet prints (`2010-05-28+0702:39:00`: day, offset, clock). Undefined for what is none, or has no offset: it
 * could be anybody's.
 */
export function asRfc3339(text: string | undefined): string | undefined {
  const clean = text?.trim() ?? '';
  const [, day, sign, clock] = /^(\d{4}-\d\d-\d\d)([+-]\d\d)(\d\d:\d\d:\d\d)$/.exec(clean) ?? [];
  const time = day === undefined ? clean.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : `${day}T${clock!}${sign!}:00`;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)$/.test(time) && !Number.isNaN(Date.parse(time))
    ? time
    : undefined;
}

/** A point in time of RFC 3339; `Date` alone would take “1” for a year, and read a time without offset in the reader's own zone. */
export function parseTime(value: string | undefined): Date | undefined {
  const time = new Date(value && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) ? value : NaN);
  return Number.isNaN(+time) ? undefined : time;
}
