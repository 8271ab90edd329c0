import { html, nothing, type TemplateResult } from 'lit';
import { enArticlePictures } from '../i18n/en-article-pictures.ts';
import { addStrings, type Say } from '../i18n/localize.ts';
import { viArticlePictures } from '../i18n/vi-article-pictures.ts';
import { webAddress } from '../text/web-address.ts';
import { articlePicturesStyles } from './article-pictures.styles.ts';
import { PictureZoom } from './picture-zoom.ts';

/** What enlarged pictures get from their tag. */
interface PicturesHost {
  readonly say: Say;
  readonly root: ShadowRoot;
  /** Those of the article that can be enlarged. */
  pictures(): readonly HTMLImageElement[];
  /** Something is to be rendered anew. */
  changed(): void;
}

/** The pictures of an article, one after the other, as large as the window allows and larger. */
export class ArticlePictures {
  readonly #host: PicturesHost;
  readonly #zoom: PictureZoom;
  #pictures: readonly HTMLImageElement[] = [];
  #place = 0;
  #isOpening = false;
  #hasFailed = false;
  /** What gets the focus back; Safari gives none to what is pressed. */
  #before: HTMLElement | null = null;

  constructor(host: PicturesHost) {
    addStrings({ vi: viArticlePictures, en: enArticlePictures });
    this.#host = host;
    host.root.adoptedStyleSheets.push(articlePicturesStyles.styleSheet!);
    this.#zoom = new PictureZoom((by) => {
      this.#go(by);
    }, host.changed);
  }

  /** Shows one of them, or the first. */
  open(picture: HTMLImageElement | undefined): void {
    this.#pictures = this.#host.pictures();
    if (this.#pictures.length === 0) return;
    const { activeElement } = this.#host.root;
    this.#before = (activeElement ?? this.#host.root.querySelector('[part=pictures]')) as HTMLElement | null;
    this.#isOpening = true;
    this.#show(picture ? Math.max(this.#pictures.indexOf(picture), 0) : 0);
  }

  /** To be called when it is rendered: shows what `open` asked for. */
  show(): void {
    const dialog = this.#dialog;
    if (dialog) this.#zoom.watch(dialog.querySelector('figure')!);
    if (!this.#isOpening || !dialog) return;
    this.#isOpening = false;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector<HTMLElement>('.close')!.focus();
  }

  close(): void {
    if (this.#dialog?.open) this.#dialog.close();
  }

  render(): TemplateResult {
    const { say } = this.#host;
    const picture = this.#pictures[this.#place];
    const of = this.#pictures.length;
    const n = this.#place + 1;
    const words = picture ? captionOf(picture) : '';
    const button = (name: string, sign: string, press: () => void, isDisabled = false): TemplateResult =>
      html`<button type="button" title=${name} aria-disabled=${isDisabled ? 'true' : nothing} @click=${press}>
        <span aria-hidden="true">${sign}</span> <span class="spoken">${name}</span>
      </button>`;
    return html`<dialog
      part="picture"
      aria-label=${say('article.picturesOf')}
      @close=${this.#handleClose}
      @keydown=${this.#handleKey}
    >
      <div class="bar">
        <p>${say('article.picture', { n, of })}</p>
        ${button(say('article.pictureSmaller'), '−', () => this.#zoom.by(1 / 1.5), this.#zoom.scale <= 1)}
        ${button(say('article.pictureLarger'), '+', () => this.#zoom.by(1.5), this.#zoom.scale >= 6)}
        <button type="button" class="close" @click=${this.#handleCloseClick}>${say('article.pictureClose')}</button>
      </div>
      <figure>
        ${
          picture
            ? html`<img src=${addressOf(picture)} alt=${picture.alt} draggable="false" @error=${this.#handleError} />`
            : nothing
        }
        ${this.#hasFailed ? html`<p role="alert">${say('article.pictureFailed')}</p>` : nothing}
        ${words ? html`<figcaption>${words}</figcaption>` : nothing}
      </figure>
      ${
        of > 1
          ? html`<div class="steps">
              ${button(say('article.pictureBefore'), '‹', () => {
                this.#go(-1);
              })}
              ${button(say('article.pictureAfter'), '›', () => {
                this.#go(1);
              })}
            </div>`
          : nothing
      }
      <p class="spoken" aria-live="polite">
        ${words ? say('article.pictureNamed', { n, of, words }) : say('article.picture', { n, of })}
      </p>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.root.querySelector<HTMLDialogElement>('[part=picture]');
  }

  #show(place: number): void {
    this.#place = place;
    this.#hasFailed = false;
    this.#zoom.reset();
    this.#host.changed();
  }

  /** The one after the last is the first. */
  #go(by: number): void {
    const { length } = this.#pictures;
    this.#show((this.#place + by + length) % length);
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => {
        this.#go(-1);
      },
      ArrowRight: () => {
        this.#go(1);
      },
      Home: () => {
        this.#show(0);
      },
      End: () => {
        this.#show(this.#pictures.length - 1);
      },
      '+': () => this.#zoom.by(1.5),
      '=': () => this.#zoom.by(1.5),
      '-': () => this.#zoom.by(1 / 1.5),
      '0': () => this.#zoom.reset(),
    };
    const { key, ctrlKey, metaKey, altKey } = event;
    // The browser's own: Ctrl and + makes the whole page larger.
    if (ctrlKey || metaKey || altKey || !Object.hasOwn(actions, key)) return;
    event.preventDefault();
    actions[key]!();
  };

  readonly #handleCloseClick = (): void => {
    this.close();
  };

  readonly #handleClose = (): void => {
    this.#pictures = [];
    this.#host.changed();
    this.#before?.focus();
  };

  readonly #handleError = (): void => {
    this.#hasFailed = true;
    this.#host.changed();
  };
}

/** The large picture that a small one leads to, else what it shows now. */
function addressOf(picture: HTMLImageElement): string {
  const link = picture.closest<HTMLAnchorElement>('a[href]');
  return (link && webAddress(link.href, document.baseURI)) ?? (picture.currentSrc || picture.src);
}

/** Its caption with the credit, else what stands for it where it is not seen. */
function captionOf(picture: HTMLImageElement): string {
  const caption = picture.closest('figure, .wp-caption')?.querySelector('figcaption, .wp-caption-text, .caption');
  const credit = picture.dataset['credit'] ?? picture.closest('figure')?.dataset['credit'];
  const words = [caption?.textContent ?? picture.alt, credit].map((each) => each?.replace(/\s+/g, ' ').trim());
  return words.filter((each) => !!each).join(' · ');
}
