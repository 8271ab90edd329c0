/** Debian's packages for what tests need; used where this is root, as on CI machines. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether packages can be installed here. */
export function canUseApt(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs packages without those they only recommend; true when all are there. */
export function aptInstall(...packages: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return (
    run('apt-get', ['update', '-qq'], { env }) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  );
}

/** Runs a command whose output goes to stderr: stdout is kept for what a script answers. True when it succeeded. */
export function run(command: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv } = {}): boolean {
  return spawnSync(command, args, { ...options, stdio: ['ignore', 2, 2] }).status === 0;
}
