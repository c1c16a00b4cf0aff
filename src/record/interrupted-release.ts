import type { Journal } from './journal.ts';

/** A release was begun and neither finished nor undone; nobody works on it any more. */
export class InterruptedReleaseError extends Error {
  override readonly name = 'InterruptedReleaseError';
  readonly code = 'InterruptedRelease';
  readonly journal: Journal;

  constructor(address: string, journal: Journal) {
    const { strategy, method, startedAtEpochMs, run } = journal;
    super(
      `A ${strategy} of "${address}" by ${method}, begun at ${new Date(startedAtEpochMs).toISOString()} by ${run}, was ` +
        `interrupted, and neither finished nor undone. Run "command: recover" with production-public-ip: ${address} to bring ` +
        'it to an end (recover-to: finish, undo or auto), or set on-interrupted: recover and run this again.',
    );
    this.journal = journal;
  }
}
