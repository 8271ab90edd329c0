import { css } from 'lit';

/** Form first, then the thread, newest first: a new comment appears right below the form. */
export const commentBoxStyles = css`
  .root {
    --_gap: var(--tinh-comment-box-gap, calc(var(--_space) * 2.5));
  }
  .root,
  form,
  ol {
    display: grid;
    gap: var(--_gap);
    justify-items: start;
    list-style: none;
    overflow-wrap: anywhere;
  }
  form,
  form div,
  ol,
  li,
  .reading,
  [part='skeleton'],
  [part='queued'],
  [part='lookup'],
  [part='field'] {
    inline-size: 100%;
    max-inline-size: 44em;
  }
  h2 {
    font-size: 1.2em;
  }
  form {
    padding: calc(var(--_space) * 2.5);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
  }
  label {
    display: flex;
    gap: 0.75em;
    padding-block: 0.25em;
    font-weight: 600;
  }
  span {
    font-weight: 400;
  }
  [aria-invalid]:not(:focus) {
    outline: 2px solid var(--_danger);
  }
  /* Still there for assistive technology, but no room is kept for what is not said. */
  p:empty {
    position: absolute;
  }
  /* New comments are told of over the list: nothing moves under the reader's eyes. */
  .fresh,
  .fresh:empty {
    position: sticky;
    inset-block-start: 2em;
    z-index: 1;
    block-size: 0;
    text-align: end;
  }
  [part='fresh'] {
    background: var(--tinh-color-surface, Canvas);
    transform: translateY(-50%);
  }
  [part='skeleton'] {
    display: grid;
    gap: var(--_gap);
  }
  [part='skeleton'] p {
    position: static;
    block-size: 7em;
    border-block-start: 1px solid var(--_hairline);
    background: linear-gradient(var(--_hairline) 0 0) 0 1em / 40% 0.75em no-repeat;
  }
  [type='checkbox'] {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    accent-color: var(--_brand);
  }
  /* Below the words that it belongs to, not below their box. */
  [part='consent'],
  [part='children'] {
    display: inline-block;
    margin-inline-start: calc(24px + 0.75em);
  }
  select {
    min-block-size: 44px;
    font: inherit;
  }
  [part='sort'] {
    align-items: center;
  }
  [part='comment'],
  [part='queued'] {
    display: grid;
    gap: 0.25em;
    justify-items: start;
  }
  [part='list'] > li,
  [part='queued'] {
    display: grid;
    gap: var(--_space);
    padding-block-start: var(--_space);
    border-block-start: 1px solid var(--_hairline);
  }
  [part='list'] + [part='list'] {
    margin-block-start: var(--_gap);
  }
  /* Thousands of comments off the screen must not cost the frame of a key press anything. */
  .long {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 200em;
    /* Or the outline of what has the focus is cut off at the edge. */
    overflow-clip-margin: 1em;
  }
  [part='replies'] {
    padding-inline-start: calc(var(--_space) * 2);
    border-inline-start: 3px solid var(--_hairline);
    gap: calc(var(--_space) * 2);
  }
  .target {
    outline: 2px solid var(--_brand);
    outline-offset: 6px;
  }
  .byline,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.75em;
  }
  .actions {
    gap: 0.5em;
  }
  .plain {
    padding-inline: 0.25em;
    margin-inline-start: -0.25em;
    border-color: transparent;
    background: none;
  }
  .plain[aria-pressed='true'] {
    font-weight: 700;
    text-decoration: underline;
  }
  .below {
    display: grid;
    gap: var(--_space);
    inline-size: 100%;
  }
  [part='permalink'] {
    color: inherit;
    text-decoration: none;
  }
  [part='permalink']:hover {
    text-decoration: underline;
  }
  [part='badge'] {
    display: inline-block;
    padding-inline: 0.5em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  [part='code'] {
    /* Two families: browsers show a lone “monospace” smaller than the text around it. */
    font-family: ui-monospace, monospace;
    font-size: 1.1em;
    /* In one piece, where there is room for it: what is broken at a hyphen is copied wrong. */
    display: inline-block;
    user-select: all;
  }
  /* A pile of accents stays in its own comment. */
  [part='text'],
  [part='author'],
  [part='comment'] > .quiet,
  [part='codes'] p {
    overflow: clip;
    overflow-clip-margin: 0.5em;
  }
  [part='text'] {
    white-space: pre-line;
  }
`;
