/**
 * A figure as a page prints it. Grouping marks of any language go: `1.604.377`, `1,604,377` and `1 604 377` are the
 * same.
 *
 * @returns undefined for anything but a whole number from 0 to 2⁵³ − 1
 */
export function parseFigure(text: string | null | undefined): number | undefined {
  const digits = text?.replace(/[\s.,]/g, '');
  return digits && /^\d+$/.test(digits) && Number.isSafeInteger(+digits) ? +digits : undefined;
}
