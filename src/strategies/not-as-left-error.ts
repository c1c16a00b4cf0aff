import type { RunResult } from '../engine/run.ts';

/** The work of a run is done, and at its very end production is not as it had left it. It is neither to be tried again nor to be taken back. */
export class NotAsLeftError extends Error {
  override readonly name = 'NotAsLeftError';
  readonly code: 'ProductionElsewhere' | 'StoppedAnswering';

  constructor(code: NotAsLeftError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether a recovery has brought the interrupted release to its end, whatever became of production after that. */
export function isBroughtToEnd({ outcome, error }: Pick<RunResult, 'outcome' | 'error'>): boolean {
  return outcome === 'succeeded' || error instanceof NotAsLeftError;
}
