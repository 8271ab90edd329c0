/** Finds the longest task of a page in a trace of Chromium: `PerformanceObserver` tells of those above 50 ms only. */

/** The longest task of the main thread. */
export interface Task {
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds that it had a core; less where the machine does other things as well. */
  readonly onCore: number;
  /** What it did, the longest first, in words of the trace. */
  readonly parts: string;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

/**
 * Reads a trace with the categories `toplevel` and `devtools.timeline`.
 *
 * @param page end of the page's address. The browser's opening of the document, which any page costs, is left out; other pages, which a browser may
 *   hold ready for itself, are too
 * @param mark `performance.mark` of a page that was open before, from which on tasks count
 */
export function longestTask(trace: Buffer, page: string, mark?: string): Task {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const isTask = ({ name, ph }: TraceEvent): boolean =>
    ph === 'X' && (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask');
  let longest: { task: TraceEvent; events: TraceEvent[] } | undefined;
  for (const { pid, tid } of threads) {
    const events = traceEvents.filter((each) => each.pid === pid && each.tid === tid);
    const opened =
      events.find(({ name, args }) => name === 'CommitLoad' && args?.data?.url?.endsWith(page)) ??
      (mark === undefined ? undefined : events.find(({ name }) => name === mark));
    if (!opened) continue;
    for (const task of events.filter(isTask)) {
      if (task.ts > opened.ts && task.dur! > (longest?.task.dur ?? 0)) longest = { task, events };
    }
  }
  if (!longest) throw new Error('the trace has no task of the page');
  const { task, events } = longest;
  const within = events.filter(
    (each) => each.ph === 'X' && !isTask(each) && each.ts >= task.ts && each.ts + each.dur! <= task.ts + task.dur!,
  );
  const times = new Map<string, number>();
  for (const { name, dur } of within) times.set(name, Math.max(times.get(name) ?? 0, dur! / 1000));
  const parts = [...times].sort(([, a], [, b]) => b - a).slice(0, 7);
  return {
    duration: task.dur! / 1000,
    onCore: (task.tdur ?? NaN) / 1000,
    parts: parts.map(([name, time]) => `${name} ${time.toFixed(1)}`).join(', ') || 'nothing that the trace names',
  };
}
