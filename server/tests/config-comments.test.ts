import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import type { RawComments } from '../config-schema.ts';
import { parseConfig, readConfig } from '../config.ts';
import { REJECT_REASONS } from '../reject-reasons.ts';
import { folder, refusal, withSite } from './config-support.ts';
import { config } from './support.ts';

it('has a default for everything a site can ask of comments', () => {
  assert.deepEqual(parseConfig(config()).sites[0]?.comments, {
    mode: 'open',
    closeAfterDays: null,
    replies: true,
    longest: 4000,
    links: 2,
    words: [],
    wordsFolded: [],
    minimumSeconds: 3,
    editMinutes: 15,
    likes: true,
    reports: true,
    email: 'none',
    consent: { text: null, url: null, version: '1' },
    writers: 'everyone',
    userTokens: null,
    retention: null,
    rejectReasons: REJECT_REASONS,
    units: [],
    approveAnswers: false,
  });
  const comments = {
    mode: 'read-only' as const,
    closeAfterDays: 30,
    replies: false,
    longest: 500,
    links: 0,
    minimumSeconds: 0,
    editMinutes: 0,
    likes: false,
    reports: false,
    email: 'required' as const,
    consent: { text: ' Tôi đồng ý. ', url: 'https://so.example/du-lieu', version: '2026-01' },
    writers: 'signed-in' as const,
    userTokens: { secret: 'x'.repeat(32) },
    rejectReasons: [{ code: 'ngoai-chu-de', text: 'Ngoài chủ đề.' }],
    units: [{ code: 'van-phong', name: 'Văn phòng' }],
    approveAnswers: true,
  };
  const kept = (retention: Partial<RawComments>): unknown =>
    parseConfig(config({ comments: retention })).sites[0]?.comments.retention;
  assert.deepEqual(kept({ retentionMonths: 24 }), { months: 24 });
  assert.equal(kept({ retentionMonths: 0 }), null);
  assert.equal(parseConfig(config({ comments: { closeAfterDays: 0 } })).sites[0]?.comments.closeAfterDays, null);
  assert.deepEqual(parseConfig(config({ comments: { ...comments, retentionDays: 365 } })).sites[0]?.comments, {
    ...comments,
    retention: { days: 365 },
    words: [],
    wordsFolded: [],
    consent: { ...comments.consent, text: 'Tôi đồng ý.' },
  });
});

it('refuses each setting of comments that makes no sense, with its place', () => {
  const wrong = (comments: unknown): string => withSite({ comments }).replaceAll(' sites[0].comments', ' …');
  const cases: [unknown, RegExp][] = [
    [1, /at …: must be an object of settings of comments/],
    [{ word: [] }, /at ….word: there is no such key/],
    [{ longest: 4001 }, /at ….longest: must be a number of characters, 1 to 4000/],
    [{ links: -1 }, /at ….links: must be a number of links, 0 to 1000/],
    [{ minimumSeconds: 61 }, /at ….minimumSeconds: must be seconds, 0 to 60/],
    [{ editMinutes: 1.5 }, /at ….editMinutes: must be minutes, 0 to 1440/],
    [{ likes: 'yes' }, /at ….likes: must be true or false/],
    [{ reports: 0 }, /at ….reports: must be true or false/],
    [{ email: 'always' }, /at ….email: must be "none", "optional" or "required"/],
    [{ consent: { text: 'Tôi đồng ý.' } }, /at ….consent.version: this key is missing/],
    [{ consent: { version: 'a b' } }, /at ….consent.version: must be the version of what is agreed to/],
    [{ consent: { version: '1', text: ' ' } }, /at ….consent.text: must be the words agreed to/],
    [{ consent: { version: '1', url: '/du-lieu' } }, /at ….consent.url: must be a full http\(s\) address/],
    [{ consent: { version: '1', url: 'javascript:alert(1)' } }, /at ….consent.url: must be a full http\(s\) address/],
    [{ mode: 'half' }, /at ….mode: must be "open", "read-only" or "closed"/],
    [{ closeAfterDays: -1 }, /at ….closeAfterDays: must be days, 0 to 3650/],
    [{ replies: 1 }, /at ….replies: must be true or false/],
    [{ retentionMonths: 1201 }, /at ….retentionMonths: must be months, 0 to 1200/],
    [{ retentionMonths: 1, retentionDays: 1 }, /at ….retentionDays: set either retentionDays or retentionMonths/],
    [{ retentionDays: 0 }, /at ….retentionDays: must be days, 1 to 36500/],
    [{ rejectReasons: {} }, /at ….rejectReasons: must be a list of at most 30 reasons/],
    [{ rejectReasons: [{ code: 'a' }] }, /at ….rejectReasons\[0\].text: this key is missing/],
    [{ rejectReasons: [{ code: 'A b', text: 'Có' }] }, /at ….rejectReasons\[0\].code: must be lower-case letters/],
    [{ rejectReasons: [{ code: 'a', text: ' ' }] }, /at ….rejectReasons\[0\].text: must be a sentence/],
    [
      {
        rejectReasons: [
          { code: 'a', text: 'Một.' },
          { code: 'a', text: 'Hai.' },
        ],
      },
      /at ….rejectReasons\[1\].code: "a" is used twice/,
    ],
    [{ units: [{ code: 'a', name: '' }] }, /at ….units\[0\].name: must be the name of a unit/],
    [
      {
        units: [
          { code: 'a', name: 'Một' },
          { code: 'a', name: 'Hai' },
        ],
      },
      /at ….units\[1\].code: "a" is used twice/,
    ],
    [{ approveAnswers: 'yes' }, /at ….approveAnswers: must be true or false/],
    [{ words: 1 }, /at ….words: must be a list of words, or the name of a UTF-8 text file/],
    [{ words: ['a', 2] }, /at ….words\[1\]: must be a word or phrase, not empty/],
    [{ words: ['a', ' \u200B'] }, /at ….words\[1\]: must be a word or phrase, not empty/],
  ];
  for (const [comments, expected] of cases) assert.match(wrong(comments), expected, JSON.stringify(comments));
});

it('reads words from a list or from a file beside the configuration, and says when it cannot', (t) => {
  const path = folder(t);
  const file = join(path, 'tinh.config.json');
  const read = (words: string | string[], wordsFolded: string | string[] = []): readonly (readonly string[])[] => {
    writeFileSync(file, JSON.stringify(config({ comments: { words, wordsFolded } })));
    const { comments } = readConfig(file).sites[0]!;
    return [comments.words, comments.wordsFolded];
  };
  writeFileSync(join(path, 'tu-cam.txt'), '\uFEFF# từ cấm\r\nLừa  Đảo\r\n\r\nlừa đảo\nc++\n');
  assert.deepEqual(read('tu-cam.txt', 'tu-cam.txt'), [
    ['lừa đảo', 'c++'],
    ['lua dao', 'c++'],
  ]);
  assert.deepEqual(read(['Cờ Bạc'.normalize('NFD')], ['Cá Độ']), [['cờ bạc'], ['ca do']]);
  assert.match(
    refusal(() => read('khong-co.txt')),
    /tại sites\[0\]\.comments\.words: không đọc được tệp từ ngữ .*khong-co\.txt \(ENOENT\)\.\n.*cannot read the file of words/,
  );
  writeFileSync(join(path, 'cu.txt'), Buffer.from([0x6c, 0xf4, 0x6e]));
  assert.match(
    refusal(() => read([], 'cu.txt')),
    /at sites\[0\]\.comments\.wordsFolded: the file of words .*cu\.txt is not UTF-8\.$/,
  );
});
