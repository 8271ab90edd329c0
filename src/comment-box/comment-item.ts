import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Comment, CommentRules } from '../api/contract.ts';
import type { Placeholders, Say } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { linkify } from '../text/linkify.ts';
import { anchorOf } from './comment-anchor.ts';
import { isPublished, type ShownRoot } from './comment-thread.ts';

/** What may be open below one comment at a time. */
export type Panel = 'reply' | 'edit' | 'withdraw' | 'report';

/** What the comments ask of the box; `id` stands at the pressed control. */
export interface ItemHandlers {
  /** A button of a comment was pressed: its `value` says what for. */
  act(event: Event): void;
  /** More replies are wanted: the `value` says on which side. */
  more(event: Event): void;
}

/** Lists of more comments than this leave out of layout and painting what is far from the screen. */
const LONG = 100;

/** What all comments of a box share. */
export interface ItemView {
  readonly say: Say;
  readonly on: ItemHandlers;
  /** A time in words. */
  time(createdAt: string): string;
  /** What is open, said or waiting below a comment; nothing for most. */
  below(comment: Comment): unknown;
  /** Whether the reader can write here. */
  readonly isOpen: boolean;
  readonly rules: CommentRules;
  /** Id of the comment that the page's address names. */
  readonly target: string;
}

/**
 * Comments with their replies, a list for each page. Each keeps its nodes, and what is written in them, when others come before it. Only what
 * changed is rendered anew: thousands of comments must not slow down the typing of one.
 *
 * @param common what all comments depend on
 * @param change what may change below the `busy` ones
 * @param busy ids of comments
 */
export function renderPages(
  roots: readonly ShownRoot[],
  view: ItemView,
  common: readonly unknown[],
  change: readonly unknown[],
  busy: ReadonlySet<string | null | undefined>,
): unknown {
  const isBusy = ({ comment, replies }: ShownRoot) => busy.has(comment.id) || replies.some(({ id }) => busy.has(id));
  const renderPage = (page: readonly ShownRoot[]) =>
    html`<ol part="list" class=${roots.length > LONG ? 'long' : nothing}>
      ${repeat(
        page,
        ({ comment }) => comment.id,
        (root) => guard([root, ...common, isBusy(root) ? {} : 0], () => renderRoot(root, view)),
      )}
    </ol>`;
  return guard([roots, ...common, ...change], () => repeat(pagesOf(roots), ([first]) => first!.page, renderPage));
}

/** The browser leaves out of a frame what is far from the screen page by page: thousands of comments would be too many to look at one by one. */
function pagesOf(roots: readonly ShownRoot[]): (readonly ShownRoot[])[] {
  const pages: ShownRoot[][] = [];
  for (const root of roots) {
    const last = pages.at(-1);
    if (last?.[0]?.page === root.page) last.push(root);
    else pages.push([root]);
  }
  return pages;
}

/** A top-level comment with its replies: two levels for the eye, however deep the conversation goes. */
function renderRoot(root: ShownRoot, view: ItemView): TemplateResult {
  const { say, on } = view;
  const { comment, replies, next, previous } = root;
  const more = (which: 'next' | 'previous') =>
    html`<button part="more" type="button" value=${which} data-id=${comment.id} @click=${on.more}>
      ${
        which === 'previous'
          ? say('comments.earlierReplies')
          : previous
            ? say('comments.laterReplies')
            : say('comments.moreReplies', { n: Math.max(1, comment.replies - replies.filter(isPublished).length) })
      }
    </button>`;
  return html`<li>
    ${renderComment(comment, view)}
    ${
      replies.length
        ? html`${previous ? more('previous') : nothing}
            <ol part="replies">
              ${repeat(
                replies,
                ({ id }) => id,
                (reply) => html`<li>${renderComment(reply, view)}</li>`,
              )}
            </ol>`
        : nothing
    }
    ${next ? more('next') : nothing}
  </li>`;
}

function renderComment(comment: Comment, view: ItemView): TemplateResult {
  const { id, name, state, createdAt, editedAt, parent, agency, pinned, verified, mine, reason, transfer } = comment;
  const { say } = view;
  const isGone = !name;
  const badges = [
    pinned && say('comments.pinned'),
    agency && say('comments.agency', { name: agency }),
    verified && say('comments.verified'),
    mine && state !== 'published' && say(`comments.${state}`),
  ].filter(Boolean);
  return html`<article
    part="comment"
    class=${id === view.target ? 'target' : nothing}
    id=${id}
    tabindex="-1"
    aria-labelledby="by-${id}"
  >
    <p class="byline">
      <strong part="author" id="by-${id}">${isGone ? say('comments.nobody') : name}</strong>
      ${badges.map((words) => html`<span part="badge">${words}</span>`)}
      <a part="permalink" class="quiet" href="#${anchorOf(id)}"
        ><time part="time" datetime=${createdAt}>${view.time(createdAt)}</time></a
      >
      ${editedAt ? html`<span class="quiet">${say('comments.edited')}</span>` : nothing}
    </p>
    ${
      parent
        ? html`<p class="quiet">
            <a href="#${anchorOf(parent.id)}"
              >${say('comments.replyTo', { name: parent.name ?? say('comments.nobody') })}</a
            >
          </p>`
        : nothing
    }
    ${isGone ? html`<p class="quiet">${say(state === 'withdrawn' ? 'comments.gone' : 'comments.hidden')}</p>` : html`<p part="text">${renderText(comment.text)}</p>`}
    ${transfer ? html`<p class="quiet">${say('comments.transferred', { agency: transfer.agency, time: view.time(transfer.at) })}</p>` : nothing}
    ${reason ? html`<p class="quiet">${say('comments.reason', { reason })}</p>` : nothing}
    ${renderActions(comment, view)} ${view.below(comment)}
  </article>`;
}

/** Plain text with its addresses as links, which search engines are told not to follow. */
function renderText(text: string): unknown[] {
  return linkify(text).map(({ text: words, href }) =>
    href ? html`<a href=${href} rel="nofollow ugc noopener">${words}</a>` : words,
  );
}

function renderActions(comment: Comment, view: ItemView): unknown {
  const { id, name, mine, likes, liked, editableUntil } = comment;
  const { say, on } = view;
  const isShown = isPublished(comment);
  const button = (value: string, words: StringKey, values?: Placeholders, pressed?: boolean) =>
    html`<button
      type="button"
      class="plain"
      value=${value}
      data-id=${id}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      aria-describedby="by-${id}"
      @click=${on.act}
    >
      ${say(words, values)}
    </button>`;
  if (!name) return nothing;
  return html`<p class="actions">
    ${isShown && view.rules.likes ? button('like', likes ? 'comments.likes' : 'comments.like', { n: likes }, liked) : nothing}
    ${isShown && view.isOpen && view.rules.replies ? button('reply', 'comments.reply') : nothing}
    ${mine && editableUntil ? button('edit', 'comments.edit') : nothing}
    ${mine ? button('withdraw', 'comments.withdraw') : isShown && view.rules.reports ? button('report', 'comments.report') : nothing}
  </p>`;
}
