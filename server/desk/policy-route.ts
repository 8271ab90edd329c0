import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readThread } from '../comments/read.ts';
import type { Site } from '../config.ts';
import { formField } from '../http/forms.ts';
import { fill } from '../http/page-parts.ts';
import { asProblem, ProblemError } from '../http/problem.ts';
import { cleanKey } from '../http/validation.ts';
import { type BlockLine, listBlocks } from '../moderation/blocks.ts';
import { changePolicy, type ChangeFaults } from '../moderation/change-policy.ts';
import { type PolicyField, readPolicy, SITE_FIELDS, THREAD_FIELDS } from '../policies/policy.ts';
import { policyStampOf, readStored } from '../policies/store.ts';
import { type Tested, testText } from '../policies/test-text.ts';
import { foldedForm } from '../word-forms.ts';
import type { Forms } from '../session/forms.ts';
import { type Alert, DESK, type DeskFrame } from './frame.ts';
import {
  faultWords,
  fieldViews,
  readTyped,
  sentPolicy,
  SITE_GROUPS,
  THREAD_GROUPS,
  type TypedPolicy,
  typedOf,
} from './policy-fields.ts';
import { POLICIES_PAGE, POLICY_FIELDS_PART, THREAD_POLICY_PAGE } from './policy-template.ts';
import { type PolicyWords, policyWords } from './policy-words.ts';
import { type DeskOptions, type Seat, seatOf, siteOfSeat } from './seat.ts';
import { fieldNames, shortTime, whoOf } from './view.ts';

/** How a page of policies is sent again, with what was chosen and typed and what went wrong. */
export interface PolicyAgain {
  readonly status?: number;
  readonly alert?: Alert;
  readonly typed?: TypedPolicy;
  readonly faults?: ChangeFaults;
  /** Somebody else has changed the policy meanwhile: what holds now is told at each field. */
  readonly changed?: boolean;
  /** What was typed to be blocked, and why it was not. */
  readonly adding?: { readonly kind: string; readonly value: string; readonly fault: string | null };
  readonly sample?: string;
  /** What was seen of the policy when this was typed; absent: what holds now. */
  readonly seen?: string;
}

/** Sends the page of the policies of a site. */
export type SendPolicies = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  site: Site,
  again?: PolicyAgain,
) => Promise<FastifyReply>;

/** Sends a page of policies once more, with what stands in the form that was sent. */
export type SendPolicyAgain = (
  request: FastifyRequest,
  reply: FastifyReply,
  seat: Seat,
  alert: Alert,
  status: number,
) => Promise<FastifyReply>;

