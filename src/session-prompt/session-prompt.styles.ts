import { css } from 'lit';

/** A dialog in the top layer; Canvas and CanvasText follow the page's colour scheme. */
export const sessionPromptStyles = css`
  :host {
    display: contents;
  }
  /* The tag may stand in a header with its own small, white or capital letters. */
  .root:not([part='notice']) {
    color: var(--tinh-color-text, CanvasText);
    font-size: var(--tinh-font-size, medium);
    font-weight: 400;
    letter-spacing: normal;
    text-transform: none;
    white-space: normal;
  }
  dialog {
    inline-size: 32em;
    margin: auto;
    padding: calc(var(--_space) * 2.5);
    border: 1px solid var(--_border);
    border-block-start: 4px solid var(--_brand);
    background: var(--tinh-color-surface, Canvas);
    overflow-wrap: anywhere;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.55);
  }
  .cover {
    visibility: visible;
  }
  .cover::backdrop {
    background: Canvas;
  }
  [part='message'] {
    margin-block-end: 0.25em;
    font-size: 1.2em;
    font-weight: 700;
    text-wrap: balance;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
    margin-block-start: calc(var(--_space) * 2.5);
  }
  strong {
    font-variant-numeric: tabular-nums;
  }
  [aria-disabled] {
    opacity: 0.6;
  }
  .toast {
    position: fixed;
    inset-block-end: 1em;
    inset-inline: 1em;
    inline-size: fit-content;
    max-inline-size: 32em;
    margin-inline: auto;
    padding: calc(var(--_space) * 1.5) calc(var(--_space) * 2.5);
    border: 1px solid var(--_border);
    border-inline-start: 4px solid var(--_brand);
    background: var(--tinh-color-surface, Canvas);
    z-index: 2147483647;
  }
  .toast:empty {
    opacity: 0;
  }
  [part='notice'] {
    padding-inline-start: calc(var(--_space) * 1.5);
    border-inline-start: 4px solid var(--_brand);
  }
`;
