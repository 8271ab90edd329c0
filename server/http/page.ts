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
  return reply
    .headers(pageHeaders)
    .type('text/html; charset=utf-8')
    .send(renderPart(template, view, parts));
}

/** A piece of a page, made of a mustache template and its parts. */
export function renderPart(template: string, view: object, parts: Readonly<Record<string, string>> = {}): string {
  return mustache.render(template, view, parts, { escape: escapeHtml });
}

/** As mustache's own, without escaping slashes, so that addresses stay legible in the page's source. */
function escapeHtml(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
