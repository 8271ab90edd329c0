import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type NoticeChoice, setNotices } from '../accounts/notices.ts';
import { parseConfig, type Site } from '../config.ts';
import { sendMail } from '../notices/mailer.ts';
import { Teller } from '../notices/tell.ts';
import type { MailServer } from '../settings-mail.ts';
import type { Database } from '../storage/database.ts';
import { addTestAccount } from './accounts.ts';
import { databaseOf } from './conversation.ts';
import { deskConfig, OFFICIALS } from './desk.ts';
import type { Engine } from './engines.ts';
import { serve, type TestServer } from './support.ts';

/** Where the desk of the tests is. */
export const PUBLIC_URL = new URL('https://so.example/tinh/');

/** Nobody waits long in a test. */
export const SHORT = { connection: 500, socket: 500, all: 2000 };

/** A mail as it came, and as a mail program understands it. */
export interface Caught {
  readonly raw: string;
  readonly mail: ParsedMail;
  readonly to: readonly string[];
}

/** A mail server that keeps what it gets. */
export interface Catcher {
  readonly mails: Caught[];
  readonly at: MailServer;
  /** Addresses that it refuses. */
  readonly strangers: Set<string>;
  /** Done with the first mail. */
  readonly next: Promise<void>;
}

/** What a mail server is made known by. */
export function mailServerAt(port: number): MailServer {
  return {
    host: '127.0.0.1',
    port,
    secure: false,
    requireTls: false,
    credentials: null,
    from: { name: 'Sở Ngoại vụ', address: 'y-kien@so.example' },
  };
}

/** Opens a mail server on loopback; it ends with the test. */
export async function catchMails(t: TestContext): Promise<Catcher> {
  const mails: Caught[] = [];
  const strangers = new Set<string>();
  let came = (): void => undefined;
  const next = new Promise<void>((resolve) => (came = resolve));
  const server = new SMTPServer({
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, callback) =>
      callback(strangers.has(address) ? Object.assign(new Error(`no ${address} here`), { responseCode: 550 }) : null),
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString();
        simpleParser(raw).then((mail) => {
          mails.push({ raw, mail, to: session.envelope.rcptTo.map(({ address }) => address) });
          callback();
          came();
        }, callback);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, strangers, next, at: mailServerAt((server.server.address() as { port: number }).port) };
}

/** Opens a port that does this with each connection; it ends with the test. */
export async function listenBadly(
  t: TestContext,
  serve: (socket: Socket) => void,
): Promise<{ at: MailServer; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { at: mailServerAt((server.address() as { port: number }).port), server };
}

/** A server with two sites, an official with an address, and a mail server. */
export interface Office {
  readonly server: TestServer;
  readonly db: Database;
  readonly sites: readonly Site[];
  /** What was logged. */
  readonly log: string[];
  /** Lets a process look what is due; another one each time. */
  tell(at?: MailServer): Promise<number>;
  teller(at?: MailServer): Teller;
  /** Moves the clock on, in seconds. */
  later(seconds: number): void;
}

/** Opens it. */
export async function openNoticeOffice(
  t: TestContext,
  engine: Engine,
  { at, raw = deskConfig() }: { at: MailServer; raw?: ReturnType<typeof deskConfig> },
): Promise<Office> {
  const server = await serve(t, { engine, config: raw });
  const db = await databaseOf(t, server);
  const { sites } = parseConfig(raw);
  const log: string[] = [];
  const teller = (to = at): Teller =>
    new Teller({
      db,
      sites,
      publicUrl: PUBLIC_URL,
      send: (letter) => sendMail(to, letter, { times: SHORT }),
      now: () => server.clock.ms,
      log: (state) => log.push(JSON.stringify(state)),
    });
  return {
    server,
    db,
    sites,
    log,
    teller,
    tell: (to = at) => teller(to).tell(),
    later: (seconds) => (server.clock.ms += seconds * 1000),
  };
}

/** An official with a choice. */
export async function addOfficial(
  { server, db }: Office,
  who: keyof typeof OFFICIALS,
  choice: Partial<NoticeChoice>,
): Promise<string> {
  const id = await addTestAccount(server, OFFICIALS[who]);
  const email = `${who}@so.example`;
  await db.transaction().execute((trx) => setNotices(trx, id, { email, ...choice }, server.clock.ms));
  return id;
}
