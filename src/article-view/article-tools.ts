import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { randomToken } from '../api/token.ts';
import { LaterPart } from '../base/later-part.ts';
import { pageAddress } from '../controllers/page-address.ts';
import { enArticleTools } from '../i18n/en-article-tools.ts';
import { addStrings, formatTime } from '../i18n/localize.ts';
import { viArticleTools } from '../i18n/vi-article-tools.ts';
import { parseTime } from '../text/rfc3339.ts';
import type { ArticleCorrection } from './article-correction.ts';
import { renderDisplay, renderShare, type Shared } from './article-panels.ts';
import type { ArticlePictures } from './article-pictures.ts';
import { ArticleRecording, parseRecordings } from './article-recording.ts';
import { copyText } from './article-share.ts';
import type { ArticleSpeech } from './article-speech.ts';
import type { ToolsHost } from './tools-host.ts';
import { articleToolsStyles } from './article-tools.styles.ts';
import { vietnameseVoice } from './article-voice.ts';

/** Tools whose button does more than a line of code. */
export type ToolName = 'listen' | 'pictures' | 'save' | 'correct';

/** What the tools need of their row. */
interface RowHost extends ToolsHost {
  /** Says something after an action. */
  notice(words: string): void;
  /** Something is to be rendered anew. */
  changed(): void;
}

/** What the tools of an article do. Saving, reading aloud, pictures and correcting come in files of their own (ADR 0022). */
export class ArticleTools {
  readonly #tag: LitElement;
  readonly #host: RowHost;
  readonly #saving: LaterPart<typeof import('./article-save.ts')>;
  readonly #speaking: LaterPart<typeof import('./article-speech.ts')>;
  readonly #correcting: LaterPart<typeof import('./article-correction.ts')>;
  readonly #enlarging: LaterPart<typeof import('./article-pictures.ts')>;
  #save?: typeof import('./article-save.ts');
  #Speech?: typeof ArticleSpeech;
  #speech?: ArticleSpeech | ArticleRecording | undefined;
  #Correction?: typeof ArticleCorrection;
  #correction?: ArticleCorrection | undefined;
  #pictures?: ArticlePictures | undefined;
  #working?: Promise<void> | undefined;

