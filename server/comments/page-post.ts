import type { FastifyRequest } from 'fastify';
import { clientOf } from '../http/address.ts';
import { formField } from '../http/forms.ts';
import { siteOf } from '../site-guard.ts';
import { SPAM_FIELDS } from '../spam/assess.ts';
import { checkComment } from './check.ts';
import { type Draft, keyOf } from './page-form.ts';
import { postComment, type PostDesk, type Posted } from './post.ts';
import { ANYBODY } from './reader.ts';

/** What writing on the plain pages needs. */
export interface WritingOptions {
  desk: PostDesk;
  publicUrl: URL | null;
}

/** Passes the check of an address and is never kept. */
const UNKNOWN_ADDRESS = 'https://unknown.invalid/';

/**
 * Keeps the comment of a form; sent again it is the same comment.
 *
 * @throws ProblemError as posting through the API does
 */
export function postFromPage(
  desk: PostDesk,
  request: FastifyRequest,
  draft: Draft,
  { thread, parent }: { thread: string; parent: string | null },
): Promise<Posted> {
  const site = siteOf(request);
  const { name, email, text, agreed, consentVersion } = draft;
  const body = {
    thread,
    parent,
    // The page knows no address of the article for sure; a thread without one learns it from a comment of the article's own page.
    url: UNKNOWN_ADDRESS,
    title: '',
    name,
    text,
    email,
    consent: agreed,
    consentVersion,
    [SPAM_FIELDS.formTime]: draft.formTime,
    [SPAM_FIELDS.trap]: formField(request, SPAM_FIELDS.trap),
  };
  const key = keyOf(draft, checkComment(body, site.comments).comment);
  return postComment(desk, { site, body, key, reader: ANYBODY, client: clientOf(request.ip), origin: 'page' });
}
