import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formField } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { close } from '../moderation/actions.ts';
import { answer, edit } from '../moderation/words.ts';
import { fill } from '../http/page-parts.ts';
import type { Typed } from './comment-route.ts';
import { changedAlert, type DecideParts } from './decide-route.ts';
import { type Alert, DESK } from './frame.ts';
import { type DeskOptions, seatOf, siteOfSeat } from './seat.ts';
import { shortTime, whoOf } from './view.ts';
import type { DeskWords } from './words.ts';

/** Answering a comment, changing its text, closing its thread. Whatever cannot be done, what was typed comes back. */
export function wordsRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing, sendComment }: DecideParts,
): void {
  const { db } = options;

  app.post(`/${DESK}/answer`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const { id, seen, text, again } = typedOf(request, reply, 'answer');
    const answers = Number(formField(request, 'answers'));
    if (!Number.isSafeInteger(answers) || answers < 0) throw new ProblemError('invalid-request', 'How many answers?');
    const publish = formField(request, 'publish') !== '';
    const outcome = await checked(words, () => answer(db, seat.acting, { to: { id, seen }, answers, text, publish }));
    if (typeof outcome === 'string') return again(400, { heading: outcome }, outcome);
    switch (outcome.result) {
      case 'done':
        return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.undo) });
      case 'unknown':
        throw new ProblemError('unknown-comment');
      case 'needs-approval':
        return again(403, { heading: words.needsApproval, sentences: [words.kept] });
      case 'not-published':
        return again(409, { heading: words.notPublished, sentences: [words.kept] });
      case 'changed':
        return again(409, changedAlert(outcome, seat, words, true));
    }
  });

  app.post(`/${DESK}/edit`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const { id, seen, text, again } = typedOf(request, reply, 'edit');
    const outcome = await checked(words, () => edit(db, seat.acting, { id, seen, text }));
    if (typeof outcome === 'string') return again(400, { heading: outcome }, outcome);
    switch (outcome.result) {
      case 'done':
        return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.undo) });
      case 'needs-approval':
        return again(403, { heading: words.needsApproval, sentences: [words.kept] });
      case 'same':
        return frame.goOn(request, reply, frame.backOf(request), { said: 'same' });
      case 'unknown':
        throw new ProblemError('unknown-comment');
      case 'changed':
        return again(409, changedAlert(outcome, seat, words, true));
    }
  });

  app.post(`/${DESK}/thread`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const site = siteOfSeat(seat, formField(request, 'site'));
    const action = formField(request, 'action');
    const thread = formField(request, 'thread');
    if ((action !== 'close' && action !== 'open') || thread === '') throw new ProblemError('invalid-request');
    const seen = formField(request, 'seen');
    const outcome = await close(db, seat.acting, { site: site.slug, thread, closed: action === 'close', seen });
    if (outcome.result === 'done') {
      return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.undo) });
    }
    const { last } = outcome;
    const sentence = last
      ? fill(words.changedBy, {
          name: outcome.thread.title || thread,
          who: whoOf(last, words),
          what: words.actions[last.action],
          time: shortTime(last.at, site.timeZone),
        })
      : words.changedHeading;
    return frame.sendMessage(request, reply, seat, { status: 409, heading: words.changedHeading, sentence });
  });

  /** What stands in a form with a text, and how to send its page once more with all of it. */
  function typedOf(
    request: FastifyRequest,
    reply: FastifyReply,
    field: 'answer' | 'edit',
  ): {
    id: string;
    seen: string;
    text: string;
    again: (status: number, alert: Alert, fault?: string) => Promise<FastifyReply>;
  } {
    const id = formField(request, 'id');
    const text = formField(request, 'text');
    const again = async (status: number, alert: Alert, fault?: string): Promise<FastifyReply> => {
      const typed: Typed = { [field]: text, ...(fault !== undefined && { [`${field}Fault`]: fault }) };
      return sendComment(request, reply, await seatOf(request, options), id, { status, alert, typed });
    };
    return { id, seen: formField(request, 'seen'), text, again };
  }
}

/** Does it, or answers what is wrong with the text. */
async function checked<Outcome>(words: DeskWords, work: () => Promise<Outcome>): Promise<Outcome | string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.type !== 'urn:tinh:problem:invalid-comment') throw error;
    return error.problem.errors?.some(({ code }) => code === 'too-long') ? words.textLong : words.textMissing;
  }
}
