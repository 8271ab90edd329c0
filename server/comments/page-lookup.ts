import { fill } from '../http/page-parts.ts';
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Comment, FoundComment } from '../../src/api/contract.ts';
import { clientOf } from '../http/address.ts';
import { formField } from '../http/forms.ts';
import { sendPage } from '../http/page.ts';
import { asProblem, ProblemError } from '../http/problem.ts';
import { siteOf, siteParams } from '../site-guard.ts';
import type { AuthorDesk } from './author.ts';
import { codeHash } from './code.ts';
import {
  type Alert,
  anchorOf,
  frameOf,
  LARGEST_FORM,
  LOCALES,
  longTime,
  type PageReader,
  pageAddress,
  PAGES,
  pageReader,
  paragraphsOf,
} from './page-frame.ts';
import { LOOKUP_PAGE, LOOKUP_PARTS, OWN_PAGE, WITHDRAW_PAGE } from './page-lookup-template.ts';
import { PAGE_PARTS } from './page-template.ts';
import { ANYBODY, type Reader } from './reader.ts';

const PARTS = { ...PAGE_PARTS, ...LOOKUP_PARTS };

/** What is said on the page of one's own comment besides the comment. */
interface Told {
  readonly alert?: Alert;
  readonly notice?: string;
  /** Fault of the text, and the text that has it. */
  readonly fault?: string;
  readonly typed?: string;
  /** What was typed and can be saved no more. */
  readonly toCopy?: string;
  readonly status?: number;
}

/**
 * The pages on which authors find, change and withdraw their comments by the lookup code, below `/sites/:site`. The code travels in
 * bodies only: it stands in no address, so that no log, history or referrer has it.
 */
