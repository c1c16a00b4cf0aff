import type { ControlPlane } from '../../../emulator/arm/control-plane.ts';
import type { OperationEnd } from '../../../emulator/arm/operations.ts';

const END: OperationEnd = {
  status: 'Failed',
  error: { code: 'OperationTimedOut', message: 'The operation has not come to an end in its time.' },
};

/**
 * Compute lets nobody overtake an operation on an instance, so what hangs is in everybody's way until the platform gives it
 * up. That it does so is assumed: no recording shows it.
 */
export function endHanging({ operations, clock }: ControlPlane): void {
  const hanging = operations
    .all()
    .filter(({ ended, endsAtMs }) => ended === undefined && endsAtMs === Number.POSITIVE_INFINITY);
  for (const operation of hanging) {
    const [first = ''] = operation.resourceIds;
    operations.supersede(first, operation, clock.monotonicMs(), () => END);
    operation.settle(END);
  }
}
