import type { FaultMatch } from '../../../emulator/faults.ts';
import type { Spot } from '../../schedules/spots.ts';

/** A request among those of the jobs of a release. */
export interface ReleaseSpot extends Pick<Spot, 'nth' | 'times'> {
  readonly request: ReleaseRequest;
}

const requests = {
  any: {},
  'read-scale-set': { method: 'GET', path: 'virtualMachineScaleSets/web$' },
  'list-instances': { method: 'GET', path: '/virtualMachines$' },
  'read-instance': { method: 'GET', path: '/virtualMachines/[^/]+(/instanceView)?$' },
  'read-repairs': { method: 'GET', path: 'virtualMachineScaleSets/web/instanceView$' },
  poll: { method: 'GET', path: '/operation(s|Results)/' },
  /** Tags and the image go by PATCH: lock, record, model. */
  'write-scale-set': { method: 'PATCH', path: 'virtualMachineScaleSets/web$' },
  'write-extension': { method: 'PUT', path: '/extensions/install$' },
  'write-upgrade': { method: 'POST', path: '/manualupgrade$' },
  'write-reimage': { method: 'POST', path: '/reimage$' },
  'write-power-off': { method: 'POST', path: '/poweroff$' },
  'write-protection': { method: 'PUT', path: '/virtualMachines/[^/]+$' },
  'write-repairs': { method: 'POST', path: '/setOrchestrationServiceState$' },
} as const satisfies Record<string, FaultMatch>;

export type ReleaseRequest = keyof typeof requests;

export const releaseRequests = Object.keys(requests) as readonly ReleaseRequest[];

export function isWrite(request: ReleaseRequest): boolean {
  return request.startsWith('write-');
}

export function matchOf({ request, nth, times }: ReleaseSpot): FaultMatch {
  return { ...requests[request], nth, times };
}
