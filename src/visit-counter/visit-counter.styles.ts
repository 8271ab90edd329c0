import { css } from 'lit';

/** Rows with label and figure, a line of text, or small frames; tabular numerals keep digits from jumping. */
export const visitCounterStyles = css`
  dl {
    display: grid;
    gap: var(--tinh-visit-counter-gap, 0);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 1em;
    padding-block: var(--_space);
    border-block-end: 1px solid var(--_hairline);
  }
  dd {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
  :host(:is([look='inline'], [look='badge'])) dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--tinh-visit-counter-gap, 0 1.25em);
  }
  :host(:is([look='inline'], [look='badge'])) .row {
    flex-wrap: nowrap;
    gap: 0 0.5em;
    padding-block: 0;
    border: 0;
  }
  :host([look='badge']) dl {
    gap: var(--tinh-visit-counter-gap, 0.5em);
  }
  :host([look='badge']) .row {
    padding: 0.15em 0.6em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font-size: 0.875em;
  }
`;
