import type { Socket } from 'node:net';
import { join } from 'node:path';
import { issueFirstKey } from './accounts/first.ts';
import type { ScryptCost } from './accounts/password.ts';
import { buildApp } from './app.ts';
import type { SpamSettings } from './comments/post.ts';
import { parseConfig, readConfig, writeDemoConfig } from './config.ts';
import * as paths from './paths.ts';
import { Refusal } from './refusal.ts';
import { publicUrlOf } from './settings.ts';
import type { MailTimes } from './notices/mailer.ts';
import type { MailServer } from './settings-mail.ts';
import { openDatabase } from './storage/database.ts';

/** How to start a server; everything but the place of its data has a default. */
export interface StartOptions {
  readonly dataDir: string;
  /** The configuration as the file would hold it; without it `configFile` is read. */
  readonly config?: unknown;
  /** Default `tinh.config.json` in `dataDir`. In demo mode it is made when it is not there. */
  readonly configFile?: string;
  /** `postgres://…`; default the SQLite file in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  readonly publicUrl?: URL | string | null;
  /** Proxies whose `X-Forwarded-For` is believed; default none. */
  readonly trustProxy?: readonly string[];
  /** With the demo's pages and account. */
  readonly demo?: boolean;
  /** Default the project's own. */
  readonly demoFolder?: string;
  /** Folder of the built library; default the project's own. */
  readonly libraryFolder?: string;
  /** The clock, milliseconds since 1970. */
  readonly now?: () => number;
  /** What hashing a password costs; default what OWASP recommends. */
  readonly passwordCost?: ScryptCost;
  /** How the guard against spam is set; for tests and measurements. */
  readonly spam?: SpamSettings;
  /** Where notices are handed in; default null: none are sent. Needs a `publicUrl`. */
  readonly mailServer?: MailServer | null;
  /** How long is waited for the mail server; for tests. */
  readonly mailTimes?: MailTimes;
  /** How long a page of the desk's search may look, milliseconds; for tests. */
  readonly searchTime?: number;
  /** Default `silent`. */
  readonly logLevel?: string;
}

/** A server that listens. */
export interface RunningServer {
  /** Where browsers find it, with a slash at the end. */
  readonly url: string;
  /** Where it listens, whatever `PUBLIC_URL` says, with a slash at the end. */
  readonly localUrl: string;
  /**
   * Secret address where the first administrator makes their account, once, within a day; null when there is an administrator, and
   * in demo mode, which has an account that needs no password.
   */
  readonly firstAccountUrl: string | null;
  /** Finishes the running requests, then closes the database. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws Refusal when configuration, database or port stand against it
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { dataDir, databaseUrl, host = '127.0.0.1', port = 0, now = Date.now, demo = false } = options;
  const { demoFolder = paths.demoFolder, libraryFolder = paths.libraryFolder, logLevel = 'silent' } = options;
  const { trustProxy, passwordCost, spam, mailServer = null, mailTimes, searchTime } = options;
  const publicUrl =
    typeof options.publicUrl === 'string' ? publicUrlOf(options.publicUrl) : (options.publicUrl ?? null);
  const configFile = options.configFile ?? join(dataDir, 'tinh.config.json');
  if (demo && options.config === undefined) writeDemoConfig(configFile, join(demoFolder, 'tinh.config.json'), now());
  const config = options.config === undefined ? readConfig(configFile) : parseConfig(options.config);

  const database = await openDatabase({ databaseUrl, dataDir });
  try {
    const app = await buildApp({
      config,
      database,
      publicUrl,
      demo: demo ? demoFolder : null,
      library: libraryFolder,
      ...(trustProxy && { trustProxy }),
      ...(passwordCost && { passwordCost }),
      ...(spam && { spam }),
      mailServer,
      ...(mailTimes && { mailTimes }),
      ...(searchTime !== undefined && { searchTime }),
      now,
      logLevel,
    });
    // A browser opens connections ahead of need; one without a request counts as busy and would hold up the end.
    const unused = new Set<Socket>();
    app.server.on('connection', (socket) => {
      unused.add(socket);
      socket.once('close', () => unused.delete(socket));
    });
    app.server.on('request', ({ socket }) => unused.delete(socket));
    await app.listen({ host, port }).catch(async (error: unknown) => {
      await app.close();
      throw listenRefusal(error, host, port);
    });
    const address = app.server.address();
    const listens = typeof address === 'object' && address ? address.port : port;
    const localUrl = `http://${urlHost(host)}:${listens}/`;
    const url = publicUrl?.href ?? localUrl;
    // Not before it listens: a start that fails must not take away the link that another process has printed.
    const firstKey = demo
      ? null
      : await issueFirstKey(database, now()).catch(async (error: unknown) => {
          await app.close();
          throw error;
        });
    return {
      url,
      localUrl,
      firstAccountUrl: firstKey === null ? null : `${url}first-account?key=${firstKey}`,
      async close() {
        const closed = app.close();
        // A connection may become idle, or come, while the last requests are being answered.
        const hangUp = (): void => {
          app.server.closeIdleConnections();
          for (const socket of unused) socket.destroy();
        };
        hangUp();
        const sweep = setInterval(hangUp, 50);
        await closed;
        clearInterval(sweep);
        await database.destroy();
      },
    };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

function listenRefusal(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new Refusal(
        `Cổng ${port} trên ${host} đang được chương trình khác dùng. Hãy chọn cổng khác bằng biến PORT.`,
        `Port ${port} on ${host} is in use by another program. Choose another one with PORT.`,
      );
    case 'EACCES':
      return new Refusal(`Không có quyền dùng cổng ${port}.`, `Not allowed to use port ${port}.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new Refusal(`Máy này không có địa chỉ HOST="${host}".`, `This machine has no address HOST="${host}".`);
    default:
      return error;
  }
}

/** A host that a browser on this machine can open. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
