import chromium109 from '@sparticuz/chromium';
import { chromium, type Browser, type BrowserContextOptions } from '@playwright/test';

// Its own flags would switch off what is tested here: web security, for one.
const ARGS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--headless', '--single-process'];

/** Chromium 109, the last one for Windows 7: the oldest browser that is promised. */
export async function launchFloor(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromium109.executablePath(), args: ARGS });
}

/** How it introduces itself on Windows 7. */
export const FLOOR_CONTEXT: BrowserContextOptions = {
  locale: 'vi-VN',
  userAgent:
    'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36',
};
