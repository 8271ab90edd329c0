import { css } from 'lit';

/** Form first, then the thread, newest first: a new comment appears right below the form. */
export const commentBoxStyles = css`
  .root,
  form,
  ol {
    display: grid;
    gap: var(--tinh-comment-box-gap, calc(var(--_space) * 2.5));
    justify-items: start;
    list-style: none;
    overflow-wrap: anywhere;
  }
  form,
  form div,
  ol,
  li,
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
  [part='field'] {
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  [aria-invalid]:not(:focus) {
    outline: 2px solid var(--_danger);
  }
  /* Still there for assistive technology, but no room is kept for what is not said. */
  p:empty,
  ol:empty {
    position: absolute;
  }
  [type='checkbox'] {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    accent-color: var(--_brand);
  }
  li {
    padding-block-start: var(--_space);
    border-block-start: 1px solid var(--_hairline);
  }
  .byline {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75em;
  }
  [part='badge'] {
    padding-inline: 0.5em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  [part='text'] {
    white-space: pre-line;
  }
`;
