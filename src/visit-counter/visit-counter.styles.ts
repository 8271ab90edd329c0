import { css } from 'lit';

/** Rows with label and figure; tabular numerals keep digits from jumping. */
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
    padding-block: calc(var(--_space) * 0.8);
    border-block-end: 1px solid var(--_hairline);
  }
  .row:last-child {
    border: 0;
  }
  dd {
    margin-inline-start: auto;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
`;
