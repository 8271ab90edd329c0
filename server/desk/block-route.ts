import type { FastifyInstance } from 'fastify';
import { authorsOf } from '../comments/reader.ts';
import { formField } from '../http/forms.ts';
import { ProblemError } from '../http/problem.ts';
import { block, type BlockOrder, unblock } from '../moderation/blocks.ts';
import type { Forms } from '../session/forms.ts';
import { commentOfSeat } from './comment-route.ts';
import { DESK, type DeskFrame } from './frame.ts';
import type { SendPolicies } from './policy-route.ts';
import { type PolicyWords, policyWords } from './policy-words.ts';
import { type DeskOptions, seatOf, siteOfSeat } from './seat.ts';

/** Blocking words, hosts and authors, and taking blocks away. */
export function blockRoute(
  app: FastifyInstance,
  options: DeskOptions,
  {
    frame,
    writing,
    sendPolicies,
  }: { readonly frame: DeskFrame; readonly writing: Forms['writing']; readonly sendPolicies: SendPolicies },
): void {
  const { db, live } = options;

  app.post(`/${DESK}/block`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    const kind = (['word', 'host', 'author'] as const).find((each) => each === formField(request, 'kind'));
    if (!kind) throw new ProblemError('invalid-request', 'There is no such kind of block.');
    const value = formField(request, 'value');
    const id = formField(request, 'comment');
    const row = id === '' ? null : await commentOfSeat(db, seat, id);
    if (row ? row.site !== site.slug : kind === 'author') throw new ProblemError('unknown-comment');
    const order: BlockOrder = {
      site: site.slug,
      kind,
      // The page never knows by what an author is told from others.
      values: kind === 'author' ? authorsOf(row!) : [value],
      ...(row && { comment: row.id }),
    };
    const outcome = await block(db, seat.acting, order);
    if (outcome.result === 'done') {
      await live.reload();
      return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.line) });
    }
    const said = policyWords[seat.lang];
    if (outcome.result === 'too-many' && row) {
      return frame.sendMessage(request, reply, seat, { status: 409, heading: said.notSaved, sentence: said.tooMany });
    }
    if (kind === 'author' || !seat.acting.administrator) {
      return frame.goOn(request, reply, frame.backOf(request), { said: 'same-policy' });
    }
    const fault = faultOf(kind, outcome.result, said);
    return sendPolicies(request, reply, seat, site, {
      status: outcome.result === 'wrong' ? 400 : 409,
      alert: { heading: said.notSaved, links: [{ field: `block-${kind}`, text: fault }] },
      adding: { kind, value, fault },
    });
  });

  app.post(`/${DESK}/unblock`, writing, async (request, reply) => {
    const seat = await seatOf(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    const ids = formField(request, 'ids').split(' ').slice(0, 10);
    const outcome = await unblock(db, seat.acting, { site: site.slug, ids });
    if (outcome.result !== 'done') return frame.goOn(request, reply, frame.backOf(request), { said: 'same-policy' });
    await live.reload();
    return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.line) });
  });
}

function faultOf(kind: 'word' | 'host', result: 'same' | 'wrong' | 'too-many', said: PolicyWords): string {
  if (result === 'same') return said.blockedAlready;
  if (result === 'too-many') return said.tooMany;
  return kind === 'word' ? said.wordWrong : said.hostWrong;
}
