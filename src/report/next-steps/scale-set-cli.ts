import { resourceId } from '../../azure/resource-id.ts';
import { quote } from '../../azure/shell-quote.ts';
import type { Change } from '../../engine/plan.ts';
import { putIntoModelCommand, scaleSetArguments } from '../../strategies/scale-set/az-vmss.ts';
import { readPayloadText } from '../../strategies/scale-set/payload/payload-text.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';

const INSTANCE = /^(?<scaleSet>.+)\/virtualMachines\/(?<id>[^/]+)$/i;

/**
 * Azure CLI commands that do what the clean-up of a release was to do: resume automatic repairs, and take its protection from
 * instances. Empty where a step was about something else.
 */
export function putInOrderCommands(changes: readonly Change[]): string[] {
  return changes.flatMap(({ resource, field, to }) => {
    if (field === 'automaticRepairs' && to === 'running') {
      return [
        `az vmss set-orchestration-service-state ${scaleSetArguments(resource)} --service-name AutomaticRepairs --action Resume`,
      ];
    }
    const { scaleSet, id } = INSTANCE.exec(resource)?.groups ?? {};
    return field === 'protectionPolicy/protectFromScaleIn' && scaleSet !== undefined && id !== undefined
      ? [
          `az vmss update ${scaleSetArguments(scaleSet)} --instance-id ${quote(id)} --protect-from-scale-in ${to === 'true'}`,
        ]
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
