import type { Arm } from '../../azure/arm.ts';
import { ArmError } from '../../azure/arm-error.ts';
import { frontendsOf, getLoadBalancer } from '../../azure/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../azure/public-ip-addresses.ts';
import { parseResourceId, resourceGroupOf, sameId, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import { hasJournal, JOURNAL, readJournal, UnreadableJournalError } from '../../record/journal.ts';
import { isOneRun, type LastRun, readLastRun } from '../../record/last-run.ts';
import { readSwapJournal, type SwapJournal } from './swap-journal.ts';

/** What the load balancers of some addresses serve beside them. */
export interface Neighbours {
  readonly addresses: readonly PublicIpAddress[];
  /** ARM's refusals: the identity may not read these, so what they are is not known. */
  readonly hidden: readonly ArmError[];
}

export async function neighboursOf(
  arm: Arm,
  addresses: readonly PublicIpAddress[],
  signal: AbortSignal,
): Promise<Neighbours> {
  const holders = addresses.flatMap(({ properties }) => properties.ipConfiguration?.id ?? []);
  const loadBalancers = await readEach(distinctScopes(holders.map(topLevelId).filter(isLoadBalancer)), (id) =>
    getLoadBalancer(arm, id, signal),
  );
  const others = loadBalancers.read
    .flatMap(frontendsOf)
    .flatMap(({ properties }) => properties.publicIPAddress?.id ?? [])
    .filter((id) => !addresses.some((address) => sameId(address.id, id)));
  const neighbours = await readEach(others, (id) => getPublicIpAddress(arm, id, signal));
  return { addresses: neighbours.read, hidden: [...loadBalancers.hidden, ...neighbours.hidden] };
}

/** A neighbour with a journal that this version cannot read: what it moves is not known for certain. */
export function unreadableJournals({ addresses }: Neighbours): readonly PublicIpAddress[] {
  return addresses.filter((each) => hasJournal(each.tags ?? {}) && journalledSwap(each) === undefined);
}

/**
 * Neighbours whose journal names one of these addresses. A release closes its records one address after the other: as long as
 * one of them has its journal, none of what it moved is free.
 */
export async function unclosedCompanions(
  arm: Arm,
  addresses: readonly PublicIpAddress[],
  signal: AbortSignal,
): Promise<PublicIpAddress[]> {
  const neighbours = await neighboursOf(arm, addresses, signal);
  return neighbours.addresses.filter(
    (neighbour) =>
      namesIn(neighbour, addresses) ||
      journalledSwap(neighbour)?.moves.some(({ productionAddressId }) =>
        addresses.some(({ id }) => sameId(id, productionAddressId)),
      ) === true,
  );
}

/** By the words alone: of a journal that a newer version wrote, or somebody has damaged, no more can be told. */
function namesIn({ tags = {} }: PublicIpAddress, addresses: readonly PublicIpAddress[]): boolean {
  const names = addresses.map(({ id, name }) => `${resourceGroupOf(id)}/${name}`.toLowerCase());
  return Object.entries(tags).some(
    ([tag, value]) => tag.toLowerCase().startsWith(JOURNAL) && names.includes(value.toLowerCase()),
  );
}

/** Undefined also for what cannot be read. */
function journalledSwap({ id, tags = {} }: PublicIpAddress): SwapJournal | undefined {
  try {
    const journal = readJournal(tags);
    return journal && readSwapJournal(journal.entries, parseResourceId(id)?.subscriptionId ?? '');
  } catch (error) {
    if (error instanceof UnreadableJournalError) {
      return undefined;
    }
    throw error;
  }
}

/** Neighbours that have moved with one of the releases that are at their ends. */
export function movedCompanions(
  { addresses }: Neighbours,
  lasts: readonly LastRun[],
): readonly PublicIpAddress[] {
  return addresses.filter(({ tags = {} }) => {
    const last = readLastRun(tags);
    return last !== undefined && lasts.some((each) => haveMovedTogether(each, last));
  });
}

/** Not told by the time: a recovery may have closed the record of one address, long after the run closed that of the other. */
function haveMovedTogether(left: LastRun, right: LastRun): boolean {
  return (
    left.kind === right.kind &&
    isOneRun(left, right) &&
    loadBalancerIn(left).toLowerCase() === loadBalancerIn(right).toLowerCase()
  );
}

/** `group/loadBalancer` of `group/loadBalancer/frontend`. */
function loadBalancerIn({ previousTarget }: LastRun): string {
  return previousTarget.split('/').slice(0, 2).join('/');
}

function isLoadBalancer(id: string): boolean {
  return parseResourceId(id)?.type.toLowerCase() === 'microsoft.network/loadbalancers';
}

interface Reads<T> {
  readonly read: readonly T[];
  readonly hidden: readonly ArmError[];
}

/** What is gone by now is nobody's companion. */
async function readEach<T>(ids: readonly string[], get: (id: string) => Promise<T>): Promise<Reads<T>> {
  const outcomes = await Promise.all(
    ids.map((id) =>
      get(id).then(
        (read) => ({ read }),
        (error: unknown) => {
          if (error instanceof ArmError && (error.status === 403 || error.status === 404)) {
            return { error };
          }
          throw error;
        },
      ),
    ),
  );
  return {
    read: outcomes.flatMap((each) => ('read' in each ? [each.read] : [])),
    hidden: outcomes.flatMap((each) => ('error' in each && each.error.status === 403 ? [each.error] : [])),
  };
}
