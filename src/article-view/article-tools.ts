import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { LaterPart } from '../base/later-part.ts';
import { pageAddress } from '../controllers/page-address.ts';
import type { Language } from '../i18n/localize.ts';
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
}

/** The tools of an article, and what they say after each action. Saving and reading aloud come in files of their own (ADR 0022). */
export class ArticleTools implements ReactiveController {
  readonly #tag: ToolsTag;
  readonly #host: ToolsHost;
  readonly #saving: LaterPart<typeof import('./article-save.ts')>;
  readonly #speaking: LaterPart<typeof import('./article-speech.ts')>;
  #save?: typeof import('./article-save.ts');
  #Speech?: typeof ArticleSpeech;
  #speech?: ArticleSpeech | undefined;
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
    this.leave();
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
  }

  render(): TemplateResult {
    const { say } = this.#host;
    const { withoutTextSize, withoutDisplay, withoutListen, withoutPrint, withoutSave, withoutShare } = this.#tag;
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
    ].filter((tool) => tool !== false);
    return html`<div part="toolbar" role="group" aria-label=${say('article.tools')} ?hidden=${tools.length === 0}>
        ${tools}<slot name="tool"></slot>
      </div>
      ${this.#speech?.render(this.#handleStop) ?? nothing}
      <p part="notice" class="quiet" role="status">${this.#notice}</p>`;
  }

  readonly #say = (words: string): void => {
    this.#notice = words;
    this.#tag.requestUpdate();
  };

  #shared(): Shared {
    const headline = this.#tag.querySelector('[slot=headline]')?.textContent.trim();
    return { address: pageAddress(), title: headline || document.title, canShare: 'share' in navigator };
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
      this.#tag.renderRoot.querySelector<HTMLElement>('[part=listen]')?.focus();
    });
  };
}

/** Waits until a later file has come or failed; somebody who presses again wants another try at once. */
async function arrived<Module>(part: LaterPart<Module>): Promise<void> {
  if (part.hasFailed) part.retry();
  else void part.request();
  await part.loading;
}
