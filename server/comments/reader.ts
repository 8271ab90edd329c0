import { fieldProblem } from '../http/validation.ts';
import { sha256 } from '../storage/hash.ts';
import type { CommentRow } from '../storage/schema.ts';
import { codeHash } from './code.ts';

/** Who asks, as far as that is anybody's business: by hashes of what the request brought along. */
export interface Reader {
  /** Whose comments are their own. */
  readonly authorHash: string | null;
  /** Whose likes and reports are their own. */
  readonly likerHash: string | null;
  /** Whose ratings of articles are their own. */
  readonly raterHash: string | null;
  /** Whose comment is their own by its lookup code. */
  readonly codeHash: string | null;
}

/** Somebody without token or code. */
export const ANYBODY: Reader = { authorHash: null, likerHash: null, raterHash: null, codeHash: null };

/**
 * Reads `Authorization`. Other schemes, as of a proxy's own login, are none of our business.
 *
 * @throws ProblemError when a token or code is malformed
 */
export function readerOf(authorization: string | undefined): Reader {
  const [scheme = '', ...words] = (authorization ?? '').trim().split(/\s+/);
  const kind = scheme.toLowerCase();
  if (kind === 'code') {
    const hash = codeHash(words.join(''));
    if (hash === null) throw fieldProblem('authorization', 'invalid', 'must be Code and a lookup code');
    return { ...ANYBODY, codeHash: hash };
  }
  if (kind !== 'bearer') return ANYBODY;
  const [token = ''] = words;
  if (!/^[A-Za-z0-9_-]{22,64}$/.test(token)) {
    throw fieldProblem('authorization', 'invalid', 'must be Bearer and 22 to 64 of A-Za-z0-9_-');
  }
  return {
    authorHash: sha256(token),
    likerHash: sha256(`like ${token}`),
    raterHash: sha256(`rate ${token}`),
    codeHash: null,
  };
}

/** Whether a comment is this reader's own. */
export function isOwn(comment: CommentRow, { authorHash, codeHash: code }: Reader): boolean {
  return (authorHash !== null && comment.author_hash === authorHash) || (code !== null && comment.code_hash === code);
}

/** Whether this reader may know that there is such a comment: it is in everybody's list, or their own. */
export function maySee(comment: CommentRow, reader: Reader): boolean {
  return comment.listed === 1 || isOwn(comment, reader);
}

/** By what the author of a comment is known: their token, and who they are on the site. */
export function authorsOf({
  author_hash: author,
  user_hash: user,
}: Pick<CommentRow, 'author_hash' | 'user_hash'>): string[] {
  return [author, user].filter((hash) => hash !== null);
}
