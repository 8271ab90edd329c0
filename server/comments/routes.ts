import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { isUnchanged } from '../http/cache.ts';
import { notModified, ProblemError, problemResponses } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { cleanKey } from '../http/validation.ts';
import { siteOfThread } from '../policies/policy.ts';
import { challengeRoutes } from '../spam/routes.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';
import { commentActions } from './actions.ts';
import { ReadyAnswers } from './answers.ts';
import type { AuthorDesk } from './author.ts';
import { COMMENT_ID } from './check.ts';
import { readReplyCursor, readRootCursor } from './cursor.ts';
import { emptyPage, readPage, readPlace, readRepliesPage } from './lists.ts';
import { isClosed, isHidden, rulesOf } from './policy.ts';
import type { PostDesk } from './post.ts';
import { postRoute } from './post-route.ts';
import { type Audience } from './present.ts';
import { countComments, readComment, readThread } from './read.ts';
import { ANYBODY, maySee, type Reader, readerOf } from './reader.ts';
import {
  commentCountsSchema,
  commentPageSchema,
  commentParams,
  commentPlaceSchema,
  commentRepliesSchema,
  commentsQuerySchema,
  countsQuerySchema,
  placeQuerySchema,
  readerHeadersSchema,
  repliesQuerySchema,
} from './schemas.ts';

const USUAL_LIMIT = 20;

/** What the routes of comments need. */
export interface CommentRouteOptions {
  desk: PostDesk;
  authors: AuthorDesk;
}

/** Routes of comments below `/api/v1/sites/:site`. */
export const commentRoutes: FastifyPluginCallbackTypebox<CommentRouteOptions> = (app, { desk, authors }, done) => {
  const { db, now, spam, actions } = desk;
  const ready = new ReadyAnswers();
  void app.register(postRoute, { desk });
  void app.register(challengeRoutes, { spam });
  void app.register(commentActions, { db, desk: authors, limits: actions, now });

  const audienceOf = (request: FastifyRequest, thread: string): Audience => ({
    site: siteOfThread(siteOf(request), thread),
    reader: readerOf(request.headers.authorization),
    now: now(),
  });

  app.get(
    '/comments',
    {
      schema: {
        summary: 'A page of a thread',
        params: siteParams,
        querystring: commentsQuerySchema,
        headers: readerHeadersSchema,
        response: { 200: commentPageSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { sort = 'newest', limit = USUAL_LIMIT } = request.query;
      const key = cleanKey(request.query.thread, 'thread');
      const audience = audienceOf(request, key);
      const cursor = request.query.cursor === undefined ? null : readRootCursor(request.query.cursor, sort);
      const thread = await readThread(db, audience.site.slug, key);
      return answer(request, reply, thread, audience, async () =>
        thread ? readPage(db, thread, { sort, cursor, limit }, audience) : emptyPage(key, sort, audience.site),
      );
    },
  );

  app.get(
    '/comments/:id',
    {
      schema: {
        summary: 'One comment, and the page of its thread that begins with its root',
        params: commentParams,
        querystring: placeQuerySchema,
        headers: readerHeadersSchema,
        response: { 200: commentPlaceSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const { sort = 'newest', limit = USUAL_LIMIT } = request.query;
      const { comment, thread, audience } = await findVisible(request);
      return answer(request, reply, thread, audience, async () => {
        const root = comment.parent === null ? comment : await readComment(db, audience.site.slug, comment.root);
        if (!root) throw new ProblemError('unknown-comment');
        return readPlace(db, { thread, comment, root }, { sort, limit }, audience);
      });
    },
  );

  app.get(
    '/comments/:id/replies',
    {
      schema: {
        summary: 'Replies below a top-level comment',
        params: commentParams,
        querystring: repliesQuerySchema,
        headers: readerHeadersSchema,
        response: { 200: commentRepliesSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const cursor = request.query.cursor === undefined ? null : readReplyCursor(request.query.cursor);
      const { comment, thread, audience } = await findVisible(request);
      if (comment.parent !== null) throw new ProblemError('unknown-comment', 'Ask for the replies of its root.');
      return answer(request, reply, thread, audience, () => readRepliesPage(db, comment, { cursor }, audience));
    },
  );

  app.get(
    '/comment-counts',
    {
      schema: {
        summary: 'Numbers of published comments of several threads, and the newest of each',
        params: siteParams,
        querystring: countsQuerySchema,
        response: { 200: commentCountsSchema, 304: notModified, ...problemResponses },
      },
    },
    async (request, reply) => {
      const threads = request.query.thread.map((thread) => cleanKey(thread, 'thread'));
      const site = siteOf(request);
      const shown = threads.filter((thread) => !isHidden(siteOfThread(site, thread)));
      const found = await countComments(db, site.slug, shown);
      const counts = { counts: threads.map((thread) => ({ thread, total: 0, newest: null, ...found.get(thread) })) };
      if (isUnchanged(request, reply, counts, 'public, no-cache')) return reply.code(304).send(undefined);
      return reply.code(200).send(counts);
    },
  );

  /** Sends a list, unless the client has it; what everybody gets is made once for each version of the thread. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    thread: ThreadRow | undefined,
    audience: Audience,
    make: () => Promise<object>,
  ): Promise<never> {
    const tag = tagOf(request, reply, thread, audience);
    if (tag === KNOWN) return reply.code(304).send(undefined) as never;
    const kept = tag === null ? undefined : ready.get(tag);
    const json = kept ?? reply.code(200).serialize(await make());
    if (tag !== null && thread && typeof json === 'string') ready.set(tag, json);
    return reply.code(200).type('application/json; charset=utf-8').send(json) as never;
  }

  /** A comment that this reader may see, and its thread. */
  async function findVisible(
    request: FastifyRequest,
  ): Promise<{ comment: CommentRow; thread: ThreadRow; audience: Audience }> {
    const { slug } = siteOf(request);
    const { id } = request.params as { id: string };
    const comment = COMMENT_ID.test(id) ? await readComment(db, slug, id) : undefined;
    if (!comment) throw new ProblemError('unknown-comment');
    const audience = audienceOf(request, comment.thread);
    const isShown = maySee(comment, audience.reader) && !isHidden(audience.site);
    const thread = isShown ? await readThread(db, slug, comment.thread) : undefined;
    if (!thread) throw new ProblemError('unknown-comment');
    return { comment, thread, audience };
  }
  done();
};

/** The client has the answer already. */
const KNOWN = Symbol();

/**
 * The entity tag of a list, by the version of its thread, before any comment is read: it changes with everything that everybody can see, the rules of the site included. Null for
 * what is one reader's own, which is never kept.
 */
function tagOf(
  request: FastifyRequest,
  reply: FastifyReply,
  thread: ThreadRow | undefined,
  { site, reader, now }: Audience,
): string | typeof KNOWN | null {
  if (isSomebody(reader)) {
    reply.header('cache-control', 'private, no-store');
    return null;
  }
  const { params, query, routeOptions } = request;
  // The time besides the version: after a backup is restored, versions are used a second time.
  const state = thread && [thread.version, thread.changed_at, thread.published];
  // Time alone can close a thread.
  const policy = [rulesOf(site), isClosed(site, thread, now), isHidden(site)];
  const content = [state, site.timeZone, policy, routeOptions.url, params, query];
  return isUnchanged(request, reply, content, 'public, no-cache') ? KNOWN : String(reply.getHeader('etag'));
}

function isSomebody(reader: Reader): boolean {
  return reader.authorHash !== ANYBODY.authorHash || reader.codeHash !== ANYBODY.codeHash;
}
