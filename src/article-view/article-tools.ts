import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { ApiClient, ApiError } from '../api/client.ts';
import { randomToken } from '../api/token.ts';
import { LaterPart } from '../base/later-part.ts';
import { pageAddress } from '../controllers/page-address.ts';
import type { Language } from '../i18n/localize.ts';
import type { ArticleCorrection } from './article-correction.ts';
import { copyText, isInApp } from './article-share.ts';
import type { ArticleSpeech } from './article-speech.ts';
import { renderDisplay, renderShare, renderTextSize, type Say, type Shared } from './article-toolbar.ts';
import { vietnameseVoice, watchVoices } from './article-voice.ts';

/** What the tools need of their tag. */
interface ToolsHost {
  readonly say: Say;
  /** The article; undefined while there is none. */
  body(): HTMLElement | undefined;
  language(): Language;
  /** Null where no site is named. */
  client(): ApiClient | null;
  /** Key of the article. */
  page(): string;
  explain(error: ApiError): string;
  /** What the article is called. */
  title(): string;
  /** Times, author and source in words, for those who have nothing but the saved file. */
  facts(): string[];
}

/** Each can be left out. */
interface ToolsTag extends LitElement {
  readonly withoutTextSize: boolean;
  readonly withoutDisplay: boolean;
  readonly withoutListen: boolean;
  readonly withoutPrint: boolean;
  readonly withoutSave: boolean;
  readonly withoutShare: boolean;
  readonly withoutCorrection: boolean;
}

/** The tools of an article, and what they say after each action. Saving, reading aloud and correcting come in files of their own (ADR 0022). */
export class ArticleTools implements ReactiveController {
  readonly #tag: ToolsTag;
  readonly #host: ToolsHost;
  readonly #saving: LaterPart<typeof import('./article-save.ts')>;
  readonly #speaking: LaterPart<typeof import('./article-speech.ts')>;
  readonly #correcting: LaterPart<typeof import('./article-correction.ts')>;
  #save?: typeof import('./article-save.ts');
  #Speech?: typeof ArticleSpeech;
  #speech?: ArticleSpeech | undefined;
  #Correction?: typeof ArticleCorrection;
  #correction?: ArticleCorrection | undefined;
  #range?: Range | undefined;
  #notice = '';
  #stopVoices?: (() => void) | undefined;
  #working?: Promise<void>;

