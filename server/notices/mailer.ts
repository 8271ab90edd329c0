import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailServer } from '../settings-mail.ts';

/** A mail in plain text. */
export interface Letter {
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** When it is written, milliseconds. */
  readonly at: number;
}

/**
 * Why a mail was not taken. `recipient` and `message` are about this one; all others would meet every mail.
 */
export type MailFault =
  'unreachable' | 'silent' | 'dropped' | 'tls' | 'sign-in' | 'sender' | 'refused' | 'recipient' | 'message' | 'stopped';

/** The mail server has not accepted a mail. Says nothing that the server said: that may repeat the address. */
export class MailError extends Error {
  readonly fault: MailFault;
  /** What SMTP calls the reply code; null when there was no reply. */
  readonly code: number | null;

  constructor(fault: MailFault, code: number | null) {
    super(`the mail was not accepted: ${fault}${code === null ? '' : ` (${code})`}`);
    this.name = 'MailError';
    this.fault = fault;
    this.code = code;
  }
}

/** How long is waited, in milliseconds. */
export interface MailTimes {
  /** For the connection, and for each answer before the mail. */
  readonly connection: number;
  /** For each answer afterwards. */
  readonly socket: number;
  /** For everything together. */
  readonly all: number;
}

/** A server that works answers in a second; one that greets slowly to keep off spam, in ten at the most. */
export const MAIL_TIMES: MailTimes = { connection: 10_000, socket: 20_000, all: 45_000 };

/**
 * Hands a mail to the mail server; done once the server has accepted it.
 *
 * @throws MailError
 */
export async function sendMail(
  server: MailServer,
  { to, subject, text, at }: Letter,
  { signal, times = MAIL_TIMES }: { readonly signal?: AbortSignal; readonly times?: MailTimes } = {},
): Promise<void> {
  const { host, port, secure, requireTls, credentials, from } = server;
  const message = await new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    date: new Date(at),
    // RFC 3834: no out-of-office replies to these.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS: requireTls,
    connectionTimeout: times.connection,
    greetingTimeout: times.connection,
    dnsTimeout: times.connection,
    socketTimeout: times.socket,
    socketCloseTimeout: 0,
  });
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => end(new MailError('stopped', null));
    const end = (error: Error | null | undefined): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (error) reject(error instanceof MailError ? error : mailError(error));
      else resolve();
      // Comes back here as the end of the connection, when all is settled.
      connection.close();
    };
    const timer = setTimeout(() => end(new MailError('silent', null)), times.all);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) {
      stop();
      return;
    }
    connection.on('error', end);
    connection.on('end', () => end(new MailError('dropped', null)));
    const send = (): void =>
      connection.send({ from: from.address, to: [to] }, message, (error: Error | null | undefined) => end(error));
    connection.connect((error) => {
      if (error) {
        end(error);
        return;
      }
      if (!credentials) {
        send();
        return;
      }
      connection.login({ credentials }, (wrong: Error | null | undefined) => (wrong ? end(wrong) : send()));
    });
  });
}

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO$)/;

function mailError(error: Error): MailError {
  const {
    code = '',
    command = '',
    responseCode,
  } = error as Error & {
    readonly code?: string;
    readonly command?: string;
    readonly responseCode?: number;
  };
  const cause = ((error as { cause?: { code?: string } }).cause ?? {}).code ?? '';
  const system = `${cause} ${error.message}`;
  return new MailError(faultOf(), responseCode ?? null);

  function faultOf(): MailFault {
    if (code === 'ETLS' || code === 'EREQUIRETLS' || TLS_CODE.test(code) || TLS_CODE.test(cause)) return 'tls';
    switch (code) {
      case 'ETIMEDOUT':
        return 'silent';
      case 'EDNS':
        return 'unreachable';
      case 'EAUTH':
      case 'ENOAUTH':
        return 'sign-in';
      case 'EENVELOPE':
        if (command === 'RCPT TO') return 'recipient';
        return command === 'MAIL FROM' ? 'sender' : 'message';
      case 'EMESSAGE':
        return 'message';
    }
    if (responseCode !== undefined) return 'refused';
    if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN/.test(system)) return 'unreachable';
    return /certificate|TLS|SSL/i.test(system) ? 'tls' : 'dropped';
  }
}
