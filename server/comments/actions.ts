import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { cleanText } from '../../src/text/clean.ts';
import { clientOf } from '../http/address.ts';
import { ProblemError, problemResponses, tooFast } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { anyObject, fieldProblem } from '../http/validation.ts';
import type { ActionLimits } from '../spam/limits.ts';
import type { Database } from '../storage/database.ts';
import type { Author, AuthorDesk } from './author.ts';
import { COMMENT_ID } from './check.ts';
import { addReport, type Opinion, setLike } from './likes.ts';
import { readerOf } from './reader.ts';
import {
  authorHeadersSchema,
  commentEditSchema,
  commentLikesSchema,
  commentLookupSchema,
  commentParams,
  commentSchema,
  foundCommentSchema,
  newReportSchema,
  reportReceiptSchema,
  tokenHeadersSchema,
} from './schemas.ts';

/** What the routes of this file need. */
interface ActionOptions {
  db: Database;
  desk: AuthorDesk;
  /** Null for none. */
  limits: ActionLimits | null;
  now: () => number;
}

/** What readers do with comments that are there, their own and others': routes below `/api/v1/sites/:site`. */
export const commentActions: FastifyPluginCallbackTypebox<ActionOptions> = (app, { db, desk, limits, now }, done) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.patch(
    '/comments/:id',
    {
      schema: {
        summary: 'Changes the text of one’s own comment',
        params: commentParams,
        headers: authorHeadersSchema,
        body: commentEditSchema,
        response: { 200: commentSchema, ...problemResponses },
      },
      // The text is checked by `changeComment`, as that of a new comment.
      validatorCompiler: anyObject,
    },
    async (request) => desk.edit(authorOf(request), idOf(request), request.body),
  );

  app.delete(
    '/comments/:id',
    {
      schema: {
        summary: 'Withdraws one’s own comment',
        params: commentParams,
        headers: authorHeadersSchema,
        response: { 200: commentSchema, ...problemResponses },
      },
    },
    async (request) => desk.withdraw(authorOf(request), idOf(request)),
  );

  for (const method of ['PUT', 'DELETE'] as const) {
    app.route({
      method,
      url: '/comments/:id/like',
      schema: {
        summary: method === 'PUT' ? 'Likes a comment' : 'Takes a like back',
        params: commentParams,
        headers: tokenHeadersSchema,
        response: { 200: commentLikesSchema, ...problemResponses },
      },
      handler: async (request) => {
        if (!siteOf(request).comments.likes) throw new ProblemError('not-found', 'This site has no likes.');
        const opinion = opinionOf(request, (client) => limits?.like(client));
        return setLike(db, opinion, method === 'PUT');
      },
    });
  }

  app.post(
    '/comments/:id/reports',
    {
      schema: {
        summary: 'Reports a comment to the moderators',
        params: commentParams,
        headers: tokenHeadersSchema,
        body: newReportSchema,
        response: { 201: reportReceiptSchema, ...problemResponses },
      },
    },
    async (request, reply) => {
      if (!siteOf(request).comments.reports) throw new ProblemError('not-found', 'This site takes no reports.');
      const { reason, text } = request.body;
      const opinion = opinionOf(request, (client, reader) => limits?.report(client, reader));
      await addReport(db, opinion, { reason, text: cleanText(text ?? '') || null });
      return reply.code(201).send({ reported: true as const });
    },
  );

  app.post(
    '/comment-lookup',
    {
      schema: {
        summary: 'Finds the comment of a lookup code',
        params: siteParams,
        body: commentLookupSchema,
        response: { 200: foundCommentSchema, ...problemResponses },
      },
    },
    async (request) => desk.lookUp({ site: siteOf(request), client: clientOf(request.ip) }, request.body.code),
  );

  /** @param count answers the milliseconds to wait */
  function opinionOf(
    request: FastifyRequest,
    count: (client: string, likerHash: string) => Promise<number> | undefined,
  ): Opinion {
    const { likerHash } = readerOf(request.headers.authorization);
    if (likerHash === null) throw fieldProblem('authorization', 'invalid', 'must be Bearer and a token');
    const allow = async (): Promise<void> => {
      const wait = (await count(clientOf(request.ip), likerHash)) ?? 0;
      if (wait > 0) throw tooFast(wait);
    };
    return { site: siteOf(request), id: idOf(request), likerHash, allow, now: now() };
  }
  done();
};

function authorOf(request: FastifyRequest): Author {
  return { site: siteOf(request), client: clientOf(request.ip), reader: readerOf(request.headers.authorization) };
}

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  if (!COMMENT_ID.test(id)) throw new ProblemError('unknown-comment');
  return id;
}
