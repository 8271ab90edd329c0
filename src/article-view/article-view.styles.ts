import { css } from 'lit';

/** Facts and tools between headline and body; the article's own HTML keeps the page's styles. */
export const articleViewStyles = css`
  /* The margins of what comes and goes within it must not move the tag. */
  :host(:is([src], [for])) {
    display: flow-root;
  }
  [part='meta'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25em;
    margin-block: var(--_space);
    padding-block: var(--_space);
    border-block-start: 1px solid var(--_hairline);
    list-style: none;
  }
  time {
    position: relative;
  }
  [part='meta']:not(.unseen) time[data-ago]:is(:hover, :focus)::after {
    content: attr(data-ago);
    position: absolute;
    inset-block-start: 100%;
    inset-inline-start: 0;
    z-index: 1;
    padding: 0.25em 0.5em;
    border: 1px solid var(--_border);
    background: var(--tinh-color-surface, Canvas);
    color: var(--tinh-color-text, CanvasText);
    white-space: nowrap;
  }
  [part='skeleton'] {
    /* As high as the window: what stands below is out of sight, so that nobody sees it move. */
    min-block-size: 100vh;
    background: repeating-linear-gradient(var(--_hairline) 0 0.8em, transparent 0.8em 2em);
    opacity: 0.4;
  }
  [part='failure'] {
    margin-block: var(--_space) calc(var(--_space) * 2);
  }
  [part='state'] {
    margin-block-end: var(--_space);
    padding: var(--_space) calc(var(--_space) * 2);
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_brand);
    overflow-wrap: anywhere;
  }
  [part='state'] a,
  [part='translations'] a {
    color: var(--tinh-color-link, LinkText);
  }
  [part='translations'] ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25em;
    margin-block-end: var(--_space);
    list-style: none;
  }
  [part='translations'] a {
    display: inline-block;
    padding-block: 0.5em;
  }
  [part='toolbar'] {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: var(--_space);
    padding-block-end: calc(var(--_space) * 2);
    border-block-end: 1px solid var(--_hairline);
  }
  [part='toolbar'][hidden] {
    display: none;
  }
  [part='text-size'] {
    display: flex;
  }
  [part='text-size'] button {
    position: relative;
    min-inline-size: 44px;
    padding-inline: 0.5em;
    border-radius: 0;
    font-variant-numeric: tabular-nums;
  }
  [part='text-size'] button + button {
    margin-inline-start: -1px;
  }
  [part='text-size'] button:first-child {
    border-start-start-radius: var(--_radius);
    border-end-start-radius: var(--_radius);
  }
  [part='text-size'] button:last-child {
    border-start-end-radius: var(--_radius);
    border-end-end-radius: var(--_radius);
  }
  [part='text-size'] button:focus-visible {
    z-index: 1;
  }
  [part='toolbar'] details[open] {
    flex-basis: 100%;
    order: 1;
  }
  summary {
    cursor: pointer;
  }
  summary:hover {
    text-decoration: underline;
  }
  summary::-webkit-details-marker {
    color: inherit;
  }
  [part='notice']:not(:empty) {
    margin-block-start: var(--_space);
  }
  [part='contents'] {
    margin-block-start: calc(var(--_space) * 2.5);
    padding: var(--_space) calc(var(--_space) * 2);
    border-inline-start: 4px solid var(--_brand);
    background: var(--tinh-color-surface-quiet, rgb(128 128 128 / 0.1));
  }
  [part='contents'] summary {
    padding-block: 0.5em;
    font-weight: 600;
  }
  [part='contents'] ol {
    list-style: none;
  }
  [part='contents'] a {
    display: block;
    padding-block: 0.4em;
    color: var(--tinh-color-link, LinkText);
  }
  [part='contents'] .inner {
    padding-inline-start: 1.5em;
  }
  [part='contents'] a[aria-current] {
    color: inherit;
    font-weight: 600;
  }
  .head {
    box-sizing: border-box;
    min-block-size: var(--tinh-article-view-head-size, var(--_article-head, 0));
    padding-block-end: calc(var(--_space) * 1.5);
  }
  [part='author'],
  [part='source'] {
    margin-block-start: calc(var(--_space) * 2.5);
    text-align: end;
  }
  [part='author'] + [part='source'] {
    margin-block-start: 0;
  }
  [part='printed'] {
    display: none;
  }
  @media screen {
    :host([data-tinh-mode]) .root {
      --_surface: transparent;
      --_border: currentColor;
      --_focus: currentColor;
      color: inherit;
    }
    :host([data-tinh-mode]) :is(.quiet, a, [part='contents'] a) {
      color: inherit;
    }
  }
  @media print {
    .head {
      min-block-size: 0;
      padding-block-end: 0;
    }
    .article {
      margin-block-start: calc(var(--_space) * 2.5);
    }
    [part='toolbar'],
    [part='notice'],
    [part='translations'],
    [part='contents'] {
      display: none;
    }
    [part='source'] a::after {
      content: ' (' attr(href) ')';
      overflow-wrap: anywhere;
    }
    [part='printed'] {
      display: block;
      margin-block-start: calc(var(--_space) * 2.5);
      border-block-start: 1px solid;
      overflow-wrap: anywhere;
    }
  }
`;
