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
    padding-block: var(--_space);
    border-block-end: 1px solid var(--_hairline);
  }
  dd {
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }
`;
