import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { Comment } from '../../src/api/contract.ts';
import { cleanText } from '../../src/text/clean.ts';
import { clientOf } from '../http/address.ts';
import { ProblemError, problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../http/sites.ts';
import { anyObject, fieldProblem } from '../http/validation.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { checkText, COMMENT_ID } from './check.ts';
import { codeHash } from './code.ts';
import { addReport, type Opinion, setLike } from './likes.ts';
import { CodeLookups } from './lookups.ts';
import { policyOf } from './policy.ts';
import { present } from './present.ts';
import { readAnswers, readComment, readThread } from './read.ts';
import { ANYBODY, isOwn, type Reader, readerOf } from './reader.ts';
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
import { editComment, withdrawComment } from './states.ts';

const MOST_ANSWERS = 20;

/** What readers do with comments that are there, their own and others': routes below `/api/v1/sites/:site`. */
export const commentActions: FastifyPluginCallbackTypebox<{ db: Database; now: () => number }> = (
  app,
  { db, now },
  done,
) => {
  const lookups = new CodeLookups();

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
      // The text is checked by the handler, as that of a new comment.
      validatorCompiler: anyObject,
    },
    async (request) => {
      const site = siteOf(request);
      const { text, errors } = checkText(request.body, site.comments);
      if (errors.length > 0) throw new ProblemError('invalid-comment', 'See errors for the fields.', errors);
      const mustWait = site.moderation === 'before';
      const edit = { text, window: policyOf(site).editWindow, mustWait, now: now() };
      return asAuthor(request, (place) => editComment(db, place, edit));
    },
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
    async (request) => asAuthor(request, (place) => withdrawComment(db, place, now())),
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
        return setLike(db, opinionOf(request), method === 'PUT');
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
      await addReport(db, opinionOf(request), { reason, text: cleanText(text ?? '') || null });
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
    async (request) => {
      const site = siteOf(request);
      const hash = codeHash(request.body.code);
      const row = await lookups.find(site.slug, clientOf(request.ip), () => findByCode(site.slug, hash));
      const thread = await readThread(db, site.slug, row.thread);
      const rows = [row, ...(await readAnswers(db, row.id, MOST_ANSWERS))];
      const reader = { ...ANYBODY, codeHash: hash };
      const [comment, ...answers] = await present(db, rows, { site, reader, now: now() });
      return {
        thread: row.thread,
        url: thread?.url ?? '',
        title: thread?.title ?? '',
        comment: comment!,
        answers,
      };
    },
  );

  /** Does something with a comment for its author, known by token or code. */
  async function asAuthor(
    request: FastifyRequest,
    act: (place: { site: string; id: string; reader: Reader }) => Promise<CommentRow>,
  ): Promise<Comment> {
    const site = siteOf(request);
    const reader = readerOf(request.headers.authorization);
    const id = idOf(request);
    const find = async (): Promise<CommentRow | undefined> => {
      const row = await readComment(db, site.slug, id);
      return row && isOwn(row, reader) ? row : undefined;
    };
    // A code is tried here as well as at the lookup, so it counts here too.
    if (reader.codeHash !== null) await lookups.find(site.slug, clientOf(request.ip), find);
    const [comment] = await present(db, [await act({ site: site.slug, id, reader })], { site, reader, now: now() });
    return comment!;
  }

  async function findByCode(site: string, hash: string | null): Promise<CommentRow | undefined> {
    if (hash === null) return undefined;
    return db
      .selectFrom('comments')
      .selectAll()
      .where('site', '=', site)
      .where('code_hash', '=', hash)
      .executeTakeFirst();
  }

  function opinionOf(request: FastifyRequest): Opinion {
    const { likerHash } = readerOf(request.headers.authorization);
    if (likerHash === null) throw fieldProblem('authorization', 'invalid', 'must be Bearer and a token');
    return { site: siteOf(request).slug, id: idOf(request), likerHash, now: now() };
  }
  done();
};

function idOf(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  if (!COMMENT_ID.test(id)) throw new ProblemError('unknown-comment');
  return id;
}
