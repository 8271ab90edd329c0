import { warnAttribute } from '../base/warn.ts';
import { LONGEST, parseSeconds, type SessionStanding } from './session-requests.ts';
import type { Reported } from './session-settings.ts';

/** Seconds of an attribute; undefined where there are none, with a warning where they make no sense. */
export function readSeconds(
  element: Element,
  attribute: string,
  value: string | number | null | undefined,
  least = 0,
): number | undefined {
  if (!String(value ?? '').trim()) return undefined;
  const seconds = parseSeconds(value);
  if (seconds !== undefined && seconds >= least) return seconds;
  warnAttribute(element, attribute, value, `seconds, ${String(least)} to ${String(LONGEST)}`);
  return undefined;
}

/** An http(s) address of an attribute that the browser may be sent to; `isOwn`: only one of this origin. */
export function readAddress(
  element: Element,
  attribute: string,
  value: string | undefined,
  isOwn = false,
): URL | undefined {
  if (!value) return undefined;
  try {
    const url = new URL(value, document.baseURI);
    if (/^https?:$/.test(url.protocol) && (!isOwn || url.origin === location.origin)) return url;
  } catch {
    // No address at all.
  }
  warnAttribute(element, attribute, value, isOwn ? 'an address of this site' : 'an http(s) address');
  return undefined;
}

/**
 * What the page says of its session.
 *
 * @param reported how the numbers came; null where they count from now
 */
export function readPrinted(
  expiresIn: number | undefined,
  absoluteExpiresIn: number | undefined,
  reported: Reported | null,
): { standing: SessionStanding | null; isOld: boolean } {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const age = reported ? (performance.now() - reported.at) / 1000 : 0;
  // A document out of the history or a cache tells old news; in an answer 304 only the headers are new.
  const isKept = !!page && (page.type === 'back_forward' || page.transferSize < page.encodedBodySize);
  const isOld = isKept && !!reported?.isPrinted;
  if (expiresIn === undefined) return { standing: null, isOld };
  return {
    standing: {
      // 0 is no limit.
      expiresIn: expiresIn ? Math.max(expiresIn - age, 1) : null,
      absoluteExpiresIn: absoluteExpiresIn ? Math.max(absoluteExpiresIn - age, 1) : null,
    },
    isOld,
  };
}
