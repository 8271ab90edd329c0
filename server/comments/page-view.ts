import type { Comment } from '../../src/api/contract.ts';
import type { Site } from '../config.ts';
import type { PageLanguage } from '../http/page-parts.ts';
import { pageWords } from './page-template.ts';
import type { PageAnswer, RepliesAnswer } from './schemas.ts';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
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
}

/** The values of the template of a thread. */
export function asThreadView(
  shown: Shown,
  { site, lang }: { site: Site; lang: PageLanguage },
): Record<string, unknown> {
  const { page, isFirst, here, replies, alone = false } = shown;
  const words = pageWords[lang];
  const { thread, sort } = page;
  const order: Record<string, string> = sort === 'newest' ? {} : { sort };
  const address = (query: Record<string, string>, anchor = ''): string =>
    `?${new URLSearchParams({ ...query, ...(lang === 'en' && { lang }) }).toString()}${anchor}`;
  const pageAt = (cursor: string | null): string | null => cursor && address({ thread, ...order, cursor });
  const placeOf = (id: string): string => address({ comment: id, ...order }, `#${anchorOf(id)}`);
  const repliesAt = (root: string, cursor: string | null): string | null =>
    cursor && address({ replies: root, cursor }, `#${anchorOf(root)}`);
  const onPage = new Set(page.items.flatMap(({ id, firstReplies }) => [id, ...firstReplies.map((each) => each.id)]));
  for (const { id } of replies?.items ?? []) onPage.add(id);

  const asShown = (comment: Comment): Record<string, unknown> => {
    const { id, name, text, state, parent, agency, pinned, editedAt, likes, createdAt } = comment;
    const time = new Date(createdAt);
    const { timeZone } = site;
    const day = { weekday: 'long', day: '2-digit', month: '2-digit', year: 'numeric', timeZone } as const;
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
    const hrefOf = (to: string): string => (onPage.has(to) ? `#${anchorOf(to)}` : placeOf(to));
    return {
      anchor: anchorOf(id),
      here: id === here,
      gone: state === 'published' ? null : words.states[state],
      name,
      agency,
      pinned,
      edited: editedAt !== null,
      link: placeOf(id),
      iso: createdAt,
      time: `${time.toLocaleDateString(LOCALES[lang], day)}, ${time.toLocaleTimeString(LOCALES[lang], clock)}`,
      context: parent?.name == null ? null : { name: parent.name, href: hrefOf(parent.id) },
      contextGone: parent?.name === null,
      paragraphs: text.split('\n').filter((line) => line.trim() !== ''),
      likes: likes > 0 ? likes.toLocaleString(LOCALES[lang]) : null,
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
    lang,
    words,
    siteName: site.name,
    total: page.total.toLocaleString(LOCALES[lang]),
    any: comments.length > 0,
    comments,
    closed: page.closed,
    sorts: {
      any: comments.length > 0 && !alone,
      items: SORTS.map((each) => ({
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

/** Where a comment stands on its page. */
function anchorOf(id: string): string {
  return `y-kien-${id}`;
}
