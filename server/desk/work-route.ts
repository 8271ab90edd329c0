import type { FastifyInstance } from 'fastify';
import { formField } from '../http/forms.ts';
import { fill } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import { giveBack, submit } from '../moderation/approval.ts';
import { assign, keep, transfer } from '../moderation/work.ts';
import { addDays, isDay, startOfDay } from '../days.ts';
import { commentOfSeat, type Typed } from './comment-route.ts';
import { changedAlert, type DecideParts } from './decide-route.ts';
import { DESK } from './frame.ts';
import { type DeskOptions, seatOf, siteOfSeat } from './seat.ts';
import type { DeskWords } from './words.ts';

const ACTIONS = ['assign', 'transfer', 'untransfer', 'keep', 'submit', 'return'] as const;

/** Sharing the work out: to a unit, to another agency, to a leader; and filing what readers reported. */
export function workRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing, sendComment }: DecideParts,
): void {
  const { db } = options;

  app.post(`/${DESK}/work`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const words = frame.wordsOf(request);
    const action = ACTIONS.find((each) => each === formField(request, 'action'));
    const [id, text, unit, due] = ['id', 'text', 'unit', 'due'].map((name) => formField(request, name)) as [
      string,
      string,
      string,
      string,
    ];
    const seen = { id, seen: formField(request, 'seen') };
    const by = seat.acting;
    const { timeZone } = siteOfSeat(seat, (await commentOfSeat(db, seat, id)).site);
    // A deadline holds to the end of its day.
    const dueAt = due === '' ? null : endOf(due, timeZone);

    const work = () => {
      switch (action) {
        case 'assign':
          return assign(db, by, { ...seen, to: unit === '' ? null : { unit, dueAt } });
        case 'transfer':
          return transfer(db, by, { ...seen, agency: text });
        case 'untransfer':
          return transfer(db, by, { ...seen, agency: null });
        case 'keep':
          return keep(db, by, seen);
        case 'submit':
          return submit(db, by, seen);
        case 'return':
          return giveBack(db, by, { ...seen, note: text });
        case undefined:
          throw new ProblemError('invalid-request', 'What should be done?');
      }
    };
    const typed: Typed = { unit, due, ...(action === 'return' ? { note: text } : { agency: text }) };
    let outcome;
    try {
      if (dueAt !== null && Number.isNaN(dueAt)) throw dueFault();
      outcome = await work();
    } catch (error) {
      const fault = error instanceof ProblemError ? error.problem.errors?.[0] : undefined;
      if (!fault) throw error;
      const heading = faultWords(fault, words);
      return sendComment(request, reply, seat, id, {
        status: 400,
        alert: { heading },
        typed: { ...typed, [`${fault.field}Fault`]: heading },
      });
    }
    switch (outcome.result) {
      case 'done':
        return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.undo) });
      case 'unknown':
        throw new ProblemError('unknown-comment');
      case 'changed':
        return sendComment(request, reply, seat, id, {
          status: 409,
          alert: changedAlert(outcome, seat, words, text !== ''),
          typed,
        });
      case 'needs-approval':
        return sendComment(request, reply, seat, id, {
          status: 403,
          alert: {
            heading: words.onlyLeadersHeading,
            // The page has no form for it, so the words stand here.
            sentences: [words.onlyLeaders, ...(text === '' ? [] : [fill(words.onlyLeadersTyped, { text })])],
          },
          typed,
        });
      default:
        return sendComment(request, reply, seat, id, { status: 409, alert: { heading: words.notFit }, typed });
    }
  });
}

function endOf(day: string, timeZone: string): number {
  return isDay(day) ? startOfDay(addDays(day, 1), timeZone) - 1 : NaN;
}

function dueFault(): ProblemError {
  return new ProblemError('invalid-request', 'The deadline is no day.', [{ field: 'due', code: 'invalid' }]);
}

function faultWords({ field, code }: { readonly field: string; readonly code: string }, words: DeskWords): string {
  switch (field) {
    case 'due':
      return words.dueWrong;
    case 'unit':
      return words.unitWrong;
    case 'agency':
      return code === 'too-long' ? words.agencyLong : words.agencyMissing;
    default:
      return code === 'too-long' ? words.noteLong : words.noteMissing;
  }
}
