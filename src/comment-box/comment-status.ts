import { html, nothing, type TemplateResult } from 'lit';
import type { ApiError } from '../api/client.ts';
import type { Say } from '../i18n/localize.ts';
import type { CommentReading } from './comment-reading.ts';

/**
 * A refusal that no further try of the reader changes: the form would only raise hopes. The server itself says so; a firewall's 403 or a
 * proxy's 404 passes.
 */
export function isFinal({ type }: Partial<ApiError> = {}): boolean {
  return /:(origin-refused|unknown-site)$/.test(type ?? '');
}

/** What is said below the list: that it is loading, empty or could not be loaded. */
export function renderStatus(
  { error, isLoading, thread }: Pick<CommentReading, 'error' | 'isLoading' | 'thread'>,
  say: Say,
  explain: (error: ApiError) => string,
  retry: () => void,
): TemplateResult {
  const words = error
    ? explain(error)
    : isLoading
      ? say('comments.loading')
      : thread.total === 0 && !thread.roots.length
        ? say('comments.empty')
        : nothing;
  return html`<p part="status" role=${error ? 'alert' : nothing}>${words}</p>
    ${error && !isFinal(error) ? html`<button type="button" @click=${retry}>${say('error.retry')}</button>` : nothing}
    <slot ?hidden=${!error}></slot>`;
}

/** In place of the form where only readers write for whom the site vouches. */
export function renderSignIn(url: string | undefined, say: Say): TemplateResult {
  return html`<p part="sign-in" class="actions">
    ${say('comments.signIn')}
    ${url ? html`<a part="sign-in-link" class="button" href=${url}>${say('comments.signInLink')}</a>` : nothing}
  </p>`;
}

/** What a code is good for. The page where it is entered stands beside the plain page that the link inside the tag leads to. */
export function renderLookup(tag: Element, say: Say): TemplateResult {
  const link = tag.querySelector('a');
  const isPlainPage = link && /\/sites\/[^/]+\/comments$/.test(link.pathname);
  return html`<p part="lookup" class="quiet">
    ${say('comments.codeUse')}
    ${
      isPlainPage ? html`<a href=${new URL('comment-lookup', link.href).href}>${say('comments.codeLink')}</a>` : nothing
    }
  </p>`;
}

/** How much of a comment stands beside its code (characters). */
const EXCERPT = 40;

/** The codes of the comments that were sent before the last one, each with how its comment begins. */
export function renderCodes(sent: readonly { readonly code?: string; readonly text?: string }[], say: Say): unknown {
  if (!sent.length) return nothing;
  return html`<div part="codes">
    <p>${say('comments.codesBefore')}</p>
    ${sent.map(({ code, text = '' }) => {
      const letters = [...text];
      const begins = letters.length > EXCERPT ? `${letters.slice(0, EXCERPT).join('')}…` : text;
      return html`<p><strong part="code">${code}</strong> <bdi>${begins}</bdi></p>`;
    })}
  </div>`;
}
