import { fill } from '../http/page-parts.ts';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { formField } from '../http/forms.ts';
import { sendPage } from '../http/page.ts';
import { asProblem, ProblemError } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import { cleanKey } from '../http/validation.ts';
import type { CommentRow, ThreadRow } from '../storage/schema.ts';
import { COMMENT_ID } from './check.ts';
import { codeHash } from './code.ts';
import {
  type Draft,
  faultLinks,
  formFault,
  type FormFault,
  type FormPlace,
  formView,
  newDraft,
  quoteOf,
  sentDraft,
} from './page-form.ts';
import { FORM_PAGE, FORM_PARTS, RECEIPT_PAGE } from './page-form-template.ts';
import {
  anchorOf,
  frameOf,
  isPageOfSite,
  LARGEST_FORM,
  longTime,
  pageAddress,
  type PageReader,
  pageReader,
  PAGES,
  refererOf,
} from './page-frame.ts';
import { postFromPage, type WritingOptions } from './page-post.ts';
import { PAGE_PARTS } from './page-template.ts';
import { present } from './present.ts';
import { readComment, readThread } from './read.ts';
import { ANYBODY } from './reader.ts';
import { isClosed, isHidden } from './policy.ts';
import { siteOfThread } from '../policies/policy.ts';

const PARTS = { ...PAGE_PARTS, ...FORM_PARTS };
const NO_FAULT: FormFault = { status: 200, sentences: [], fields: {}, unwritable: null, parentGone: false };

/** Writing without a script: the form below a thread, the page of a reply, and what comes back. */
export class WritingDesk {
  readonly #options: WritingOptions;

  constructor(options: WritingOptions) {
    this.#options = options;
  }

