import { define } from '../base/define.ts';
import { SiteConfigElement } from './site-config.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-site-config': SiteConfigElement;
  }
}

define('tinh-site-config', SiteConfigElement);
