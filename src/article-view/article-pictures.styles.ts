import { css } from 'lit';

/** Enlarged pictures: black around them in any theme, so that nothing takes light from them. */
export const articlePicturesStyles = css`
  [part='picture'] {
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: 100%;
    max-block-size: 100%;
    border: 0;
    background: #000;
    color: #fff;
  }
  [part='picture'][open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
  }
  [part='picture'] :is(.bar, .steps) {
    display: flex;
    align-items: center;
    gap: var(--_space);
    padding: var(--_space);
  }
  [part='picture'] .bar p {
    flex: 1;
    font-variant-numeric: tabular-nums;
  }
  [part='picture'] .steps {
    justify-content: space-between;
  }
  [part='picture'] button {
    min-inline-size: 44px;
    border-color: #fff;
    background: #000;
    color: #fff;
  }
  [part='picture'] button[aria-disabled] {
    border-style: dashed;
    cursor: default;
  }
  [part='picture'] :focus-visible {
    outline-color: #ff0;
  }
  figure {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--_space);
    min-block-size: 0;
    overflow: hidden;
    touch-action: none;
  }
  figure img {
    min-block-size: 0;
    flex: 0 1 auto;
    max-inline-size: 100%;
    max-block-size: 100%;
    object-fit: contain;
    user-select: none;
  }
  figcaption {
    flex: none;
    z-index: 1;
    max-block-size: 6em;
    padding: 0.25em 1em;
    overflow-y: auto;
    background: #000;
    text-align: center;
    overflow-wrap: anywhere;
  }
`;
