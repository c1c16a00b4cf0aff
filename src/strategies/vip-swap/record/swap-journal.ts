import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, resourceId, sameId, topLevelId } from '../../../azure/resource-id.ts';
import { readJournal, UnreadableJournalError } from '../../../record/journal.ts';
import type { LastRun } from '../../../record/last-run.ts';
import type { BesideLock, Undertaking } from '../../../record/lock.ts';
import type { SwapEnvironment } from '../environment.ts';
import type { Placement, Side } from '../methods/moves.ts';
import { temporaryAddressFor } from '../methods/temporary-address.ts';

/** One production address of a swap, where it came from and where it was to go. */
export interface JournalledMove {
  readonly productionAddressId: string;
  readonly productionFrontend: string;
  readonly targetFrontend: string;
  /** What the target frontend had, and the production frontend was to get. */
  readonly targetAddressId: string;
  readonly standIn: {
    readonly id: string;
    /** Made for the swap, and to be deleted after it. A spare of the user's stays. */
    readonly isTemporary: boolean;
  };
}

/** What a swap writes into the journal: enough for any later run to finish it or to undo it. */
export interface SwapJournal {
  readonly release: LastRun['kind'];
  /** `record: none`: who brings it to its end leaves no tag that says what was done either. */
  readonly leavesRecord: boolean;
  readonly productionLoadBalancerId: string;
  readonly targetLoadBalancerId: string;
  readonly moves: readonly JournalledMove[];
  /**
   * With `record: none`: addresses that were named with the others, and were on the target already. What was done with them before is
   * not the last any more, and a rollback by it would take them away from the others.
   */
  readonly stayed?: readonly string[];
}

export function undertakingOf({ release }: Pick<SwapJournal, 'release'>): Undertaking {
  return release === 'run' ? 'release' : 'rollback';
}

/** @param namedIds of the production addresses that were named. */
export function swapJournalOf(
  environment: SwapEnvironment,
  { release, leavesRecord }: Pick<SwapJournal, 'release' | 'leavesRecord'>,
  namedIds: readonly string[],
): SwapJournal {
  const stayed = namedIds.filter(
    (id) => !environment.moves.some(({ productionAddress }) => sameId(productionAddress.id, id)),
  );
  return {
    release,
    leavesRecord,
    ...(leavesRecord || stayed.length === 0 ? {} : { stayed }),
    productionLoadBalancerId: environment.productionLoadBalancer.id,
    targetLoadBalancerId: environment.targetLoadBalancer.id,
    moves: environment.moves.map((move) => ({
      productionAddressId: move.productionAddress.id,
      productionFrontend: move.productionFrontend.name,
      targetFrontend: move.targetFrontend.name,
      targetAddressId: move.targetAddress.id,
      standIn:
        move.spareAddress === undefined
          ? { id: temporaryAddressFor(move.productionAddress, {}).id, isTemporary: true }
          : { id: move.spareAddress.id, isTemporary: false },
    })),
  };
}

/** The frontend of one side that takes part in a move. */
export function frontendOf({ productionFrontend, targetFrontend }: JournalledMove, side: Side): string {
  return side === 'production' ? productionFrontend : targetFrontend;
}

/** Placements before and after the swap. */
export function placementsOf({ moves }: Pick<SwapJournal, 'moves'>): {
  readonly before: Placement;
  readonly after: Placement;
} {
  const production = (addressOf: (move: JournalledMove) => string) =>
    moves.map((move) => ({ frontend: move.productionFrontend, publicIpAddressId: addressOf(move) }));
  const target = (addressOf: (move: JournalledMove) => string) =>
    moves.map((move) => ({ frontend: move.targetFrontend, publicIpAddressId: addressOf(move) }));
  const own = (move: JournalledMove) => move.productionAddressId;
  const others = (move: JournalledMove) => move.targetAddressId;
  return {
    before: { production: production(own), target: target(others) },
    after: { production: production(others), target: target(own) },
  };
}

/** The frontend that serves an address before the swap, as the last tag names it. */
export function previousTargetOf(
  { productionLoadBalancerId, moves }: SwapJournal,
  addressId: string,
): string {
  const move = moves.find(({ productionAddressId }) => sameId(productionAddressId, addressId));
  return `${short(productionLoadBalancerId)}/${move?.productionFrontend ?? ''}`;
}

/** The frontend that serves an address after the swap, as the last tag names it. */
export function targetOf(journal: SwapJournal, addressId: string): string {
  const move = journal.moves.find(({ productionAddressId }) => sameId(productionAddressId, addressId));
  return targetNameOf(journal, move?.targetFrontend ?? '');
}

/** A frontend as the last tag names it, `group/loadBalancer/frontend`; undefined for what is no frontend of a load balancer. */
export function servingName(frontendId: string): string | undefined {
  const owner = parseResourceId(topLevelId(frontendId));
  return owner?.type.toLowerCase() === 'microsoft.network/loadbalancers'
    ? `${owner.resourceGroup}/${owner.name}/${nameOf(frontendId)}`
    : undefined;
}

/** A frontend of the target, as the last tag of what moves away from there names it. */
export function targetNameOf(
  { targetLoadBalancerId }: Pick<SwapJournal, 'targetLoadBalancerId'>,
  frontend: string,
): string {
  return `${short(targetLoadBalancerId)}/${frontend}`;
}

