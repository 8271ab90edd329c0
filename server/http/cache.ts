import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Marks an answer as cacheable by its content.
 *
 * @param content what the answer will be, in a form that JSON can write
 * @param cacheControl value of `Cache-Control`
 * @returns true when the client has this answer already: then send 304 without a body
 */
export function isUnchanged(
  request: FastifyRequest,
  reply: FastifyReply,
  content: unknown,
  cacheControl: string,
): boolean {
  const etag = `"${createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 27)}"`;
  reply.header('etag', etag).header('cache-control', cacheControl);
  return knows(request, etag);
}

/** Whether the client has the answer with this tag already. */
export function knows(request: FastifyRequest, etag: string): boolean {
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  // A proxy that compresses makes the tag weak; for reading, weak and strong are the same.
  return known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
