import assert from 'node:assert/strict';
import type { TestServer } from './support.ts';

/** A page as a browser without script shows it. */
export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** Opens an address of the site's pages, or a link of another page; redirects are followed. */
export function open(server: TestServer, address: string, headers: Record<string, string> = {}): Promise<Shown> {
  return ask(new URL(unescape(address), `${server.url}sites/so/`), { headers });
}

/**
 * Fills in the form with this button and sends it, as a browser without script would: with what stands in its fields already.
 *
 * @param fields null for a field that is left out
 */
export function submit(
  from: Shown,
  button: string,
  fields: Readonly<Record<string, string | null>> = {},
  headers: Record<string, string> = {},
): Promise<Shown> {
  const { action, values } = formOf(from, button);
  const filled = Object.entries({ ...values, ...fields }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return ask(new URL(action, from.url), { method: 'POST', headers, body: new URLSearchParams(filled) });
}

/** The form with this button, and what stands in its fields. */
export function formOf({ html }: Shown, button: string): { action: string; values: Record<string, string> } {
  const forms = [...html.matchAll(/<form method="post" action="([^"]+)">([^]*?)<\/form>/g)];
  const [, action, inside = ''] = forms.find(([, , each]) => each!.includes(`>${button}</button>`)) ?? [];
  assert.ok(action !== undefined, `a form with the button “${button}”`);
  const values: Record<string, string> = {};
  for (const [tag] of inside.matchAll(/<input [^>]*>/g)) {
    const isOff = tag.includes('type="checkbox"') && !tag.includes(' checked');
    if (!isOff) values[attribute(tag, 'name')] = attribute(tag, 'value');
  }
  for (const [, tag, text] of inside.matchAll(/(<textarea [^>]*>)([^<]*)<\/textarea>/g)) {
    values[attribute(tag!, 'name')] = unescape(text!.replace(/^\n/, ''));
  }
  return { action: unescape(action), values };
}

/** Where the link with these words leads. */
export function linkOf({ html }: Shown, words: string): string {
  const href = new RegExp(`<a href="([^"]+)"[^>]*>${words}<`).exec(html)?.[1];
  assert.ok(href !== undefined, `a link “${words}”`);
  return unescape(href);
}

/** The lookup code of a receipt. */
export function codeOf({ html }: Shown): string {
  const code = /<p class="code"[^>]*>([0-9A-Z-]{19})<\/p>/.exec(html)?.[1];
  assert.ok(code !== undefined, 'a receipt with a code');
  return code;
}

async function ask(url: URL, init: RequestInit): Promise<Shown> {
  const response = await fetch(url, init);
  return { url: response.url, status: response.status, headers: response.headers, html: await response.text() };
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescape(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