  constructor(tag: LitElement, host: RowHost) {
    addStrings({ vi: viArticleTools, en: enArticleTools });
    this.#tag = tag;
    this.#host = host;
    this.#root.adoptedStyleSheets.push(articleToolsStyles.styleSheet!);
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
    this.#enlarging = new LaterPart(
      tag,
      () => import('./article-pictures.ts'),
      (module) => {
        this.#pictures = new module.ArticlePictures({
          say: host.say,
          root: this.#root,
          changed: host.changed,
          pictures: host.pictures,
        });
      },
    );
  }

  /** Until what was done last in a form is done. */
  get working(): Promise<void> | undefined {
    return this.#working;
  }

  /** To be called when the tag is rendered. */
  show(): void {
    this.#correction?.show();
    this.#pictures?.show();
  }

  /** Another article, or none: nothing of this one is read any more. */
  leave(): void {
    this.#speech?.end();
    this.#speech = undefined;
    this.#correction?.close();
    this.#correction = undefined;
    this.#pictures?.close();
    for (const part of [this.#saving, this.#speaking, this.#correcting, this.#enlarging]) part.stop();
  }

  /** @param subject what is selected on the page, or the picture that was pressed */
  press(name: ToolName, subject?: Range | HTMLImageElement): Promise<void> {
    switch (name) {
      case 'listen':
        return this.#listen();
      case 'pictures':
        return this.#enlarge(subject instanceof HTMLImageElement ? subject : undefined);
      case 'save':
        return this.#saveFile();
      case 'correct':
        return this.#correct(subject instanceof Range ? subject : undefined);
    }
  }

  renderDisplay(): TemplateResult {
    return renderDisplay(this.#host.say);
  }

  renderShare(): TemplateResult {
    return renderShare(this.#host.say, this.#shared(), { copy: this.#handleCopy, share: this.#handleShare });
  }

  render(): TemplateResult {
    return html`${this.#speech?.render(this.#handleStop) ?? nothing} ${this.#correction?.render() ?? nothing}
    ${this.#pictures?.render() ?? nothing}`;
  }

  get #root(): ShadowRoot {
    return this.#tag.renderRoot as ShadowRoot;
  }

  #shared(): Shared {
    return { address: pageAddress(), title: this.#host.facts.headline, canShare: 'share' in navigator };
  }

  readonly #handleCopy = (): void => {
    this.#working = this.#copy();
  };

  async #copy(): Promise<void> {
    const { address } = this.#shared();
    const { say, notice } = this.#host;
    const done = await copyText(address, this.#root);
    notice(done ? say('article.copied') : say('article.copyFailed', { address }));
  }

  readonly #handleShare = (): void => {
    const { address: url, title } = this.#shared();
    navigator.share({ url, title }).catch((error: unknown) => {
      // Who closes the sheet wants nothing.
      if ((error as Error).name !== 'AbortError') this.#handleCopy();
    });
  };

  async #correct(range: Range | undefined): Promise<void> {
    const { say, body, client: clientNow, page: pageNow, explain, notice, changed } = this.#host;
    await this.#correcting.arrived();
    const [client, page, article] = [clientNow(), pageNow(), body()];
    if (!this.#Correction || !client || !article) {
      notice(say('error.network'));
      return;
    }
    notice('');
    this.#correction ??= new this.#Correction({
      ...this.#shared(),
      client,
      page,
      say,
      explain,
      newKey: randomToken,
      root: this.#root,
      changed: () => {
        this.#working = this.#correction?.sending;
        changed();
      },
      sent: () => {
        notice(say('article.correct.sent'));
      },
      // Safari gives no focus to what is pressed, so it has none to give back.
      closed: () => {
        this.#focus('correct');
      },
    });
    this.#correction.open(range, article);
  }

  async #enlarge(picture: HTMLImageElement | undefined): Promise<void> {
    await this.#enlarging.arrived();
    if (this.#pictures) this.#pictures.open(picture);
    else this.#host.notice(this.#host.say('error.network'));
  }

  #focus(name: string): void {
    this.#root.querySelector<HTMLElement>(`[part=${name}]`)?.focus();
  }

  async #saveFile(): Promise<void> {
    const { say, body, language, notice } = this.#host;
    notice(say('article.saving'));
    await this.#saving.arrived();
    try {
      const article = { ...this.#shared(), facts: this.#factsInWords(), language: language() };
      const file = await this.#save!.fileOf(body()!, article);
      this.#save!.download(file);
      notice(say('article.savedAs', { name: file.name }));
    } catch {
      notice(say('article.saveFailed'));
    }
  }

  /** For readers who have nothing but the file. */
  #factsInWords(): string[] {
    const { say, facts, language } = this.#host;
    const at = (value: string | undefined): string | false => {
      const time = parseTime(value);
      return !!time && formatTime(language(), time);
    };
    const [published, modified] = [at(facts.published), at(facts.modified)];
    return [
      published && say('article.published', { time: published }),
      modified && say('article.updated', { time: modified }),
      facts.authorInWords(say),
      facts.source && `${say('article.source')}: ${facts.source}`,
      say('article.savedAt', { time: formatTime(language(), new Date()) }),
    ].filter((line): line is string => typeof line === 'string' && line !== '');
  }

  async #listen(): Promise<void> {
    const { say, body: bodyNow, facts, notice, changed } = this.#host;
    const recordings = typeof facts.audio === 'string' ? parseRecordings(facts.audio) : (facts.audio ?? []);
    const fail = (): void => {
      notice(say('article.speechFailed'));
    };
    if (recordings.length > 0) {
      this.leave();
      notice('');
      this.#speech = new ArticleRecording(recordings, { say, changed, notice, root: this.#root });
      changed();
      return;
    }
    await this.#speaking.arrived();
    const voice = vietnameseVoice();
    const body = bodyNow();
    if (!this.#Speech || !voice || !body) {
      fail();
      return;
    }
    this.leave();
    notice('');
    this.#speech = new this.#Speech({ body, voice, say, changed, failed: fail });
    this.#speech.play();
  }

  readonly #handleStop = (): void => {
    this.leave();
    this.#host.changed();
    // The button that had the focus is gone.
    void this.#tag.updateComplete.then(() => {
      this.#focus('listen');
    });
  };
}
