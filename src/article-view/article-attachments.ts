import { html, nothing, type TemplateResult } from 'lit';
import type { Language, Say } from '../i18n/localize.ts';
import type { StringKey } from '../i18n/vi.ts';
import { webAddress } from '../text/web-address.ts';

/** What the list gets from its tag. */
interface AttachmentsHost {
  readonly tag: HTMLElement;
  readonly say: Say;
  language(): Language;
  changed(): void;
}

interface Attachment {
  readonly url: string;
  readonly name: string;
  /** PDF, Word …, or the key of a word for it; undefined where nothing tells. */
  readonly kind: string | undefined;
  readonly isPdf: boolean;
  /** Bytes. */
  readonly size: number | undefined;
  readonly pages: number | undefined;
}

/** Kinds by the end of the file's name. Names that everybody knows stay as they are. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^pdf$/, 'PDF'],
  [/^(docx?|odt|rtf)$/, 'Word'],
  [/^(xlsx?|ods|csv)$/, 'Excel'],
  [/^(pptx?|odp|ppsx?)$/, 'PowerPoint'],
  [/^(zip|rar|7z|tar|gz)$/, 'article.kindArchive'],
  [/^(avif|gif|jpe?g|png|svg|tiff?|webp)$/, 'article.kindImage'],
  [/^(txt|xml|html?)$/, 'article.kindText'],
  [/^(mp3|m4a|ogg|wav)$/, 'article.kindAudio'],
  [/^(mp4|webm|mov|avi)$/, 'article.kindVideo'],
];

/** What a media type stands for among the kinds above. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/pdf/, 'pdf'],
  [/wordprocessing|msword|opendocument\.text/, 'docx'],
  [/spreadsheet|ms-excel|csv/, 'xlsx'],
  [/presentation|powerpoint/, 'pptx'],
  [/zip|compressed/, 'zip'],
  [/^image\//, 'png'],
  [/^audio\//, 'mp3'],
  [/^video\//, 'mp4'],
  [/^text\//, 'txt'],
];

/**
 * The files of an article, with kind, size and pages as far as the page says them. A PDF is shown in the page by the browser itself, once somebody asks:
 * no other viewer learns of it.
 */
export class ArticleAttachments {
  readonly #host: AttachmentsHost;
  #shown: string | undefined;

  constructor(host: AttachmentsHost) {
    this.#host = host;
  }

  /** @param heading renders the heading of the list */
  render(heading: (words: string) => TemplateResult): TemplateResult {
    const { tag, say } = this.#host;
    const links = [...tag.querySelectorAll<HTMLAnchorElement>(':scope > [slot=attachments]')].flatMap((each) =>
      each.matches('a[href]') ? [each] : [...each.querySelectorAll<HTMLAnchorElement>('a[href]')],
    );
    const files = links.flatMap((link) => readAttachment(link) ?? []);
    // What is no list of links stays as the page wrote it.
    if (files.length === 0) return html`<slot name="attachments"></slot>`;
    return html`<div part="attachments">
      ${heading(say('article.attachments'))}
      <ul>
        ${files.map((file) => this.#renderFile(file))}
      </ul>
    </div>`;
  }

  #renderFile({ url, name, kind, isPdf, size, pages }: Attachment): TemplateResult {
    const { say, changed } = this.#host;
    const isShown = this.#shown === url;
    const facts = [
      kind === undefined ? say('article.file') : kind.startsWith('article.') ? say(kind as StringKey) : kind,
      size === undefined ? '' : inUnits(size, this.#host.language()),
      pages === undefined ? '' : say('article.pages', { n: pages }),
    ].filter((fact) => fact !== '');
    const toggle = (): void => {
      this.#shown = isShown ? undefined : url;
      changed();
    };
    return html`<li part="attachment">
      <a href=${url} download>${name}</a> <span class="quiet">(${facts.join(', ')})</span>
      ${
        isPdf && canShowPdf()
          ? html`<button type="button" aria-expanded=${isShown ? 'true' : 'false'} @click=${toggle}>
                ${say(isShown ? 'article.pdfClose' : 'article.pdfOpen')} <span class="spoken">${name}</span>
              </button>
              ${isShown ? html`<iframe part="pdf" src=${url} title=${say('article.pdfFrame', { name })}></iframe>` : nothing}`
          : nothing
      }
    </li>`;
  }
}

function readAttachment(link: HTMLAnchorElement): Attachment | undefined {
  const url = webAddress(link.getAttribute('href'), document.baseURI);
  const name = link.textContent.replace(/\s+/g, ' ').trim();
  if (url === undefined || name === '') return undefined;
  const type = link.type.toLowerCase();
  const known = TYPES.find(([pattern]) => pattern.test(type))?.[1];
  const ending = known ?? /\.([a-z\d]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? '';
  const kind = KINDS.find(([pattern]) => pattern.test(ending))?.[1];
  return {
    url,
    name,
    kind,
    isPdf: kind === 'PDF',
    size: count(link.dataset['size']),
    pages: count(link.dataset['pages']),
  };
}

function count(value: string | undefined): number | undefined {
  const number = Number(value === '' ? NaN : value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** Bytes as people say them: “1,2 MB”. */
function inUnits(bytes: number, language: Language): string {
  const [value, unit] = bytes < 1000 ? [bytes, 'B'] : bytes < 999_500 ? [bytes / 1000, 'kB'] : [bytes / 1e6, 'MB'];
  const digits = value < 10 && unit !== 'B' ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  return `${language === 'vi' ? digits.replace('.', ',') : digits} ${unit}`;
}

/** Browsers say so since Chrome 94, Firefox 99 and Safari 16.4; phones cannot. */
function canShowPdf(): boolean {
  return navigator.pdfViewerEnabled;
}