/** The policies of sites and of single threads, for administrators. */
export function policyRoute(
  app: FastifyInstance,
  options: DeskOptions,
  { frame, writing }: { readonly frame: DeskFrame; readonly writing: Forms['writing'] },
): { readonly sendPolicies: SendPolicies; readonly sendPolicyAgain: SendPolicyAgain } {
  const { db, live } = options;
  const path = `${DESK}/policies`;
  const threadPath = `${path}/thread`;
  const saidIn = ({ lang }: Seat): PolicyWords => policyWords[lang];
  const configuredOf = (site: Site): Site => live.configured.find(({ slug }) => slug === site.slug)!;

  const sendPolicies: SendPolicies = async (request, reply, seat, site, again = {}) => {
    const { lang } = seat;
    const said = saidIn(seat);
    const configured = configuredOf(site);
    const stored = await readStored(db, { site: site.slug, thread: null });
    const current = readPolicy(configured, JSON.stringify(stored), SITE_FIELDS);
    const { typed = typedOf(current), faults = {}, changed = false, sample } = again;
    const reader = { words: said, lang };
    const blocks = await listBlocks(db, site.slug);
    const tested = sample === undefined ? null : testText(site, sample);
    return frame.send(request, reply, seat, {
      template: POLICIES_PAGE,
      parts: { fields: POLICY_FIELDS_PART },
      title: seat.sites.length > 1 ? `${said.heading} – ${site.name}` : said.heading,
      entry: 'policies',
      here: `${path}?site=${site.slug}`,
      status: again.status ?? 200,
      alert: again.alert ?? null,
      view: {
        said,
        site: site.slug,
        seen: again.seen ?? policyStampOf(stored),
        siteChoice: seat.sites.length > 1,
        sites: seat.sites.map(({ slug, name }) => ({ slug, name, current: slug === site.slug })),
        groups: fieldViews(
          SITE_GROUPS,
          { typed, faults, above: configured, current: changed ? current : null },
          { ...reader, asAbove: said.asConfigured },
        ),
        threads: {
          any: site.threads.size > 0,
          items: [...site.threads].map(([key, policy]) => ({
            name: key,
            what: fieldNames(Object.keys(policy), said.fields),
            href: frame.address(request, threadPath, { site: site.slug, thread: key }),
          })),
        },
        blocks: {
          any: blocks.length > 0,
          items: blocks.map((block) => blockView(block, site, said)),
        },
        adding: addingViews(said, again.adding),
        sample: `\n${sample ?? ''}`,
        tested: tested && testedView(tested, site, blocks, said),
      },
    });
  };

  async function sendThread(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    site: Site,
    key: string,
    again: PolicyAgain = {},
  ): Promise<FastifyReply> {
    const said = saidIn(seat);
    const stored = await readStored(db, { site: site.slug, thread: key });
    const current = readPolicy(configuredOf(site), JSON.stringify(stored), THREAD_FIELDS);
    const { typed = typedOf(current), faults = {}, changed = false } = again;
    const thread = await readThread(db, site.slug, key);
    return frame.send(request, reply, seat, {
      template: THREAD_POLICY_PAGE,
      parts: { fields: POLICY_FIELDS_PART },
      title: said.ofThread,
      entry: 'policies',
      here: `${threadPath}?${new URLSearchParams({ site: site.slug, thread: key }).toString()}`,
      status: again.status ?? 200,
      alert: again.alert ?? null,
      view: {
        said,
        site: site.slug,
        thread: key,
        article: thread?.title || key,
        seen: again.seen ?? policyStampOf(stored),
        toSite: frame.address(request, path, { site: site.slug }),
        groups: fieldViews(
          THREAD_GROUPS,
          { typed, faults, above: site, current: changed ? current : null },
          { words: said, lang: seat.lang, asAbove: said.asSite },
        ),
      },
    });
  }

  app.get(`/${path}`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const { site } = request.query as { site?: unknown };
    return sendPolicies(request, reply, seat, typeof site === 'string' ? siteOfSeat(seat, site) : seat.sites[0]!);
  });

  app.get(`/${threadPath}`, { schema: { hide: true } }, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const { site, thread } = request.query as { site?: unknown; thread?: unknown };
    return sendThread(request, reply, seat, siteOfSeat(seat, String(site)), keyOf(thread));
  });

  app.post(`/${path}`, writing, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    return save(request, reply, seat, site, null);
  });

  app.post(`/${threadPath}`, writing, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    return save(request, reply, seat, site, keyOf(formField(request, 'thread')));
  });

  app.post(`/${path}/test`, writing, async (request, reply) => {
    const seat = await administratorSeat(request, options);
    const site = siteOfSeat(seat, formField(request, 'site'));
    return sendPolicies(request, reply, seat, site, { sample: formField(request, 'text').replaceAll('\r\n', '\n') });
  });

  async function save(
    request: FastifyRequest,
    reply: FastifyReply,
    seat: Seat,
    site: Site,
    thread: string | null,
  ): Promise<FastifyReply> {
    const said = saidIn(seat);
    const words = frame.wordsOf(request);
    const typed = sentPolicy(request, thread === null ? SITE_GROUPS : THREAD_GROUPS);
    const again = (more: PolicyAgain): Promise<FastifyReply> =>
      thread === null
        ? sendPolicies(request, reply, seat, site, { typed, ...more })
        : sendThread(request, reply, seat, site, thread, { typed, ...more });
    const outcome = await changePolicy(db, seat.acting, {
      configured: configuredOf(site),
      thread,
      seen: formField(request, 'seen'),
      policy: readTyped(typed),
      erase: formField(request, 'erase') !== '',
    });
    switch (outcome.result) {
      case 'done':
        await live.reload();
        return frame.goOn(request, reply, frame.backOf(request), { done: String(outcome.undo) });
      case 'same':
        return frame.goOn(request, reply, frame.backOf(request), { said: 'same-policy' });
      case 'faults': {
        const reader = { words: said, lang: seat.lang };
        const links = Object.entries(outcome.faults).map(([field, fault]) => ({
          field,
          text: `${said.fields[field as PolicyField]}: ${faultWords(fault, reader)}`,
        }));
        return again({ status: 400, faults: outcome.faults, alert: { heading: said.notSaved, links } });
      }
      case 'changed': {
        const { last } = outcome;
        const by =
          last &&
          fill(said.changedBy, {
            who: whoOf(last, words),
            what: words.actions[last.action],
            time: shortTime(last.at, site.timeZone),
          });
        const alert = { heading: said.changed, sentences: [...(by ? [by] : []), said.changedKept] };
        return again({ status: 409, alert, changed: true });
      }
    }
  }

  const sendPolicyAgain: SendPolicyAgain = async (request, reply, seat, alert, status) => {
    if (!seat.acting.administrator) return reply.redirect(frame.backOf(request), 303);
    const site = siteOfSeat(seat, formField(request, 'site'));
    const [sample, kind, value, thread, seen] = ['text', 'kind', 'value', 'thread', 'seen'].map((name) =>
      formField(request, name),
    ) as [string, string, string, string, string];
    if (sample !== '') return sendPolicies(request, reply, seat, site, { sample, status, alert });
    if (kind !== '')
      return sendPolicies(request, reply, seat, site, { adding: { kind, value, fault: null }, status, alert });
    // With what was seen then: a change by somebody else meanwhile is still noticed.
    if (thread !== '') {
      const typed = sentPolicy(request, THREAD_GROUPS);
      return sendThread(request, reply, seat, site, keyOf(thread), { typed, seen, status, alert });
    }
    return sendPolicies(request, reply, seat, site, { typed: sentPolicy(request, SITE_GROUPS), seen, status, alert });
  };

  return { sendPolicies, sendPolicyAgain };
}