/** The addresses that move together with one, as the last tag names them. */
export function companionsOf({ moves }: Pick<SwapJournal, 'moves'>, addressId: string): string[] {
  return moves.flatMap(({ productionAddressId }) =>
    sameId(productionAddressId, addressId) ? [] : [short(productionAddressId)],
  );
}

/** As tags: everything is named `group/name`, because a swap stays within one subscription, and a person reads it. */
export function swapEntries({
  release,
  leavesRecord,
  productionLoadBalancerId,
  targetLoadBalancerId,
  moves,
  stayed = [],
}: SwapJournal): Record<string, string> {
  const entries = moves.flatMap((move, index) => {
    const of = (name: string, text: string) => [`${index + 1}-${name}`, text] as const;
    const { id, isTemporary } = move.standIn;
    return [
      of('address', short(move.productionAddressId)),
      of('from', `${short(productionLoadBalancerId)}/${move.productionFrontend}`),
      of('to', `${short(targetLoadBalancerId)}/${move.targetFrontend}`),
      of('exchanged-for', short(move.targetAddressId)),
      of('parked-on', `${short(id)} ${isTemporary ? '(temporary)' : '(spare)'}`),
    ];
  });
  return {
    ...(release === 'rollback' ? { kind: 'rollback' } : {}),
    ...(leavesRecord ? {} : { record: 'none' }),
    ...(stayed.length === 0 ? {} : { stayed: stayed.map(short).join(',') }),
    ...Object.fromEntries(entries),
  };
}

/** @throws UnreadableJournalError naming the entry that is missing or was changed. */
export function readSwapJournal(
  entries: Readonly<Record<string, string>>,
  subscriptionId: string,
): SwapJournal {
  const address = (text: string) => long(subscriptionId, 'Microsoft.Network/publicIPAddresses', text);
  const loadBalancer = (text: string) => long(subscriptionId, 'Microsoft.Network/loadBalancers', text);
  const moves: (JournalledMove & { readonly from: string; readonly to: string })[] = [];
  for (let index = 1; entries[`${index}-address`] !== undefined; index += 1) {
    const read = (name: string, form: RegExp) => partsOf(entries, `${index}-${name}`, form);
    const [, from = '', productionFrontend = ''] = read('from', FRONTEND);
    const [, to = '', targetFrontend = ''] = read('to', FRONTEND);
    const [, standIn = '', kind] = read('parked-on', /^(\S+\/\S+) \((temporary|spare)\)$/);
    moves.push({
      productionAddressId: address(read('address', NAMED)[0] ?? ''),
      productionFrontend,
      targetFrontend,
      targetAddressId: address(read('exchanged-for', NAMED)[0] ?? ''),
      standIn: { id: address(standIn), isTemporary: kind === 'temporary' },
      from,
      to,
    });
  }
  const [first] = moves;
  const unread = Object.keys(entries).find((name) => Number.parseInt(name, 10) > moves.length);
  if (first === undefined || unread !== undefined) {
    // Of a move of which only a part is left, nobody would bring the address to its end.
    throw unreadable(`${moves.length + 1}-address`, undefined);
  }
  return {
    release: isOfRollback(entries) ? 'rollback' : 'run',
    leavesRecord: entries.record !== 'none',
    productionLoadBalancerId: loadBalancer(first.from),
    targetLoadBalancerId: loadBalancer(first.to),
    moves: moves.map(({ from, to, ...move }) => move),
    ...(entries.stayed === undefined ? {} : { stayed: entries.stayed.split(',').map(address) }),
  };
}

export function isOfRollback(entries: Readonly<Record<string, string>>): boolean {
  return entries.kind === 'rollback';
}

const NAMED = /^[^/\s]+\/[^/\s]+$/;
const FRONTEND = /^([^/\s]+\/[^/\s]+)\/([^/\s]+)$/;

function partsOf(entries: Readonly<Record<string, string>>, name: string, form: RegExp): string[] {
  const parts = form.exec(entries[name] ?? '');
  if (parts === null) {
    throw unreadable(name, entries[name]);
  }
  return [...parts];
}

function unreadable(name: string, text: string | undefined): UnreadableJournalError {
  return new UnreadableJournalError(
    `The tag azure-rollout-journal-${name} is ${text === undefined ? 'missing' : `"${text}"`}, so what was begun cannot be ` +
      'told from the journal. Put production in order by hand, and remove the tags that begin with azure-rollout-journal.',
  );
}

/** `group/name` */
function short(id: string): string {
  const parsed = parseResourceId(id);
  return parsed === undefined ? id : `${parsed.resourceGroup}/${parsed.name}`;
}

function long(subscriptionId: string, type: string, text: string): string {
  const [group = '', name = ''] = text.split('/');
  return resourceId(subscriptionId, group, type, name);
}

/** What an address has beside its lock. */
export function besideLock({ id, tags = {} }: Pick<PublicIpAddress, 'id' | 'tags'>): BesideLock {
  try {
    const journal = readJournal(tags);
    if (journal === undefined) {
      return 'nothing';
    }
    readSwapJournal(journal.entries, parseResourceId(id)?.subscriptionId ?? '');
    return 'journal';
  } catch (error) {
    if (!(error instanceof UnreadableJournalError)) {
      throw error;
    }
    return 'unreadable';
  }
}
