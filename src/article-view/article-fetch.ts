import type { ArticleFailure } from './article-view.events.ts';

/** Longest answer (bytes): a law of 300 pages has one. */
const LONGEST = 5_000_000;
/** An answer that has not come as a whole in this time (ms) is lost. */
const LONGEST_WAIT = 30_000;

/** An answer that is no article. */
export class ArticleError extends Error {
  constructor(
    readonly reason: ArticleFailure,
    readonly status = 0,
  ) {
    super(reason);
  }
}

/** What came from an address. */
export interface Answer {
  readonly text: string;
  readonly isJson: boolean;
  /** Where it came from in the end. */
  readonly address: string;
}

/**
 * Gets an article. The browser's cache, `ETag` and redirects count as for any other request; cookies go along within the site only.
 *
 * @param signal ends it when nobody wants it any more
 * @throws ArticleError
 */
export async function fetchArticle(address: string, signal: AbortSignal): Promise<Answer> {
  // `AbortSignal.any` is younger than the browsers that we promise.
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  signal.addEventListener('abort', stop);
  const late = { is: false };
  const timer = setTimeout(() => {
    late.is = true;
    stop();
  }, LONGEST_WAIT);
  try {
    const response = await fetch(address, {
      headers: { accept: 'application/json, text/html;q=0.9' },
      signal: stopping.signal,
    });
    if (!response.ok) throw new ArticleError('status', response.status);
    const [type, charset = 'utf-8'] = partsOf(response.headers.get('content-type') ?? '');
    const isJson = /^application\/(.+\+)?json$/.test(type);
    if (!isJson && type !== 'text/html' && type !== 'application/xhtml+xml') throw new ArticleError('kind');
    const text = decode(await readAll(response), isJson ? 'utf-8' : charset);
    return { text, isJson, address: response.url || address };
  } catch (error) {
    if (error instanceof ArticleError) throw error;
    throw new ArticleError(late.is ? 'slow' : 'network');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Media type and charset of a `Content-Type`. */
function partsOf(header: string): [string, string?] {
  const [type = '', ...rest] = header.split(';').map((each) => each.trim().toLowerCase());
  return [type, /^charset="?([^"\s]+)"?$/.exec(rest.find((each) => each.startsWith('charset=')) ?? '')?.[1]];
}

/** Reads as far as it may: what never ends is not read to its end. */
async function readAll(response: Response): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length')) > LONGEST) throw new ArticleError('large');
  const reader = response.body!.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LONGEST) throw new ArticleError('large');
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes).normalize('NFC');
  } catch {
    throw new ArticleError('charset');
  }
}
