import type { Comment } from '../api/contract.ts';

/** The server has stored a comment; it may still wait for approval. Bubbles, so that a page can listen once. */
export class CommentPostedEvent extends Event {
  constructor(readonly comment: Comment) {
    super('tinh-comment-posted', { bubbles: true, composed: true });
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'tinh-comment-posted': CommentPostedEvent;
  }
}
