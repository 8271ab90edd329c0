/**
 * SHA-256 (FIPS 180-4) of texts that begin alike: the blocks of the beginning are hashed once. For pages on plain http,
 * which have no `crypto.subtle`; and where there is one, a promise for every hash would be slower.
 *
 * @param prefix beginning of every text
 * @returns hashes prefix and suffix; the suffix is ASCII of 56 characters at most. The eight words of the digest are
 *   overwritten by the next call
 */
export function sha256After(prefix: string): (suffix: string) => Int32Array {
  const constants = new Int32Array(64);
  const state = new Int32Array(8);
  const words = new Int32Array(64);
  // The first 32 bits of the fractions of the primes' cube and square roots.
  for (let n = 2, i = 0; i < 64; n += 1) {
    let divisor = 2;
    while (n % divisor) divisor += 1;
    if (divisor < n) continue;
    if (i < 8) state[i] = n ** 0.5 * 2 ** 32;
    constants[i] = n ** (1 / 3) * 2 ** 32;
    i += 1;
  }

  const hashBlock = (view: DataView, offset: number): void => {
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let i = 0; i < 64; i += 1) {
      let word: number;
      if (i < 16) {
        word = view.getInt32(offset + i * 4);
      } else {
        const x = words[i - 15]!;
        const y = words[i - 2]!;
        word =
          (words[i - 16]! +
            words[i - 7]! +
            (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) +
            (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10))) |
          0;
      }
      words[i] = word;
      const t = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + constants[i]! + word) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t) | 0;
      d = c;
      // The old `a`, `b`, `c` are `b`, `c`, `d` after the shift.
      c = b;
      b = a;
      a = (t + (rotate(b, 2) ^ rotate(b, 13) ^ rotate(b, 22)) + ((b & c) ^ (b & d) ^ (c & d))) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  };

  const bytes = new TextEncoder().encode(prefix);
  const whole = bytes.length & ~63;
  const prefixView = new DataView(bytes.buffer);
  for (let offset = 0; offset < whole; offset += 64) hashBlock(prefixView, offset);
  const middle = state.slice();
  const tail = new Uint8Array(128);
  const tailView = new DataView(tail.buffer);
  tail.set(bytes.subarray(whole));

  return (suffix) => {
    let end = bytes.length - whole;
    for (let i = 0; i < suffix.length; i += 1) tail[end++] = suffix.charCodeAt(i);
    tail[end] = 0x80;
    tail.fill(0, end + 1);
    const last = end < 56 ? 0 : 64;
    tailView.setUint32(last + 60, (whole + end) * 8);
    state.set(middle);
    for (let offset = 0; offset <= last; offset += 64) hashBlock(tailView, offset);
    return state;
  };
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));
