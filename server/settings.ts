import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';
import { type MailServer, mailServerOf } from './settings-mail.ts';

/** What the environment says; see the README for each name. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** With a slash at the end of its path; null when not set. */
  readonly publicUrl: URL | null;
  /** `postgres://…`; undefined for SQLite. */
  readonly databaseUrl: string | undefined;
  readonly configFile: string;
  readonly logLevel: string;
  /** Addresses, networks or `loopback`; empty: no proxy is believed. */
  readonly trustProxy: readonly string[];
  /** Null: no notices by e-mail. */
  readonly mailServer: MailServer | null;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * @param environment normally `process.env`; an empty value counts as not set
 * @throws Refusal that names the variable
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const value = (name: string): string | undefined => environment[name] || undefined;
  const publicUrl = publicUrlOf(value('PUBLIC_URL'));
  const dataDir = resolve(value('DATA_DIR') ?? 'data');
  return {
    port: portOf(value('PORT') ?? '8080'),
    host: value('HOST') ?? '127.0.0.1',
    dataDir,
    publicUrl,
    databaseUrl: databaseUrlOf(value('DATABASE_URL')),
    configFile: resolve(value('TINH_CONFIG') ?? join(dataDir, 'tinh.config.json')),
    logLevel: logLevelOf(value('LOG_LEVEL') ?? 'info'),
    trustProxy: trustProxyOf(value('TRUST_PROXY')),
    mailServer: mailServerOf(value('SMTP_URL'), value('SMTP_FROM'), publicUrl),
  };
}

/**
 * @returns null when not given
 * @throws Refusal when it is no address a browser could open
 */
export function publicUrlOf(text: string | undefined): URL | null {
  if (text === undefined) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw wrong(
      'PUBLIC_URL',
      text,
      'một địa chỉ http(s) đầy đủ, ví dụ https://so-ngoai-vu.example/tinh/',
      'a full http(s) address, for example https://so-ngoai-vu.example/tinh/',
    );
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw wrong('PORT', text, 'số từ 0 đến 65535', 'a number from 0 to 65535');
  return port;
}

function databaseUrlOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text)) {
    // The value may hold a password, so it is not repeated.
    throw wrong(
      'DATABASE_URL',
      '…',
      'postgres://người-dùng:mật-khẩu@máy-chủ/tên-cơ-sở-dữ-liệu',
      'postgres://user:password@host/database',
    );
  }
  return text;
}

function logLevelOf(text: string): string {
  if (!LOG_LEVELS.includes(text)) throw wrong('LOG_LEVEL', text, LOG_LEVELS.join(', '), LOG_LEVELS.join(', '));
  return text;
}

/** There is no way to believe everybody: then anybody could write any address. */
function trustProxyOf(text: string | undefined): readonly string[] {
  const proxies = (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  const isProxy = (proxy: string): boolean => {
    const [, address = '', bits = '0'] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(proxy) ?? [];
    return proxy === 'loopback' || (isIP(address) > 0 && Number(bits) <= (isIP(address) === 4 ? 32 : 128));
  };
  if (!proxies.every(isProxy)) {
    throw wrong(
      'TRUST_PROXY',
      text ?? '',
      'loopback hoặc địa chỉ của proxy, cách nhau bằng dấu phẩy, ví dụ 10.0.0.5,10.1.0.0/16',
      'loopback or addresses of proxies with commas between, for example 10.0.0.5,10.1.0.0/16',
    );
  }
  return proxies;
}

function wrong(name: string, value: string, vi: string, en: string): Refusal {
  return new Refusal(
    `Biến môi trường ${name}="${value}" không hợp lệ, cần: ${vi}.`,
    `The environment variable ${name}="${value}" is not valid, expected: ${en}.`,
  );
}
