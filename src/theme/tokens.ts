/** One of the site tokens: a CSS variable that a site may set on `:root` or on any wrapper. */
export interface Token {
  readonly name: `--tinh-${string}`;
  /** The value used where the site sets none. */
  readonly fallback: string;
  readonly meaning: string;
}

/**
 * The one list of site tokens. The library never declares them, it only reads them with these fallbacks: a default on
 * `:host` would beat what a site sets on `:root`.
 */
export const TOKENS: readonly Token[] = [
  { name: '--tinh-color-brand', fallback: '#a3151f', meaning: 'Main buttons and marks' },
  { name: '--tinh-color-on-brand', fallback: '#fff', meaning: 'Text on the brand colour; at least 4.5:1 against it' },
  { name: '--tinh-color-link', fallback: 'LinkText', meaning: 'Links and quiet buttons' },
  { name: '--tinh-color-text', fallback: 'the page’s own text colour', meaning: 'Text' },
  { name: '--tinh-color-text-quiet', fallback: 'the text colour', meaning: 'Times, hints; at least 4.5:1' },
  {
    name: '--tinh-color-surface',
    fallback: 'transparent; Canvas in the dialog',
    meaning: 'Background of fields and dialog',
  },
  { name: '--tinh-color-surface-quiet', fallback: 'a tenth of grey', meaning: 'Background of tiles and notes' },
  {
    name: '--tinh-color-border',
    fallback: '#767676',
    meaning: 'Borders of fields and buttons, hairlines; at least 3:1',
  },
  { name: '--tinh-color-focus', fallback: 'LinkText', meaning: 'Ring around what has the focus; at least 3:1' },
  { name: '--tinh-color-danger', fallback: '#b3261e, in the dark #ff8a80', meaning: 'Faults; at least 4.5:1' },
  { name: '--tinh-font-family', fallback: 'the page’s own', meaning: 'Typeface' },
  { name: '--tinh-font-size', fallback: 'the page’s own', meaning: 'Size of text; everything else follows in em' },
  { name: '--tinh-space', fallback: '0.5em', meaning: 'Unit of all distances: the density' },
  { name: '--tinh-radius', fallback: '0.25em', meaning: 'Rounding of corners' },
];