export const lookupPages: FastifyPluginCallbackTypebox<{ desk: AuthorDesk }> = (app, { desk }, done) => {
  const options = { schema: { hide: true, params: siteParams } };

  app.get(`/${PAGES.lookup}`, options, (request, reply) => sendLookup(reply, readerOf(request), ''));
  for (const page of [PAGES.edit, PAGES.withdrawal]) {
    // Whoever sends the address of such a page again has sent no code with it.
    app.get(`/${page}`, options, (request, reply) => reply.redirect(pageAddress(PAGES.lookup, readerOf(request)), 303));
  }

  app.post(`/${PAGES.lookup}`, options, (request, reply) =>
    withComment(request, reply, (found) => sendOwn(request, reply, found)),
  );

  app.post(`/${PAGES.edit}`, { ...options, bodyLimit: LARGEST_FORM }, (request, reply) =>
    withComment(request, reply, async (found) => {
      const { words, site, lang } = readerOf(request);
      const typed = formField(request, 'text');
      const heading = words.notChanged;
      let comment: Comment;
      try {
        comment = await desk.edit(authorOf(request), found.comment.id, { text: typed });
      } catch (error) {
        const problem = asProblem(error);
        const { type, status, errors = [] } = problem.problem;
        if (type === 'urn:tinh:problem:invalid-comment') {
          const longest = site.comments.longest.toLocaleString(LOCALES[lang]);
          const fault = errors.some(({ code }) => code === 'too-long')
            ? fill(words.textLong, { n: longest })
            : words.textMissing;
          const alert = { heading, sentences: [], links: [{ field: 'text', text: fault }] };
          return sendOwn(request, reply, found, { status, alert, fault, typed });
        }
        if (type === 'urn:tinh:problem:edit-window-over') {
          return sendOwn(request, reply, found, {
            status,
            alert: { heading, sentences: [words.editOver], links: [] },
            toCopy: typed,
          });
        }
        if (type === 'urn:tinh:problem:too-fast') {
          const n = String(problem.retryAfter);
          const alert = { heading, sentences: [fill(words.editTooFast, { n })], links: [] };
          return sendOwn(request, reply.header('retry-after', n), found, { status, alert, typed });
        }
        if (status < 500) throw error;
        logFault(request, error, reply, problem);
        const alert = { heading, sentences: [words.editBusy], links: [] };
        return sendOwn(request, reply, found, { status, alert, typed });
      }
      const notice = comment.state === 'pending' ? words.changedWaiting : words.changed;
      return sendOwn(request, reply, { ...found, comment }, { notice });
    }),
  );

  app.post(`/${PAGES.withdrawal}`, options, (request, reply) =>
    withComment(request, reply, async (found) => {
      const reader = readerOf(request);
      const { words } = reader;
      const isOver = found.comment.state === 'withdrawn' || found.comment.state === 'erased';
      if (formField(request, 'sure') === '' && !isOver) return sendQuestion(request, reply, found);
      try {
        const comment = await desk.withdraw(authorOf(request), found.comment.id);
        return await sendOwn(request, reply, { ...found, comment }, { notice: words.withdrawnNow });
      } catch (error) {
        const problem = asProblem(error);
        if (problem.problem.status < 500) throw error;
        logFault(request, error, reply, problem);
        const alert = { heading: words.notWithdrawn, sentences: [words.withdrawBusy], links: [] };
        return sendQuestion(request, reply.code(problem.problem.status), found, alert);
      }
    }),
  );

  /** Does something with the comment of the code that was sent; without one it asks for the code again. */
  async function withComment(
    request: FastifyRequest,
    reply: FastifyReply,
    act: (found: FoundComment) => FastifyReply | Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const reader = readerOf(request);
    const { words } = reader;
    const typed = formField(request, 'code');
    const isMissing = typed.trim() === '';
    let found: FoundComment;
    try {
      if (isMissing) throw new ProblemError('invalid-request');
      found = await desk.lookUp({ site: siteOf(request), client: clientOf(request.ip) }, typed);
    } catch (error) {
      const problem = asProblem(error);
      const { status, type } = problem.problem;
      const minutes = Math.ceil((problem.retryAfter ?? 60) / 60);
      if (type === 'urn:tinh:problem:too-many-attempts') {
        reply.header('retry-after', String(problem.retryAfter));
        const sentence = fill(words.tooMany, { n: String(minutes) });
        return sendLookup(reply.code(status), reader, typed, { sentence });
      }
      if (isMissing) return sendLookup(reply.code(422), reader, typed, { fault: words.codeMissing });
      if (type === 'urn:tinh:problem:unknown-comment') {
        return sendLookup(reply.code(status), reader, typed, { fault: words.codeWrong });
      }
      if (status < 500) throw error;
      logFault(request, error, reply, problem);
      // What was typed for a change is in the browser still, and here too.
      const toCopy = formField(request, 'text');
      return sendLookup(reply.code(status), reader, typed, { sentence: words.lookupBusy, toCopy });
    }
    return act(found);
  }

  function sendLookup(
    reply: FastifyReply,
    reader: PageReader,
    code: string,
    { sentence, fault, toCopy = '' }: { sentence?: string; fault?: string; toCopy?: string } = {},
  ): FastifyReply {
    const links = fault === undefined ? [] : [{ field: 'code', text: fault }];
    const isAlert = sentence !== undefined || fault !== undefined;
    const alert = isAlert && {
      heading: reader.words.notFound,
      sentences: sentence === undefined ? [] : [sentence],
      links,
    };
    const view = { ...frameOf(reader, { page: PAGES.lookup }), alert, fault, code, toCopy: toCopy && `\n${toCopy}` };
    return sendPage(reply, LOOKUP_PAGE, view, PARTS);
  }

  async function sendOwn(
    request: FastifyRequest,
    reply: FastifyReply,
    found: FoundComment,
    { alert, notice, fault, typed, toCopy, status = 200 }: Told = {},
  ): Promise<FastifyReply> {
    const reader = readerOf(request);
    const { site, lang, words } = reader;
    const { comment, answers, title, thread } = found;
    const { state, editableUntil } = comment;
    const mustWait = site.moderation === 'before' || state === 'rejected';
    const longest = site.comments.longest.toLocaleString(LOCALES[lang]);
    const view = {
      ...frameOf(reader, null),
      ...commentView(found, reader, formField(request, 'code')),
      alert,
      notice,
      title,
      thread: pageAddress(PAGES.thread, reader, { thread }),
      place: state === 'published' && pageAddress(PAGES.thread, reader, { comment: comment.id }, anchorOf(comment.id)),
      toCopy: toCopy !== undefined && `\n${toCopy}`,
      answers: { any: answers.length > 0, items: answers.map((answer) => answerView(answer, reader)) },
      edit: editableUntil !== null && {
        action: pageAddress(PAGES.edit, reader),
        until: fill(words.editUntil, { time: longTime(editableUntil, reader) }),
        waits: mustWait ? words.editWaits : null,
        textHint: fill(words.textHint, { n: longest }),
        value: `\n${typed ?? comment.text}`,
        fault,
      },
    };
    return sendPage(reply.code(status), OWN_PAGE, view, PARTS);
  }

  function sendQuestion(
    request: FastifyRequest,
    reply: FastifyReply,
    found: FoundComment,
    alert?: Alert,
  ): FastifyReply {
    const reader = readerOf(request);
    const view = { ...frameOf(reader, null), ...commentView(found, reader, formField(request, 'code')), alert };
    return sendPage(reply, WITHDRAW_PAGE, view, PARTS);
  }
  done();
};

function commentView({ comment }: FoundComment, reader: PageReader, code: string): Record<string, unknown> {
  const { words } = reader;
  const { state, createdAt, editedAt, name, text, reason } = comment;
  return {
    code,
    name,
    reason,
    stateName: words.stateNames[state],
    stateMeans: words.stateMeans[state],
    iso: createdAt,
    sentAt: longTime(createdAt, reader),
    editedAt: editedAt !== null && longTime(editedAt, reader),
    hasWords: text !== '',
    paragraphs: paragraphsOf(text),
    withdrawal: pageAddress(PAGES.withdrawal, reader),
  };
}

function answerView(answer: Comment, reader: PageReader): object {
  const { id, name, agency, verified, editedAt, createdAt, text } = answer;
  return {
    name,
    agency,
    verified,
    pinned: false,
    edited: editedAt !== null,
    link: pageAddress(PAGES.thread, reader, { comment: id }, anchorOf(id)),
    iso: createdAt,
    time: longTime(createdAt, reader),
    paragraphs: paragraphsOf(text),
  };
}

function readerOf(request: FastifyRequest): PageReader {
  return pageReader(request, siteOf(request));
}

function authorOf(request: FastifyRequest): { site: PageReader['site']; client: string; reader: Reader } {
  const reader = { ...ANYBODY, codeHash: codeHash(formField(request, 'code')) };
  return { site: siteOf(request), client: clientOf(request.ip), reader };
}

function logFault(request: FastifyRequest, error: unknown, reply: FastifyReply, { retryAfter }: ProblemError): void {
  request.log.error({ err: error }, 'a plain page could not be answered');
  if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
}
