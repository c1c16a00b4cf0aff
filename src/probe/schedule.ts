/** The time that schedule and requests are measured with: `Clock.monotonicMs`. */
export type NowMs = () => number;

/**
 * Calls `onDue` at a fixed rate, first at once, until the returned function is called. Due times lie on a grid, so timer
 * jitter never adds up to drift. After a stall the oldest missed tick is served late and the later ones are dropped: its
 * delay tells of the whole stall, whereas a burst of requests would tell nothing more and load the service.
 */
export function startSchedule(intervalMs: number, now: NowMs, onDue: (dueAtMs: number) => void): () => void {
  const startedAtMs = now();
  let tick = 0;
  let timer: NodeJS.Timeout | undefined;
  const wake = () => {
    const nowMs = now();
    const dueAtMs = startedAtMs + tick * intervalMs;
    if (nowMs >= dueAtMs) {
      tick = Math.floor((nowMs - startedAtMs) / intervalMs) + 1;
      onDue(dueAtMs);
    }
    // Serving a tick may last beyond the next one. Node warns of a negative delay, in the middle of the action's log.
    timer = setTimeout(wake, Math.max(0, Math.ceil(startedAtMs + tick * intervalMs - now())));
  };
  wake();
  return () => clearTimeout(timer);
}
