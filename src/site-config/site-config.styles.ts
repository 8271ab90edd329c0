import { css } from 'lit';

/** The tag itself takes no room and no part in the page's layout. */
export const siteConfigStyles = css`
  :host {
    display: contents;
  }
`;
