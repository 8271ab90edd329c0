import { ProblemError } from '../http/problem.ts';
import type { Site } from '../config.ts';
import { contentReasons } from '../spam/assess.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import { siteOfThread } from '../policies/policy.ts';
import { checkText } from './check.ts';
import { policyOf } from './policy.ts';
import { authorsOf, type Reader } from './reader.ts';
import { editComment } from './states.ts';

/**
 * Changes the text of a reader's own comment by the rules of the site. A published comment whose new words speak against it waits
 * for a moderator again.
 *
 * @param body a `CommentEdit`, not yet checked
 * @param now milliseconds
 * @throws ProblemError `invalid-comment`, `unknown-comment`, `edit-window-over`, `too-fast`
 */
export async function changeComment(
  db: Database,
  { site, id, reader }: { readonly site: Site; readonly id: string; readonly reader: Reader },
  body: Readonly<Record<string, unknown>>,
  now: number,
): Promise<CommentRow> {
  const { text, errors } = checkText(body, site.comments);
  if (errors.length > 0) throw new ProblemError('invalid-comment', 'See errors for the fields.', errors);
  return editComment(
    db,
    { site: site.slug, id, reader },
    {
      text,
      window: policyOf(site).editWindow,
      mustWait: (row) => waits(siteOfThread(site, row.thread), row),
      reasons: (row, words) => contentReasons(site, { name: row.name, text: words, authors: authorsOf(row) }),
      now,
    },
  );
}

/** Where unknown readers wait, the words of the comment that made its author known must not become others unseen. */
function waits({ moderation }: Site, { verified }: CommentRow): boolean {
  return moderation === 'before' || (moderation === 'unknown' && verified === 0);
}
