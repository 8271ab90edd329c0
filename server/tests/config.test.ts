import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { parseConfig, readConfig, writeDemoConfig } from '../config.ts';
import { isAllowedOrigin } from '../http/origins.ts';
import { jsonFault } from '../json-fault.ts';
import { nodeTooOld } from '../node-version.ts';
import { readSettings } from '../settings.ts';
import { folder, refusal, withSite } from './config-support.ts';
import { config } from './support.ts';

const figures = { date: '2020-07-17', today: 1, month: 2, total: 3 };

it('fills in time zone and session limits', () => {
  const { sites, session } = parseConfig(config());
  assert.equal(sites[0]?.timeZone, 'Asia/Ho_Chi_Minh');
  assert.deepEqual(session, { idleLimit: 1800, absoluteLimit: 28_800 });
});

it('says in Vietnamese, then in English, what is wrong and where', () => {
  const message = refusal(() => parseConfig({ sites: [{ ...config().sites[0], moderation: 'never' }] }, 'a.json'));
  assert.match(
    message,
    /^Tệp cấu hình a\.json, tại sites\[0\]\.moderation: phải là "before" .*\n.*a\.json, at sites\[0\]\.moderation: must be "before", "after" or "unknown"\.$/,
  );
});

it('refuses each value that makes no sense, with its place', () => {
  assert.match(
    refusal(() => parseConfig([])),
    /at \(gốc\/root\): must be a JSON object/,
  );
  assert.match(
    refusal(() => parseConfig({})),
    /at sites: this key is missing/,
  );
  assert.match(
    refusal(() => parseConfig({ sites: [] })),
    /at sites: must be a list of at least one site/,
  );
  assert.match(
    refusal(() => parseConfig({ ...config(), site: 1 })),
    /at site: there is no such key/,
  );
  assert.match(
    refusal(() => parseConfig({ ...config(), session: { idleLimit: 0 } })),
    /at session\.idleLimit: must be seconds/,
  );
  assert.match(
    refusal(() => parseConfig({ ...config(), session: { idle: 1 } })),
    /at session\.idle: there is no such key/,
  );
  assert.match(withSite({ slug: 'Sở' }), /at sites\[0\]\.slug: must be lower-case/);
  assert.match(withSite({ slug: undefined }), /at sites\[0\]\.slug/);
  assert.match(withSite({ orgins: [] }), /at sites\[0\]\.orgins: there is no such key/);
  assert.match(withSite({ timeZone: 'Asia/Tay_Ninh' }), /at sites\[0\]\.timeZone: must be an IANA time zone/);
  assert.match(withSite({ origins: 'https://a.example' }), /at sites\[0\]\.origins: must be a list/);
  assert.match(
    withSite({ startingFigures: { ...figures, today: -1 } }),
    /at sites\[0\]\.startingFigures\.today: must be a whole number/,
  );
  assert.match(
    withSite({ startingFigures: { ...figures, total: 2 ** 53 } }),
    /startingFigures\.total: must be a whole number/,
  );
  assert.match(
    withSite({ startingFigures: { ...figures, date: '2020-02-30' } }),
    /startingFigures\.date: must be a real date/,
  );
  assert.match(
    withSite({ startingFigures: { ...figures, date: '17/07/2020' } }),
    /startingFigures\.date: must be a real date/,
  );
  assert.match(
    withSite({ startingFigures: { ...figures, pages: { '/bai': 1.5 } } }),
    /startingFigures\.pages\["\/bai"\]: must be a whole number/,
  );
  assert.match(
    refusal(() => parseConfig({ sites: [config().sites[0], config().sites[0]] })),
    /at sites\[1\]\.slug: "so" is used twice/,
  );
});

it('takes origins as browsers write them and refuses anything else', () => {
  const origins = [
    'https://SO.example',
    'http://a.example:8080',
    'https://sở.example',
    'http://localhost:*',
    'http://127.0.0.1:*',
    'null',
  ];
  const [site] = parseConfig(config({ origins })).sites;
  assert.ok(site);
  const allowed = [
    'https://so.example',
    'http://a.example:8080',
    'https://xn--s-lym.example',
    'http://localhost',
    'http://localhost:6006',
    'http://127.0.0.1:1',
    'null',
  ];
  for (const origin of allowed) assert.equal(isAllowedOrigin(origin, site), true, origin);
  const refused = [
    'http://so.example',
    'https://so.example.evil.example',
    'http://localhost.evil.example',
    'http://localhost:1.evil',
    'https://localhost:1',
  ];
  for (const origin of refused) assert.equal(isAllowedOrigin(origin, site), false, origin);
  for (const broken of [
    'so.example',
    'https://so.example/',
    'https://a.example/x',
    '*',
    'https://*.example',
    'http://a.example:*',
    'ftp://a.example',
    'https://u@a.example',
    '',
  ]) {
    assert.match(
      withSite({ origins: ['https://a.example', broken] }),
      /at sites\[0\]\.origins\[1\]: must be scheme:\/\/host/,
      broken,
    );
  }
});

it('names line and column where a file stops being JSON', (t) => {
  const file = join(folder(t), 'tinh.config.json');
  writeFileSync(file, '{\n  "sites": [\n    {"slug": "a",}\n  ]\n}');
  assert.match(
    refusal(() => readConfig(file)),
    new RegExp(`${file} .*dòng 3, cột 18\\.\\n.*line 3, column 18\\.$`),
  );
  writeFileSync(file, `\uFEFF${JSON.stringify(config())}`);
  assert.equal(readConfig(file).sites.length, 1);
});

