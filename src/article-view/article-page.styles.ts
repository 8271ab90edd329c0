import { css } from 'lit';

/**
 * What the page's own article gets, in one style sheet of the document: its nodes stay where they are, so that the element's shadow styles
 * do not reach them. Nothing here applies before a reader has chosen something, but for wide tables and on paper.
 *
 * `zoom` and not the font size: text pasted from Word has sizes in points on every line, which no inherited size would change. Firefox
 * before 126 does not know it.
 */
export const articlePageStyles = css`
  ::highlight(tinh-speech) {
    background: #ffe08a;
    color: #000;
  }
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
  :where([data-tinh-article] :is(img, video)) {
    max-inline-size: 100%;
    block-size: auto;
  }
  [data-tinh-size] :is(img, video, iframe) {
    max-inline-size: 100%;
  }
  [data-tinh-size='90'] {
    --_tinh-zoom: 0.9;
  }
  [data-tinh-size='115'] {
    --_tinh-zoom: 1.15;
  }
  [data-tinh-size='130'] {
    --_tinh-zoom: 1.3;
  }
  [data-tinh-size='150'] {
    --_tinh-zoom: 1.5;
  }
  [data-tinh-size='175'] {
    --_tinh-zoom: 1.75;
  }
  [data-tinh-size='200'] {
    --_tinh-zoom: 2;
  }
  [data-tinh-size]:not(tinh-article-view),
  tinh-article-view[data-tinh-size] > :not([slot]) {
    zoom: var(--_tinh-zoom);
  }
  @supports not (zoom: 1) {
    [data-tinh-size]:not(tinh-article-view),
    tinh-article-view[data-tinh-size] > :not([slot]) {
      font-size: calc(100% * var(--_tinh-zoom));
    }
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
    [data-tinh-article] a[href^='http']::after {
      content: ' (' attr(href) ')';
      overflow-wrap: anywhere;
    }
  }
`;