/** @throws ProblemError `not-allowed` for anybody but an administrator */
export async function administratorSeat(request: FastifyRequest, options: DeskOptions): Promise<Seat> {
  const seat = await seatOf(request, options);
  if (!seat.acting.administrator) throw new ProblemError('not-allowed', 'Only administrators change settings.');
  return seat;
}

function keyOf(thread: unknown): string {
  try {
    return cleanKey(typeof thread === 'string' ? thread : '', 'thread');
  } catch (error) {
    if (asProblem(error).statusCode >= 500) throw error;
    throw new ProblemError('unknown-site', 'There is no such thread.');
  }
}

function blockView(block: BlockLine, { timeZone }: Site, said: PolicyWords): object {
  const { id, kind, value, byName, created_at: at } = block;
  return {
    id,
    kind: said.kinds[kind],
    value: kind === 'author' ? fill(said.anAuthor, { id: id.slice(0, 6) }) : value,
    by: fill(said.blocksBy, { who: byName ?? '…', time: shortTime(at, timeZone) }),
  };
}

function addingViews(said: PolicyWords, adding: PolicyAgain['adding']): object[] {
  const views = [
    { kind: 'word', label: said.word, hint: said.wordHint, button: said.blockWord },
    { kind: 'host', label: said.host, hint: said.hostHint, button: said.blockHost },
  ];
  return views.map((view) => {
    const { value, fault } = adding?.kind === view.kind ? adding : { value: '', fault: null };
    return { ...view, id: `block-${view.kind}`, value, fault };
  });
}

function testedView(
  { caught, links, parts }: Tested,
  { comments }: Site,
  blocks: readonly BlockLine[],
  said: PolicyWords,
): object {
  const typed = new Map(blocks.map(({ value }) => [foldedForm(value), value]));
  const isMany = links > comments.links;
  return {
    any: caught.length > 0 || isMany,
    caught: caught.map(({ by, value }) => ({
      value: (by === 'blockedWords' && typed.get(value)) || value,
      list: said.testLists[by],
    })),
    links: isMany ? fill(said.testLinks, { n: links, most: comments.links }) : null,
    parts,
  };
}