it('agrees with JSON.parse about what is JSON', () => {
  const good = ['{}', ' [1, -2.5e+3, "a\\u00e9\\n", true, null, {"a": []}] \n', '"\u007F"', '0'];
  const bad = [
    '',
    '{',
    '{"a"}',
    '{"a":1,}',
    '[1 2]',
    "{'a':1}",
    '01',
    '"a\nb"',
    '"\\x"',
    'nul',
    'truex',
    '{} {}',
    '[1]]',
    '1.',
    'undefined',
  ];
  for (const text of good) {
    assert.doesNotThrow(() => JSON.parse(text) as unknown, text);
    assert.equal(jsonFault(text), null, text);
  }
  for (const text of bad) {
    assert.throws(() => JSON.parse(text) as unknown, text);
    assert.notEqual(jsonFault(text), null, text);
  }
});

it('names a configuration file that is not there', (t) => {
  const file = join(folder(t), 'none.json');
  assert.match(
    refusal(() => readConfig(file)),
    new RegExp(`^Không đọc được tệp cấu hình ${file}`),
  );
});

it('makes the demo’s configuration once, with starting figures of the day of the start', (t) => {
  const path = folder(t);
  const [demoFile, file] = [join(path, 'demo.json'), join(path, 'data', 'tinh.config.json')];
  writeFileSync(demoFile, JSON.stringify(config({ startingFigures: { ...figures, date: '2020-01-01' } })));
  // Still the 17th in London, the 18th in Viet Nam.
  writeDemoConfig(file, demoFile, Date.parse('2020-07-17T18:00:00Z'));
  assert.equal(readConfig(file).sites[0]?.startingFigures?.date, '2020-07-18');
  const before = readFileSync(file, 'utf8');
  writeDemoConfig(file, demoFile, Date.parse('2021-01-01T00:00:00Z'));
  assert.equal(readFileSync(file, 'utf8'), before);
});

it('says where the demo’s configuration cannot be written', (t) => {
  const path = folder(t);
  writeFileSync(join(path, 'demo.json'), JSON.stringify(config()));
  writeFileSync(join(path, 'data'), 'a file where a folder should be');
  const file = join(path, 'data', 'tinh.config.json');
  assert.match(
    refusal(() => writeDemoConfig(file, join(path, 'demo.json'), 0)),
    new RegExp(`^Không ghi được tệp cấu hình ${file}`),
  );
});

it('leaves no configuration behind when the demo’s own is broken', (t) => {
  const path = folder(t);
  writeFileSync(join(path, 'demo.json'), '{}');
  refusal(() => writeDemoConfig(join(path, 'tinh.config.json'), join(path, 'demo.json'), 0));
  assert.equal(existsSync(join(path, 'tinh.config.json')), false);
});

it('has a default for every variable of the environment', () => {
  const settings = readSettings({ PUBLIC_URL: '' });
  assert.deepEqual(
    { ...settings, dataDir: '', configFile: '' },
    {
      port: 8080,
      host: '127.0.0.1',
      dataDir: '',
      publicUrl: null,
      databaseUrl: undefined,
      configFile: '',
      mailServer: null,
      logLevel: 'info',
      trustProxy: [],
    },
  );
  const proxies = ['loopback', '10.0.0.5', '10.1.0.0/16', 'fd00::/8'];
  assert.deepEqual(readSettings({ TRUST_PROXY: proxies.join(', ') }).trustProxy, proxies);
  assert.equal(settings.configFile, join(settings.dataDir, 'tinh.config.json'));
  assert.equal(readSettings({ PUBLIC_URL: 'https://so.example/tinh' }).publicUrl?.href, 'https://so.example/tinh/');
});

it('names the variable that makes no sense, without repeating a password', () => {
  const broken = [
    { PORT: '65536' },
    { PORT: '-1' },
    { PORT: 'http' },
    { PUBLIC_URL: 'so.example/tinh' },
    { PUBLIC_URL: 'ftp://so.example/' },
    { PUBLIC_URL: 'https://so.example/?a=1' },
    { DATABASE_URL: 'mysql://a:secret@b/c' },
    { LOG_LEVEL: 'loud' },
    { TRUST_PROXY: 'true' },
    { TRUST_PROXY: '1' },
    { TRUST_PROXY: 'loopback,10.0.0.0/33' },
    { TRUST_PROXY: 'proxy.example' },
  ];
  for (const environment of broken) {
    const message = refusal(() => readSettings(environment));
    assert.match(message, new RegExp(`^Biến môi trường ${Object.keys(environment)[0]}=.*\n.*environment variable`));
    assert.doesNotMatch(message, /secret/);
  }
});

it('knows a Node that is too old', () => {
  assert.equal(nodeTooOld('22.14.0'), null);
  assert.equal(nodeTooOld('24.0.0'), null);
  for (const version of ['22.13.1', '20.20.2', '18.0.0']) {
    assert.match(
      nodeTooOld(version) ?? '',
      new RegExp(`cần Node 22\\.14\\.0 trở lên.*${version}.*\n.*needs Node 22\\.14\\.0 or newer`),
    );
  }
});
