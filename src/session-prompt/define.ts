import { define } from '../base/define.ts';
import { SessionPromptElement } from './session-prompt.ts';

declare global {
  interface HTMLElementTagNameMap {
    'tinh-session-prompt': SessionPromptElement;
  }
}

define('tinh-session-prompt', SessionPromptElement);
