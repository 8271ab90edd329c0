import type { Locator, Page } from '@playwright/test';

export const box = (page: Page): Locator => page.locator('tinh-comment-box');

/** Fills in a comment as a reader does, and sends it. */
export async function write(form: Locator, text: string, name: string | null = 'Nguyễn Thị Hòa'): Promise<void> {
  if (name !== null) await form.getByLabel('Họ và tên').fill(name);
  await form.getByLabel('Nội dung').fill(text);
  await form.getByRole('checkbox', { name: 'Tôi đồng ý' }).check();
  await form.getByRole('button', { name: 'Gửi ý kiến' }).click();
}
