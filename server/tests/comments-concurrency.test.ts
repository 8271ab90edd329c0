import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { onEachEngine } from './engines.ts';
import { newComment, postComment, serve, thread } from './support.ts';

const FIFTY = Array.from({ length: 50 }, (_, index) => index);

onEachEngine('comments sent at the same moment', (engine) => {
  it('fifty times the same request makes one comment and fifty equal answers', async (t) => {
    const server = await serve(t, { engine });
    const key = randomUUID();
    const answers = await Promise.all(FIFTY.map(() => postComment(server, newComment(), { key })));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Comment).id));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await thread(server)).total, 1);
  });

  it('fifty different requests make fifty comments', async (t) => {
    const server = await serve(t, { engine });
    const answers = await Promise.all(
      FIFTY.map((index) => postComment(server, newComment({ text: `Ý kiến ${index}` }))),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal((await thread(server)).total, 50);
  });
});
