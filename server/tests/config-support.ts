import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parseConfig } from '../config.ts';
import { Refusal } from '../refusal.ts';
import { config } from './support.ts';

/** An empty folder that goes with the test. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'tinh-config-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** The message of the refusal, Vietnamese and English lines. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.message;
  }
  return assert.fail('was not refused');
}

/** The message of the refusal of a site with these changes. */
export const withSite = (changes: object): string =>
  refusal(() => parseConfig({ sites: [{ ...config().sites[0], ...changes }] }));
