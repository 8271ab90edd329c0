/**
 * Why a comment should be looked at by a moderator before others see it. Codes, since they are stored with the comment and each
 * moderator reads them in a language of their own.
 *
 * - `no-proof`: no proof of work came along: no script, a slow machine, or a program
 * - `bad-proof`: what came along proves nothing: forged, broken, of another site, or of before the secret changed
 * - `trap`: the field that people do not see was filled in
 * - `too-quick`: sent sooner after the form was shown than a person writes
 * - `bad-form`: the form's time is forged, or older than a day
 * - `busy-address`: many comments came from this network address lately; whole offices share one
 * - `flood`: very many comments came to this site lately
 * - `duplicate`: the same text was posted within a day
 * - `links`: more links than the site allows
 * - `word`: a word of the site's lists
 * - `blocked`: an official has blocked its author, a word in it, or a host that it names
 */
export const REASONS = [
  'no-proof',
  'bad-proof',
  'trap',
  'too-quick',
  'bad-form',
  'busy-address',
  'flood',
  'duplicate',
  'links',
  'word',
  'blocked',
] as const;

/** One of `REASONS`. */
export type Reason = (typeof REASONS)[number];

/** Those that speak against the words or their author, and not against how the comment came: they are found anew for changed words. */
export const CONTENT_REASONS: readonly Reason[] = ['links', 'word', 'blocked'];

/**
 * What to do with a comment.
 *
 * - `accept`: nothing speaks against it. On a site that moderates before, it waits all the same.
 * - `moderate`: it is kept and answered like any other that waits; its reasons are for the moderator alone.
 * - `refuse`: nothing is kept, and the same comment is welcome later under the same idempotency key:
 *   `too-fast` after `retryAfter` seconds, `challenge-expired` at once with the proof of a new challenge, or with none.
 */
export type Verdict =
  | { readonly verdict: 'accept' }
  | { readonly verdict: 'moderate'; readonly reasons: readonly Reason[] }
  | { readonly verdict: 'refuse'; readonly problem: 'too-fast'; readonly retryAfter: number }
  | { readonly verdict: 'refuse'; readonly problem: 'challenge-expired'; readonly retryAfter: null };
