/**
 * 192 random bits in base64url, 32 characters: an idempotency key or an author's token. `crypto.randomUUID` would need
 * a secure context, which many provincial sites are not.
 */
export function randomToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
