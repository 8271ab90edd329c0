import { randomToken } from '../api/token.ts';
import { quietly } from './browser-storage.ts';

/** A token by which a server knows this browser again, for one purpose and site. The browser makes it, so that a lost answer loses nothing. */
export class KeptToken {
  readonly #name: string;
  /** Where storage is blocked, the browser is known as long as whoever made this lives. */
  #made: string | null = null;

  /** @param name of its place in `localStorage` */
  constructor(name: string) {
    this.#name = name;
  }

  /** The token, null where none was needed yet. */
  read(): string | null {
    return quietly(() => localStorage.getItem(this.#name)) ?? this.#made;
  }

  /** The next person at this computer is somebody else. */
  forget(): void {
    this.#made = null;
    quietly(() => {
      localStorage.removeItem(this.#name);
    });
  }

  /** The token, made now where there was none. */
  make(): string {
    const token = this.read() ?? randomToken();
    const isKept = quietly(() => {
      localStorage.setItem(this.#name, token);
      return true;
    });
    // What was kept may be forgotten there, as at the end of a session, and is then forgotten here too.
    this.#made = isKept ? null : token;
    return token;
  }
}
