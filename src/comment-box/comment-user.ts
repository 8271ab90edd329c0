import type { UserToken } from '../api/contract.ts';
import { fingerprint, quietly } from '../controllers/browser-storage.ts';

/** A reader for whom the site vouches. */
export interface User {
  /** Tells readers apart in the browser's storage, without saying who they are. */
  readonly id: string;
  readonly name: string;
  /** The token itself; in memory only. */
  readonly token: string;
}

/** Reads who a token is for, to show it: only the server can tell whether it is good. Undefined where it names nobody. */
export function readUser(token: string): User | undefined {
  return quietly(() => {
    const payload = atob(token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(payload, (character) => character.charCodeAt(0));
    const { sub, name } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<UserToken>;
    return sub && name ? { id: fingerprint(sub), name, token } : undefined;
  });
}
