/** The order of a list: by the time of the comments. */
export type Order = 'newest' | 'oldest';

/** A place behind a comment: of `comments` by time and id, of the index by its `seq`. */
export type Cursor =
  | { readonly order: Order; readonly createdAt: number; readonly id: string }
  | { readonly order: Order; readonly seq: number };

const FORM = /^(?:time\.(newest|oldest)\.(\d{1,16})\.([0-9a-f]{20})|seq\.(newest|oldest)\.(\d{1,16}))$/;

/** The cursor as pages carry it. */
export function writeCursor(cursor: Cursor): string {
  const values =
    'seq' in cursor ? ['seq', cursor.order, cursor.seq] : ['time', cursor.order, cursor.createdAt, cursor.id];
  return Buffer.from(values.join('.')).toString('base64url');
}

/** Null when it is none of ours. */
export function readCursor(text: string): Cursor | null {
  const [, byTime, createdAt, id, bySeq, seq] = FORM.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const number = Number(createdAt ?? seq);
  if (!Number.isSafeInteger(number)) return null;
  if (byTime !== undefined) return { order: byTime as Order, createdAt: number, id: id! };
  return { order: bySeq as Order, seq: number };
}
