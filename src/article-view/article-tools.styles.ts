import { css } from 'lit';

/** What opens from the row of tools. */
export const articleToolsStyles = css`
  [part='share'] > div {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
    margin-block-start: var(--_space);
  }
  [part='speech'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space);
    margin-block-start: var(--_space);
  }
  [part='speech'] audio {
    flex: 1 1 18em;
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  select {
    min-block-size: 44px;
    max-inline-size: 100%;
    padding-inline: 0.5em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--tinh-color-surface, Canvas);
    color: var(--tinh-color-text, CanvasText);
    font: inherit;
  }
  fieldset {
    margin-block-start: var(--_space);
    border: 0;
  }
  legend {
    font-weight: 600;
  }
  label {
    display: flex;
    align-items: center;
    gap: 0.6em;
    min-block-size: 44px;
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    accent-color: var(--_brand);
  }
  @media print {
    [part='speech'] {
      display: none;
    }
  }
`;
