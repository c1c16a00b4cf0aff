/**
 * The work's end, or the signal's reason as soon as it aborts: whoever waits is not held up by work that cannot stop at once,
 * such as a request that is on its way.
 */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
    // A signal that outlives the work would keep all that its listeners know.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
