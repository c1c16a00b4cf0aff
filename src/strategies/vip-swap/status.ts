import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, resourceGroupOf, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import { toFailure } from '../../engine/failure.ts';
import { readJournal } from '../../record/journal.ts';
import { readLastRun, unreadableLast } from '../../record/last-run.ts';
import { isOver, readLock, type Undertaking } from '../../record/lock.ts';
import type { RecordStatus, ReleaseState } from '../release-status.ts';
import type { StrategyContext } from '../strategy.ts';
import { unclosedCompanions } from './companions/companions.ts';
import { hiddenNote, type TemporaryAddresses, temporaryAddressesOf } from './left-over-addresses.ts';
import { readProduction } from './named-resources.ts';
import { readSwapJournal, undertakingOf } from './record/swap-journal.ts';
import { type Doubt, lookWhoServes } from './served-by.ts';

/** What is to be known of one production address, by its tags, by what holds it and by how that is. */
export interface AddressStatus extends RecordStatus {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** The load balancer that serves it now, for certain; null: none, or `doubt` says what keeps that from being known. */
  readonly live: {
    readonly loadBalancer: string;
    readonly resourceGroup: string;
    readonly frontend: string;
  } | null;
  /** Resource id of what holds it, whatever that is. */
  readonly heldBy: string | null;
  /** What is under way, or was interrupted. */
  readonly undertaking: Undertaking | null;
  /** Why it is not known whether the load balancer that has it serves it. */
  readonly doubt: Doubt | null;
  /** Temporary addresses that no release under way needs. */
  readonly orphans: readonly { readonly name: string; readonly heldBy: string | null }[];
}

export interface AddressesStatus {
  readonly state: ReleaseState;
  readonly addresses: readonly AddressStatus[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
}

type StatusContext = Pick<StrategyContext, 'arm' | 'signal' | 'lease'>;

/** Reads, and writes nothing. What was interrupted together with one of these addresses is told with them. */
export async function readStatus(
  context: StatusContext,
  productionPublicIpIds: readonly string[],
): Promise<AddressesStatus> {
  const { arm, signal } = context;
  const named = await readProduction(arm, productionPublicIpIds, signal);
  const companions = await unclosedCompanions(arm, named, signal);
  const addresses = [...named, ...companions.addresses];
  const found = await Promise.all(addresses.map((address) => statusOf(context, address)));
  const statuses = found.map(({ status }) => status);
  return {
    state: worstOf(statuses),
    addresses: statuses,
    unchecked: [
      ...companions.hidden.map(
        ({ message }) =>
          `whether a release is under way, or was interrupted, that has moved more than these: ${message}`,
      ),
      ...found.flatMap(({ hidden }) => hidden.map(hiddenNote)),
    ],
  };
}

function worstOf(statuses: readonly AddressStatus[]): ReleaseState {
  const states = statuses.map(stateOf);
  const worst = (['interrupted', 'locked'] as const).find((state) => states.includes(state));
  if (worst !== undefined) {
    return worst;
  }
  if (statuses.some(({ heldBy }) => heldBy === null)) {
    return 'unserved';
  }
  if (statuses.some(({ doubt }) => doubt !== null)) {
    return 'uncertain';
  }
  if (isSplit(statuses)) {
    return 'split';
  }
  return states.includes('orphaned') ? 'orphaned' : 'idle';
}

/** Production is on both sides, and nobody is about to change that. */
function isSplit(statuses: readonly AddressStatus[]): boolean {
  const sides = statuses.flatMap(({ live }) =>
    live === null ? [] : [`${live.resourceGroup}/${live.loadBalancer}`],
  );
  return distinctScopes(sides).length > 1;
}

function stateOf({ lock, interrupted, problem, orphans }: AddressStatus): ReleaseState {
  if (lock !== null && !lock.isOver) {
    return 'locked';
  }
  if (interrupted !== null || problem !== null) {
    return 'interrupted';
  }
  return lock !== null || orphans.length > 0 ? 'orphaned' : 'idle';
}

async function statusOf(
  { arm, signal, lease }: StatusContext,
  address: PublicIpAddress,
): Promise<{ readonly status: AddressStatus; readonly hidden: TemporaryAddresses['hidden'] }> {
  const { id, name, tags = {}, properties } = address;
  const holder = properties.ipConfiguration?.id;
  const found = readLock(tags);
  const lock = found === undefined ? null : { ...found, isOver: isOver(found, lease.owner, arm.epochMs()) };
  const { journal, undertaking, problem } = journalOf(address);
  // A release under way has its temporary address for a reason, and so has one that is to be recovered.
  const isNeeded = lock?.isOver === false || journal !== null || problem !== null;
  const [serving, temporary] = await Promise.all([
    lookWhoServes(arm, address, signal),
    isNeeded ? NOT_LOOKED_FOR : temporaryAddressesOf(arm, address, signal),
  ]);
  return {
    status: {
      id,
      name,
      address: properties.ipAddress ?? '',
      live: serving.kind === 'served' ? frontendNamed(holder ?? '') : null,
      heldBy: holder ?? null,
      doubt: serving.kind === 'uncertain' ? serving.doubt : null,
      last: readLastRun(tags) ?? null,
      lastProblem: unreadableLast(tags),
      lock,
      interrupted: journal,
      undertaking,
      problem,
      orphans: temporary.addresses.map((each) => ({
        name: each.name,
        heldBy: each.properties.ipConfiguration?.id ?? null,
      })),
    },
    hidden: temporary.hidden,
  };
}

const NOT_LOOKED_FOR: TemporaryAddresses = { addresses: [], hidden: [] };

function frontendNamed(id: string): NonNullable<AddressStatus['live']> {
  const loadBalancerId = topLevelId(id);
  return {
    loadBalancer: nameOf(loadBalancerId),
    resourceGroup: resourceGroupOf(loadBalancerId) ?? '',
    frontend: nameOf(id),
  };
}

function journalOf({ id, tags = {} }: PublicIpAddress) {
  try {
    const journal = readJournal(tags);
    if (journal === undefined) {
      return { journal: null, undertaking: null, problem: null };
    }
    const { entries, ...head } = journal;
    const swap = readSwapJournal(entries, parseResourceId(id)?.subscriptionId ?? '');
    return { journal: head, undertaking: undertakingOf(swap), problem: null };
  } catch (error) {
    return { journal: null, undertaking: null, problem: toFailure(error).message };
  }
}
