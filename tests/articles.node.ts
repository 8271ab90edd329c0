import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { ARTICLES } from './support/articles.ts';

test('every article of the demo is tried, and told of in its README', () => {
  const files = globSync('demo/articles/*.html').map((path) => basename(path, '.html'));
  assert.deepEqual(files.sort(), [...ARTICLES]);
  const told = [...readFileSync('demo/articles/README.md', 'utf8').matchAll(/^\| `([\w-]+)\.html`/gm)];
  assert.deepEqual(told.map(([, name]) => name).sort(), [...ARTICLES]);
});
