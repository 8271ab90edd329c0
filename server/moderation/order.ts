import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { CommentState } from '../../src/api/contract.ts';
import { cleanLine, cleanText } from '../../src/text/clean.ts';

/** What a moderator wants done. */
export type Order = ListOrder | DecideOrder | AnswerOrder | PinOrder | CloseOrder;

/** Show comments. */
export interface ListOrder {
  readonly action: 'list';
  /** Null: in any state. */
  readonly state: CommentState | null;
  /** Null: of all sites. */
  readonly site: string | null;
  /** Only what readers have reported, the most reported first. */
  readonly reported: boolean;
}

/** Let comments through, or not. */
export interface DecideOrder {
  readonly action: 'publish' | 'reject';
  readonly ids: readonly string[];
  /** For the authors of what is rejected. */
  readonly reason: string | null;
}

/** Answer a comment as the agency. */
export interface AnswerOrder {
  readonly action: 'answer';
  readonly id: string;
  readonly text: string;
}

/** Put comments before all others, or back. */
export interface PinOrder {
  readonly action: 'pin' | 'unpin';
  readonly ids: readonly string[];
}

/** Take no more comments in a thread, or take them again. */
export interface CloseOrder {
  readonly action: 'close' | 'open';
  readonly thread: string;
  readonly site: string;
}

const STATES: readonly CommentState[] = ['pending', 'published', 'rejected'];

/** Understands the words of a command; null when they make no sense. */
export function readOrder(words: readonly string[]): Order | null {
  const [action, ...rest] = words;
  switch (action) {
    case 'list':
      return readList(rest);
    case 'publish':
      return withIds(rest, (ids) => ({ action, ids, reason: null }));
    case 'reject':
      return readReject(rest);
    case 'answer':
      return readAnswer(rest);
    case 'pin':
    case 'unpin':
      return withIds(rest, (ids) => ({ action, ids }));
    case 'close':
    case 'open': {
      const { values, positionals } = read(rest, { site: { type: 'string' } }) ?? {};
      const thread = cleanLine(positionals?.[0] ?? '');
      if (positionals?.length !== 1 || thread === '' || values?.site === undefined) return null;
      return { action, thread, site: values.site };
    }
    default:
      return null;
  }
}

function readList(words: readonly string[]): ListOrder | null {
  const options = { state: { type: 'string' }, site: { type: 'string' }, reported: { type: 'boolean' } } as const;
  const understood = read(words, options);
  if (!understood || understood.positionals.length > 0) return null;
  const { site = null, reported = false } = understood.values;
  const { state = reported ? 'all' : 'pending' } = understood.values;
  if (state === 'all') return { action: 'list', state: null, site, reported };
  const known = STATES.find((name) => name === state);
  return known ? { action: 'list', state: known, site, reported } : null;
}

function readReject(words: readonly string[]): DecideOrder | null {
  const { values, positionals } = read(words, { reason: { type: 'string' } }) ?? {};
  const reason = cleanText(values?.reason ?? '') || null;
  return withIds(positionals ?? [], (ids) => ({ action: 'reject', ids, reason }));
}

/** The text may stand in quotes or not, and may hold anything. */
function readAnswer([id, ...words]: readonly string[]): AnswerOrder | null {
  const text = cleanText(words.join(' '));
  return id === undefined || id.startsWith('-') || text === '' ? null : { action: 'answer', id, text };
}

function withIds<T>(words: readonly string[], make: (ids: readonly string[]) => T): T | null {
  const areIds = words.length > 0 && words.every((id) => !id.startsWith('-'));
  return areIds ? make([...new Set(words)]) : null;
}

/** Null when there is an option that nobody knows. */
function read<const Options extends ParseArgsOptionsConfig>(
  words: readonly string[],
  options: Options,
): ReturnType<typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>> | null {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch {
    return null;
  }
}
