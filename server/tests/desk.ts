import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { RawConfig } from '../config-schema.ts';
import type { Rights } from '../accounts/roles.ts';
import { addTestAccount, CHEAP, cookieHeader, cookiesOf } from './accounts.ts';
import type { Engine } from './engines.ts';
import type { StartOptions } from '../start.ts';
import { config, serve, type TestServer } from './support.ts';

/** What a page of the desk answered. */
export interface Answer {
  readonly status: number;
  /** Where it sends the browser; empty when it does not. */
  readonly location: string;
  readonly html: string;
  readonly headers: Headers;
}

/** Officials of the tests. */
export const OFFICIALS = {
  binh: {
    name: 'binh',
    password: 'mật khẩu của Bình',
    displayName: 'Trần Thị Bình',
    rights: { role: 'moderator', sites: ['so'] },
  },
  chi: {
    name: 'chi',
    password: 'mật khẩu của Chi',
    displayName: 'Lê Chi',
    rights: { role: 'moderator', sites: ['so'] },
  },
  dung: {
    name: 'dung',
    password: 'mật khẩu của Dũng',
    displayName: 'Phạm Dũng',
    rights: { role: 'moderator', sites: ['khac'] },
  },
  khong: {
    name: 'khong',
    password: 'mật khẩu của Không',
    displayName: 'Không Trang',
    rights: { role: 'moderator', sites: [] },
  },
  quan: {
    name: 'quan',
    password: 'mật khẩu của Quản',
    displayName: 'Quản Trị',
    rights: { role: 'administrator', sites: [] },
  },
} as const satisfies Record<string, { name: string; password: string; displayName: string; rights: Rights }>;

/** Two sites, comments waiting for a moderator. */
export function deskConfig(
  site: Partial<RawConfig['sites'][number]> = {},
  session: RawConfig['session'] = { idleLimit: 1800, absoluteLimit: 28_800 },
): RawConfig {
  const { sites } = config({ moderation: 'before', ...site });
  const other = { ...sites[0]!, slug: 'khac', name: 'Huyện Khác' };
  return { sites: [sites[0]!, other], session };
}

/** A server with two sites and an account for each of `OFFICIALS`. */
export async function openOffice(
  t: TestContext,
  engine: Engine,
  raw = deskConfig(),
  options: Partial<StartOptions> = {},
): Promise<TestServer> {
  const server = await serve(t, { engine, config: raw, passwordCost: CHEAP, ...options });
  for (const account of Object.values(OFFICIALS)) await addTestAccount(server, account);
  return server;
}

/** An official's browser without script. */
export class DeskBrowser {
  readonly #server: TestServer;
  cookies: Record<string, string> = {};

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** Signs in by the page. */
  static async of(server: TestServer, who: keyof typeof OFFICIALS): Promise<DeskBrowser> {
    const browser = new DeskBrowser(server);
    const { name, password } = OFFICIALS[who];
    const page = await browser.open('sign-in');
    const entered = await browser.press(page, 'Đăng nhập', { name, password });
    assert.equal(entered.status, 303);
    return browser;
  }

  /** Opens a path below the server's own; redirects are not followed. */
  open(path: string, init: RequestInit = {}): Promise<Answer> {
    return this.#ask(path, init);
  }

  /** Goes where an answer sends the browser. */
  async follow(answer: Answer): Promise<Answer> {
    assert.equal(answer.status, 303, answer.html);
    return this.#ask(answer.location);
  }

  /**
   * Presses a button of a page, as a browser without script would: with what stands in the fields of its form.
   *
   * @param button its words
   * @param fields what is typed and picked
   * @param nth which of several buttons with these words
   */
  press(page: Answer, button: string, fields: Readonly<Record<string, string>> = {}, nth = 0): Promise<Answer> {
    const found = buttonsOf(page.html).filter(({ words }) => words === button)[nth];
    assert.ok(
      found,
      `a button “${button}” in: ${buttonsOf(page.html)
        .map(({ words }) => words)
        .join(', ')}`,
    );
    const body = new URLSearchParams({ ...found.values, ...found.own, ...fields });
    return this.#ask(found.action, { method: 'POST', body });
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = { ...cookieHeader(this.cookies), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(path, this.#server.url), { ...init, headers, redirect: 'manual' });
    Object.assign(this.cookies, cookiesOf(response));
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      html: await response.text(),
      headers: response.headers,
    };
  }
}

/** A button and the form that it sends. */
export interface Button {
  readonly words: string;
  readonly action: string;
  /** Its own name and value. */
  readonly own: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

/** All buttons that send something. */
export function buttonsOf(html: string): Button[] {
  return [...html.matchAll(/<form ([^>]*)>([^]*?)<\/form>/g)].flatMap(([, tag = '', inside = '']) => {
    if (!tag.includes('method="post"')) return [];
    const action = attribute(tag, 'action');
    const values: Record<string, string> = {};
    for (const [input] of inside.matchAll(/<input [^>]*>/g)) {
      const isOff = /type="(checkbox|radio)"/.test(input) && !input.includes(' checked');
      if (!isOff) values[attribute(input, 'name')] = attribute(input, 'value');
    }
    for (const [, area = '', text = ''] of inside.matchAll(/(<textarea [^>]*>)([^<]*)<\/textarea>/g)) {
      values[attribute(area, 'name')] = unescape(text);
    }
    for (const [, select = '', options = ''] of inside.matchAll(/(<select [^>]*>)([^]*?)<\/select>/g)) {
      const chosen = /<option ([^>]*) selected/.exec(options)?.[1] ?? /<option ([^>]*)>/.exec(options)?.[1] ?? '';
      values[attribute(select, 'name')] = attribute(` ${chosen}`, 'value');
    }
    return [...inside.matchAll(/<button([^>]*)>([^<]*)<\/button>/g)].flatMap(([, button = '', words = '']) => {
      if (button.includes('type="button"')) return [];
      const name = attribute(button, 'name');
      return { words: unescape(words), action, values, own: name === '' ? {} : { [name]: attribute(button, 'value') } };
    });
  });
}

/** The page's words, without tags. */
export function wordsOf({ html }: Answer): string {
  return unescape(html.replace(/<head>[^]*<\/head>/, '').replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');
}

/** Where the link with these words leads. */
export function linkOf({ html }: Answer, words: string, nth = 0): string {
  const found = [...html.matchAll(/<a ([^>]*)>((?:(?!<\/a>)[^])*)<\/a>/g)].filter(
    ([, , inside = '']) => unescape(inside.replaceAll(/<[^>]*>/g, '')).trim() === words,
  )[nth];
  assert.ok(found, `a link “${words}”`);
  return attribute(` ${found[1]!}`, 'href');
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescape(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&');
}
