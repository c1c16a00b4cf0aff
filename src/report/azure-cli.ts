import { parseResourceId, sameId } from '../azure/resource-id.ts';
import type { Change } from '../engine/plan.ts';
import { quote } from '../strategies/shell-quote.ts';

/** Stands for the id of an address that only the reader can choose. */
export const FREE_ADDRESS = 'FREE_ADDRESS_ID';

/**
 * Azure CLI commands that take the changes of one step back, in the order in which they have to run. Empty where they
 * cannot be told from the changes.
 */
export function takeBackCommands(changes: readonly Change[]): string[] {
  const commands = changes.toReversed().map(takeBackCommand);
  if (commands.length === 0 || commands.includes(null)) {
    return [];
  }
  const known = commands.filter((command) => command !== null);
  const exchanged = exchangeOf(changes);
  return exchanged === null ? known : [park(exchanged), ...known.toReversed()];
}

/** Commands that make changes of load balancers, in their order. Empty where they cannot be told from the changes. */
export function makeCommands(changes: readonly Change[]): string[] {
  const commands = changes.map(({ resource, field, from, to }) =>
    takeBackCommand({ resource, field, from: to, to: from }),
  );
  return commands.includes(null) ? [] : commands.filter((command) => command !== null);
}

/** Commands that delete what the changes of a step were to delete. */
export function deleteCommands(changes: readonly Change[]): string[] {
  return changes.flatMap(({ resource, field, to }) =>
    isWholeAddress(resource, field) && to === null ? [deleteAddress(resource)] : [],
  );
}

/**
 * Two frontends that got each other's address in one operation. ARM binds an address once, so one of them has to be
 * pointed at a third address first; then the commands fit whichever half of the exchange was carried out.
 *
 * @returns the change of the one that gives way: the last, which has what the first shall get back.
 */
function exchangeOf(changes: readonly Change[]): Change | null {
  const [first] = changes;
  const last = changes.at(-1);
  return first !== undefined && last !== undefined && sameId(first.from ?? undefined, last.to ?? undefined)
    ? last
    : null;
}

function park({ resource, field }: Change): string {
  return takeBackCommand({ resource, field, from: FREE_ADDRESS, to: null }) ?? '';
}

function takeBackCommand({ resource, field, from }: Change): string | null {
  const frontend = FRONTEND_ADDRESS.exec(field)?.groups?.frontend;
  const loadBalancer = parseResourceId(resource);
  if (frontend !== undefined && loadBalancer !== undefined && from !== null) {
    const { resourceGroup, name, subscriptionId } = loadBalancer;
    return (
      `az network lb frontend-ip update -g ${quote(resourceGroup)} --lb-name ${quote(name)} -n ${quote(frontend)} ` +
      `--public-ip-address ${quote(from)} --subscription ${quote(subscriptionId)}`
    );
  }
  return isWholeAddress(resource, field) && from === null ? deleteAddress(resource) : null;
}

const FRONTEND_ADDRESS = /^frontendIPConfigurations\/(?<frontend>.+)\.publicIPAddress\.id$/;

/** The address itself, and not a tag of it that comes or goes: nobody shall delete production for that. */
function isWholeAddress(resource: string, field: string): boolean {
  const type = parseResourceId(resource)?.type.toLowerCase();
  return field === '(resource)' && type === 'microsoft.network/publicipaddresses';
}

function deleteAddress(id: string): string {
  return `az network public-ip delete --ids ${quote(id)}`;
}
