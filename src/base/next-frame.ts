import { nextTask } from './next-task.ts';

/** Resolves in a task of its own after the next frame is drawn; at once where nobody sees the page, which draws none then. */
export async function nextFrame(): Promise<void> {
  if (!document.hidden) {
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  }
  await nextTask();
}
