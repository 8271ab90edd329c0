import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { NewCorrection } from '../../src/api/contract.ts';
import type { TestServer } from './support.ts';

/** A correction with nothing wrong. */
export function newCorrection(changes: Partial<NewCorrection> = {}): NewCorrection {
  return {
    thread: '/tin-tuc/bai-1',
    url: 'https://so.example/tin-tuc/bai-1',
    title: 'Hội nghị sơ kết',
    before: 'Sáng 17/7,',
    passage: 'tại thành phố Hà Nộ',
    after: 'đã diễn ra hội nghị',
    proposal: 'tại thành phố Hà Nội',
    ...changes,
  };
}

/** Posts anything as a correction; a new idempotency key unless one is given. */
export function postCorrection(
  server: TestServer,
  body: unknown,
  {
    key = randomUUID(),
    site = 'so',
    headers = {},
  }: { key?: string; site?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(`${server.url}api/v1/sites/${site}/corrections`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Posts a correction that must be taken. */
export async function correction(
  server: TestServer,
  changes: Partial<NewCorrection> = {},
  options: { readonly key?: string; readonly site?: string } = {},
): Promise<void> {
  const response = await postCorrection(server, newCorrection(changes), options);
  assert.equal(response.status, 201, await response.text());
}
