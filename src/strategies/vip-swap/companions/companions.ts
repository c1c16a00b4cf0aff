import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError } from '../../../azure/arm/arm-error.ts';
import { listPublicIpAddresses, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { parseResourceId, resourceGroupOf, sameId } from '../../../azure/resource-id.ts';
import { distinctScopes, resourceGroupScope, subscriptionScope } from '../../../azure/scopes.ts';
import { hasJournal, JOURNAL, readJournal, UnreadableJournalError } from '../../../record/journal.ts';
import { readSwapJournal, type SwapJournal } from '../record/swap-journal.ts';
import { type Neighbours, neighboursOf } from './neighbours.ts';

/** A neighbour with a journal that this version cannot read: what it moves is not known for certain. */
export function unreadableJournals({ addresses }: Neighbours): readonly PublicIpAddress[] {
  return addresses.filter((each) => hasJournal(each.tags ?? {}) && journalledSwap(each) === undefined);
}

/** What was interrupted together with some addresses, as far as it is to be seen. */
export interface Companions {
  readonly addresses: readonly PublicIpAddress[];
  /** ARM's refusals: whether there are more is not known. */
  readonly hidden: readonly ArmError[];
}

/**
 * Addresses whose journal names one of these. A release closes its records one address after the other: as long as one of them
 * has its journal, none of what it moved is free. They are looked for on the load balancers that serve these addresses, and in
 * the resource groups of both, because in the window nothing serves them.
 */
export async function unclosedCompanions(
  arm: Arm,
  addresses: readonly PublicIpAddress[],
  signal: AbortSignal,
): Promise<Companions> {
  const [neighbours, listed] = await Promise.all([
    neighboursOf(arm, addresses, signal),
    listedAround(arm, addresses, signal),
  ]);
  const candidates = [...neighbours.addresses, ...listed.addresses].filter(
    ({ id }, index, all) =>
      all.findIndex((each) => sameId(each.id, id)) === index &&
      !addresses.some((each) => sameId(each.id, id)),
  );
  return {
    addresses: candidates.filter((candidate) => tellsOf(candidate, addresses)),
    hidden: [...neighbours.hidden, ...listed.hidden],
  };
}

/** The journal of an address names one of others. */
export function tellsOf(candidate: PublicIpAddress, addresses: readonly PublicIpAddress[]): boolean {
  return (
    namesIn(candidate, addresses) ||
    journalledSwap(candidate)?.moves.some(({ productionAddressId }) =>
      addresses.some(({ id }) => sameId(id, productionAddressId)),
    ) === true
  );
}

/**
 * All addresses of the same resource groups, and of those of what serves them; of the subscription, where nothing has one and it does not say why. What serves an
 * address tells its companions too, so only of one that nothing serves a list that is refused is missed.
 */
async function listedAround(
  arm: Arm,
  addresses: readonly PublicIpAddress[],
  signal: AbortSignal,
): Promise<Companions> {
  const unexplained = addresses.filter((each) => isUnserved(each) && !hasJournal(each.tags ?? {}));
  const wide = await listEach(arm, unexplained.map(subscriptionOf), signal);
  const near = await listEach(
    arm,
    addresses.flatMap(({ id, properties: { ipConfiguration } }) => [
      resourceGroupScope(id),
      ...(ipConfiguration === undefined ? [] : [resourceGroupScope(ipConfiguration.id)]),
    ]),
    signal,
  );
  return {
    addresses: [...near.addresses, ...wide.addresses],
    hidden: [...wide.hidden, ...(unexplained.length === 0 ? [] : near.hidden)],
  };
}

/** Nothing has it: no frontend, and nothing else. */
export function isUnserved({ properties }: PublicIpAddress): boolean {
  return properties.ipConfiguration === undefined;
}

function subscriptionOf({ id }: PublicIpAddress): string {
  return subscriptionScope(parseResourceId(id)?.subscriptionId ?? '');
}

async function listEach(arm: Arm, scopes: readonly string[], signal: AbortSignal): Promise<Companions> {
  const lists = await Promise.all(
    distinctScopes(scopes).map((scope) =>
      listPublicIpAddresses(arm, scope, signal).then(
        (found) => ({ addresses: found, hidden: [] }),
        (error: unknown) => {
          if (error instanceof ArmError && error.status === 403) {
            return { addresses: [], hidden: [error] };
          }
          throw error;
        },
      ),
    ),
  );
  return {
    addresses: lists.flatMap((each) => each.addresses),
    hidden: lists.flatMap((each) => each.hidden),
  };
}

/** By the words alone: of a journal that a newer version wrote, or somebody has damaged, no more can be told. */
function namesIn({ tags = {} }: PublicIpAddress, addresses: readonly PublicIpAddress[]): boolean {
  const names = addresses.map(({ id, name }) => `${resourceGroupOf(id)}/${name}`.toLowerCase());
  return Object.entries(tags).some(
    ([tag, value]) => tag.toLowerCase().startsWith(JOURNAL) && names.includes(value.toLowerCase()),
  );
}

/** Undefined also for what cannot be read. */
export function journalledSwap({ id, tags = {} }: PublicIpAddress): SwapJournal | undefined {
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
