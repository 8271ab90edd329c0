import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SITE } from './site.ts';

const LIBRARY = new URL('../../dist/', import.meta.url);
const COOKIE = 'CMSSESSID';
/** Of every page: nothing that a reader types leaves the machine, and no address asks for a second request. */
const HTML = { 'content-type': 'text/html; charset=utf-8' };

/** One request, and who sent it. */
export interface Visit {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Seconds until the sender's session ends, after this request; null for a stranger. */
  readonly left: number | null;
  readonly reply: (status: number, body?: string, headers?: Record<string, string>) => void;
}

/** Answers an address. */
export type Handler = (visit: Visit) => void | Promise<void>;

/**
 * A web site made by a content management system as many are: any page renews the session, a page without session is a
 * redirect to the sign-in page, nothing tells how long a session still lasts, and who asks too often is refused.
 */
export class CmsServer {
  /** The server's clock is the machine's plus these milliseconds. */
  ahead = 0;
  /** Seconds that a session lasts without requests. */
  limit = 120;
  /** Requests of one minute and address that are answered; images, scripts and style sheets are served by somebody else. */
  flood = Infinity;
  /** Where who has no session is sent. */
  signInUrl = '/dang-nhap';
  /** Where the pages load the library from: a companion server of another origin, or the CMS's own files. */
  library: 'of another origin' | 'own' = 'of another origin';
  /** Of every page. */
  pageHeaders: Record<string, string> = { 'cache-control': 'no-store' };
  /** What came in, but for the library: `GET /trang`. */
  readonly log: string[] = [];
  /** The addresses that somebody with a session may open: each renews it. */
  readonly pages = new Map<string, Handler>();
  /** The addresses that know nothing of sessions, or look at them without touching them. */
  readonly bare = new Map<string, Handler>();
  readonly #ends = new Map<string, number>();
  #asked: number[] = [];
  #port = 0;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  /** Without a slash at the end. `host` may be `localhost`, which is another origin of the same machine. */
  address(host = '127.0.0.1'): string {
    return `http://${host}:${String(this.#port)}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Seconds left of the session that lasts longest, as the server sees it; 0 when there is none. */
  get left(): number {
    return Math.max(0, ...[...this.#ends.values()].map((end) => (end - this.#now()) / 1000));
  }

  /** Adds a file that prints how the session stands, and never renews it. `print` makes JSON of the seconds. */
  serveStatus(print = (seconds: number): unknown => ({ expiresIn: seconds })): void {
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    this.bare.set('/phien.php', ({ left, reply }) => {
      reply(200, JSON.stringify(print(Math.ceil(left ?? 0))), headers);
    });
  }

  /** Ends all sessions, as an administrator or a restart does. */
  endAll(): void {
    this.#ends.clear();
  }

  /** How often an address was asked for. */
  count(what: string): number {
    return this.log.filter((each) => each === what).length;
  }

  /** A page with the library, as the CMS would print it. */
  page(body: string, title = 'Nộp hồ sơ'): string {
    const origin = this.library === 'own' ? '' : this.address('localhost');
    return `<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<script type="module" src="${origin}/tep/tinh.js" data-site="${SITE}"></script></head><body><h1>${title}</h1>${body}</body></html>`;
  }

  #now(): number {
    return Date.now() + this.ahead;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.address());
    const { pathname } = url;
    const [, file] = /^\/tep\/(tinh[\w-]*\.(?:js|css))$/.exec(pathname) ?? [];
    if (file) {
      const type = file.endsWith('.js') ? 'text/javascript' : 'text/css';
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' });
      response.end(readFileSync(new URL(file, LIBRARY)));
      return;
    }
    if (pathname === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    this.log.push(`${request.method ?? ''} ${pathname}`);
    const reply: Visit['reply'] = (status, body = '', headers = {}) => {
      response.writeHead(status, { ...HTML, ...this.pageHeaders, ...headers }).end(body);
    };
    const now = this.#now();
    this.#asked = [...this.#asked.filter((each) => each > now - 60_000), now];
    if (this.#asked.length > this.flood) {
      reply(503, this.page('Bạn truy cập quá nhanh.', 'Quá nhiều yêu cầu'), { 'retry-after': '60' });
      return;
    }
    const id = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const end = this.#ends.get(id) ?? 0;
    const bare = this.bare.get(pathname);
    if (bare) {
      await bare({ url, headers: request.headers, left: end > now ? (end - now) / 1000 : null, reply });
    } else if (pathname === '/dang-nhap') {
      await this.#signIn(request, url, reply);
    } else if (pathname === '/thoat') {
      this.#ends.delete(id);
      reply(302, '', { location: '/dang-nhap', 'set-cookie': `${COOKIE}=; path=/; max-age=0` });
    } else if (end <= now) {
      const location = `${this.signInUrl}?redirect=${encodeURIComponent(url.href)}`;
      reply(302, '', { location, 'cache-control': 'no-store' });
    } else {
      this.#ends.set(id, now + this.limit * 1000);
      const page = this.pages.get(pathname);
      if (page) await page({ url, headers: request.headers, left: this.limit, reply });
      else reply(404, this.page('Không có trang này.', 'Không tìm thấy'));
    }
  }

  async #signIn(request: IncomingMessage, url: URL, reply: Visit['reply']): Promise<void> {
    if (request.method !== 'POST') {
      const target = url.searchParams.get('redirect') ?? '/trang';
      const form = `<form method="post"><input type="hidden" name="redirect" value="${target.replaceAll('"', '&quot;')}">
<button>Đăng nhập</button></form>`;
      reply(200, this.page(form, 'Đăng nhập'));
      return;
    }
    const id = randomUUID();
    this.#ends.set(id, this.#now() + this.limit * 1000);
    const target = new URL(new URLSearchParams(await text(request)).get('redirect') || '/trang', this.address());
    const location = target.pathname + target.search;
    reply(302, '', { location, 'set-cookie': `${COOKIE}=${id}; path=/; HttpOnly; SameSite=Lax` });
  }
}
