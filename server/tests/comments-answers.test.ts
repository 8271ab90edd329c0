import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ReadyAnswers } from '../comments/answers.ts';

it('answers kept ready take no more than their share of memory; those asked for last stay', () => {
  const ready = new ReadyAnswers();
  const million = 'a'.repeat(1_000_000);
  for (let number = 0; number < 8; number += 1) ready.set(`tag ${number}`, million);
  assert.equal(ready.get('tag 0'), million);
  ready.set('tag 8', million);
  ready.set('tag 8', million);
  assert.deepEqual(
    ['tag 0', 'tag 1', 'tag 2', 'tag 8'].map((tag) => ready.get(tag) !== undefined),
    [true, false, true, true],
  );
});
