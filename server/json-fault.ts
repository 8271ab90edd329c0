const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** Line and column, both from 1, as editors count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a text stops being JSON; `JSON.parse` says so for some faults only.
 *
 * @returns null when the text is JSON
 */
export function jsonFault(text: string): Place | null {
  let at = 0;

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found !== null;
  }

  function next(character: string): boolean {
    take(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  /** What stands between brackets: items with commas between them, none after the last. */
  function list(close: string, item: () => boolean): boolean {
    if (next(close)) return true;
    do {
      if (!item()) return false;
    } while (next(','));
    return next(close);
  }

  function property(): boolean {
    take(SPACE);
    return take(STRING) && next(':') && value();
  }

  function value(): boolean {
    if (next('{')) return list('}', property);
    if (next('[')) return list(']', value);
    take(SPACE);
    return take(STRING) || take(SCALAR);
  }

  if (value()) {
    take(SPACE);
    if (at === text.length) return null;
  }
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
