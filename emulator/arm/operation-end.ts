import type { OperationFault } from '../faults.ts';
import type { ControlPlane } from './control-plane.ts';
import { type OperationEnd, supersededEnd } from './operations.ts';

/** What Microsoft.Compute says to the client of an operation that a later one has overtaken. */
export const preemptedEnd: OperationEnd = {
  status: 'Canceled',
  error: {
    code: 'OperationPreempted',
    message: 'Operation execution has been preempted by a more recent operation.',
  },
};

/** How an operation of Microsoft.Compute will end: its errors are flat. */
export function plannedComputeEnd(fault: OperationFault | undefined): OperationEnd {
  switch (fault?.effect) {
    case 'operation-fails':
      return {
        status: 'Failed',
        error: {
          code: fault.code ?? 'InternalExecutionError',
          message: fault.message ?? 'An internal execution error occurred. Please retry later.',
        },
      };
    case 'operation-canceled':
      return {
        status: 'Canceled',
        error: { code: fault.code ?? 'Canceled', message: fault.message ?? 'Operation was canceled.' },
      };
    case 'operation-superseded':
      return preemptedEnd;
    default:
      return { status: 'Succeeded' };
  }
}

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
