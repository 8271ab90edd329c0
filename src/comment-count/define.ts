import { define } from '../base/define.ts';
import { CommentCountElement } from './comment-count.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-comment-count': CommentCountElement;
  }
}

define('tinh-comment-count', CommentCountElement);
