import { html, nothing, type TemplateResult } from 'lit';
import { nextFrame } from '../base/next-frame.ts';
import type { Say } from '../i18n/localize.ts';
import type { Section } from './article-body.ts';

/** Fewer sections than this need no list. */
const FEWEST = 2;
/** A longer list would push the article out of sight. */
const MOST_OPEN = 8;
/** Links that a slow device renders without keeping anybody waiting. */
const LINKS_AT_ONCE = 16;
/** Where there is room, the list is open from the beginning. */
const WIDE = '(min-width: 48em)';
/** A section is being read once its heading is in the upper third of the screen. */
const READING_LINE = 1 / 3;

/** The list of an article's sections, in which the one that is being read is marked. */
export class ArticleContents {
  readonly #changed: () => void;
  readonly #follow: () => void;
  readonly #isWide = matchMedia(WIDE).matches;
  /** So many links are there: a long list is closed, so that they can come after what is seen. */
  #filled = MOST_OPEN;
  #sections: readonly Section[] = [];
  #current = -1;
  /** Only a heading that passes the line, or the screen's edge, changes what is being read. */
  #passing: IntersectionObserver | undefined;

  /**
   * @param changed hears when another section is being read
   * @param follow hears that a link is followed, before the browser looks for its section
   */
  constructor(changed: () => void, follow: () => void) {
    this.#changed = changed;
    this.#follow = follow;
  }

  set sections(sections: readonly Section[]) {
    if (sections === this.#sections) return;
    this.end();
    this.#sections = sections;
    if (sections.length < FEWEST) return;
    const margin = `0px 0px -${String(Math.round((1 - READING_LINE) * 100))}% 0px`;
    this.#passing = new IntersectionObserver(
      () => {
        this.#find();
      },
      { rootMargin: margin },
    );
    for (const { heading } of sections) this.#passing.observe(heading);
    if (sections.length > this.#filled) void this.#fill();
  }

  /** Stops looking where the reader is. */
  end(): void {
    this.#passing?.disconnect();
    this.#passing = undefined;
    this.#sections = [];
    this.#current = -1;
  }

  /** @param isBeside it stands apart from its article, which must not be moved by it */
  render(say: Say, isBeside: boolean): TemplateResult | typeof nothing {
    const { length } = this.#sections;
    if (length < FEWEST) return nothing;
    const isShort = length <= MOST_OPEN;
    return html`<nav part="contents" aria-label=${say('article.contents')}>
      <details ?open=${isShort && this.#isWide && !isBeside}>
        <summary>${say('article.contents')}</summary>
        <ol>
          ${this.#sections.slice(0, this.#filled).map((section, index) => this.#renderSection(section, index))}
        </ol>
      </details>
    </nav>`;
  }

  #renderSection({ id, words, isInner, heading }: Section, index: number): TemplateResult {
    const handleClick = (event: Event): void => {
      this.#follow();
      leadTo(event, heading);
    };
    const current = index === this.#current ? 'location' : nothing;
    return html`<li class=${isInner ? 'inner' : ''}>
      <a href=${addressOf(id)} aria-current=${current} @click=${handleClick}>${words}</a>
    </li>`;
  }

  async #fill(): Promise<void> {
    while (this.#filled < this.#sections.length) {
      await nextFrame();
      this.#filled += LINKS_AT_ONCE;
      this.#changed();
    }
  }

  #find(): void {
    const line = innerHeight * READING_LINE;
    let current = this.#sections.length - 1;
    while (current >= 0 && this.#sections[current]!.heading.getBoundingClientRect().top > line) current -= 1;
    if (current === this.#current) return;
    this.#current = current;
    this.#changed();
  }
}

/** The page's own address, which a `<base>` does not bend. */
function addressOf(id: string): string {
  return `${location.href.replace(/#.*/, '')}#${encodeURIComponent(id)}`;
}

/** Where two elements have one id, the browser would lead to the first. */
function leadTo(event: Event, heading: HTMLElement): void {
  const first = (heading.getRootNode() as Document).getElementById(heading.id);
  if (first === heading && heading.getRootNode() === document) return;
  event.preventDefault();
  heading.scrollIntoView();
}
