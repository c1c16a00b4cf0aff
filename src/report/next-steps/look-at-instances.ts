import { quote } from '../../azure/shell-quote.ts';
import { namedInstances } from '../../strategies/scale-set/instances/named-instances.ts';
import type { CanaryEndpoint } from '../../strategies/scale-set/release-events.ts';
import { endpointText } from '../endpoint-text.ts';
import { offIds, quarantinedIds, takenBackOffIds, unhealthyIds, unprovenIds } from '../listed-instances.ts';
import { partition } from '../partition.ts';
import { capital, them } from '../readable.ts';
import type { ScaleSetReport } from '../scale-set-report.ts';
import { type NextStep, say, sayWith } from './next-step.ts';

/** Every port of a canary that a rule leads to: by a command where that is SSH, and otherwise by its address. */
export function look(scaleSet: ScaleSetReport): NextStep[] {
  const { canaryEndpoints, sshUser } = scaleSet;
  const off = quarantinedIds(scaleSet);
  const endpoints = canaryEndpoints.filter(({ instanceId }) => !off.includes(instanceId));
  const [bySsh, others] = partition(endpoints, ({ protocol }) => protocol === 'ssh');
  return [
    ...(bySsh.length === 0
      ? []
      : [
          say(
            `Look at ${each(bySsh)} by hand:`,
            bySsh.map(
              ({ instanceId, address, frontendPort }) =>
                `ssh -p ${frontendPort} ${sshUser}@${address} # instance ${instanceId}`,
            ),
          ),
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            text: `Ask ${each(others)} by itself:`,
            commands: [],
            places: placesOf(others),
          },
        ]),
  ];
}

function each(endpoints: readonly CanaryEndpoint[]): string {
  return new Set(endpoints.map(({ instanceId }) => instanceId)).size === 1 ? 'the canary' : 'each canary';
}

/** One line an instance. */
function placesOf(endpoints: readonly CanaryEndpoint[]): string[] {
  return [...Map.groupBy(endpoints, ({ instanceId }) => instanceId)].map(([instanceId, own]) => {
    const ports = own.map(
      (endpoint) =>
        `${endpoint.protocol === 'http' ? 'http://' : ''}${endpointText(endpoint)} (its port ${endpoint.port})`,
    );
    return `Instance ${instanceId}: ${ports.join(', ')}`;
  });
}

export function lookAtUnhealthy(scaleSet: ScaleSetReport): NextStep[] {
  const takenBack = takenBackOffIds(scaleSet);
  const off = quarantinedIds(scaleSet).filter((id) => !takenBack.includes(id));
  return [
    ...seeWhy(scaleSet, [...off, ...takenBack]),
    ...lookAtOff(scaleSet, off),
    ...startAndLook(scaleSet),
  ];
}

/** Of those that run: `off` are told of apart. */
export function seeWhy(scaleSet: ScaleSetReport, off: readonly string[]): NextStep[] {
  const running = unhealthyIds(scaleSet).filter((id) => !off.includes(id));
  return running.length === 0
    ? []
    : [
        say(
          `See why ${namedInstances(running)} did not get well: nothing of ${them(running)} was changed since.`,
        ),
      ];
}

/** What somebody is to see on its disk is there until the release is taken back. */
export function lookAtOff(scaleSet: ScaleSetReport, ids: readonly string[]): NextStep[] {
  return ids.length === 0
    ? []
    : [
        sayWith(
          `${capital(namedInstances(ids))} ${ids.length === 1 ? 'is' : 'are'} powered off and ${ids.length === 1 ? 'serves' : 'serve'} nobody. Look at ${them(ids)}, then start or reimage ${them(ids)}: no run starts ${them(ids)}`,
          startCommands(scaleSet, ids),
        ),
      ];
}

/** On whom ARM has not let a command be run: nothing bad was seen of them either. */
export function seeUnproven(scaleSet: ScaleSetReport): NextStep[] {
  const ids = unprovenIds(scaleSet);
  return ids.length === 0
    ? []
    : [
        say(
          `${capital(namedInstances(ids))} ${ids.length === 1 ? 'has' : 'have'} back what ${ids.length === 1 ? 'it' : 'they'} had before, and check-command could not be run on ${them(ids)}: see that ${ids.length === 1 ? 'it is' : 'they are'} well.`,
        ),
      ];
}

/** The disk is another one by now: whether the machine is well with it shows only when it runs. */
export function startAndLook(scaleSet: ScaleSetReport): NextStep[] {
  const ids = takenBackOffIds(scaleSet);
  return ids.length === 0
    ? []
    : [
        sayWith(
          `${capital(namedInstances(ids))} ${ids.length === 1 ? 'is' : 'are'} switched off, ${ids.length === 1 ? 'serves' : 'serve'} nobody and ${ids.length === 1 ? 'was' : 'were'} not checked, though what ${ids.length === 1 ? 'it' : 'they'} had before is back. Start ${them(ids)}, and see that ${ids.length === 1 ? 'it is' : 'they are'} well`,
          startCommands(scaleSet, ids),
        ),
      ];
}

/** What an interrupted rollback had taken back before is not told of by the run that goes on with it. */
export function startAllOff(scaleSet: ScaleSetReport): NextStep[] {
  const takenBack = takenBackOffIds(scaleSet);
  const others = offIds(scaleSet).filter((id) => !takenBack.includes(id));
  return [...startAndLook(scaleSet), ...seeUnproven(scaleSet), ...lookAtOff(scaleSet, others)];
}

function startCommands(
  { name, resourceGroup, subscriptionId }: ScaleSetReport,
  ids: readonly string[],
): string[] {
  if (resourceGroup === null) {
    return [];
  }
  const subscription = subscriptionId === null ? '' : ` --subscription ${quote(subscriptionId)}`;
  return [
    `az vmss start -g ${quote(resourceGroup)} -n ${quote(name)}${subscription} --instance-ids ${ids.map(quote).join(' ')}`,
  ];
}
