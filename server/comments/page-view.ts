import type { Comment } from '../../src/api/contract.ts';
import { fill } from '../http/page-parts.ts';
import { anchorOf, LOCALES, longTime, pageAddress, type PageReader, PAGES, paragraphsOf } from './page-frame.ts';
import type { PageAnswer, RepliesAnswer } from './schemas.ts';

const SORTS = ['newest', 'oldest', 'likes'] as const;

/** What a plain page shows. */
export interface Shown {
  readonly page: PageAnswer;
  /** Whether the list begins here. */
  readonly isFirst: boolean;
  /** Id of the comment that the page was asked for. */
  readonly here?: string;
  /** Replies of the first comment, instead of its first ones. */
  readonly replies?: RepliesAnswer | null;
  /** The page shows this one comment with its replies. */
  readonly alone?: boolean;
  /** Whether new comments are taken here. */
  readonly canReply: boolean;
}

/** What the template of a thread shows of its comments. */
export function asThreadView(shown: Shown, reader: PageReader): Record<string, unknown> {
  const { page, isFirst, here, replies, alone = false, canReply } = shown;
  const { site, lang, words } = reader;
  const { thread, sort } = page;
  const order: Record<string, string> = sort === 'newest' ? {} : { sort };
  const address = (query: Record<string, string>, anchor?: string): string =>
    pageAddress(PAGES.thread, reader, query, anchor);
  const pageAt = (cursor: string | null): string | null => cursor && address({ thread, ...order, cursor });
  const placeOf = (id: string): string => address({ comment: id, ...order }, anchorOf(id));
  const repliesAt = (root: string, cursor: string | null): string | null =>
    cursor && address({ replies: root, cursor }, anchorOf(root));
  const onPage = new Set(page.items.flatMap(({ id, firstReplies }) => [id, ...firstReplies.map((each) => each.id)]));
  for (const { id } of replies?.items ?? []) onPage.add(id);

  const asShown = (comment: Comment): Record<string, unknown> => {
    const { id, name, text, state, parent, agency, pinned, verified, editedAt, likes, createdAt, transfer } = comment;
    const hrefOf = (to: string): string => (onPage.has(to) ? `#${anchorOf(to)}` : placeOf(to));
    return {
      anchor: anchorOf(id),
      here: id === here,
      gone: state === 'published' ? null : words.states[state],
      name,
      agency,
      pinned,
      verified,
      edited: editedAt !== null,
      link: placeOf(id),
      iso: createdAt,
      time: longTime(createdAt, reader),
      context: parent?.name == null ? null : { name: parent.name, href: hrefOf(parent.id) },
      contextGone: parent?.name === null,
      paragraphs: paragraphsOf(text),
      transferred:
        transfer && fill(words.transferred, { agency: transfer.agency, time: longTime(transfer.at, reader) }),
      answer: canReply ? address({ thread, reply: id }, 'form') : null,
      author: agency ?? name,
      likes: site.comments.likes && likes > 0 ? likes.toLocaleString(LOCALES[lang]) : null,
      // Mustache looks further out for what is not there: a reply would repeat the replies of its root.
      replies: { any: false, items: [], previous: null, next: null },
    };
  };
  const comments = page.items.map((root, index) => {
    const own = index === 0 && replies ? replies : null;
    const items = own ? own.items : root.firstReplies;
    return {
      ...asShown(root),
      replies: {
        any: items.length > 0,
        items: items.map(asShown),
        previous: own && repliesAt(root.id, own.previousCursor),
        next: repliesAt(root.id, own ? own.nextCursor : root.repliesCursor),
      },
    };
  });
  return {
    total: page.total.toLocaleString(LOCALES[lang]),
    any: comments.length > 0,
    comments,
    sorts: {
      any: comments.length > 0 && !alone,
      items: SORTS.filter((each) => each !== 'likes' || site.comments.likes).map((each) => ({
        name: words.sorts[each],
        href: address({ thread, ...(each !== 'newest' && { sort: each }) }),
        current: each === sort,
      })),
    },
    first: isFirst ? null : address({ thread, ...order }),
    firstName: here === undefined && !alone ? words.first : words.all,
    previous: pageAt(page.previousCursor),
    next: pageAt(page.nextCursor),
  };
}
