import { define } from '../base/define.ts';
import { ArticleViewElement } from './article-view.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-article-view': ArticleViewElement;
  }
}

define('tinh-article-view', ArticleViewElement);
