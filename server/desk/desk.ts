import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { A_MOMENT, catchUp } from '../desk-index/catch-up.ts';
import { ProblemError } from '../http/problem.ts';
import { installForms, isOutdated } from '../session/forms.ts';
import type { SignIn } from '../session/sign-in.ts';
import { statisticsRoutes } from '../statistics/routes.ts';
import { STATISTICS_STYLE } from '../statistics/style.ts';
import { blockRoute } from './block-route.ts';
import { commentRoute } from './comment-route.ts';
import { correctionRoute } from './correction-route.ts';
import { decideRoute } from './decide-route.ts';
import { DESK, makeFrame } from './frame.ts';
import { logRoute } from './log-route.ts';
import { policyRoute } from './policy-route.ts';
import { queueRoute, waitingRoute } from './queue-route.ts';
import { personRoute } from './person-route.ts';
import { resumeRoute } from './resume-route.ts';
import { DESK_SCRIPT } from './script.ts';
import { searchRoute } from './search-route.ts';
import { type DeskOptions, seatOf } from './seat.ts';
import { DESK_STYLE } from './style.ts';
import { visitsRoute } from './visits-route.ts';
import { wordsRoute } from './words-route.ts';
import { workRoute } from './work-route.ts';

/** The pages on which officials look after the comments of their sites. They need no script, and are quicker with it. */
export const deskPages: FastifyPluginAsyncTypebox<DeskOptions & { readonly signIn: SignIn }> = async (app, options) => {
  const { publicUrl, signIn } = options;
  const { writing, token } = await installForms(app, publicUrl);
  const frame = makeFrame(options, token);

  const sendComment = commentRoute(app, options, frame);
  const parts = { frame, writing, sendComment };
  const sendConfirm = decideRoute(app, options, parts);
  const { sendPolicies, sendPolicyAgain } = policyRoute(app, options, parts);
  blockRoute(app, options, { ...parts, sendPolicies });
  const sendPersonAgain = personRoute(app, options, parts);
  const again = { sendConfirm, sendPolicyAgain, sendPersonAgain };
  const { sendOver, sendAgain } = resumeRoute(app, options, { ...parts, ...again, signIn });
  queueRoute(app, options, frame);
  correctionRoute(app, options, parts);
  waitingRoute(app, options, frame);
  wordsRoute(app, options, parts);
  workRoute(app, options, parts);
  searchRoute(app, options, frame);
  logRoute(app, options, frame);
  visitsRoute(app, options, { frame, writing, token });

  app.setErrorHandler(async (error, request, reply) => {
    const words = frame.wordsOf(request);
    const isForm = request.method === 'POST';
    const type = error instanceof ProblemError ? error.problem.type : null;
    const seat = type === 'urn:tinh:problem:session-over' ? null : await seatOf(request, options).catch(() => null);
    if (isForm && isOutdated(error)) {
      const alert = { heading: words.outdated };
      return seat ? sendAgain(request, reply, seat, alert, 403) : sendOver(request, reply, alert, 403);
    }
    switch (type) {
      case 'urn:tinh:problem:session-over': {
        if (isForm) return sendOver(request, reply);
        const wanted = request.url.replace(/^\//, frame.base);
        return reply.redirect(frame.address(request, 'sign-in', { return: wanted }), 303);
      }
      case 'urn:tinh:problem:not-allowed':
        return frame.sendMessage(request, reply, seat, {
          status: 403,
          heading: seat ? words.onlyAdministratorsHeading : words.notAllowedHeading,
          sentence: seat ? words.onlyAdministrators : words.notAllowed,
        });
      case 'urn:tinh:problem:unknown-comment':
      case 'urn:tinh:problem:unknown-site':
        return frame.sendMessage(request, reply, seat, {
          status: 404,
          heading: words.missingHeading,
          sentence: words.missing,
        });
      default:
        throw error;
    }
  });

  const files = {
    'desk.css': ['text/css; charset=utf-8', DESK_STYLE],
    'plots.css': ['text/css; charset=utf-8', STATISTICS_STYLE],
    'desk.js': ['text/javascript; charset=utf-8', DESK_SCRIPT],
  };
  for (const [name, [contentType = '', content]] of Object.entries(files)) {
    app.get(`/${DESK}/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.type(contentType).header('cache-control', 'public, max-age=300').send(content),
    );
  }

  // Last: what is registered is closed to everything after it, the handler of errors too.
  await app.register(statisticsRoutes, {
    prefix: `/${DESK}`,
    db: options.db,
    now: options.now,
    publicUrl,
    seat: async (request) => {
      const { sites, lang } = await seatOf(request, options);
      await catchUp(options.db, options.now(), A_MOMENT);
      return { sites, lang };
    },
    frame: async (request, reply, { title, main, nav }) =>
      frame.send(request, reply, await seatOf(request, options), {
        template: '{{{statistics}}}',
        title,
        entry: nav,
        style: 'plots.css',
        here: request.url.replace(/^\//, '').replace(/[?&]lang=\w+/, ''),
        view: { statistics: main },
      }),
  });
};
