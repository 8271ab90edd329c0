import type {
  Comment,
  CommentCounts,
  CommentPage,
  FieldError,
  Figures,
  NewComment,
  Problem,
  ProblemType,
  Visit,
} from './contract.ts';

/** A request that did not succeed: a problem document of the server, or no usable answer at all. */
export class ApiError extends Error {
  /**
   * @param type the problem's type; `network` when no answer came (offline, refused, too slow), `other` when the
   *   answer was not of the contract, such as a proxy's error page
   * @param status the HTTP status; 0 without an answer
   * @param errors what the server found wrong with which field
   */
  constructor(
    readonly type: ProblemType | 'network' | 'other',
    message: string,
    readonly status = 0,
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }
}

/** After this many milliseconds without an answer a request counts as lost. */
const TIMEOUT = 20_000;

/** Typed requests to one site of one server. Every method rejects with `ApiError` only. */
export interface ApiClient {
  /** Names server and site: the same for two clients exactly when both ask the same. */
  readonly id: string;
  /** One page of a thread; with the author's token also the author's own waiting comments. */
  listComments(thread: string, cursor: string | null | undefined, token: string | null): Promise<CommentPage>;
  /** Posts a comment; the same key makes one comment however often it is sent. */
  postComment(comment: NewComment, key: string, token: string): Promise<Comment>;
  /** Number of published comments of one thread. */
  countComments(thread: string): Promise<CommentCounts>;
  /** Counts and answers the figures. Never retry it: a lost answer may have been counted. */
  countVisit(visit: Visit): Promise<Figures>;
  /** The figures alone. */
  readFigures(page: string): Promise<Figures>;
}

/** What a client for this server and site has as its `id`. */
export function clientId(server: string, site: string): string {
  return `${server} ${site}`;
}

/**
 * @param server absolute address with a slash at its end
 * @param site code of the site
 */
export function createClient(server: string, site: string): ApiClient {
  const request = <T>(path: string, init?: RequestInit) =>
    // Cookies stay out: the API of a site knows no identity.
    send<T>(`${server}api/v1/sites/${encodeURIComponent(site)}/${path}`, { credentials: 'omit', ...init });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const thread = (key: string) => `thread=${encodeURIComponent(key)}`;

  return {
    id: clientId(server, site),
    listComments: (key, cursor, token) =>
      request(`comments?${thread(key)}${cursor ? `&cursor=${cursor}` : ''}`, { headers: token ? bearer(token) : {} }),
    postComment: (comment, key, token) =>
      request('comments', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...bearer(token) },
        body: JSON.stringify(comment),
      }),
    countComments: (key) => request(`comment-counts?${thread(key)}`),
    // A string is sent as text/plain: a CORS-simple request, which needs no preflight.
    countVisit: (visit) => request('visits', { method: 'POST', body: JSON.stringify(visit) }),
    readFigures: (page) => request(`visits?page=${encodeURIComponent(page)}`),
  };
}

/**
 * Sends one request and reads its JSON.
 *
 * @throws ApiError and nothing else
 */
export async function send<T>(url: string, init?: RequestInit): Promise<T> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), ...init });
    body = await response.json().catch(() => null);
  } catch (error) {
    throw new ApiError('network', `${url}: ${String(error)}`);
  }
  const { status } = response;
  if (response.ok && body) return body as T;
  const { type, detail, errors } = (body ?? {}) as Partial<Problem>;
  throw new ApiError(
    type?.startsWith('urn:tinh:') ? type : 'other',
    `${url}: ${String(status)} ${detail ?? ''}`,
    status,
    errors,
  );
}
