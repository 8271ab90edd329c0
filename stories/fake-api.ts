import type {
  Figures,
  LinkClicks,
  NewRating,
  Problem,
  ProblemType,
  Ratings,
  Session,
  Stars,
  Visit,
} from '../src/api/contract.ts';
import { fakeComments, RULES, type FakeThread } from './fake-comments.ts';

export { fakeComment, fakeReply, fakeRules, fakeToken, isSolved } from './fake-comments.ts';

/** Address of the stand-in where none is given; requests to addresses of no stand-in go their usual way. */
export const FAKE_SERVER = 'https://fake.tinh.invalid/';

/** Site code that the stand-in knows. */
export const FAKE_SITE = 'so-ngoai-vu';

/** A request that the stand-in answered. */
export interface FakeRequest {
  readonly method: string;
  /** Path below `/api/v1/`, without the site: `comments`, `visits`, `session/extend` … */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * The stand-in for the companion server in stories and element tests: the contract's answers, held in memory, with
 * switches for the states that a real server shows seldom. What the real server answers is proved in its own tests.
 */
export interface FakeApi extends FakeThread {
  /** Its address, with a slash at its end. Several stand-ins with addresses of their own live side by side. */
  readonly server: string;
  /** Requests answered so far, oldest first. */
  readonly requests: FakeRequest[];
  figures: Figures;
  /** How often links were used, as other readers did. */
  clicks: LinkClicks['links'];
  session: Session;
  /** What other readers think of every article: how many, and the sum of their stars. */
  rated: { readonly count: number; readonly stars: number };
  /** What is wrong: `offline` loses the request, `lost-answer` does what was asked and loses the answer, `silent` never answers, `html` answers an error page, a problem type is sent as such. */
  fault: 'offline' | 'lost-answer' | 'silent' | 'html' | ProblemType | null;
  /** Takes the stand-in away and gives the page its own `fetch` back. */
  remove(): void;
}

const STATUS: Readonly<Record<ProblemType, number>> = {
  'urn:tinh:problem:unknown-site': 404,
  'urn:tinh:problem:origin-refused': 403,
  'urn:tinh:problem:invalid-request': 400,
  'urn:tinh:problem:invalid-comment': 422,
  'urn:tinh:problem:idempotency-key-reused': 422,
  'urn:tinh:problem:unknown-comment': 404,
  'urn:tinh:problem:thread-closed': 409,
  'urn:tinh:problem:edit-window-over': 409,
  'urn:tinh:problem:too-fast': 429,
  'urn:tinh:problem:challenge-expired': 409,
  'urn:tinh:problem:sign-in-needed': 401,
  'urn:tinh:problem:user-token-over': 401,
  'urn:tinh:problem:not-found': 404,
  'urn:tinh:problem:too-large': 413,
  'urn:tinh:problem:session-over': 401,
  'urn:tinh:problem:not-allowed': 403,
  'urn:tinh:problem:wrong-credentials': 401,
  'urn:tinh:problem:too-many-attempts': 429,
  'urn:tinh:problem:forged-request': 403,
  'urn:tinh:problem:unavailable': 503,
  'urn:tinh:problem:internal': 500,
};

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

function problem(type: ProblemType, more: Partial<Problem> = {}): Response {
  const body: Problem = { type, title: type, status: STATUS[type], ...more };
  return json(body, body.status);
}

/** The stand-ins by address, and how each answers a request. */
const installed = new Map<string, (request: Request) => Promise<Response>>();

let realFetch = globalThis.fetch;

const fakeFetch: typeof fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : new URL(input, document.baseURI).href;
  const [, answer] = [...installed].find(([server]) => url.startsWith(server)) ?? [];
  return answer ? answer(new Request(input, init)) : realFetch(input, init);
};

