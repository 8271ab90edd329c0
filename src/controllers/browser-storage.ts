/** Does something with the browser's storage, which may be blocked, full or damaged: then the answer is undefined. */
export function quietly<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Under such names the browser keeps what somebody has written, who they said they are, and that it was them. */
const WRITTEN = /^tinh:(draft|outbox|name|email|author|rater):/;

/**
 * Forgets what somebody has written for the sites of this origin, on whichever page: the next person at this computer must find nothing.
 * Elements that hold words themselves hear `tinh-session-signed-out` as well.
 */
export function forgetWritten(): void {
  quietly(() => {
    for (const name of Object.keys(localStorage)) if (WRITTEN.test(name)) localStorage.removeItem(name);
  });
}

/** A short name for a text, so that neither addresses nor names of people stand in the browser's storage. */
export function fingerprint(text: string): string {
  let hash = 5381;
  for (const character of text) hash = (hash * 33) ^ character.codePointAt(0)!;
  return (hash >>> 0).toString(36);
}
