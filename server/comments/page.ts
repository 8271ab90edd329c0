import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { acceptForms } from '../http/forms.ts';
import { languageOf } from '../http/page-parts.ts';
import { sendPage } from '../http/page.ts';
import { asProblem, ProblemError } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { cleanKey } from '../http/validation.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';
import type { AuthorDesk } from './author.ts';
import { COMMENT_ID } from './check.ts';
import { readReplyCursor, readRootCursor } from './cursor.ts';
import { isClosed, isHidden } from './policy.ts';
import { siteOfThread } from '../policies/policy.ts';
import type { Site } from '../config.ts';
import { emptyPage, readPage, readPlace, readRepliesPage } from './lists.ts';
import { frameOf, PAGES, pageReader } from './page-frame.ts';
import { FORM_PARTS } from './page-form-template.ts';
import { lookupPages } from './page-lookup.ts';
import { PAGE_ICON, PAGE_STYLE } from './page-style.ts';
import { FAULT_PAGE, PAGE_PARTS, THREAD_PAGE } from './page-template.ts';
import { asThreadView, type Shown } from './page-view.ts';
import { pageWords } from './page-words.ts';
import type { WritingOptions } from './page-post.ts';
import { writingPages, WritingDesk } from './page-write.ts';
import { type Audience, present } from './present.ts';
import { readComment, readThread } from './read.ts';
import { ANYBODY } from './reader.ts';

const PAGE_LENGTH = 50;
const PARTS = { ...PAGE_PARTS, ...FORM_PARTS };

/** A page of the list, before it is known whether comments are taken. */
type Listed = Omit<Shown, 'canReply'>;

/** A page of the list, and for whom it was made. */
interface Found {
  readonly audience: Audience;
  readonly shown: Listed;
}

/** The plain pages below `/sites/:site`: a thread to read, to write in, and one's own comments by their codes, all without any script. */
export const commentPage: FastifyPluginCallbackTypebox<WritingOptions & { authors: AuthorDesk }> = (
  app,
  options,
  done,
) => {
  const { authors, desk } = options;
  const { db, now } = desk;
  const writing = new WritingDesk(options);
  acceptForms(app);

  app.setErrorHandler((error, request, reply) => {
    const { problem, retryAfter } = asProblem(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'a plain page could not be answered');
    if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
    const lang = languageOf((request.query as { lang?: unknown }).lang);
    const words = pageWords[lang];
    const sentences: Record<string, string> = {
      'urn:tinh:problem:unknown-site': words.faultSite,
      'urn:tinh:problem:unknown-comment': words.faultComment,
      'urn:tinh:problem:forged-request': words.faultForeign,
      'urn:tinh:problem:too-large': words.faultLarge,
    };
    const sentence = sentences[problem.type] ?? (problem.status >= 500 ? words.faultBusy : words.faultOther);
    return sendPage(reply.code(problem.status), FAULT_PAGE, { lang, words, sentence });
  });

  void app.register(lookupPages, { desk: authors });
  void app.register(writingPages, { desk: writing });

  const querystring = Type.Object({
    thread: Type.Optional(Type.String()),
    sort: Type.Optional(Type.Enum(['newest', 'oldest', 'likes'])),
    cursor: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    replies: Type.Optional(Type.String()),
    reply: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  });

  app.get(`/${PAGES.thread}`, { schema: { hide: true, params: siteParams, querystring } }, async (request, reply) => {
    const { sort = 'newest', cursor, comment, replies, reply: parent } = request.query;
    if (parent !== undefined) return writing.sendReplyForm(request, reply, parent);
    const reader = pageReader(request, siteOf(request));
    const { thread, shown, audience } =
      comment !== undefined
        ? await showPlace(reader.site, comment, sort)
        : replies !== undefined
          ? await showReplies(reader.site, replies, cursor)
          : await showPage(reader.site, cleanKey(request.query.thread ?? '', 'thread'), sort, cursor);
    const form = writing.formOf(request, { thread: shown.page.thread, parentId: null, parent: null }, thread);
    const canReply = form.form !== null && audience.site.comments.replies;
    const { lang: _, ...query } = request.query;
    return sendPage(
      reply,
      THREAD_PAGE,
      {
        ...frameOf(reader, { page: PAGES.thread, query }),
        ...asThreadView({ ...shown, canReply }, reader),
        hidden: isHidden(audience.site),
        ...writing.articleOf(request, thread),
        ...form,
        writable: form.form !== null,
      },
      PARTS,
    );
  });

  /** A page of the list. */
  async function showPage(
    site: Site,
    key: string,
    sort: 'newest' | 'oldest' | 'likes',
    cursor: string | undefined,
  ): Promise<Found & { thread: ThreadRow | undefined }> {
    const audience = audienceOf(site, key);
    const place = cursor === undefined ? null : readRootCursor(cursor, sort);
    const thread = await readThread(db, audience.site.slug, key);
    const page = thread
      ? await readPage(db, thread, { sort, cursor: place, limit: PAGE_LENGTH }, audience)
      : emptyPage(key, sort, audience.site);
    return { thread, audience, shown: { page, isFirst: place === null } };
  }

  /** The page of the list that begins with the root of one comment. */
  async function showPlace(
    site: Site,
    id: string,
    sort: 'newest' | 'oldest' | 'likes',
  ): Promise<Found & { thread: ThreadRow }> {
    const { comment, thread, audience } = await findListed(site, id);
    const root = comment.parent === null ? comment : await readComment(db, audience.site.slug, comment.root);
    if (!root) throw new ProblemError('unknown-comment');
    const page = await readPlace(db, { thread, comment, root }, { sort, limit: PAGE_LENGTH }, audience);
    return { thread, audience, shown: { page, isFirst: false, here: id, replies: page.replies } };
  }

  /** One root with a page of its replies. */
  async function showReplies(
    site: Site,
    id: string,
    cursor: string | undefined,
  ): Promise<Found & { thread: ThreadRow }> {
    const { comment: root, thread, audience } = await findListed(site, id);
    const place = cursor === undefined ? null : readReplyCursor(cursor);
    const replies = await readRepliesPage(db, root, { cursor: place }, audience);
    const [shown] = await present(db, [root], audience);
    const items = [{ ...shown!, firstReplies: [], repliesCursor: null }];
    const page = {
      ...emptyPage(thread.key, 'newest', audience.site),
      total: thread.published,
      closed: isClosed(audience.site, thread, audience.now),
      items,
    };
    return { thread, audience, shown: { page, isFirst: false, replies, alone: true } };
  }

  async function findListed(
    site: Site,
    id: string,
  ): Promise<{ comment: CommentRow; thread: ThreadRow; audience: Audience }> {
    const comment = COMMENT_ID.test(id) ? await readComment(db, site.slug, id) : undefined;
    if (comment?.listed !== 1) throw new ProblemError('unknown-comment');
    const audience = audienceOf(site, comment.thread);
    const thread = isHidden(audience.site) ? undefined : await readThread(db, site.slug, comment.thread);
    if (!thread) throw new ProblemError('unknown-comment');
    return { comment, thread, audience };
  }

  function audienceOf(site: Site, thread: string): Audience {
    return { site: siteOfThread(site, thread), reader: ANYBODY, now: now() };
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
