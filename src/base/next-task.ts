/**
 * Resolves in a task of its own, before any timer: what follows does not lengthen the task that has come so far, so that keys and
 * scrolling are answered in between. `scheduler.yield` is younger than the browsers we promise.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
