import { css } from 'lit';

/** The width of the element, never of the window, decides the columns. */
export const quickLinksStyles = css`
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--tinh-quick-links-tile-width, 13em)), 1fr));
    gap: var(--_space);
    list-style: none;
  }
  li {
    display: grid;
  }
  li ::slotted(a) {
    display: flex;
    align-items: center;
    min-block-size: 44px;
    padding: var(--_space) calc(var(--_space) * 1.5);
    border: 1px solid var(--_hairline);
    border-radius: var(--_radius);
    background: var(--tinh-color-surface-quiet, rgb(128 128 128 / 0.1));
    color: var(--tinh-color-link, LinkText);
    text-decoration: none;
  }
  li ::slotted(a:hover) {
    text-decoration: underline;
  }
`;
