import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { LaterPart } from '../base/later-part.ts';
import type { ArticleTools, ToolName } from './article-tools.ts';
import type { ToolsHost, ToolsTag } from './tools-host.ts';
import { vietnameseVoice, watchVoices } from './article-voice.ts';
import { changeReading, readingSettings, SIZES } from './reading-settings.ts';

/** Steps of the text size: to the next smaller, to the page's own, to the next larger. */
type Step = -1 | 0 | 1;

/**
 * The row of tools above an article. The text size is changed and the printer called here; what the others do comes in a file of its own, as soon
 * as somebody reaches for one of them (ADR 0035).
 */
export class ArticleToolbar implements ReactiveController {
  readonly #tag: ToolsTag;
  readonly #host: ToolsHost;
  readonly #later: LaterPart<typeof import('./article-tools.ts')>;
  #tools?: ArticleTools;
  #range?: Range | undefined;
  #notice = '';
  #stopVoices?: (() => void) | undefined;
  #working?: Promise<void>;

  constructor(tag: ToolsTag, host: ToolsHost) {
    this.#tag = tag;
    this.#host = host;
    const changed = (): void => {
      tag.requestUpdate();
    };
    this.#later = new LaterPart(
      tag,
      () => import('./article-tools.ts'),
      ({ ArticleTools: Tools }) => {
        const notice = this.#say;
        this.#tools = new Tools(tag, { ...host, notice, changed });
      },
    );
    tag.addController(this);
  }

  /** Until what was pressed last is done, as far as this page does it. */
  get working(): Promise<unknown> {
    return Promise.all([this.#later.loading, this.#working]).then(() => this.#tools?.working);
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
    this.#later.stop();
    this.leave();
  }

  hostUpdated(): void {
    this.#tools?.show();
  }

  /** The page goes, and Chrome would go on speaking. */
  handleEvent(): void {
    this.leave();
    this.#tag.requestUpdate();
  }

  /** Another article, or none: nothing of this one is read any more. */
  leave(): void {
    this.#tools?.leave();
  }

  /** Shows a picture of the article enlarged. */
  enlarge(picture: HTMLImageElement): void {
    this.#press('pictures', picture);
  }

  render(): TemplateResult {
    const { say, client, pictures, facts } = this.#host;
    const { withoutTextSize, withoutDisplay, withoutListen } = this.#tag;
    const { withoutPrint, withoutSave, withoutShare, withoutCorrection } = this.#tag;
    const shown = pictures().length;
    // There printing and saving do nothing, though the functions exist.
    const inApp = isInApp();
    const canListen = !!facts.audio || !!vietnameseVoice();
    const button = (name: ToolName | 'print', words = say(`article.${name as 'save'}`)): TemplateResult =>
      html`<button part=${name} type="button" @click=${this.#handleClick}>${words}</button>`;
    const panel = (name: 'display' | 'share', content: unknown): TemplateResult =>
      html`<details part=${name} @toggle=${this.#handleReach}>
        <summary class="button">${say(`article.${name}`)}</summary>
        ${content ?? (this.#later.hasFailed ? say('error.network') : '…')}
      </details>`;
    const tools = [
      !withoutTextSize && this.#renderTextSize(),
      !withoutDisplay && panel('display', this.#tools?.renderDisplay()),
      !withoutListen && canListen && button('listen'),
      shown > 0 && button('pictures', say('article.pictures', { n: shown })),
      !withoutPrint && !inApp && button('print'),
      !withoutSave && !inApp && button('save'),
      !withoutShare && panel('share', this.#tools?.renderShare()),
      !withoutCorrection && !!client() && button('correct'),
    ].filter((tool) => tool !== false);
    return html`<div
        part="toolbar"
        role="group"
        aria-label=${say('article.tools')}
        ?hidden=${tools.length === 0}
        @pointerover=${this.#handleReach}
        @pointerdown=${this.#handleDown}
        @focusin=${this.#handleReach}
      >
        ${tools}<slot name="tool"></slot>
      </div>
      ${this.#tools?.render() ?? nothing}
      <p part="notice" class="quiet" role="status">${this.#notice}</p>`;
  }

  #renderTextSize(): TemplateResult {
    const { say } = this.#host;
    const button = (by: Step, sign: string, name: string): TemplateResult => {
      const handleClick = (): void => {
        const { size } = readingSettings();
        const next = by === 0 ? 100 : (SIZES[SIZES.indexOf(size) + by] ?? size);
        changeReading({ size: next });
        // A press at the end of the scale shows nothing.
        this.#say(say('article.sizeNow', { n: next }));
      };
      // Whoever speaks to the computer says what they see: the sign belongs to the name (WCAG 2.5.3).
      return html`<button type="button" title=${name} @click=${handleClick}>
        ${sign} <span class="spoken">${name}</span>
      </button>`;
    };
    return html`<div part="text-size" role="group" aria-label=${say('article.textSize')}>
      ${button(-1, 'A−', say('article.smaller'))}${button(0, 'A', say('article.usualSize'))}${button(1, 'A+', say('article.larger'))}
    </div>`;
  }

  readonly #say = (words: string): void => {
    this.#notice = words;
    this.#tag.requestUpdate();
  };

  readonly #handleReach = (): void => {
    void this.#later.request();
  };

  readonly #handleDown = (): void => {
    this.#range = selectedRange();
  };

  readonly #handleClick = ({ currentTarget }: Event): void => {
    const name = (currentTarget as Element).part[0] as ToolName | 'print';
    if (name === 'print') window.print();
    else this.#press(name, selectedRange() ?? this.#range);
    this.#range = undefined;
  };

  #press(name: ToolName, subject?: Range | HTMLImageElement): void {
    this.#working = this.#use(name, subject);
  }

  async #use(name: ToolName, subject?: Range | HTMLImageElement): Promise<void> {
    await this.#later.arrived();
    if (this.#tools) await this.#tools.press(name, subject);
    else this.#say(this.#host.say('error.network'));
  }
}

/** What is selected on the page now; a copy, since a press on a phone may end the selection. */
function selectedRange(): Range | undefined {
  const selection = document.getSelection();
  return selection && selection.rangeCount > 0 && !selection.isCollapsed
    ? selection.getRangeAt(0).cloneRange()
    : undefined;
}

/** Whether the browser stands inside an app, where printing and saving do nothing though the functions are there. */
function isInApp(): boolean {
  return /\b(Zalo|FBAN|FBAV|FB_IAB)\b/.test(navigator.userAgent);
}
