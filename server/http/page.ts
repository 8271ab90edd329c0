import type { FastifyReply } from 'fastify';
import mustache from 'mustache';
import { pageHeaders } from './headers.ts';

/** Answers a page made of a mustache template and its parts, under the strict policy of all our pages. */
export function sendPage(
  reply: FastifyReply,
  template: string,
  view: object,
  parts: Readonly<Record<string, string>> = {},
): FastifyReply {
  const html = mustache.render(template, view, parts, { escape: escapeHtml });
  return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(html);
}

/** As mustache's own, without escaping slashes, so that addresses stay legible in the page's source. */
function escapeHtml(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
