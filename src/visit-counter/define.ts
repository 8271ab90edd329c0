import { define } from '../base/define.ts';
import { VisitCounterElement } from './visit-counter.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-visit-counter': VisitCounterElement;
  }
}

define('tinh-visit-counter', VisitCounterElement);
