/** The job was cancelled or ran out of time. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  readonly code = 'Cancelled';
}

/** 128 + 15: what a process that SIGTERM ended returns. */
const TERMINATED = 143;

/**
 * The runner cancels with SIGINT, sends SIGTERM 7.5 s later and kills 2.5 s after that. At the first the run stops
 * where it is and tells of it; at the second it leaves at once. In both cases `post` goes on from the saved state. More
 * signals change nothing.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  process.on('SIGINT', () => controller.abort(new CancelledError('The run was cancelled.')));
  process.on('SIGTERM', () => process.exit(TERMINATED));
  return controller.signal;
}
