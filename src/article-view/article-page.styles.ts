import { css, unsafeCSS } from 'lit';
import { SIZES } from './reading-settings.ts';

/**
 * One size of the text. The headline stays as it is: tools below it would move under the finger that presses them.
 *
 * `zoom` and not the font size: text pasted from Word has sizes in points on every line, which no inherited size would change. Firefox
 * before 126 does not know it.
 */
function rulesOf(size: number): string {
  const at = `[data-tinh-size='${String(size)}']`;
  const article = `:is(${at}:not(tinh-article-view), tinh-article-view${at} > :not([slot]))`;
  return `${article}{zoom:${String(size / 100)}}@supports not (zoom:1){${article}{font-size:${String(size)}%}}`;
}

/**
 * What the page's own article gets from the beginning, in a style sheet of the document: its nodes stay where they are, so that the element's shadow
 * styles do not reach them. Wide tables and pictures are held within their place, and paper gets what it needs.
 */
export const articlePageStyles = css`
  [data-tinh-wide] {
    display: block;
    max-inline-size: 100%;
    overflow-x: auto;
  }
  [data-tinh-wide]:focus-visible {
    outline: 3px solid var(--tinh-color-focus, LinkText);
    outline-offset: 2px;
  }
  /* Wherever the page says nothing else itself: pictures from a camera are wider than any screen. */
  @layer tinh {
    [data-tinh-article] img,
    [data-tinh-article] video {
      max-inline-size: 100%;
      block-size: auto;
    }
    /* Old WordPress gives the frame of a picture the picture's width. */
    [data-tinh-article] figure[style],
    [data-tinh-article] .wp-caption {
      max-inline-size: 100%;
    }
  }
  [data-tinh-picture] {
    cursor: zoom-in;
  }
  @media print {
    [data-tinh-article] :is(h2, h3, h4) {
      break-after: avoid;
    }
    [data-tinh-article] :is(figure, img, tr) {
      break-inside: avoid;
    }
    [data-tinh-article] :is(img, video, table) {
      max-inline-size: 100% !important;
    }
    [data-tinh-article] [data-tinh-wide] {
      display: table;
      overflow: visible;
    }
    [data-tinh-article] a[href]:not([href^='#'], [href^='javascript:'])::after {
      content: ' (' attr(href) ')';
      overflow-wrap: anywhere;
    }
  }
`;

/** What it gets once a reader has chosen how to read. Apart, since a browser looks at every node of the page for each rule that is added. */
export const articleReadingStyles = unsafeCSS(
  SIZES.map(rulesOf).join('') +
    css`
      [data-tinh-size] :is(img, video, iframe) {
        max-inline-size: 100%;
      }
      [data-tinh-spaced] :is(p, li, dd, dt, td, th, blockquote, figcaption, div, span) {
        line-height: 2 !important;
      }
      [data-tinh-spaced] p {
        margin-block-end: 1.5em !important;
      }
      @media screen {
        [data-tinh-mode='contrast'] {
          --_tinh-paper: #000;
          --_tinh-ink: #fff;
          --_tinh-link: #ff0;
        }
        [data-tinh-mode='sepia'] {
          --_tinh-paper: #f8f0dc;
          --_tinh-ink: #3a2f1c;
          --_tinh-link: #7a1f00;
        }
        [data-tinh-mode] {
          background: var(--_tinh-paper) !important;
          box-shadow: 0 0 0 0.75em var(--_tinh-paper);
          color: var(--_tinh-ink) !important;
        }
        [data-tinh-mode] :not(img, picture, video, iframe, canvas, svg, svg *) {
          border-color: currentcolor !important;
          background: none !important;
          color: inherit !important;
        }
        [data-tinh-mode] a[href] {
          color: var(--_tinh-link) !important;
          text-decoration: underline !important;
        }
      }
    `.cssText,
);
