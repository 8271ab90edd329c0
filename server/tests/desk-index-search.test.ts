import assert from 'node:assert/strict';
import { it } from 'node:test';
import { catchUp } from '../desk-index/catch-up.ts';
import { findComments } from '../desk-index/find.ts';
import { onEachEngine } from './engines.ts';
import { emptyDatabase, post, search, textsOf } from './desk-index-support.ts';
import { START } from './support.ts';

onEachEngine('search at the desk', (engine) => {
  it('finds words with and without diacritics, both ways, “đ” as “d”, in any case and spelling', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await post(db, 'Cải cách hành chính');
    await post(db, 'cai cach thu tuc', { now: START + 1 });
    await post(db, 'Đường đi Điện Biên', { now: START + 2 });
    await post(db, 'Thời tiết'.normalize('NFD'), { now: START + 3 });
    await catchUp(db, START);
    const both = ['cai cach thu tuc', 'Cải cách hành chính'];
    for (const query of [
      'cai cach',
      'cải cách',
      'CẢI CÁCH',
      'cài cạch',
      'Cải cách'.normalize('NFD'),
      'cách cải',
      '“cải cách”',
    ]) {
      assert.deepEqual(await search(db, query), both, query);
    }
    for (const query of ['duong di dien bien', 'đường đi', 'Dien Bien', 'ĐIỆN', 'dường']) {
      assert.deepEqual(await search(db, query), ['Đường đi Điện Biên'], query);
    }
    assert.deepEqual(await search(db, 'thoi tiet'), ['Thời tiết'.normalize('NFD')]);
    assert.deepEqual(await search(db, 'cai thủ'), ['cai cach thu tuc']);
    for (const query of ['ca', 'cải cách thời', 'hanh chinhs']) assert.deepEqual(await search(db, query), [], query);
  });

  it('takes words in quotes, and what has marks inside, as a phrase; the name is searched too, but by itself', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await post(db, 'Hỏi về Nghị định 36/2025/NĐ-CP, xem https://chinhphu.vn/van-ban', { name: 'Lê Hoàng' });
    await post(db, 'Nghị quyết, định hướng năm 2025 số 36', { name: 'Trần Thị Bích', now: START + 1 });
    await catchUp(db, START);
    const [first, second] = [
      'Hỏi về Nghị định 36/2025/NĐ-CP, xem https://chinhphu.vn/van-ban',
      'Nghị quyết, định hướng năm 2025 số 36',
    ];
    assert.deepEqual(await search(db, 'nghị định 36 2025'), [second, first]);
    for (const query of [
      '"nghị định"',
      '«nghi dinh»',
      '"nghị định" 2025',
      '36/2025',
      '36/2025/ND-CP',
      'chinhphu.vn',
      'xem "https chinhphu"',
    ]) {
      assert.deepEqual(await search(db, query), [first], query);
    }
    assert.deepEqual(await search(db, '"định nghị'), [second, first], 'a quote that nobody closes');
    assert.deepEqual(await search(db, '"định nghị"'), []);
    assert.deepEqual(await search(db, 'bích'), [second]);
    assert.deepEqual(await search(db, '"trần thị bích" nghị'), [second]);
    assert.deepEqual(await search(db, '"bich nghi"'), [], 'no phrase goes from the name into the text');
  });

  it('reads nothing that was typed as a language: signs are no words', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await post(db, 'một hai ba');
    await post(db, 'bốn or năm not sáu and near', { now: START + 1 });
    await catchUp(db, START);
    const both = ['bốn or năm not sáu and near', 'một hai ba'];
    const nothing = [
      "'",
      '"',
      '""',
      '\\',
      '*',
      ':*',
      '()',
      '(((',
      '&',
      '|',
      '!',
      '<->',
      '^',
      '--',
      ';',
      '%',
      '_',
      '\u0000',
      '\uE000',
    ];
    for (const query of nothing) {
      const found = await findComments(db, { sites: ['so'], query }, { order: 'newest', limit: 10 });
      assert.deepEqual(
        [found.rows.map(({ text }) => text), found.wordless, found.truncated],
        [both, true, false],
        query,
      );
    }
    const alike: Record<string, string[]> = {
      'một*': ['một hai ba'],
      'mộ*': [],
      'hai:*': ['một hai ba'],
      "hai' | 'bốn": [],
      "hai'); drop table comments; --": [],
      'hai OR bốn': [],
      'hai NOT bốn': [],
      NOT: ['bốn or năm not sáu and near'],
      'NEAR(bốn năm)': [],
      'near (bốn năm)': ['bốn or năm not sáu and near'],
      'words:hai': [],
      '^một': ['một hai ba'],
      '-hai': ['một hai ba'],
      '!hai': ['một hai ba'],
      'hai<->ba': ['một hai ba'],
      'ba <-> hai': ['một hai ba'],
      'hai""ba': ['một hai ba'],
      "''hai''": ['một hai ba'],
      'hai\\': ['một hai ba'],
      'hai\u0000ba': ['một hai ba'],
      '\uE000spublished': [],
      '\uE000wso hai': [],
    };
    for (const [query, texts] of Object.entries(alike)) assert.deepEqual(await search(db, query), texts, query);
  });

  it('takes the beginning of a query of 10,000 characters, and what is left of broken text, and says so', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    await post(db, 'một hai ba');
    await catchUp(db, START);
    const find = async (query: string) => {
      const { rows, truncated, wordless } = await findComments(
        db,
        { sites: ['so'], query },
        { order: 'newest', limit: 10 },
      );
      return { texts: rows.map(({ text }) => text), truncated, wordless };
    };
    const hit = { texts: ['một hai ba'], truncated: true, wordless: false };
    assert.deepEqual(await find('hai '.repeat(2500)), hit);
    assert.deepEqual(await find(`hai ${'ba '.repeat(11)} không`), hit);
    assert.deepEqual(await find(`hai${' '.repeat(9000)}ba`), hit);
    assert.deepEqual(await find(`hai ${'-'.repeat(200)} không`), hit);
    assert.deepEqual(await find('ệ'.repeat(10_000)), { ...hit, texts: [] });
    assert.deepEqual(await find('\u0301'.repeat(10_000)), { ...hit, wordless: true });
    assert.deepEqual(await find('"'.repeat(10_000)), { ...hit, wordless: true });
    const whole = { ...hit, truncated: false };
    assert.deepEqual(await find(`hai ${'x'.repeat(190)}`), { ...whole, texts: [] });
    for (const query of [
      '\uD800hai',
      'hai\uDFFF',
      'h\u200Bai',
      'hai \uFFFD\uFFFD',
      'hai\u0007',
      '\uFEFFhai',
      '\uD83D\uDE00 hai',
    ]) {
      assert.deepEqual(await find(query), whole, JSON.stringify(query));
    }
    assert.deepEqual(await find(Buffer.from([0x68, 0x61, 0x69, 0x20, 0xff, 0xc3]).toString('utf8')), whole);
    assert.deepEqual(await find('  \n '), whole, 'nothing typed');
    assert.deepEqual(await find('\uD800'), { ...whole, wordless: true });
  });

  it('finds what has a word of any length or script', async (t) => {
    const { db } = await emptyDatabase(t, engine);
    const long = 'x'.repeat(3000);
    for (const [number, text] of [long, 'ສະບາຍດີ ชาวไทย', '中文', '𝐂𝐡ữ đậm', 'Ｆｕｌｌ', '‘İstanbul’', '①②'].entries()) {
      await post(db, text, { now: START + number });
    }
    await catchUp(db, START);
    for (const [query, text] of [
      ['xxx '.repeat(0) + 'x'.repeat(64), long],
      ['ชาวไทย', 'ສະບາຍດີ ชาวไทย'],
      ['中文', '中文'],
      ['chu dam', '𝐂𝐡ữ đậm'],
      ['full', 'Ｆｕｌｌ'],
      ['istanbul', '‘İstanbul’'],
    ] as const) {
      assert.deepEqual(await textsOf(db, { query }), [text], query);
    }
  });
});
