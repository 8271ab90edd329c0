// `npm run -s moderate -- list`, `npm run -s user -- list`: hands over to the built server's own commands. Plain
// JavaScript, since an operator's machine may have the built server and no development tools.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('../server/dist/server/main.js', import.meta.url));
if (existsSync(server)) {
  const { status } = spawnSync(process.execPath, [server, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.error('Máy chủ chưa được dựng: hãy chạy “npm run build” trước.');
  console.error('The server has not been built: run “npm run build” first.');
  process.exitCode = 1;
}
