import { fold } from './fold.ts';

/** Most characters of a slug; it ends with a whole word where it can. */
const LONGEST = 60;

/** A text as a part of an address: “Đẩy mạnh cải cách” is `day-manh-cai-cach`. Empty where there is neither letter nor digit of the Latin script. */
export function slug(text: string): string {
  const words =
    fold(text)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let made = '';
  for (const word of words) {
    const longer = made ? `${made}-${word}` : word.slice(0, LONGEST);
    if (longer.length > LONGEST) break;
    made = longer;
  }
  return made;
}
