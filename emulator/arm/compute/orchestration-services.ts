import type { ArmResource } from '../../data-plane/contract.ts';
import { requiredBody } from '../bodies.ts';
import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { objectOf, textOf } from '../json.ts';
import { sameId } from '../resource-id.ts';
import { acceptCompute, checkNoConcurrentOperation, computeAcceptedReply } from './compute-operations.ts';
import { putState } from './compute-resources.ts';
import { findScaleSet } from './instances.ts';

const states = { suspend: 'Suspended', resume: 'Running' } as const;

/** setOrchestrationServiceState: suspends and resumes automatic repairs. Only the instance view shows it. */
export function setOrchestrationServiceState(plane: ControlPlane, call: Call): Reply {
  const body = requiredBody(call);
  const scaleSet = findScaleSet(plane, call);
  const automaticRepairs = askedState(textOf(body, 'serviceName'), textOf(body, 'action'));
  checkRepairs(scaleSet);
  checkNoConcurrentOperation(plane, [scaleSet.id]);
  const operation = acceptCompute(plane, call, {
    name: 'VirtualMachineScaleSets.SetOrchestrationServiceState.POST',
    location: scaleSet.location ?? '',
    resourceIds: [scaleSet.id],
    durationMs: plane.drawDurationMs('orchestration-service-state'),
    apply: () => {
      plane.compute.changeScaleSet(scaleSet.id, { automaticRepairs });
      return [];
    },
    begin: () => putState(plane, scaleSet.id, 'Updating'),
    settle: ({ status }) => putState(plane, scaleSet.id, status === 'Succeeded' ? 'Succeeded' : 'Failed'),
  });
  return computeAcceptedReply(operation);
}

function askedState(serviceName: string | undefined, action: string | undefined) {
  if (!sameId(serviceName, 'AutomaticRepairs')) {
    throw errors.invalidParameter('serviceName', 'The value of parameter serviceName is invalid.');
  }
  const state = Object.entries(states).find(([name]) => sameId(name, action))?.[1];
  if (state === undefined) {
    throw errors.invalidParameter('action', 'The value of parameter action is invalid.');
  }
  return state;
}

function checkRepairs(scaleSet: ArmResource): void {
  if (objectOf(scaleSet.properties, 'automaticRepairsPolicy')?.enabled === true) return;
  throw errors.operationNotAllowed(
    `Orchestration service 'AutomaticRepairs' is not enabled on Virtual Machine Scale Set '${scaleSet.name}'.`,
  );
}
