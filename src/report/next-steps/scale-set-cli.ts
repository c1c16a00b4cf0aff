import { resourceId } from '../../azure/resource-id.ts';
import { quote } from '../../azure/shell-quote.ts';
import type { Change } from '../../engine/plan.ts';
import { putIntoModelCommand, scaleSetArguments } from '../../strategies/scale-set/az-vmss.ts';
import { readPayloadText } from '../../strategies/scale-set/payload/payload-text.ts';
import type { SetAside } from '../../strategies/scale-set/record/set-aside.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';

const INSTANCE = /^(?<scaleSet>.+)\/virtualMachines\/(?<id>[^/]+)$/i;

/** Azure CLI commands that give back what no tag tells of. Empty where it is not known where the scale set lies. */
export function giveBackCommands(
  { name, resourceGroup, subscriptionId }: ScaleSetReport,
  { protectedIds, hasSuspendedRepairs }: SetAside,
): string[] {
  if (resourceGroup === null || subscriptionId === null) {
    return [];
  }
  const id = resourceId(subscriptionId, resourceGroup, 'Microsoft.Compute/virtualMachineScaleSets', name);
  return [
    ...(hasSuspendedRepairs ? [resumeRepairsCommand(id)] : []),
    ...protectedIds.map((instanceId) => protectCommand(id, instanceId, false)),
  ];
}

function resumeRepairsCommand(scaleSetId: string): string {
  return `az vmss set-orchestration-service-state ${scaleSetArguments(scaleSetId)} --service-name AutomaticRepairs --action Resume`;
}

function protectCommand(scaleSetId: string, instanceId: string, isProtected: boolean): string {
  return `az vmss update ${scaleSetArguments(scaleSetId)} --instance-id ${quote(instanceId)} --protect-from-scale-in ${isProtected}`;
}

/**
 * Azure CLI commands that do what the clean-up of a release was to do: resume automatic repairs, and take its protection from
 * instances. Empty where a step was about something else.
 */
export function putInOrderCommands(changes: readonly Change[]): string[] {
  return changes.flatMap(({ resource, field, to }) => {
    if (field === 'automaticRepairs' && to === 'running') {
      return [resumeRepairsCommand(resource)];
    }
    const { scaleSet, id } = INSTANCE.exec(resource)?.groups ?? {};
    return field === 'protectionPolicy/protectFromScaleIn' && scaleSet !== undefined && id !== undefined
      ? [protectCommand(scaleSet, id, to === 'true')]
      : [];
  });
}

/**
 * Commands of which each puts one of these payloads into the model, and says which. None of an extension, and where it is not known where the
 * scale set lies.
 */
export function putIntoModelCommands(
  { name, resourceGroup, subscriptionId }: ScaleSetReport,
  payloads: readonly (string | null)[],
): string[] {
  if (resourceGroup === null || subscriptionId === null) {
    return [];
  }
  const id = resourceId(subscriptionId, resourceGroup, 'Microsoft.Compute/virtualMachineScaleSets', name);
  return payloads.flatMap((text) => {
    const payload = text === null ? undefined : readPayloadText(text, subscriptionId);
    const command = payload && putIntoModelCommand(id, payload);
    return command === undefined ? [] : [`${command} # ${text}`];
  });
}
