import { authorsOf } from '../comments/reader.ts';
import { fill } from '../http/page-parts.ts';
import { hostsIn } from '../spam/hosts.ts';
import type { Database } from '../storage/database.ts';
import type { CommentRow } from '../storage/schema.ts';
import type { PolicyWords } from './policy-words.ts';

/** What of a comment can be blocked, or is, for its page. */
export async function blockingView(db: Database, row: CommentRow, said: PolicyWords): Promise<Record<string, unknown>> {
  const authors = authorsOf(row);
  const hosts = hostsIn(`${row.name}\n${row.text}`);
  const values = [...authors, ...hosts];
  const found =
    values.length === 0
      ? []
      : await db
          .selectFrom('blocks')
          .select(['id', 'kind', 'value'])
          .where('site', '=', row.site)
          .where('kind', 'in', ['author', 'host'])
          .where('value', 'in', values)
          .execute();
  const idsOf = (kind: 'author' | 'host', wanted: readonly string[]): string =>
    found
      .filter((each) => each.kind === kind && wanted.includes(each.value))
      .map(({ id }) => id)
      .join(' ');
  const item = (kind: 'author' | 'host', value: string, ids: string, name: string): object => ({
    door: ids === '' ? 'block' : 'unblock',
    kind,
    value,
    ids: ids || null,
    name,
  });
  const authorIds = idsOf('author', authors);
  return {
    site: row.site,
    comment: row.id,
    sentence: authors.length === 0 ? said.noAuthor : authorIds === '' ? null : said.authorBlocked,
    items: [
      ...(authors.length === 0
        ? []
        : [item('author', '', authorIds, authorIds === '' ? said.blockAuthor : said.unblockAuthor)]),
      ...hosts.map((host) => {
        const ids = idsOf('host', [host]);
        return item('host', host, ids, fill(ids === '' ? said.blockThisHost : said.unblockThisHost, { host }));
      }),
    ],
  };
}
