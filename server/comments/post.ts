import type { Site } from '../config.ts';
import { asProblem, ProblemError, tooFast } from '../http/problem.ts';
import type { LiveSites } from '../policies/live-sites.ts';
import { siteOfThread } from '../policies/policy.ts';
import { type Circumstances, SPAM_FIELDS, SpamGuard, type SpamOptions, type Submission } from '../spam/assess.ts';
import { type ActionLimitOptions, ActionLimits } from '../spam/limits.ts';
import type { Reason } from '../spam/verdict.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { readSecret } from '../storage/secrets.ts';
import { checkComment } from './check.ts';
import { codeHash, lookupCode } from './code.ts';
import { isKnownReader } from './read.ts';
import { authorsOf, type Reader } from './reader.ts';
import { addComment, findPosted } from './store.ts';
import { type User, UserTokens } from './user-token.ts';

/** What posting needs; one for all sites of a process. */
export interface PostDesk {
  readonly db: Database;
  readonly live: LiveSites;
  /** Milliseconds. */
  readonly now: () => number;
  readonly spam: SpamGuard;
  /** Limits of likes and reports; null for none. */
  readonly actions: ActionLimits | null;
  readonly users: UserTokens;
  readonly codeSecret: string;
}

/** How the guard is set; for tests and measurements. */
export type SpamSettings = Partial<Pick<SpamOptions, 'limits' | 'difficulty' | 'off'>> & {
  /** Default `ACTION_LIMITS`; none where the guard is off. */
  readonly actions?: ActionLimitOptions;
};

/** Reads the secrets, which all processes on one database have in common. */
export async function openPostDesk(
  db: Database,
  live: LiveSites,
  now: () => number,
  { actions, ...spam }: SpamSettings = {},
): Promise<PostDesk> {
  const secret = (name: string): Promise<string> => readSecret(db, name, now());
  return {
    db,
    live,
    now,
    spam: new SpamGuard({ ...spam, secret: await secret('spam-guard'), now }),
    actions: spam.off ? null : new ActionLimits(actions),
    users: new UserTokens(live.configured, await secret('user-ids'), now),
    codeSecret: await secret('comment-codes'),
  };
}

/** A comment as it came. */
export interface Post {
  readonly site: Site;
  /** Fields of `NewComment` and of `SPAM_FIELDS`, not yet checked. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Idempotency key, in its right form. */
  readonly key: string;
  readonly reader: Reader;
  /** Network address in the form of `clientOf`; in memory only. */
  readonly client: string;
  /** The header `Tinh-User`. */
  readonly userToken?: string | undefined;
  /** The plain page has no proof of work: what comes from there always waits for a moderator, and its form has a signed time. */
  readonly origin: 'api' | 'page';
}

/** A comment that is kept. */
export interface Posted {
  readonly row: CommentRow;
  /** Its lookup code, the same for every retry. */
  readonly code: string;
}

/**
 * Posts a comment, in this order: its fields; whether its key is known, so that a retry is answered whatever has changed since; what the
 * policy of its thread says; for whom the site vouches; what speaks against it; and into the database. Sent again with the same key, it is the comment of the first time.
 *
 * @throws ProblemError `invalid-comment`, `idempotency-key-reused`, `user-token-over`, `sign-in-needed`, `challenge-expired`, `too-fast`,
 *   `thread-closed`; nothing is kept then
 */
export async function postComment(desk: PostDesk, post: Post): Promise<Posted> {
  const { db, now } = desk;
  const { key, reader } = post;
  const { comment, errors } = checkComment(post.body, post.site.comments, { named: post.userToken !== undefined });
  if (errors.length > 0) throw new ProblemError('invalid-comment', 'See errors for the fields.', errors);
  const code = lookupCode(desk.codeSecret, post.site.slug, key);
  const known = await findPosted(db, post.site.slug, key, comment);
  if (known) return { row: known, code };

  const site = siteOfThread(post.site, comment.thread);
  const { mode, closeAfterDays, replies } = site.comments;
  if (mode !== 'open') throw new ProblemError('thread-closed');
  if (comment.parent != null && !replies) {
    throw new ProblemError('invalid-comment', 'Replies are not taken here.', [{ field: 'parent', code: 'invalid' }]);
  }
  const user = post.userToken === undefined ? null : await desk.users.read(site, post.userToken);
  if (user === null && site.comments.writers === 'signed-in') {
    throw new ProblemError('sign-in-needed', 'The header Tinh-User is missing.');
  }
  const name = user?.name ?? comment.name;
  const submission = submissionOf(post, { name, text: comment.text, user: user?.hash ?? null });
  const circumstances = { client: post.client, verified: user !== null };
  const held = await reasonsAgainst(desk, submission, circumstances);
  const row = await addComment(db, {
    site: site.slug,
    // The plain page does not know the article's address.
    comment: post.origin === 'page' ? { ...comment, url: '' } : comment,
    user,
    state: held.length > 0 || (await mustWait(desk, site, post, user)) ? 'pending' : 'published',
    closeAfterDays,
    held,
    consentVersion: comment.consentVersion ?? site.comments.consent.version,
    idempotencyKey: key,
    authorHash: reader.authorHash,
    codeHash: codeHash(code),
    now: now(),
  }).catch(async (error: unknown) => {
    // What was kept with the same key at the same moment stays counted.
    const isKept = asProblem(error).problem.type === 'urn:tinh:problem:idempotency-key-reused';
    if (!isKept) await desk.spam.forget(submission, circumstances);
    throw error;
  });
  return { row, code };
}

/** A comment as the guard sees it. */
function submissionOf(
  { site, body, key, reader: { authorHash }, origin }: Post,
  { name, text, user }: { readonly name: string; readonly text: string; readonly user: string | null },
): Submission {
  const isPage = origin === 'page';
  return {
    site,
    key,
    author: user ?? authorHash,
    authors: authorsOf({ author_hash: authorHash, user_hash: user }),
    name,
    text,
    proof: isPage ? null : body[SPAM_FIELDS.proof],
    // Our form always has one: what lacks it has not seen the form.
    formTime: isPage ? body[SPAM_FIELDS.formTime] || 'none' : null,
    trap: body[SPAM_FIELDS.trap],
  };
}

/** What a moderator has to know; throws where the sender has to do something. */
async function reasonsAgainst(
  { spam }: PostDesk,
  submission: Submission,
  circumstances: Circumstances,
): Promise<readonly Reason[]> {
  const verdict = await spam.assess(submission, circumstances);
  if (verdict.verdict === 'accept') return [];
  if (verdict.verdict === 'moderate') return verdict.reasons;
  throw verdict.problem === 'too-fast'
    ? tooFast(verdict.retryAfter * 1000)
    : new ProblemError('challenge-expired', 'Solve a new challenge, or send the comment without a proof.');
}

/** Whether a comment waits for a moderator though nothing speaks against it. */
async function mustWait(
  { db }: PostDesk,
  { slug, moderation }: Site,
  { origin, reader }: Post,
  user: User | null,
): Promise<boolean> {
  if (moderation === 'before' || origin === 'page') return true;
  return moderation === 'unknown' && user === null && !(await isKnownReader(db, slug, reader));
}