  /** The form for a page, or why there is none. */
  formOf(
    request: FastifyRequest,
    place: FormPlace,
    thread: ThreadRow | undefined,
  ): { form: object | null; unwritable: string | null } {
    const reader = pageReader(request, siteOf(request));
    const unwritable = this.#unwritable(reader, place, thread);
    const form = unwritable === null ? formView(this.#newDraft(request), place, reader) : null;
    return { form, unwritable };
  }

  /** Title of the article and the way back there; null what is not known for sure. */
  articleOf(request: FastifyRequest, thread: ThreadRow | undefined): { title: string | null; back: string | null } {
    // Title and address came with the first comment: before a moderator has published any, nobody has looked at them.
    const article = thread && thread.published > 0 ? thread : undefined;
    const site = siteOf(request);
    const { publicUrl } = this.#options;
    const addresses = [article?.url, formField(request, 'back'), refererOf(request, site, publicUrl)];
    const back = addresses.find((address) => isPageOfSite(address, site, request, publicUrl));
    return { title: article?.title || null, back: back ?? null };
  }

  /** The page on which one comment is replied to. */
  async sendReplyForm(request: FastifyRequest, reply: FastifyReply, id: string): Promise<FastifyReply> {
    const site = siteOf(request);
    const { slug } = site;
    const parent = await this.#findParent(slug, id);
    if (!parent || isHidden(siteOfThread(site, parent.thread))) throw new ProblemError('unknown-comment');
    const thread = await readThread(this.#options.desk.db, slug, parent.thread);
    const draft = this.#newDraft(request);
    return this.#sendForm(request, reply, { thread: parent.thread, parentId: id, parent }, { draft, thread });
  }

  /** Keeps what the form sent, and answers with the receipt, or with the form and what is wrong in it. */
  async post(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { thread: rawThread = '', reply: parentId = null } = request.query as {
      thread?: string;
      reply?: string | null;
    };
    const { slug } = siteOf(request);
    const key = cleanKey(rawThread, 'thread');
    const draft = sentDraft(request, this.#newDraft(request));
    try {
      const { row, code } = await postFromPage(this.#options.desk, request, draft, {
        thread: key,
        parent: parentId ?? null,
      });
      return await this.#sendReceipt(request, reply, row, code);
    } catch (error) {
      const { problem, retryAfter } = asProblem(error);
      if (problem.status >= 500) request.log.error({ err: error }, 'a comment from the plain page could not be kept');
      if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
      const { replies } = siteOfThread(siteOf(request), key).comments;
      const fault = formFault(problem, retryAfter, pageReader(request, siteOf(request)), replies);
      // Where the database does not answer, the page does without it.
      const isDown = problem.status >= 500;
      const parent = isDown || parentId === null ? undefined : await this.#findParent(slug, parentId);
      const thread = isDown ? undefined : await readThread(this.#options.desk.db, slug, key);
      const place = { thread: key, parentId: fault.parentGone ? null : parentId, parent: parent ?? null };
      return this.#sendForm(request, reply, place, { draft, thread, fault });
    }
  }

  #sendForm(
    request: FastifyRequest,
    reply: FastifyReply,
    place: FormPlace,
    { draft, thread, fault }: { draft: Draft; thread: ThreadRow | undefined; fault?: FormFault },
  ): FastifyReply {
    const reader = pageReader(request, siteOf(request));
    const { words } = reader;
    const { thread: key, parentId } = place;
    const { status, sentences, fields, unwritable: refused } = fault ?? NO_FAULT;
    const unwritable = refused ?? this.#unwritable(reader, place, thread);
    const query: Record<string, string> = { thread: key, ...(parentId !== null && { reply: parentId }) };
    const isLost = fault !== undefined && unwritable !== null;
    const view = {
      ...frameOf(reader, fault ? null : { page: PAGES.thread, query }),
      ...this.articleOf(request, thread),
      thread: pageAddress(PAGES.thread, reader, { thread: key }),
      replyTo: quoteOf(place),
      unwritable: isLost ? null : unwritable,
      form: unwritable === null ? formView(draft, place, reader, fields) : null,
      toCopy: isLost && draft.text !== '' && `\n${draft.text}`,
      alert: fault && {
        heading: words.notSent,
        sentences: isLost ? [unwritable] : sentences,
        links: faultLinks(fields),
      },
    };
    return sendPage(reply.code(status), FORM_PAGE, view, PARTS);
  }

  /**
   * Answers the posting itself, not by way of a redirect (ADR 0020): the code must stand in no address. Loading this page again sends the
   * same comment, which gets the same receipt.
   */
  async #sendReceipt(
    request: FastifyRequest,
    reply: FastifyReply,
    row: CommentRow,
    code: string,
  ): Promise<FastifyReply> {
    const { db, now } = this.#options.desk;
    const reader = pageReader(request, siteOf(request));
    const { words } = reader;
    const audience = { site: reader.site, reader: { ...ANYBODY, codeHash: codeHash(code) }, now: now() };
    const [comment] = await present(db, [row], audience);
    const { state, editableUntil, parent } = comment!;
    const thread = await readThread(db, row.site, row.thread);
    const isGone = state === 'withdrawn' || state === 'erased';
    const place = parent
      ? pageAddress(PAGES.thread, reader, { comment: parent.id }, anchorOf(parent.id))
      : pageAddress(PAGES.thread, reader, { thread: row.thread });
    const view = {
      ...frameOf(reader, null),
      ...this.articleOf(request, thread),
      stateName: words.stateNames[state],
      stateMeans: words.stateMeans[state],
      code,
      next: !isGone && {
        waits: state === 'pending',
        edit:
          editableUntil === null ? words.nextWithdraw : fill(words.nextEdit, { time: longTime(editableUntil, reader) }),
      },
      thread: place,
    };
    return sendPage(reply, RECEIPT_PAGE, view, PARTS);
  }

  #newDraft(request: FastifyRequest): Draft {
    const site = siteOf(request);
    return newDraft(
      this.#options.desk.spam.formTime(site),
      site.comments.consent.version,
      refererOf(request, site, this.#options.publicUrl) ?? '',
    );
  }

  #unwritable(
    { site, words }: PageReader,
    { thread: key, parentId }: FormPlace,
    thread: ThreadRow | undefined,
  ): string | null {
    const here = siteOfThread(site, key);
    if (isClosed(here, thread, this.#options.desk.now())) return words.closed;
    if (here.comments.writers === 'signed-in') return words.signInNeeded;
    return parentId !== null && !here.comments.replies ? words.noReplies : null;
  }

  async #findParent(site: string, id: string): Promise<CommentRow | undefined> {
    const row = COMMENT_ID.test(id) ? await readComment(this.#options.desk.db, site, id) : undefined;
    return row?.state === 'published' ? row : undefined;
  }
}

/** The route that takes the form, below `/sites/:site`. */
export const writingPages: FastifyPluginCallbackTypebox<{ desk: WritingDesk }> = (app, { desk }, done) => {
  const querystring = Type.Object({
    thread: Type.Optional(Type.String()),
    reply: Type.Optional(Type.String()),
    lang: Type.Optional(Type.String()),
  });
  app.post(
    `/${PAGES.thread}`,
    { schema: { hide: true, params: siteParams, querystring }, bodyLimit: LARGEST_FORM },
    (request, reply) => desk.post(request, reply),
  );
  done();
};
