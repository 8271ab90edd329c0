import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Comment } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import { isUnchanged } from '../http/cache.ts';
import { notModified, ProblemError, problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../http/sites.ts';
import { cleanKey, fieldProblem, validatorCompiler } from '../http/validation.ts';
import type { Database } from '../storage/database.ts';
import { sha256 } from '../storage/hash.ts';
import type { CommentRow } from '../storage/schema.ts';
import { zoneTime } from '../zone.ts';
import { checkComment } from './check.ts';
import {
  authorHeadersSchema,
  commentCountsSchema,
  commentPageSchema,
  commentSchema,
  commentsQuerySchema,
  countsQuerySchema,
  newCommentSchema,
  postHeadersSchema,
} from './schemas.ts';
import { addComment, countComments, type Position, readComments } from './store.ts';

const USUAL_LIMIT = 20;

/** Routes of comments below `/api/v1/sites/:site`. */
export const commentRoutes: FastifyPluginCallbackTypebox<{ db: Database; now: () => number }> = (
  app,
  { db, now },
  done,
) => {
  app.get(
    '/comments',
    {
      schema: {
        summary: 'A page of a thread, newest first',
        params: siteParams,
        querystring: commentsQuerySchema,
        headers: authorHeadersSchema,
        response: { 200: commentPageSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const site = siteOf(request);
      const { cursor, limit = USUAL_LIMIT } = request.query;
      const thread = cleanKey(request.query.thread, 'thread');
      const after = cursor === undefined ? null : positionOf(cursor);
      const authorHash = authorHashOf(request);
      const rows = await readComments(db, { site: site.slug, thread, authorHash, after, limit: limit + 1 });
      const counts = await countComments(db, site.slug, [thread]);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const page = {
        thread,
        total: counts.get(thread) ?? 0,
        items: shown.map((row) => asComment(row, site, authorHash)),
        nextCursor: last && rows.length > limit ? cursorOf(last) : null,
      };
      // With a token the answer is one reader's own.
      if (authorHash !== null) reply.header('cache-control', 'private, no-store');
      else if (isUnchanged(request, reply, page, 'public, no-cache')) return reply.code(304).send(undefined);
      return reply.code(200).send(page);
    },
  );

  app.post(
    '/comments',
    {
      schema: {
        summary: 'Posts a comment',
        params: siteParams,
        headers: postHeadersSchema,
        body: newCommentSchema,
        response: { 201: commentSchema, ...problemResponses },
      },
      // The fields are checked by the handler, which names all faults at once.
      validatorCompiler: (part) => (part.httpPart === 'body' ? objectBody : validatorCompiler(part)),
    },
    async (request, reply) => {
      const site = siteOf(request);
      const { comment, errors } = checkComment(request.body);
      if (errors.length > 0) throw new ProblemError('invalid-comment', 'See errors for the fields.', errors);
      const authorHash = authorHashOf(request);
      const row = await addComment(db, {
        site: site.slug,
        comment,
        state: site.moderation === 'before' ? 'pending' : 'published',
        idempotencyKey: request.headers['idempotency-key'],
        authorHash,
        now: now(),
      });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(asComment(row, site, authorHash));
    },
  );

  app.get(
    '/comment-counts',
    {
      schema: {
        summary: 'Numbers of published comments of several threads',
        params: siteParams,
        querystring: countsQuerySchema,
        response: { 200: commentCountsSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const threads = request.query.thread.map((thread) => cleanKey(thread, 'thread'));
      const totals = await countComments(db, siteOf(request).slug, threads);
      const counts = { counts: threads.map((thread) => ({ thread, total: totals.get(thread) ?? 0 })) };
      if (isUnchanged(request, reply, counts, 'public, no-cache')) return reply.code(304).send(undefined);
      return reply.code(200).send(counts);
    },
  );
  done();
};

function objectBody(body: unknown): { value: unknown } | { error: Error } {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? { value: body } : { error: fieldProblem('body', 'invalid', 'must be a JSON object') };
}

function asComment(row: CommentRow, site: Site, authorHash: string | null): Comment {
  const { id, name, text, state, created_at: createdAt, author_hash: author } = row;
  const mine = authorHash !== null && author === authorHash;
  return { id, name, text, state, createdAt: zoneTime(createdAt, site.timeZone).iso, mine };
}

/** Hash of the author's token, null without one. Other schemes, as of a proxy's own login, are none of our business. */
function authorHashOf(request: FastifyRequest): string | null {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer') return null;
  if (!/^[A-Za-z0-9_-]{22,64}$/.test(token)) {
    throw fieldProblem('authorization', 'invalid', 'must be Bearer and 22 to 64 of A-Za-z0-9_-');
  }
  return sha256(token);
}

/** A place between two comments, so that a page stays the same while others write. */
function cursorOf({ created_at: createdAt, id }: CommentRow): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url');
}

function positionOf(cursor: string): Position {
  const [, createdAt, id] = /^(\d{1,15})\.([0-9a-f]{20})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (createdAt === undefined || id === undefined) {
    throw fieldProblem('cursor', 'invalid', 'must be the nextCursor of a page before');
  }
  return { createdAt: Number(createdAt), id };
}
