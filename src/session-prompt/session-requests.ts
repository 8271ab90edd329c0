import { warnOnce } from '../base/warn.ts';

/** After this many milliseconds without an answer a request counts as lost. */
const TIMEOUT = 10_000;

/** Longest limit that makes sense, in seconds: a year. More is a mistake, such as a point in time. */
export const LONGEST = 31_536_000;

/** How the session stands, in seconds; null for a limit that does not exist. */
export interface SessionStanding {
  readonly expiresIn: number | null;
  readonly absoluteExpiresIn?: number | null;
  /** Who is signed in, where the endpoint says so. */
  readonly user?: string | undefined;
}

/**
 * What an endpoint said: how the session stands; `renewed` when it took an extension without saying how long; `over`; or
 * `unknown` when no usable answer came, which proves nothing.
 */
export type SessionAnswer = SessionStanding | 'renewed' | 'over' | 'unknown';

/** Where and how to ask. */
export interface SessionRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  /** Names of the JSON's fields, with dots for fields inside fields. */
  readonly expiresInField: string;
  readonly absoluteField: string;
  /** The sign-in page: being led there means that the session is over. */
  readonly signInUrl: URL | undefined;
  /** Statuses of a session that is gone. */
  readonly over: readonly number[];
  /** Whether an answer without the field will do. */
  readonly mayBeEmpty: boolean;
}

/** Asks an endpoint about the session, or to extend or end it. Never rejects. */
export async function askSession(request: SessionRequest): Promise<SessionAnswer> {
  const { url, method, headers, signInUrl, over, mayBeEmpty, expiresInField, absoluteField } = request;
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, TIMEOUT);
  try {
    const response = await fetch(url, {
      method,
      headers: { accept: 'application/json', 'tinh-request': '1', ...headers },
      cache: 'no-store',
      // What a sign-in page of another origin answers cannot be read, but that we were sent away can.
      redirect: signInUrl && signInUrl.origin !== location.origin ? 'manual' : 'follow',
      signal: abort.signal,
    });
    const isOver = over.includes(response.status) || response.type === 'opaqueredirect';
    if (isOver) return 'over';
    if (response.redirected && signInUrl && isSamePage(new URL(response.url), signInUrl)) return 'over';
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) {
      const state = field(body, 'state');
      if (state === 'signed-out') return 'over';
      const value = field(body, expiresInField);
      const expiresIn = parseSeconds(value);
      if (expiresIn === 0) return 'over';
      if (expiresIn || (value === null && state === 'active')) {
        const absoluteExpiresIn = parseSeconds(field(body, absoluteField)) ?? null;
        return { expiresIn: expiresIn ?? null, absoluteExpiresIn, user: nameOf(field(body, 'user')) };
      }
      if (mayBeEmpty && !signInUrl) warnOnce(`tinh: ${method} ${url}: without sign-in-url an end cannot be recognised`);
      // Sent to a page that nobody named: perhaps to sign in, perhaps not.
      if (mayBeEmpty && (signInUrl ?? !response.redirected)) return 'renewed';
    }
    warnOnce(`tinh: ${method} ${url}: ${String(response.status)}, expected JSON with "${expiresInField}" in seconds`);
  } catch (error) {
    warnOnce(`tinh: ${method} ${url}: ${String(error)}`);
  } finally {
    clearTimeout(timer);
  }
  return 'unknown';
}

/** Whether an address leads to the sign-in page; it may say more, such as where to come back to. */
function isSamePage(url: URL, signInUrl: URL): boolean {
  const isNamed = [...signInUrl.searchParams].every(([name, value]) => url.searchParams.get(name) === value);
  return url.pathname === signInUrl.pathname && isNamed;
}

/** A field of an answer, or undefined. */
function field(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null)?.[name], body);
}

function nameOf(user: unknown): string | undefined {
  return typeof user === 'string' || typeof user === 'number' ? String(user) : undefined;
}

/** Seconds that make sense, also where a language prints numbers as strings. */
export function parseSeconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= LONGEST ? number : undefined;
}
