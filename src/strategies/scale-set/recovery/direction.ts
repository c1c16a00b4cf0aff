import type { RecoveryDirection } from '../../../record/journal.ts';
import { ClosedWayError } from '../../closed-way-error.ts';
import { RefusedError } from '../../refused-error.ts';
import type { RecoverTo } from '../../strategy.ts';
import type { PlannedRelease, ScaleSetMethod } from '../plan/steps.ts';

export interface Choice {
  readonly method: ScaleSetMethod;
  /** Instances that finishing has yet to upgrade. */
  readonly left: number;
  /** Instances that undoing has to take back. */
  readonly touched: number;
  readonly release: PlannedRelease;
  /** Which way another recovery has gone, that was lost itself. */
  readonly begun: RecoveryDirection | undefined;
  /** Whether what there was is in the model, or can be written into it. */
  readonly isWayBack: boolean;
  /** Whether what the release brings is in the model, or can be written into it. */
  readonly isWayForwards: boolean;
}

/** @throws ClosedWayError, RefusedError for a way that is not open. */
export function chooseDirection(
  recoverTo: RecoverTo,
  { method, left, touched, release, begun, isWayForwards, isWayBack }: Choice,
): { readonly direction: RecoveryDirection; readonly reason: string } {
  if (method === 'take-back') {
    if (recoverTo === 'finish') {
      throw new ClosedWayError(
        'What was interrupted is a rollback, which is brought to its end by recover-to: undo or auto. To go forwards again, let it ' +
          'end, and release anew.',
      );
    }
    return { direction: 'undo', reason: 'a rollback was interrupted: it is brought to its end' };
  }
  if (recoverTo === 'undo' && !isWayBack) {
    throw new RefusedError(
      `Release ${release.releaseId} cannot be taken back: what the instances had before, or which version of it, is not known, or its settings are not given ` +
        '(previous-extension-settings, previous-extension-protected-settings). recover-to: finish goes on with it.',
    );
  }
  if (!isWayForwards && (recoverTo === 'finish' || !isWayBack)) {
    throw new RefusedError(
      `Release ${release.releaseId} cannot be finished by a recovery: its settings are not in the model, and in no record, because they ` +
        'may be secret. ' +
        (isWayBack
          ? 'recover-to: undo takes it back; or run the job of the release again with on-interrupted: recover, which has them.'
          : 'Run the job of the release again with on-interrupted: recover, which has them; or give previous-extension-settings ' +
            'and previous-extension-protected-settings, to take it back.'),
    );
  }
  if (recoverTo !== 'auto') {
    return { direction: recoverTo, reason: `recover-to is ${recoverTo}` };
  }
  if (!isWayForwards) {
    return { direction: 'undo', reason: 'the settings that the release was to bring are in no record' };
  }
  if (!isWayBack) {
    return { direction: 'finish', reason: 'there is no way back that is known' };
  }
  if (begun !== undefined) {
    return { direction: begun, reason: `a recovery that was lost has begun to ${begun} it` };
  }
  const counts = `finishing has ${left} instances to upgrade, undoing ${touched} to take back`;
  return touched < left
    ? { direction: 'undo', reason: `${counts}: fewer go down by undoing` }
    : { direction: 'finish', reason: `${counts}: no fewer would go down by undoing` };
}