  constructor(tag: ToolsTag, host: ToolsHost) {
    this.#tag = tag;
    this.#host = host;
    this.#saving = new LaterPart(
      tag,
      () => import('./article-save.ts'),
      (module) => {
        this.#save = module;
      },
    );
    this.#speaking = new LaterPart(
      tag,
      () => import('./article-speech.ts'),
      (module) => {
        this.#Speech = module.ArticleSpeech;
      },
    );
    this.#correcting = new LaterPart(
      tag,
      () => import('./article-correction.ts'),
      (module) => {
        this.#Correction = module.ArticleCorrection;
      },
    );
    tag.addController(this);
  }

  /** Until what was pressed last is done, as far as this page does it. */
  get working(): Promise<void> | undefined {
    return this.#working;
  }

  hostConnected(): void {
    addEventListener('pagehide', this);
    this.#stopVoices = watchVoices(() => {
      this.#tag.requestUpdate();
    });
  }

  hostDisconnected(): void {
    removeEventListener('pagehide', this);
    this.#stopVoices?.();
    this.#saving.stop();
    this.#speaking.stop();
    this.#correcting.stop();
    this.leave();
  }

  hostUpdated(): void {
    this.#correction?.show();
  }

  /** The page goes, and Chrome would go on speaking. */
  handleEvent(): void {
    this.leave();
    this.#tag.requestUpdate();
  }

  /** Another article, or none: nothing of this one is read any more. */
  leave(): void {
    this.#speech?.end();
    this.#speech = undefined;
    this.#correction?.close();
    this.#correction = undefined;
  }

  render(): TemplateResult {
    const { say } = this.#host;
    const {
      withoutTextSize,
      withoutDisplay,
      withoutListen,
      withoutPrint,
      withoutSave,
      withoutShare,
      withoutCorrection,
    } = this.#tag;
    // There printing and saving do nothing, though the functions exist.
    const inApp = isInApp();
    const button = (name: 'listen' | 'print' | 'save', handle: () => void): TemplateResult =>
      html`<button part=${name} type="button" @click=${handle}>${say(`article.${name}`)}</button>`;
    const tools = [
      !withoutTextSize && renderTextSize(say, this.#say),
      !withoutDisplay && renderDisplay(say),
      !withoutListen && !!vietnameseVoice() && button('listen', this.#handleListen),
      !withoutPrint && !inApp && button('print', this.#handlePrint),
      !withoutSave && !inApp && button('save', this.#handleSave),
      !withoutShare && renderShare(say, this.#shared(), { copy: this.#handleCopy, share: this.#handleShare }),
      !withoutCorrection &&
        !!this.#host.client() &&
        html`<button part="correct" type="button" @pointerdown=${this.#handleReach} @click=${this.#handleCorrect}>
          ${say('article.correct')}
        </button>`,
    ].filter((tool) => tool !== false);
    return html`<div part="toolbar" role="group" aria-label=${say('article.tools')} ?hidden=${tools.length === 0}>
        ${tools}<slot name="tool"></slot>
      </div>
      ${this.#speech?.render(this.#handleStop) ?? nothing} ${this.#correction?.render() ?? nothing}
      <p part="notice" class="quiet" role="status">${this.#notice}</p>`;
  }

  readonly #say = (words: string): void => {
    this.#notice = words;
    this.#tag.requestUpdate();
  };

  #shared(): Shared {
    return { address: pageAddress(), title: this.#host.title(), canShare: 'share' in navigator };
  }

  readonly #handlePrint = (): void => {
    window.print();
  };

  readonly #handleCopy = (): void => {
    const { address } = this.#shared();
    const { say } = this.#host;
    void copyText(address, this.#tag.renderRoot as ShadowRoot).then((done) => {
      this.#say(done ? say('article.copied') : say('article.copyFailed', { address }));
    });
  };

  readonly #handleShare = (): void => {
    const { address: url, title } = this.#shared();
    navigator.share({ url, title }).catch((error: unknown) => {
      // Who closes the sheet wants nothing.
      if ((error as Error).name !== 'AbortError') this.#handleCopy();
    });
  };

  readonly #handleSave = (): void => {
    this.#working = this.#saveFile();
  };

  readonly #handleListen = (): void => {
    this.#working = this.#listen();
  };

  readonly #handleReach = (): void => {
    this.#range = selectedRange();
  };

  readonly #handleCorrect = (): void => {
    const range = selectedRange() ?? this.#range;
    this.#range = undefined;
    this.#working = this.#correct(range);
  };

  async #correct(range: Range | undefined): Promise<void> {
    const { say, body, client: clientNow, page: pageNow, explain } = this.#host;
    await arrived(this.#correcting);
    const [client, page, article] = [clientNow(), pageNow(), body()];
    if (!this.#Correction || !client || !article) {
      this.#say(say('error.network'));
      return;
    }
    this.#say('');
    this.#correction ??= new this.#Correction({
      ...this.#shared(),
      client,
      page,
      say,
      explain,
      newKey: randomToken,
      root: this.#tag.renderRoot as ShadowRoot,
      changed: () => {
        this.#working = this.#correction?.sending;
        this.#tag.requestUpdate();
      },
      sent: () => {
        this.#say(say('article.correct.sent'));
      },
      // Safari gives no focus to what is pressed, so it has none to give back.
      closed: () => {
        this.#focus('correct');
      },
    });
    this.#correction.open(range, article);
  }

  #focus(name: string): void {
    this.#tag.renderRoot.querySelector<HTMLElement>(`[part=${name}]`)?.focus();
  }

  async #saveFile(): Promise<void> {
    const { say, body, language, facts } = this.#host;
    this.#say(say('article.saving'));
    await arrived(this.#saving);
    try {
      const article = { ...this.#shared(), facts: facts(), language: language() };
      const file = await this.#save!.fileOf(body()!, article);
      this.#save!.download(file);
      this.#say(say('article.savedAs', { name: file.name }));
    } catch {
      this.#say(say('article.saveFailed'));
    }
  }

  async #listen(): Promise<void> {
    const { say } = this.#host;
    const fail = (): void => {
      this.#say(say('article.speechFailed'));
    };
    await arrived(this.#speaking);
    const voice = vietnameseVoice();
    const body = this.#host.body();
    if (!this.#Speech || !voice || !body) {
      fail();
      return;
    }
    this.leave();
    const changed = (): void => {
      this.#tag.requestUpdate();
    };
    this.#say('');
    this.#speech = new this.#Speech({ body, voice, say, changed, failed: fail });
    this.#speech.play();
  }

  readonly #handleStop = (): void => {
    this.leave();
    this.#tag.requestUpdate();
    // The button that had the focus is gone.
    void this.#tag.updateComplete.then(() => {
      this.#focus('listen');
    });
  };
}

/** What is selected on the page now; a copy, since a press on a phone may end the selection. */
function selectedRange(): Range | undefined {
  const selection = document.getSelection();
  return selection && selection.rangeCount > 0 && !selection.isCollapsed
    ? selection.getRangeAt(0).cloneRange()
    : undefined;
}

/** Waits until a later file has come or failed; somebody who presses again wants another try at once. */
async function arrived<Module>(part: LaterPart<Module>): Promise<void> {
  if (part.hasFailed) part.retry();
  else void part.request();
  await part.loading;
}
