import type { FaultEffect } from '../faults.ts';
import type { Reply } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { errors, type PolicyAssignment } from './errors.ts';
import { foreignWrite } from './foreign-write.ts';
import type { ArmRequest } from './http.ts';
import { autoscale } from './insights/autoscale.ts';
import { operationOf } from './request-words.ts';
import { lastName } from './resource-id.ts';

/** What other writers do, right before or right after a request is carried out. */
export function foreignWrites(
  plane: ControlPlane,
  effects: readonly FaultEffect[],
  when: 'before' | 'after',
): void {
  for (const effect of effects) {
    if (effect.effect === 'foreign-write' && effect.when === when) {
      foreignWrite(plane, effect.resourceId, effect.mergePatch, effect.lastsMs);
    }
    if (effect.effect === 'autoscale' && effect.when === when) {
      autoscale(plane, effect.scaleSetId, effect.direction);
    }
  }
}

/**
 * What the first fault that answers instead of ARM says; undefined where none does.
 *
 * @throws ArmError for the faults that stand for one of ARM's own refusals.
 */
export function replyByFault(
  plane: ControlPlane,
  request: ArmRequest,
  effects: readonly FaultEffect[],
): Reply | undefined {
  for (const effect of effects) {
    switch (effect.effect) {
      case 'answer':
        return {
          status: effect.status,
          headers: effect.headers ?? {},
          body: effect.body ?? {
            error: { code: effect.code, message: effect.message ?? `A fault answers ${effect.code}.` },
          },
        };
      case 'throttled':
        throw errors.subscriptionThrottled(
          plane.scenario.subscriptionId,
          operationOf(request),
          effect.retryAfterSeconds,
        );
      case 'quota-reached':
        throw errors.publicIpCountLimit(effect.limit ?? plane.scenario.settings.publicIpLimit);
      case 'policy-denied':
        throw errors.disallowedByPolicy(lastName(request.path), assignmentOf(plane, effect.assignment));
    }
  }
  return undefined;
}

function assignmentOf(plane: ControlPlane, given: Partial<PolicyAssignment> | undefined): PolicyAssignment {
  const name = given?.name ?? 'deny-public-ip';
  const definitionName = given?.definitionName ?? '6c112d4e-5bc7-47ae-a041-ea2d9dccd749';
  return {
    name,
    displayName: 'Deny public IP addresses',
    id: `/subscriptions/${plane.scenario.subscriptionId}/providers/Microsoft.Authorization/policyAssignments/${name}`,
    definitionName,
    definitionDisplayName: 'Not allowed resource types',
    definitionId: `/providers/Microsoft.Authorization/policyDefinitions/${definitionName}`,
    ...given,
  };
}
