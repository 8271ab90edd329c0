import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fill } from '../http/page-parts.ts';
import { formField } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { langOf } from '../session/forms.ts';
import type { SignIn } from '../session/sign-in.ts';
import type { SessionRow } from '../storage/schema.ts';
import { askedOf, type DecideParts, type SendConfirm } from './decide-route.ts';
import { type Alert, DESK } from './frame.ts';
import type { SendPersonAgain } from './person-route.ts';
import type { SendPolicyAgain } from './policy-route.ts';
import { type DeskOptions, type Seat, seatOfSession } from './seat.ts';
import { SESSION_OVER_PAGE } from './templates.ts';

/** Fields of this form itself, which do not travel with those of the form before. */
const OWN = new Set(['form', 'name', 'password', 'typed-in']);

/** In which field of a form its words stand; `text` where it is not said. */
const TYPED: Readonly<Record<string, string>> = {
  decide: 'reason',
  block: 'value',
  person: 'person',
  'person/export': 'person',
  'person/erase': 'person',
};

/** Sends the page that says that the session is over, with all that was typed. */
export type SendOver = (
  request: FastifyRequest,
  reply: FastifyReply,
  alert?: Alert,
  status?: number,
) => Promise<FastifyReply>;

/** Sends the page of a form once more, with all that was typed into it. */
export type SendAgain = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  alert: Alert,
  status?: number,
) => Promise<FastifyReply>;

/**
 * A session that ends while a long answer is typed takes nothing with it: the page that says so holds the form that was sent, and after
 * signing in on that very page it stands there again, with its words, to be sent. It needs no script.
 */
export function resumeRoute(
  app: FastifyInstance,
  options: DeskOptions,
  {
    frame,
    writing,
    sendComment,
    sendConfirm,
    sendPolicyAgain,
    sendPersonAgain,
    signIn,
  }: DecideParts & {
    sendConfirm: SendConfirm;
    sendPolicyAgain: SendPolicyAgain;
    sendPersonAgain: SendPersonAgain;
    signIn: SignIn;
  },
): { readonly sendOver: SendOver; readonly sendAgain: SendAgain } {
  const sendOver: SendOver = (request, reply, alert, status = 401) => {
    const words = frame.wordsOf(request);
    const body = (request.body ?? {}) as Record<string, unknown>;
    const kind = kindOf(request);
    const field = TYPED[kind] ?? 'text';
    const typed = formField(request, field);
    const fields = Object.entries(body)
      .filter(([name, value]) => !OWN.has(name) && name !== field && typeof value === 'string')
      .map(([name, value]) => ({ name, value }));
    return frame.send(request, reply, null, {
      template: SESSION_OVER_PAGE,
      title: words.overHeading,
      status,
      alert: alert ?? null,
      view: {
        intro: typed === '' ? words.overEmpty : words.overIntro,
        fields: [...fields, { name: 'typed-in', value: kind }],
        hasTyped: typed !== '',
        field,
        typed,
        login: formField(request, 'name'),
      },
    });
  };

  const sendAgain: SendAgain = async (request, reply, seat, alert, status = 200) => {
    const kind = kindOf(request);
    const text = formField(request, 'text');
    if (text !== '' && (kind === 'answer' || kind === 'edit')) {
      return sendComment(request, reply, seat, formField(request, 'id'), { status, alert, typed: { [kind]: text } });
    }
    if (kind === 'work' && formField(request, 'id') !== '') {
      const field = formField(request, 'action') === 'return' ? 'note' : 'agency';
      const typed = { [field]: text, unit: formField(request, 'unit'), due: formField(request, 'due') };
      return sendComment(request, reply, seat, formField(request, 'id'), { status, alert, typed });
    }
    const asked = kind === 'decide' ? askedOf(request) : null;
    const isBlocking = kind === 'block' && formField(request, 'value') !== '';
    if (kind.startsWith('policies') || isBlocking) return sendPolicyAgain(request, reply, seat, alert, status);
    if (kind.startsWith('person')) return sendPersonAgain(request, reply, seat, kind, alert, status);
    if (asked && asked.picks.length > 0) return sendConfirm(request, reply, seat, asked, { status, alert });
    return reply.redirect(frame.backOf(request), 303);
  };

  app.post(`/${DESK}/resume`, writing, async (request, reply) => {
    const words = frame.wordsOf(request);
    let session: SessionRow;
    try {
      session = await signIn(request, reply, {
        name: formField(request, 'name'),
        password: formField(request, 'password'),
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const { statusCode: status, retryAfter, problem } = error;
      if (retryAfter !== null) reply.header('retry-after', retryAfter);
      const minutes = Math.ceil((retryAfter ?? 0) / 60);
      const heading =
        problem.type === 'urn:tinh:problem:too-many-attempts'
          ? fill(words.tooMany, { n: minutes })
          : problem.type === 'urn:tinh:problem:wrong-credentials'
            ? words.wrong
            : words.busy;
      return sendOver(request, reply, { heading }, status);
    }
    // The forms of the page that follows belong to the session that begins here, not to what the request brought along.
    const seat = await seatOfSession(session, langOf(request), options);
    return sendAgain(request, reply, seat, { heading: words.signedInAgain });
  });
  return { sendOver, sendAgain };
}

/** From which form a request comes: its address below that of the desk, or what the page in between kept of it. */
function kindOf(request: FastifyRequest): string {
  return formField(request, 'typed-in') || request.url.split('?')[0]!.split(`/${DESK}/`).at(-1)!;
}
