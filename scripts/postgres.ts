import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.ts';

/** A private PostgreSQL for tests. */
export interface TestPostgres {
  /** Connects as a superuser without a password, on loopback only. */
  readonly url: string;
  /** Stops the server and removes its data. Safe to call twice. */
  stop(): void;
}

const SUPERUSER = 'app';
const isRoot = process.getuid?.() === 0;

/**
 * Starts a PostgreSQL of our own in a temporary folder, as an ordinary user, on a free port. Where it is not installed and this
 * is root on Debian or Ubuntu, it is installed first.
 *
 * @param durable whether a commit is on disk when it is confirmed, as an operator's server has it. Tests need no such thing: their data
 *   lives as long as they do
 * @throws Error saying why there is none
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const programs = findPrograms() ?? installPrograms();
  const folder = ordinaryFolder();
  const data = join(folder, 'data');
  const port = await freePort();
  const pgCtl = (...words: string[]): void =>
    asOrdinaryUser(folder, join(programs, 'pg_ctl'), ['-D', data, '-w', ...words]);

  let running = false;
  const stop = (): void => {
    try {
      if (running) pgCtl('stop', '-m', 'immediate');
      running = false;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    const initdb = ['-D', data, '-A', 'trust', '-U', SUPERUSER, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
    asOrdinaryUser(folder, join(programs, 'initdb'), initdb);
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${port}`,
      `unix_socket_directories=${folder}`,
      ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
      'max_connections=200',
    ];
    running = true;
    pgCtl('-l', join(folder, 'log'), '-o', settings.map((setting) => `-c ${setting}`).join(' '), 'start');
  } catch (error) {
    running = false;
    stop();
    throw error;
  }
  return { url: `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`, stop };
}

/** The folder with `initdb` and `pg_ctl`: Debian keeps them off the PATH, the newest version wins. */
function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null;
}

function installPrograms(): string {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    throw new Error('PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)');
  }
  console.log(
    'PostgreSQL is not installed: installing Debian’s package "postgresql" with apt-get, without a cluster of its own.',
  );
  const noCluster = '/etc/postgresql-common/createcluster.conf';
  if (!existsSync(noCluster)) {
    execFileSync('mkdir', ['-p', '/etc/postgresql-common']);
    writeFileSync(noCluster, 'create_main_cluster = false\n');
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const words = ['install', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', 'postgresql'];
  for (const order of [['update'], words]) {
    const { status } = spawnSync('apt-get', ['-q', ...order], { stdio: 'inherit', env: environment });
    if (status !== 0) throw new Error(`PostgreSQL could not be installed: apt-get ${order[0]} failed`);
  }
  const programs = findPrograms();
  if (programs === null) throw new Error('PostgreSQL was installed but its programs were not found');
  return programs;
}

/** A new folder that belongs to the user who runs PostgreSQL, below one that this user may enter. */
function ordinaryFolder(): string {
  const parents = [tmpdir(), '/tmp', '/var/tmp'];
  const mayEnter = (parent: string): boolean =>
    !isRoot || spawnSync('runuser', ['-u', 'postgres', '--', 'test', '-x', parent], { cwd: '/' }).status === 0;
  const parent = parents.find((folder) => existsSync(folder) && mayEnter(folder));
  if (parent === undefined) throw new Error('there is no temporary folder that the user "postgres" may enter');
  const folder = mkdtempSync(join(parent, 'tinh-postgres-'));
  if (isRoot) chownSync(folder, idOf('-u'), idOf('-g'));
  return folder;
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}

/** PostgreSQL refuses to run as root. */
function asOrdinaryUser(folder: string, program: string, words: readonly string[]): void {
  const [command, before] = isRoot ? ['runuser', ['-u', 'postgres', '--', program]] : [program, []];
  // The started server keeps its output open, so it may not be a pipe that we would wait for.
  const { status } = spawnSync(command, [...before, ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${program} failed`);
}
