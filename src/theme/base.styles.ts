import { css } from 'lit';

/**
 * Shared by every element. Site tokens are read here once and become private values on `.root`: derived on the page
 * they would keep the page's colours inside a section that sets its own.
 *
 * Mid grey serves light and dark pages alike. Chromium 109 does not know `light-dark()`: there the fault colour counts
 * as unset, so that the text keeps the page's colour, bold.
 */
export const baseStyles = css`
  :host {
    display: block;
    font-family: var(--tinh-font-family, inherit);
    font-size: var(--tinh-font-size, inherit);
    line-height: 1.6;
    text-align: start;
  }
  :host([hidden]) {
    display: none !important;
  }
  .root {
    --_brand: var(--tinh-color-brand, #a3151f);
    --_surface: var(--tinh-color-surface, transparent);
    --_border: var(--tinh-color-border, #767676);
    --_hairline: var(--tinh-color-border, rgb(128 128 128 / 0.35));
    --_focus: var(--tinh-color-focus, LinkText);
    --_danger: var(--tinh-color-danger, light-dark(#b3261e, #ff8a80));
    --_space: var(--tinh-space, 0.5em);
    --_radius: var(--tinh-radius, 0.25em);
    color: var(--tinh-color-text, inherit);
  }
  * {
    box-sizing: border-box;
    margin: 0;
    padding: 0;
  }
  .quiet {
    color: var(--tinh-color-text-quiet, inherit);
  }
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .danger {
    color: var(--_danger);
    font-weight: 600;
  }
  button,
  .button,
  [part='field'] {
    min-block-size: 44px;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  button,
  .button {
    display: inline-block;
    padding-inline: 1em;
    text-decoration: none;
    cursor: pointer;
  }
  summary.button::after {
    /* Firefox before 128 and Safari before 17.4 do not know the second form, in which the mark is not read out. */
    content: ' ▾';
    content: ' ▾' / '';
  }
  [open] > summary.button::after {
    content: ' ▴';
    content: ' ▴' / '';
  }
  summary.button::-webkit-details-marker {
    display: none;
  }
  .primary {
    border-color: var(--_brand);
    background: var(--_brand);
    color: var(--tinh-color-on-brand, #fff);
  }
  button:hover,
  .button:hover {
    text-decoration: underline;
  }
  :focus-visible {
    outline: 3px solid var(--_focus);
    outline-offset: 2px;
  }
  @media print {
    button {
      display: none;
    }
  }
`;
