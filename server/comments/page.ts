import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Site } from '../config.ts';
import { isAllowedOrigin, isOwnOrigin } from '../http/origins.ts';
import { languageOf } from '../http/page-parts.ts';
import { sendPage } from '../http/page.ts';
import { ProblemError } from '../http/problem.ts';
import { siteOf, siteParams } from '../http/sites.ts';
import { cleanKey } from '../http/validation.ts';
import type { ThreadRow } from '../storage/schema.ts';
import { COMMENT_ID } from './check.ts';
import { readReplyCursor, readRootCursor } from './cursor.ts';
import { emptyPage, readPage, readPlace, readRepliesPage } from './lists.ts';
import { FAULT_PAGE, PAGE_ICON, PAGE_STYLE, pageWords, THREAD_PAGE, THREAD_PARTS } from './page-template.ts';
import { asThreadView, type Shown } from './page-view.ts';
import type { PostDesk } from './post.ts';
import { type Audience, present } from './present.ts';
import { readComment, readThread } from './read.ts';
import { ANYBODY } from './reader.ts';

const PAGE_LENGTH = 50;

/** The plain page of a thread below `/sites/:site`: published comments, readable without any script. */
export const commentPage: FastifyPluginCallbackTypebox<{ desk: PostDesk; publicUrl: URL | null }> = (
  app,
  { desk: { db, now }, publicUrl },
  done,
) => {
  app.setErrorHandler((error, request, reply) => {
    // The server's own faults keep their usual answer and their line in the log.
    if (!(error instanceof ProblemError) || error.statusCode >= 500) throw error;
    const lang = languageOf((request.query as { lang?: unknown }).lang);
    const words = pageWords[lang];
    const sentences: Record<string, string> = {
      'urn:tinh:problem:unknown-site': words.faultSite,
      'urn:tinh:problem:unknown-comment': words.faultComment,
    };
    const sentence = sentences[error.problem.type] ?? words.faultOther;
    return sendPage(reply.code(error.statusCode), FAULT_PAGE, { lang, words, sentence });
  });

  const querystring = Type.Object({
    thread: Type.Optional(Type.String()),
    sort: Type.Optional(Type.Enum(['newest', 'oldest', 'likes'])),
    cursor: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    replies: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  });

  app.get('/comments', { schema: { hide: true, params: siteParams, querystring } }, async (request, reply) => {
    const site = siteOf(request);
    const { sort = 'newest', cursor, comment, replies } = request.query;
    const audience = { site, reader: ANYBODY, now: now() };
    const { thread, shown } =
      comment !== undefined
        ? await showPlace(comment, sort, audience)
        : replies !== undefined
          ? await showReplies(replies, cursor, audience)
          : await showPage(cleanKey(request.query.thread ?? '', 'thread'), sort, cursor, audience);
    // Title and address came with the first comment: before a moderator has published any, nobody has looked at them.
    const article = thread && thread.published > 0 ? thread : undefined;
    const addresses = [article?.url, request.headers.referer];
    const view = asThreadView(shown, { site, lang: languageOf(request.query.lang) });
    return sendPage(
      reply,
      THREAD_PAGE,
      {
        ...view,
        title: article?.title,
        back: addresses.find((address) => isPageOfSite(address, site, request, publicUrl)),
      },
      THREAD_PARTS,
    );
  });

  /** A page of the list. */
  async function showPage(
    key: string,
    sort: 'newest' | 'oldest' | 'likes',
    cursor: string | undefined,
    audience: Audience,
  ): Promise<{ thread: ThreadRow | undefined; shown: Shown }> {
    const place = cursor === undefined ? null : readRootCursor(cursor, sort);
    const thread = await readThread(db, audience.site.slug, key);
    const page = thread
      ? await readPage(db, thread, { sort, cursor: place, limit: PAGE_LENGTH }, audience)
      : emptyPage(key, sort, audience.site);
    return { thread, shown: { page, isFirst: place === null } };
  }

  /** The page of the list that begins with the root of one comment. */
  async function showPlace(
    id: string,
    sort: 'newest' | 'oldest' | 'likes',
    audience: Audience,
  ): Promise<{ thread: ThreadRow; shown: Shown }> {
    const { comment, thread } = await findListed(id, audience);
    const root = comment.parent === null ? comment : await readComment(db, audience.site.slug, comment.root);
    if (!root) throw new ProblemError('unknown-comment');
    const page = await readPlace(db, { thread, comment, root }, { sort, limit: PAGE_LENGTH }, audience);
    return { thread, shown: { page, isFirst: false, here: id, replies: page.replies } };
  }

  /** One root with a page of its replies. */
  async function showReplies(
    id: string,
    cursor: string | undefined,
    audience: Audience,
  ): Promise<{ thread: ThreadRow; shown: Shown }> {
    const { comment: root, thread } = await findListed(id, audience);
    const place = cursor === undefined ? null : readReplyCursor(cursor);
    const replies = await readRepliesPage(db, root, { cursor: place }, audience);
    const [shown] = await present(db, [root], audience);
    const items = [{ ...shown!, firstReplies: [], repliesCursor: null }];
    const page = {
      ...emptyPage(thread.key, 'newest', audience.site),
      total: thread.published,
      closed: thread.closed_at !== null,
      items,
    };
    return { thread, shown: { page, isFirst: false, replies, alone: true } };
  }

  async function findListed(
    id: string,
    { site }: Audience,
  ): Promise<{ comment: NonNullable<Awaited<ReturnType<typeof readComment>>>; thread: ThreadRow }> {
    const comment = COMMENT_ID.test(id) ? await readComment(db, site.slug, id) : undefined;
    const thread = comment?.listed === 1 ? await readThread(db, site.slug, comment.thread) : undefined;
    if (!comment || !thread) throw new ProblemError('unknown-comment');
    return { comment, thread };
  }

  const files = {
    'comments.css': ['text/css; charset=utf-8', PAGE_STYLE],
    'comments.svg': ['image/svg+xml', PAGE_ICON],
  };
  for (const [name, [type = '', content]] of Object.entries(files)) {
    app.get(`/${name}`, { schema: { hide: true, params: siteParams } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=300').send(content),
    );
  }
  done();
};

/** Readers send the address of a thread and browsers the referrer: only pages of the site itself are linked. */
function isPageOfSite(address: string | undefined, site: Site, request: FastifyRequest, own: URL | null): boolean {
  if (address === undefined || !URL.canParse(address)) return false;
  const { protocol, origin, pathname } = new URL(address);
  if (!/^https?:$/.test(protocol) || pathname.endsWith(`/sites/${site.slug}/comments`)) return false;
  return isOwnOrigin(origin, request, own) || isAllowedOrigin(origin, site);
}
