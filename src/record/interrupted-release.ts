import { begunBy, type Journal } from './journal.ts';
import type { Undertaking } from './lock.ts';
import { namingText, type RecordHolder, wayBackText } from './record-holder.ts';

const ADVICE = {
  release: (holder: RecordHolder) =>
    `Run "command: recover" with ${namingText(holder)} to bring it to an end (recover-to: finish, undo or auto), or set ` +
    'on-interrupted: recover and run this again.',
  rollback: (holder: RecordHolder) =>
    `Run "command: recover" with ${wayBackText(holder)} to take it back; without recover-to it may be finished.`,
} as const satisfies Readonly<Record<Undertaking, unknown>>;

/** A release was begun and neither finished nor undone; nobody works on it any more. */
export class InterruptedReleaseError extends Error {
  override readonly name = 'InterruptedReleaseError';
  readonly code = 'InterruptedRelease';
  readonly journal: Journal;

  constructor(holder: RecordHolder, journal: Journal, metBy: Undertaking = 'release') {
    const { strategy, method, startedAtEpochMs } = journal;
    super(
      `A ${strategy} of "${holder.name}" by ${method}, begun at ${new Date(startedAtEpochMs).toISOString()} by ${begunBy(journal)}, was ` +
        `interrupted, and neither finished nor undone. ${ADVICE[metBy](holder)}`,
    );
    this.journal = journal;
  }
}

/** An interrupted release that was brought to where it was to go, and whose journal is there still: what came after it failed. */
export class UnclosedReleaseError extends Error {
  override readonly name = 'UnclosedReleaseError';
  readonly code = 'UnclosedRelease';

  constructor(holder: RecordHolder, causes: readonly unknown[]) {
    const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
    super(
      `The interrupted release of "${holder.name}" was brought to an end, and its record could not be closed: ${reasons.join(' ')} ` +
        `What this run was to do was not begun. Remove the cause, and run "command: recover" with ${namingText(holder)}.`,
    );
  }
}
