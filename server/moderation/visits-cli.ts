import { readFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';
import { openDatabase } from '../storage/database.ts';
import { type Output, userName } from './cli.ts';
import { importVisits, readOldDays } from './import-visits.ts';

const USAGE = `Cách dùng / Usage:
  visits import TRANG TỆP   nhập số liệu của bộ đếm cũ; mỗi dòng NĂM-THÁNG-NGÀY;LƯỢT-TRUY-CẬP[;LƯỢT-XEM]
  visits import SITE FILE   imports what the old counter has counted; a line YYYY-MM-DD;VISITS[;VIEWS] each
`;

/**
 * Takes over what another counter has counted.
 *
 * @param words what stands after `visits`
 * @returns the exit code
 * @throws Refusal that says what is wrong; then nothing was imported
 */
export async function visits(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  { stdout, stderr }: { readonly stdout: Output; readonly stderr: Output },
): Promise<number> {
  const [action, slug = '', file = '', ...more] = words;
  if (action !== 'import' || slug === '' || file === '' || more.length > 0) {
    stderr.write(USAGE);
    return 1;
  }
  const settings = readSettings(environment);
  const site = readConfig(settings.configFile).sites.find((each) => each.slug === slug);
  if (!site) {
    throw new Refusal(
      `Cấu hình không có trang ${slug}. Chưa nhập gì.`,
      `The configuration has no site ${slug}. Nothing was imported.`,
    );
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new Refusal(`Không đọc được tệp ${file} (${code}).`, `Cannot read the file ${file} (${code}).`);
  }
  const days = readOldDays(text);
  const db = await openDatabase(settings);
  try {
    await importVisits(db, { actor: { id: 'cli', name: userName() }, now: Date.now() }, site, days);
  } finally {
    await db.destroy();
  }
  const total = days.reduce((sum, each) => sum + each.visits, 0);
  stdout.write(
    `Đã nhập ${days.length} ngày, ${total.toLocaleString('vi-VN')} lượt truy cập.\n` +
      `Imported ${days.length} days, ${total.toLocaleString('en-GB')} visits.\n`,
  );
  return 0;
}
