import { define } from '../base/define.ts';
import { QuickLinksElement } from './quick-links.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-quick-links': QuickLinksElement;
  }
}

define('tinh-quick-links', QuickLinksElement);
