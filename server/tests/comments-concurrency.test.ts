import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { Comment } from '../../src/api/contract.ts';
import { readThread } from '../comments/read.ts';
import { addComment, type Submission } from '../comments/store.ts';
import { openDatabase } from '../storage/database.ts';
import { onEachEngine } from './engines.ts';
import { newComment, postComment, serve, START, thread } from './support.ts';

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

  it('a retry that overtakes the first answer gets it too, and nothing is counted twice', async (t) => {
    const place = await engine.fresh();
    const db = await openDatabase(place);
    t.after(() => db.destroy().then(() => place.remove()));
    const submission: Submission = {
      ...({ site: 'so', comment: newComment(), state: 'published', idempotencyKey: randomUUID() } as const),
      ...{ authorHash: null, codeHash: null, now: START },
    };
    // Of those that begin in one moment none finds the key before it writes; on SQLite they share a commit.
    const rows = await Promise.all(FIFTY.map(() => addComment(db, submission)));
    assert.equal(new Set(rows.map(({ id }) => id)).size, 1);
    const thread = await readThread(db, 'so', submission.comment.thread);
    assert.deepEqual([thread?.published, thread?.roots, thread?.version, thread?.newest], [1, 1, 1, rows[0]!.id]);
  });

  it('fifty different requests make fifty comments', async (t) => {
    const server = await serve(t, { engine });
    const answers = await Promise.all(
      FIFTY.map((index) => postComment(server, newComment({ text: `Ý kiến ${index}` }))),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal((await thread(server)).total, 50);
  });

  it('what cannot be kept takes nothing with it of what came in the same moment', async (t) => {
    const server = await serve(t, { engine });
    const root = (await (await postComment(server, newComment())).json()) as Comment;
    const parents = FIFTY.map((index) => [undefined, root.id, '0123456789abcdef0123'][index % 3]);
    const answers = await Promise.all(
      parents.map((parent, index) => postComment(server, newComment({ text: `Ý kiến ${index}`, parent }))),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      FIFTY.map((index) => [201, 201, 422][index % 3]),
    );
    const list = await thread(server);
    assert.equal(list.total, 1 + 34);
    const kept = list.items.find(({ id }) => id === root.id);
    assert.equal(kept?.replies, 17);
  });
});
