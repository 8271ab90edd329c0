import type { FastifyReply } from 'fastify';
import mustache from 'mustache';
import { pageHeaders } from './headers.ts';

/** Answers a page made of a mustache template, under the strict policy of all our pages. */
export function sendPage(reply: FastifyReply, template: string, view: object): FastifyReply {
  const html = mustache.render(template, view, {}, { escape: escapeHtml });
  return reply.headers(pageHeaders).type('text/html; charset=utf-8').send(html);
}

/** As mustache's own, without escaping slashes, so that addresses stay legible in the page's source. */
function escapeHtml(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
