import assert from 'node:assert/strict';
import { loginOf } from '../accounts/name.ts';
import { PasswordHasher, type ScryptCost } from '../accounts/password.ts';
import type { Rights } from '../accounts/roles.ts';
import { addAccount } from '../accounts/store.ts';
import { openDatabase } from '../storage/database.ts';
import { START, type TestServer } from './support.ts';

/** Hashes in a millisecond, where a test is not about hashes. */
export const CHEAP: ScryptCost = { ln: 4, r: 8, p: 1 };

/** The usual account of the tests. */
export const AN = { name: 'nguyễn.an', password: 'một câu đủ dài', displayName: 'Nguyễn Văn An' } as const;

/** Makes an account as the command would, by default a moderator of the usual site; returns its id. */
export async function addTestAccount(
  server: TestServer,
  {
    name,
    password,
    displayName = name,
    rights = { role: 'moderator', sites: ['so'] },
  }: { name: string; password: string; displayName?: string; rights?: Rights } = AN,
  cost: ScryptCost = CHEAP,
): Promise<string> {
  const db = await openDatabase(server.place);
  const passwordHash = await new PasswordHasher(cost).hash(password);
  const account = { login: loginOf(name), displayName, passwordHash, rights };
  const made = await db.transaction().execute((trx) => addAccount(trx, account, START));
  await db.destroy();
  assert.ok(made);
  return made.id;
}

/** `POST /api/v1/session`. */
export function postSession(
  server: TestServer,
  credentials: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'tinh-request': '1', ...headers },
    body: JSON.stringify(credentials),
  });
}

/** The cookies of an answer as a request sends them; a cookie that is taken away has an empty value. */
export function cookiesOf(response: Response): Record<string, string> {
  return Object.fromEntries(
    response.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';');
      return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    }),
  );
}

/** Writes cookies as a `Cookie` header. */
export function cookieHeader(cookies: Record<string, string>): Record<string, string> {
  return {
    cookie: Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  };
}

/** A browser without script: it keeps cookies, fills the form of a page and sends it. */
export class PlainBrowser {
  readonly #server: { readonly url: string };
  cookies: Record<string, string> = {};

  constructor(server: { readonly url: string }) {
    this.#server = server;
  }

  /** Opens an address below the server's own; redirects are not followed. */
  async open(path: string): Promise<{ response: Response; html: string }> {
    return this.#ask(path, {});
  }

  /** Fills the form of this page and sends it with these headers. */
  async send(
    html: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<{ response: Response; html: string }> {
    const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? '';
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value?.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code))),
    ]);
    const body = new URLSearchParams({ ...(Object.fromEntries(hidden) as Record<string, string>), ...fields });
    return this.#ask(action, { method: 'POST', body, headers });
  }

  async #ask(path: string, init: RequestInit): Promise<{ response: Response; html: string }> {
    const headers = { ...cookieHeader(this.cookies), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(path, this.#server.url), { ...init, headers, redirect: 'manual' });
    Object.assign(this.cookies, cookiesOf(response));
    return { response, html: await response.text() };
  }
}
