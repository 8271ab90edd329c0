import type { CommentSort } from '../../src/api/contract.ts';
import { fieldProblem } from '../http/validation.ts';

/** Where a comment stands among those at the top level. Which of the values count depends on the order. */
export interface RootKey {
  /** Likes at the version that the list is read at. */
  readonly likes: number;
  readonly createdAt: number;
  readonly id: string;
}

/** A place between two comments at the top level, and how the list there is read on. */
export interface RootCursor extends RootKey {
  readonly sort: CommentSort;
  readonly side: 'after' | 'before';
  /** Version of the thread when the first page was read: comments stand by the likes they had then. */
  readonly version: number;
  /** Stood before all others on the first page, so they stand on no other. */
  readonly pinned: readonly string[];
}

/** Where a reply stands below its root. */
export interface ReplyKey {
  readonly rank: number;
  readonly createdAt: number;
  readonly id: string;
}

/** A place between two replies. */
export interface ReplyCursor extends ReplyKey {
  readonly side: 'after' | 'before';
}

const ID = /^[0-9a-f]{20}$/;
const NUMBER = /^\d{1,15}$/;
const SORTS: readonly CommentSort[] = ['newest', 'oldest', 'likes'];

/** The cursor as the contract carries it. */
export function writeRootCursor({ sort, side, version, likes, createdAt, id, pinned }: RootCursor): string {
  return pack([sort, side, version, likes, createdAt, id, ...pinned]);
}

/**
 * @param sort the order that is asked for now
 * @throws ProblemError when it is none of ours, or of another order
 */
export function readRootCursor(cursor: string, sort: CommentSort): RootCursor {
  const [order, side, version, likes, createdAt, id, ...pinned] = unpack(cursor);
  if (order !== sort || !SORTS.includes(sort) || !isSide(side) || !areIds([id, ...pinned])) throw foreign();
  return {
    sort,
    side,
    version: toNumber(version),
    likes: toNumber(likes),
    createdAt: toNumber(createdAt),
    id: id!,
    pinned,
  };
}

/** The cursor as the contract carries it. */
export function writeReplyCursor({ side, rank, createdAt, id }: ReplyCursor): string {
  return pack(['replies', side, rank, createdAt, id]);
}

/** @throws ProblemError when it is none of ours */
export function readReplyCursor(cursor: string): ReplyCursor {
  const [kind, side, rank, createdAt, id, ...more] = unpack(cursor);
  if (kind !== 'replies' || !isSide(side) || more.length > 0 || !areIds([id])) throw foreign();
  return { side, rank: toNumber(rank), createdAt: toNumber(createdAt), id: id! };
}

function pack(values: readonly (string | number)[]): string {
  return Buffer.from(values.join('.')).toString('base64url');
}

function unpack(cursor: string): string[] {
  return Buffer.from(cursor, 'base64url').toString('latin1').split('.');
}

function isSide(side: string | undefined): side is 'after' | 'before' {
  return side === 'after' || side === 'before';
}

function areIds(ids: readonly (string | undefined)[]): boolean {
  return ids.every((id) => id !== undefined && ID.test(id)) && ids.length < 9;
}

function toNumber(text: string | undefined): number {
  if (text === undefined || !NUMBER.test(text)) throw foreign();
  return Number(text);
}

function foreign(): Error {
  return fieldProblem('cursor', 'invalid', 'must come from another page of the same list');
}
