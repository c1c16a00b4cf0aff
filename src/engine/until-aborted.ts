/**
 * For work that heeds no signal: nobody waits for it any longer once `signal` aborts. What becomes of it then is nobody's
 * business any more.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) {
      abort();
    }
    return await Promise.race([promise, work]);
  } finally {
    signal.removeEventListener('abort', abort);
    // It may still fail, and nobody listens.
    work.catch(() => undefined);
  }
}
