import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';

/** Where words come from: `process.stdin`. */
export type Input = Readable & { readonly isTTY?: boolean };

/** Where prompts go. */
interface Prompts {
  write(text: string): unknown;
}

/**
 * Reads a password: typed twice without being shown at a terminal, the first line of a pipe.
 *
 * @returns null when it was called off, or when the pipe is empty; `different` when the second one is another
 */
export async function readNewPassword(
  input: Input,
  prompts: Prompts,
): Promise<{ password: string } | 'different' | null> {
  const atTerminal = input.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
  // A terminal is switched to raw mode, so that only this output could show what is typed.
  const lines = createInterface({ input, output: nowhere, terminal: atTerminal, historySize: 0 });
  lines.on('SIGINT', () => lines.close());
  const ask = async (prompt: string): Promise<string | null> => {
    const answered = Promise.race([once(lines, 'line'), once(lines, 'close')]) as Promise<[string?]>;
    if (atTerminal) prompts.write(prompt);
    const [answer = null] = await answered;
    if (atTerminal) prompts.write('\n');
    return answer;
  };
  try {
    const password = await ask('Mật khẩu mới (không hiện khi gõ) / New password (not shown): ');
    if (password === null) return null;
    if (!atTerminal) return { password: password.replace(/^\uFEFF/, '') };
    const again = await ask('Gõ lại mật khẩu / The same again: ');
    if (again === null) return null;
    return again === password ? { password } : 'different';
  } finally {
    lines.close();
  }
}
