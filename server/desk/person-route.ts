import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mayAdminister } from '../accounts/roles.ts';
import { formField } from '../http/forms.ts';
import { fill } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import { readAudit } from '../moderation/audit.ts';
import { erasePerson, exportPerson, findPerson, type Person } from '../moderation/person.ts';
import type { DecideParts } from './decide-route.ts';
import { type Alert, DESK } from './frame.ts';
import { PERSON_PAGE, PERSON_RECEIPT_PAGE, PERSON_SURE_PAGE } from './person-template.ts';
import { personWords } from './person-words.ts';
import { type DeskOptions, type Seat, seatOf } from './seat.ts';
import { shortTime, whoOf } from './view.ts';

/** Sends a page about a person once more, with whom the form that was sent was about. */
export type SendPersonAgain = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  kind: string,
  alert: Alert,
  status: number,
) => Promise<FastifyReply>;

/**
 * Export and erasure of one person's comments, for administrators. Whoever is looked up is typed into forms alone, so that no address
 * with it gets into a log or a browser's history.
 */
export function personRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing }: Pick<DecideParts, 'frame' | 'writing'>,
): SendPersonAgain {
  const { db } = options;
  const path = `${DESK}/person`;

  app.get(`/${path}`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    return sendPerson(request, reply, seat, '', null);
  });

  app.post(`/${path}`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    const typed = formField(request, 'person');
    const person = await findPerson(db, seat.acting, typed);
    const p = personWords[seat.lang];
    return person
      ? sendPerson(request, reply, seat, typed, person)
      : sendPerson(request, reply, seat, typed, null, { status: 400, alert: { heading: p.wrong }, wrong: true });
  });

  app.post(`/${path}/export`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    const typed = formField(request, 'person');
    const person = await findPerson(db, seat.acting, typed);
    const file = person && (await exportPerson(db, seat.acting, person));
    if (!file) return sendPerson(request, reply, seat, typed, person, { status: 404 });
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="du-lieu-ca-nhan.json"')
      .header('cache-control', 'no-store')
      .send(`${JSON.stringify(file, null, 2)}\n`);
  });

  app.post(`/${path}/erase`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    const p = personWords[seat.lang];
    const typed = formField(request, 'person');
    const seen = formField(request, 'seen');
    const person = await findPerson(db, seat.acting, typed);
    if (!person || person.comments.length === 0) {
      return sendPerson(request, reply, seat, typed, person, { status: 404 });
    }
    if (seen === '') return sendSure(request, reply, seat, typed, person);
    const erasure = await erasePerson(db, seat.acting, person, Number(seen));
    if (erasure.result === 'changed') {
      return sendSure(request, reply, seat, typed, person, { status: 409, alert: { heading: p.changed } });
    }
    if (erasure.result === 'interrupted') {
      request.log.error({ err: erasure.cause }, 'the erasure of a person was interrupted');
      // Nothing is read for this page: the database may be what failed.
      const left = { ...person, comments: person.comments.slice(erasure.erased) };
      const alert = { heading: fill(p.interrupted, { n: erasure.erased }) };
      return sendSure(request, reply, seat, typed, left, { status: 500, alert });
    }
    return reply.redirect(frame.address(request, `${path}/receipt`, { id: erasure.receipt }), 303);
  });

  app.get(`/${path}/receipt`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await seatOf(request, options);
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    const p = personWords[seat.lang];
    const { id } = request.query as { id?: unknown };
    const code = typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : 0;
    const [line] = (await readAudit(db, { before: code + 1, limit: 1 })).lines;
    if (line?.id !== code || line.action !== 'erase-person') throw new ProblemError('unknown-comment');
    const number = Number(line.detail['total'] ?? line.detail['comments']);
    const { timeZone } = seat.sites.find(({ slug }) => slug === line.site) ?? seat.sites[0]!;
    return frame.send(request, reply, seat, {
      template: PERSON_RECEIPT_PAGE,
      title: p.receiptHeading,
      entry: 'person',
      here: `${path}/receipt?id=${code}`,
      view: {
        p,
        sentence: fill(p.receiptDone, { n: number }),
        code,
        number,
        iso: new Date(line.at).toISOString(),
        time: shortTime(line.at, timeZone),
        who: whoOf(line, frame.wordsOf(request)),
        another: frame.address(request, path),
      },
    });
  });

  const sendPersonAgain: SendPersonAgain = async (request, reply, seat, kind, alert, status) => {
    if (!mayAdminister(seat.rights)) return refuse(request, reply, seat);
    const typed = formField(request, 'person');
    const person = kind === 'person' ? null : await findPerson(db, seat.acting, typed);
    const isSure = formField(request, 'seen') !== '' && person !== null && person.comments.length > 0;
    if (isSure) return sendSure(request, reply, seat, typed, person, { status, alert });
    return sendPerson(request, reply, seat, typed, person, { status, alert });
  };

  function refuse(request: FastifyRequest, reply: FastifyReply, seat: Seat): Promise<FastifyReply> {
    const { refusedHeading: heading, refused: sentence } = personWords[seat.lang];
    return frame.sendMessage(request, reply, seat, { status: 403, heading, sentence });
  }

  function sendPerson(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    typed: string,
    person: Person | null,
    { wrong = false, ...said }: { readonly status?: number; readonly alert?: Alert; readonly wrong?: boolean } = {},
  ): Promise<FastifyReply> {
    const p = personWords[seat.lang];
    return frame.send(request, reply, seat, {
      template: PERSON_PAGE,
      title: p.heading,
      entry: 'person',
      here: path,
      ...said,
      view: {
        p,
        typed,
        wrong,
        none: person?.comments.length === 0,
        found: person !== null &&
          person.comments.length > 0 && {
            heading: fill(p.foundHeading, { n: person.comments.length }),
            rows: rowsOf(person, seat, frame.wordsOf(request).states),
          },
      },
    });
  }

  function sendSure(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    typed: string,
    { comments }: Person,
    said: { readonly status?: number; readonly alert?: Alert } = {},
  ): Promise<FastifyReply> {
    const p = personWords[seat.lang];
    const question = fill(p.sureHeading, { n: comments.length });
    return frame.send(request, reply, seat, {
      template: PERSON_SURE_PAGE,
      title: question,
      entry: 'person',
      here: path,
      ...said,
      view: {
        p,
        question,
        typed,
        number: comments.length,
        eraseNow: fill(p.eraseNow, { n: comments.length }),
        cancel: frame.address(request, path),
      },
    });
  }

  return sendPersonAgain;
}

/** How many there are of each site and state. */
function rowsOf(
  { comments }: Person,
  { sites }: Seat,
  states: Readonly<Record<string, string>>,
): { site: string; state: string; number: number }[] {
  return sites.flatMap(({ slug, name }) => {
    const ofSite = comments.filter(({ site }) => site === slug);
    return [...new Set(ofSite.map(({ state }) => state))].map((state) => ({
      site: name,
      state: states[state] ?? state,
      number: ofSite.filter((row) => row.state === state).length,
    }));
  });
}
