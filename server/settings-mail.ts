import { IsIdnEmail } from 'typebox/format';
import { cleanLine } from '../src/text/clean.ts';
import { Refusal } from './refusal.ts';

/** Where mails are handed in, and whose they are. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** No mail without TLS: a password never goes over the network in the open. */
  readonly requireTls: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
  readonly from: { readonly name: string; readonly address: string };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Reads `SMTP_URL` and `SMTP_FROM`.
 *
 * @returns null when there is no `SMTP_URL`
 * @throws Refusal, which never repeats the address: it may hold a password
 */
export function mailServerOf(
  address: string | undefined,
  sender: string | undefined,
  publicUrl: URL | null,
): MailServer | null {
  const from = sender === undefined ? null : fromOf(sender);
  if (address === undefined) return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  const credentials = url && credentialsOf(url);
  if (
    !url ||
    !/^smtps?:$/.test(url.protocol) ||
    url.hostname === '' ||
    url.port === '0' ||
    !/^\/?$/.test(url.pathname) ||
    url.search ||
    url.hash ||
    credentials === undefined
  ) {
    throw new Refusal(
      'Biến môi trường SMTP_URL không hợp lệ, cần: smtp://người-dùng:mật-khẩu@máy-chủ:587 hoặc smtps://….',
      'The environment variable SMTP_URL is not valid, expected: smtp://user:password@host:587 or smtps://….',
    );
  }
  if (from === null) {
    throw new Refusal(
      'Có SMTP_URL thì cần SMTP_FROM: địa chỉ gửi thư, ví dụ "Sở Ngoại vụ <y-kien@so-ngoai-vu.example>".',
      'With SMTP_URL there must be SMTP_FROM: who sends the mails, for example "Sở Ngoại vụ <y-kien@so-ngoai-vu.example>".',
    );
  }
  if (publicUrl === null) {
    throw new Refusal(
      'Có SMTP_URL thì cần PUBLIC_URL: thư thông báo có liên kết đến trang duyệt ý kiến.',
      'With SMTP_URL there must be PUBLIC_URL: the notices link to the desk.',
    );
  }
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && credentials !== null && !LOOPBACK.test(url.hostname),
    credentials,
    from,
  };
}

/** Null without any; undefined for some that are none. */
function credentialsOf({ username, password }: URL): MailServer['credentials'] | undefined {
  if (username === '' && password === '') return null;
  if (username === '') return undefined;
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** `address`, or `name <address>`. */
function fromOf(text: string): MailServer['from'] {
  const [, name = '', inside] = /^([^<>]*)<([^<>]*)>$/.exec(text.trim()) ?? [];
  const address = (inside ?? text).trim();
  if (!IsIdnEmail(address) || cleanLine(text) !== text.trim()) {
    throw new Refusal(
      'Biến môi trường SMTP_FROM không hợp lệ, cần: địa chỉ e-mail, hoặc Tên <địa chỉ e-mail>.',
      'The environment variable SMTP_FROM is not valid, expected: an e-mail address, or Name <e-mail address>.',
    );
  }
  return { name: name.trim().replace(/^"|"$/g, ''), address };
}
