import { user } from './accounts/cli.ts';
import { LINK_HOURS } from './accounts/first.ts';
import { links } from './links/cli.ts';
import { moderate } from './moderation/cli.ts';
import { visits } from './moderation/visits-cli.ts';
import { mail } from './notices/cli.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';
import { startServer } from './start.ts';

const USAGE = `Cách dùng / Usage:
  tinh-server [--demo]          chạy máy chủ / runs the server
  tinh-server moderate …        duyệt ý kiến / moderates comments
  tinh-server user …            quản lý tài khoản / manages accounts
  tinh-server mail test …       gửi thử một thư / sends a test mail
  tinh-server visits import …   nhập số liệu truy cập cũ / imports old visits
  tinh-server links check …     kiểm tra liên kết hỏng / checks links
`;

/** A second signal within this time is the same key press: npm passes on what the terminal sent already. Milliseconds. */
const SAME_SIGNAL = 300;

/** Does what the words of the command line say; sets the exit code. */
export async function run(words: readonly string[]): Promise<void> {
  try {
    const [first, ...rest] = words;
    if (first === 'moderate') process.exitCode = await moderate(rest, process.env, process.stdout, process.stderr);
    else if (first === 'user') process.exitCode = await user(rest, process.env, process);
    else if (first === 'mail') process.exitCode = await mail(rest, process.env, process);
    else if (first === 'visits') process.exitCode = await visits(rest, process.env, process);
    else if (first === 'links') process.exitCode = await links(rest, process);
    else if (words.every((word) => word === '--demo')) await serve(words.length > 0);
    else {
      process.stderr.write(USAGE);
      process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

async function serve(demo: boolean): Promise<void> {
  const settings = readSettings(process.env);
  const server = await startServer({ ...settings, demo });
  process.stdout.write(`tinh: ${server.url}\n`);
  if (server.firstAccountUrl !== null) {
    process.stdout.write(
      `tinh: mở liên kết này trong ${LINK_HOURS} giờ để tạo tài khoản quản trị đầu tiên (dùng một lần) / ` +
        `open this link within ${LINK_HOURS} hours to make the first administrator's account (works once): ` +
        `${server.firstAccountUrl}\n`,
    );
  }
  if (demo) process.stdout.write('Duyệt ý kiến / Moderate comments: npm run -s moderate -- list\n');

  let stopping = 0;
  const stop = (): void => {
    if (stopping > 0) {
      if (performance.now() - stopping > SAME_SIGNAL) process.exit(1);
      return;
    }
    stopping = performance.now();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
