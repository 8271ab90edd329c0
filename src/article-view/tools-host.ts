import type { LitElement } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import type { Language, Say } from '../i18n/localize.ts';
import type { ArticleFacts } from './article-facts.ts';

/** What the tools need of their tag. */
export interface ToolsHost {
  readonly say: Say;
  readonly facts: ArticleFacts;
  /** The article; undefined while there is none. */
  body(): HTMLElement | undefined;
  /** Its pictures that can be enlarged. */
  pictures(): readonly HTMLImageElement[];
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
  /** Key of the article. */
  page(): string;
  explain(error: ApiError): string;
}

/** Each can be left out. */
export interface ToolsTag extends LitElement {
  readonly withoutTextSize: boolean;
  readonly withoutDisplay: boolean;
  readonly withoutListen: boolean;
  readonly withoutPrint: boolean;
  readonly withoutSave: boolean;
  readonly withoutShare: boolean;
  readonly withoutCorrection: boolean;
}
