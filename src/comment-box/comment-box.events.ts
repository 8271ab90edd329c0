import type { Comment } from '../api/contract.ts';

/** The server has stored a comment; it may still wait for approval. Bubbles, so that a page can listen once. */
export class CommentPostedEvent extends Event {
  constructor(readonly comment: Comment) {
    super('tinh-comment-posted', { bubbles: true, composed: true });
  }
}

/**
 * The server does not take the user token any more. The page answers with a new one in `userToken`, now or later: what
 * waits for it is then sent.
 */
export class UserTokenExpiredEvent extends Event {
  constructor() {
    super('tinh-user-token-expired', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'tinh-comment-posted': CommentPostedEvent;
    'tinh-user-token-expired': UserTokenExpiredEvent;
  }
}
