/** Does something with the browser's storage, which may be blocked, full or damaged: then the answer is undefined. */
export function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A short name for a text, so that neither addresses nor names of people stand in the browser's storage. */
export function fingerprint(text: string): string {
  let hash = 5381;
  for (const character of text) hash = (hash * 33) ^ character.codePointAt(0)!;
  return (hash >>> 0).toString(36);
}
