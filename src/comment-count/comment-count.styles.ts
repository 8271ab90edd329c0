import { css } from 'lit';

/** A few words in a line of the page, in the page's own type. */
export const commentCountStyles = css`
  :host {
    display: inline;
    color: var(--tinh-color-text, inherit);
    font-family: var(--tinh-font-family, inherit);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none !important;
  }
`;
