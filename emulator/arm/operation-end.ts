import type { OperationFault } from '../faults.ts';
import type { ControlPlane } from './control-plane.ts';
import { type OperationEnd, supersededEnd } from './operations.ts';

/** How an operation will end: well, unless a fault says otherwise. */
export function plannedEnd(
  plane: ControlPlane,
  fault: OperationFault | undefined,
  operation: { readonly id: string; readonly name: string },
): OperationEnd {
  switch (fault?.effect) {
    case 'operation-fails':
      return {
        status: 'Failed',
        error: {
          code: fault.code ?? 'InternalServerError',
          message: fault.message ?? 'An error occurred.',
          details: [],
        },
      };
    case 'operation-canceled':
      return {
        status: 'Canceled',
        error: {
          code: fault.code ?? 'Canceled',
          message: fault.message ?? 'Operation was canceled.',
          details: [],
        },
      };
    case 'operation-superseded':
      return supersededEnd(operation, { id: plane.random.uuid(), name: operation.name });
    default:
      return { status: 'Succeeded' };
  }
}