/** Puts the stand-in in place of the page's `fetch`, for requests to its own address only. */
export function installFakeApi(settings: Partial<FakeApi> = {}): FakeApi {
  const gone = new AbortController();
  /** Until somebody gives up: who asked, or the stand-in as a whole. */
  const waitForEver = (signal: AbortSignal) =>
    new Promise<Response>((_, reject) => {
      for (const each of [signal, gone.signal]) {
        each.addEventListener('abort', () => {
          reject(new DOMException('No answer came.', 'AbortError'));
        });
      }
    });
  const api: FakeApi = {
    server: FAKE_SERVER,
    requests: [],
    comments: [],
    moderation: 'before',
    closed: false,
    rules: RULES,
    minimumSeconds: 0,
    expiresIn: 1800,
    proofs: 'any',
    tokensOver: [],
    figures: {
      online: 2,
      members: 1,
      bots: 3,
      today: 899,
      yesterday: 1204,
      week: 4310,
      month: 35_739,
      year: 310_226,
      total: 1_604_377,
      views: 75,
    },
    clicks: [],
    session: { state: 'active', user: 'Tài khoản dùng thử', expiresIn: 1800, absoluteExpiresIn: 28_800 },
    pageSize: 20,
    rated: { count: 0, stars: 0 },
    fault: null,
    remove() {
      gone.abort();
      if (installed.get(api.server) !== respond) return;
      installed.delete(api.server);
      if (!installed.size) globalThis.fetch = realFetch;
    },
    ...settings,
  };

  const answerComments = fakeComments(api);

  const rated = new Map<string, Stars>();
  const ratings = (page: string, token: string | null): Ratings => {
    const own = rated.get(`${page} ${token ?? ''}`) ?? null;
    const count = api.rated.count + Number(own !== null);
    const average = count === 0 ? null : Math.round(((api.rated.stars + (own ?? 0)) * 100) / count) / 100;
    return { page, count, average, own };
  };

  const answer = (request: FakeRequest): Response => {
    const { method, path, query, headers, body } = request;
    const about = answerComments({ call: `${method} ${path}`, query, headers, body });
    if (about) return 'type' in about ? problem(about.type, about.more) : json(about.body, about.status);
    switch (`${method} ${path}`) {
      case 'POST visits': {
        const visit = JSON.parse(body) as Visit;
        const more = Number(visit.visit);
        const { figures } = api;
        api.figures = {
          ...figures,
          today: figures.today + more,
          week: figures.week + more,
          month: figures.month + more,
          year: figures.year + more,
          total: figures.total + more,
          views: figures.views + Number(visit.view),
        };
        return json(api.figures);
      }
      case 'GET ratings':
        return json(ratings(query.get('page')!, headers.get('authorization')));
      case 'PUT ratings': {
        const { page, stars } = JSON.parse(body) as NewRating;
        rated.set(`${page} ${headers.get('authorization')!}`, stars);
        return json(ratings(page, headers.get('authorization')));
      }
      case 'DELETE ratings':
        rated.delete(`${query.get('page')!} ${headers.get('authorization')!}`);
        return json(ratings(query.get('page')!, headers.get('authorization')));
      case 'POST corrections':
        return json({ received: true }, 201);
      case 'GET visits':
        return json(api.figures);
      case 'GET clicks':
        return json({ links: api.clicks });
      case 'POST clicks':
        return json({ received: true }, 201);
      case 'GET session':
        return json(api.session);
      case 'POST session/extend':
        if (api.session.state !== 'active') return problem('urn:tinh:problem:session-over');
        api.session = { ...api.session, expiresIn: 1800 };
        return json(api.session);
      case 'DELETE session':
        api.session = { state: 'signed-out', user: null, expiresIn: null, absoluteExpiresIn: null };
        return json(api.session);
      default:
        return problem('urn:tinh:problem:not-found');
    }
  };

  const respond = async (real: Request): Promise<Response> => {
    // As it is when the request is sent: reading it takes a moment.
    const { fault } = api;
    const [, siteOrPath = ''] = /^api\/v1\/([^?]*)/.exec(real.url.slice(api.server.length)) ?? [];
    const [, site, sitePath] = /^sites\/([^/]+)\/(.*)$/.exec(siteOrPath) ?? [];
    const request: FakeRequest = {
      method: real.method,
      path: sitePath ?? siteOrPath,
      query: new URL(real.url).searchParams,
      headers: real.headers,
      body: await real.text(),
    };
    api.requests.push(request);
    if (fault === 'offline') throw new TypeError('Failed to fetch');
    if (fault === 'silent') return waitForEver(real.signal);
    if (fault === 'html') return new Response('<h1>502 Bad Gateway</h1>', { status: 502 });
    if (fault === 'lost-answer') {
      answer(request);
      throw new TypeError('Failed to fetch');
    }
    if (fault) return problem(fault);
    if (site !== undefined && site !== FAKE_SITE) return problem('urn:tinh:problem:unknown-site');
    return answer(request);
  };
  if (!installed.size) {
    realFetch = globalThis.fetch;
    globalThis.fetch = fakeFetch;
  }
  installed.set(api.server, respond);
  return api;
}
