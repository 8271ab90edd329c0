import { css } from 'lit';

/** A dialog in the top layer; Canvas and CanvasText follow the page's colour scheme. */
export const sessionPromptStyles = css`
  :host {
    display: contents;
  }
  dialog {
    inline-size: 32em;
    margin: auto;
    padding: calc(var(--_space) * 2.5);
    border: 1px solid var(--_border);
    border-block-start: 4px solid var(--_brand);
    background: var(--tinh-color-surface, Canvas);
    color: var(--tinh-color-text, CanvasText);
    overflow-wrap: anywhere;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.55);
  }
  [part='message'] {
    font-size: 1.2em;
    font-weight: 700;
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
`;
