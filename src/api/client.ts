import type {
  Challenge,
  Comment,
  CommentCounts,
  CommentLikes,
  CommentPage,
  CommentPlace,
  CommentReplies,
  CommentSort,
  CorrectionReceipt,
  FieldError,
  Figures,
  FoundComment,
  LinkClicks,
  NewComment,
  NewCorrection,
  NewRating,
  NewReport,
  PostedComment,
  Problem,
  ProblemType,
  Ratings,
  ReportReceipt,
  Visit,
} from './contract.ts';

/** A request that did not succeed: a problem document of the server, or no usable answer at all. */
export class ApiError extends Error {
  /**
   * @param type the problem's type; `network` when no answer came (offline, refused, too slow), `other` when the
   *   answer was not of the contract, such as a proxy's error page
   * @param status the HTTP status; 0 without an answer
   * @param errors what the server found wrong with which field
   * @param retryAfter seconds for which the server wants to be left alone
   */
  constructor(
    readonly type: ProblemType | 'network' | 'other',
    message: string,
    readonly status = 0,
    readonly errors: readonly FieldError[] = [],
    readonly retryAfter?: number,
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
  /** One page of a thread; with a token also the author's own comments in every state. */
  listComments(
    thread: string,
    cursor: string | null | undefined,
    token: string | null,
    sort?: CommentSort,
  ): Promise<CommentPage>;
  /** One comment and the page of its thread that begins with its root. */
  readComment(id: string, token: string | null, sort?: CommentSort): Promise<CommentPlace>;
  /** Replies below a top-level comment. */
  listReplies(root: string, cursor: string | null, token: string | null): Promise<CommentReplies>;
  /** What a reader's browser has to work out before a comment is published at once. */
  readChallenge(): Promise<Challenge>;
  /** Posts a comment, in the name of a reader for whom the site vouches; the same key makes one comment however often it is sent. */
  postComment(comment: NewComment, key: string, token: string, userToken?: string): Promise<PostedComment>;
  /** Changes the text of one's own comment. */
  editComment(id: string, text: string, token: string): Promise<Comment>;
  /** Withdraws one's own comment; may be repeated. */
  withdrawComment(id: string, token: string): Promise<Comment>;
  /** Likes a comment, or takes the like back; may be repeated. */
  likeComment(id: string, liked: boolean, token: string): Promise<CommentLikes>;
  /** Reports a comment to the moderators; each token counts once. */
  reportComment(id: string, report: NewReport, token: string): Promise<ReportReceipt>;
  /** Tells the officials of a mistake in an article; the same key makes one correction however often it is sent. */
  postCorrection(correction: NewCorrection, key: string): Promise<CorrectionReceipt>;
  /** What readers think of an article, and with a token what its own reader does. */
  readRatings(page: string, token: string | null): Promise<Ratings>;
  /** Rates an article, or changes the rating; may be repeated. */
  rate(rating: NewRating, token: string): Promise<Ratings>;
  /** Takes one's own rating back; may be repeated. */
  takeRatingBack(page: string, token: string): Promise<Ratings>;
  /** The comment that a lookup code belongs to. */
  findComment(code: string): Promise<FoundComment>;
  /** Number of published comments, and the newest, of up to 100 threads in one request. */
  countComments(...threads: string[]): Promise<CommentCounts>;
  /** Counts and answers the figures. Never retry it: a lost answer may have been counted. */
  countVisit(visit: Visit): Promise<Figures>;
  /** The figures alone. */
  readFigures(page: string): Promise<Figures>;
  /** Where clicks on links are told: a `LinkClick` as text, by whatever outlives the page. */
  readonly clicksUrl: string;
  /** How often links were used, the most used first. */
  readClicks(): Promise<LinkClicks>;
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
  const bearer = (token: string | null): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});
  const write = <T>(method: string, path: string, token: string | null, body?: object, headers?: object) =>
    request<T>(path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...bearer(token), ...headers },
      body: body && JSON.stringify(body),
    });
  const query = (values: Readonly<Record<string, string | null | undefined>>) =>
    Object.entries(values)
      .flatMap(([name, value]) => (value ? `${name}=${encodeURIComponent(value)}` : []))
      .join('&');
  const read = <T>(path: string, token: string | null) => request<T>(path, { headers: bearer(token) });

  return {
    clicksUrl: `${server}api/v1/sites/${encodeURIComponent(site)}/clicks`,
    id: clientId(server, site),
    listComments: (thread, cursor, token, sort) => read(`comments?${query({ thread, sort, cursor })}`, token),
    readComment: (id, token, sort) => read(`comments/${id}?${query({ sort })}`, token),
    listReplies: (root, cursor, token) => read(`comments/${root}/replies?${query({ cursor })}`, token),
    readChallenge: () => request('challenge'),
    postComment: (comment, key, token, user) =>
      write('POST', 'comments', token, comment, { 'idempotency-key': key, ...(user && { 'tinh-user': user }) }),
    editComment: (id, text, token) => write('PATCH', `comments/${id}`, token, { text }),
    withdrawComment: (id, token) => write('DELETE', `comments/${id}`, token),
    likeComment: (id, liked, token) => write(liked ? 'PUT' : 'DELETE', `comments/${id}/like`, token),
    reportComment: (id, report, token) => write('POST', `comments/${id}/reports`, token, report),
    postCorrection: (correction, key) => write('POST', 'corrections', null, correction, { 'idempotency-key': key }),
    readRatings: (page, token) => read(`ratings?${query({ page })}`, token),
    rate: (rating, token) => write('PUT', 'ratings', token, rating),
    takeRatingBack: (page, token) => write('DELETE', `ratings?${query({ page })}`, token),
    findComment: (code) => write('POST', 'comment-lookup', null, { code }),
    countComments: (...threads) => request(`comment-counts?${threads.map((thread) => query({ thread })).join('&')}`),
    // A string is sent as text/plain: a CORS-simple request, which needs no preflight.
    countVisit: (visit) => request('visits', { method: 'POST', body: JSON.stringify(visit) }),
    readFigures: (page) => request(`visits?page=${encodeURIComponent(page)}`),
    readClicks: () => request('clicks'),
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
    Number(response.headers.get('retry-after')) || undefined,
  );
}
