/** A link as data: an element of the list that `src` answers, or of the property `links`. */
export interface LinkData {
  /** What the reader reads. Text, never HTML. */
  readonly label: string;
  /** http, https, mailto or tel; relative to the page. */
  readonly address: string;
  /** Address of a picture, 230 × 94 or of that shape. */
  readonly image?: string;
  /** What the picture says beyond the label; empty by default. */
  readonly alt?: string;
  /** A line below the label. */
  readonly note?: string;
  /** Heading below which it stands. */
  readonly category?: string;
  /** Shown from then on, RFC 3339. */
  readonly from?: string;
  /** Shown until then, RFC 3339. */
  readonly until?: string;
  /** Language of label and target, BCP 47. */
  readonly language?: string;
  /** How often it was used before this server counted. */
  readonly count?: number;
}
