import { define } from '../base/define.ts';
import { CommentBoxElement } from './comment-box.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-comment-box': CommentBoxElement;
  }
}

define('tinh-comment-box', CommentBoxElement);
