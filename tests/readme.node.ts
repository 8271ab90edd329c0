import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { pageHeaders } from '../server/http/headers.ts';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const READMES = ['README.md', 'README.vi.md'];

/** What a site has to allow for the elements; the demo's own policy may forbid more. */
const NEEDED = ['default-src', 'script-src', 'style-src', 'connect-src', 'require-trusted-types-for', 'trusted-types'];

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };

const directives = (policy: string) =>
  policy
    .split(';')
    .map((directive) => directive.trim().replace(/\s+/g, ' '))
    .filter(Boolean);

/** The fenced blocks of a page. */
const blocks = (markdown: string) => [...markdown.matchAll(/^```[^\n]*\n([^]*?)^```/gm)].map(([, text = '']) => text);

test('README.md names the two commands, and both are scripts of the package', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const [command, script] of [
    ['npm ci && npm start', 'start'],
    ['npm ci && npm test', 'test'],
  ] as const) {
    assert.ok(readme.includes(command), command);
    assert.ok(scripts[script], script);
  }
});

test('.ci/run installs from the lock file and calls the README’s test command', () => {
  const lines = readFileSync('.ci/run', 'utf8').split('\n');
  assert.deepEqual(
    lines.filter((line) => line.startsWith('npm')),
    ['npm ci', 'npm test'],
  );
  assert.ok(lines.includes('export CI=true'), 'PostgreSQL must not be skipped');
  assert.ok(statSync('.ci/run').mode & 0o111, 'it can be executed');
});

for (const name of READMES) {
  test(`the CSP lines of ${name} are those under which the demo is served`, () => {
    const policy = blocks(readFileSync(name, 'utf8')).find((block) => block.includes('trusted-types lit-html'));
    assert.ok(policy, 'a fenced block has the policy');
    const printed = directives(policy.replace(/^\s*Content-Security-Policy:/i, ''));
    const sent = directives(pageHeaders['content-security-policy']);
    assert.deepEqual(
      printed.filter((directive) => !sent.includes(directive)),
      [],
    );
    const named = printed.map((directive) => directive.split(' ')[0] ?? '');
    assert.deepEqual(
      NEEDED.filter((directive) => !named.includes(directive)),
      [],
    );
  });

  test(`every npm script that ${name} names exists`, () => {
    const named = [...readFileSync(name, 'utf8').matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(
      ([, script = '']) => script,
    );
    assert.deepEqual(
      named.filter((script) => !scripts[script]),
      [],
    );
  });
}
