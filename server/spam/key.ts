import { createHmac } from 'node:crypto';

/**
 * A key for one purpose at one site, made of the server's secret: what was signed for one site or purpose is worth nothing for
 * another.
 *
 * @returns 64 hexadecimal digits
 */
export function derivedKey(secret: string, purpose: 'challenge' | 'form-time', site: string): string {
  return createHmac('sha256', secret).update(`tinh ${purpose} ${site}`).digest('hex');
}
