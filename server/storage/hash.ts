import { createHash } from 'node:crypto';

/** SHA-256 in base64url. Enough for tokens, which are random and long; not for passwords. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
