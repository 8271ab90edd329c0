import { isEmail } from '../accounts/notices.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import { testLetter } from './letter.ts';
import { MailError, type MailFault, sendMail } from './mailer.ts';

const USAGE = `Cách dùng / Usage:
  mail test ĐỊA-CHỈ   gửi thử một thư đến địa chỉ e-mail này / sends a test mail to this address
`;

/**
 * Tries the mail server out.
 *
 * @param words what stands after `mail`
 * @param now milliseconds
 * @returns the exit code
 * @throws Refusal that says what is wrong
 */
export async function mail(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { stdout, stderr }: { stdout: { write(text: string): unknown }; stderr: { write(text: string): unknown } },
  now: () => number = Date.now,
): Promise<number> {
  const [action, address = '', ...more] = words;
  if (action !== 'test' || address === '' || more.length > 0) {
    stderr.write(USAGE);
    return 1;
  }
  if (!isEmail(address)) {
    throw new Refusal(
      'Địa chỉ e-mail không hợp lệ, cần dạng ten@co-quan.example. Chưa gửi gì.',
      'This is no e-mail address, expected: name@agency.example. Nothing was sent.',
    );
  }
  const { mailServer, publicUrl } = readSettings(environment);
  if (mailServer === null) {
    throw new Refusal(
      'Chưa đặt SMTP_URL: máy chủ không gửi thư thông báo.',
      'SMTP_URL is not set: the server sends no notices.',
    );
  }
  try {
    await sendMail(mailServer, { to: address, ...testLetter(publicUrl), at: now() });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const code = error.code === null ? '' : ` (SMTP ${error.code})`;
    const { vi, en } = WHY[error.fault];
    throw new Refusal(`Không gửi được thư: ${vi}${code}.`, `The mail could not be sent: ${en}${code}.`);
  }
  stdout.write(
    'Máy chủ thư đã nhận thư thử. Nếu không thấy, hãy xem hộp thư rác.\n' +
      'The mail server has accepted the test mail. If it does not arrive, look into the spam folder.\n',
  );
  return 0;
}

const WHY: Readonly<Record<MailFault, { readonly vi: string; readonly en: string }>> = {
  unreachable: {
    vi: 'không kết nối được với máy chủ thư; hãy kiểm tra tên máy chủ, cổng và tường lửa',
    en: 'the mail server cannot be reached; check host name, port and firewall',
  },
  silent: {
    vi: 'máy chủ thư không trả lời kịp; có thể sai cổng (465 dùng smtps://, 587 dùng smtp://)',
    en: 'the mail server does not answer in time; the port may be wrong (465 goes with smtps://, 587 with smtp://)',
  },
  dropped: {
    vi: 'máy chủ thư ngắt kết nối giữa chừng, hoặc không phải là máy chủ thư',
    en: 'the mail server hung up, or is no mail server',
  },
  tls: {
    vi: 'không lập được kết nối TLS an toàn; hãy kiểm tra chứng thư của máy chủ thư',
    en: 'there is no safe TLS connection; check the certificate of the mail server',
  },
  'sign-in': {
    vi: 'máy chủ thư không nhận tên đăng nhập và mật khẩu trong SMTP_URL',
    en: 'the mail server does not accept the user and password in SMTP_URL',
  },
  sender: {
    vi: 'máy chủ thư không cho gửi với địa chỉ SMTP_FROM',
    en: 'the mail server does not accept SMTP_FROM as the sender',
  },
  refused: { vi: 'máy chủ thư từ chối phục vụ', en: 'the mail server refuses to serve' },
  recipient: { vi: 'máy chủ thư không nhận địa chỉ người nhận', en: 'the mail server does not accept the recipient' },
  message: { vi: 'máy chủ thư không nhận nội dung thư', en: 'the mail server does not accept the message' },
  stopped: { vi: 'đã dừng giữa chừng', en: 'it was stopped' },
};
