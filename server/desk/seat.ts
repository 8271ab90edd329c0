import type { FastifyRequest } from 'fastify';
import { rolesOf, type Rights } from '../accounts/roles.ts';
import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { ProblemError } from '../http/problem.ts';
import type { Acting } from '../moderation/acting.ts';
import { sessionToken } from '../session/cookie.ts';
import { langOf } from '../session/forms.ts';
import { findSession } from '../session/store.ts';
import type { Database } from '../storage/database.ts';
import type { LiveSites } from '../policies/live-sites.ts';
import type { SessionRow } from '../storage/schema.ts';

/** What the pages of the desk need. */
export interface DeskOptions {
  readonly db: Database;
  readonly live: LiveSites;
  readonly publicUrl: URL | null;
  readonly now: () => number;
  /** How long a page of the search may look, milliseconds; for tests. */
  readonly searchTime?: number;
}

/** Who sits at the desk. */
export interface Seat {
  readonly session: SessionRow;
  readonly rights: Rights;
  /** The sites that they work for, at least one. */
  readonly sites: readonly Site[];
  readonly acting: Acting;
  readonly lang: PageLanguage;
}

/**
 * Who sends a request, asked anew every time: who loses a right loses it with the next click.
 *
 * @throws ProblemError `session-over` when nobody is signed in, `not-allowed` for an account that moderates nothing
 */
export async function seatOf(request: FastifyRequest, { db, now, ...options }: DeskOptions): Promise<Seat> {
  const session = await findSession(db, sessionToken(request), now());
  if (!session) throw new ProblemError('session-over', 'Sign in to use the desk.');
  return seatOfSession(session, langOf(request), { db, now, ...options });
}

/** @throws ProblemError `not-allowed` */
export async function seatOfSession(
  session: SessionRow,
  lang: PageLanguage,
  { db, live, now }: DeskOptions,
): Promise<Seat> {
  const { account_id: id, user_name: name } = session;
  const rights = id === null ? null : await rolesOf(db, id);
  const administrator = rights?.role === 'administrator';
  await live.refresh();
  const sites = live.all.filter(({ slug }) => administrator || rights?.sites.includes(slug));
  if (id === null || rights === null || sites.length === 0) {
    throw new ProblemError('not-allowed', 'This account moderates no site.');
  }
  return {
    session,
    rights,
    sites,
    acting: { actor: { id, name }, sites, administrator, leader: administrator || rights.leader === true, now: now() },
    lang,
  };
}

/**
 * The site with this slug.
 *
 * @throws ProblemError `unknown-site`, whether it does not exist or is somebody else's
 */
export function siteOfSeat({ sites }: Seat, slug: string): Site {
  const site = sites.find((each) => each.slug === slug);
  if (!site) throw new ProblemError('unknown-site');
  return site;
}
