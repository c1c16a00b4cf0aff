import { parseResourceId } from '../azure/resource-id.ts';
import { quote } from '../azure/shell-quote.ts';
import type { Change } from '../engine/plan.ts';

const INSTANCE = /^(?<scaleSet>.+)\/virtualMachines\/(?<id>[^/]+)$/i;

/**
 * Azure CLI commands that do what the clean-up of a release was to do: resume automatic repairs, and take its protection from
 * instances. Empty where a step was about something else.
 */
export function putInOrderCommands(changes: readonly Change[]): string[] {
  return changes.flatMap(({ resource, field, to }) => {
    if (field === 'automaticRepairs' && to === 'running') {
      return [
        `az vmss set-orchestration-service-state ${place(resource)} --service-name AutomaticRepairs --action Resume`,
      ];
    }
    const { scaleSet, id } = INSTANCE.exec(resource)?.groups ?? {};
    return field === 'protectionPolicy/protectFromScaleIn' && scaleSet !== undefined && id !== undefined
      ? [
          `az vmss update ${place(scaleSet)} --instance-id ${quote(id)} --protect-from-scale-in ${to === 'true'}`,
        ]
      : [];
  });
}

function place(scaleSetId: string): string {
  const { resourceGroup = '', name = '', subscriptionId = '' } = parseResourceId(scaleSetId) ?? {};
  return `-g ${quote(resourceGroup)} -n ${quote(name)} --subscription ${quote(subscriptionId)}`;
}
