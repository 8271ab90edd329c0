import type { TestEvent } from 'node:test/reporters';

/**
 * Reporter for `node --test`: one line of JSON, `{"passed":…,"failed":…,"skipped":…}`, for the count of `npm test`.
 *
 * A test that its suite or a time limit cut off counts as failed.
 */
// The test runner wants a default export.
// eslint-disable-next-line no-restricted-syntax
export default async function* count(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source) {
    // Summaries of single files name their file; the one of the whole run does not.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    yield JSON.stringify({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo });
  }
}
