import type { Arm } from '../../azure/arm/arm.ts';
import type { PublicIpAddress } from '../../azure/network/public-ip-addresses.ts';
import { nameOf, parseResourceId, resourceId, sameId, topLevelId } from '../../azure/resource-id.ts';
import { distinctScopes } from '../../azure/scopes.ts';
import type { LastRun } from '../../record/last-run.ts';
import { readLastRun, unreadableLast } from '../../record/last-run.ts';
import { namingText } from '../../record/record-holder.ts';
import { namingInputs, quotedInputs } from '../naming-inputs.ts';
import { RefusedError } from '../refused-error.ts';
import type { Preparation, StrategyContext } from '../strategy.ts';
import { asReleased } from './as-released.ts';
import { type AwaitedRelease, requireEnded } from './awaited-release.ts';
import { unreadableJournals } from './companions/companions.ts';
import { type Companionship, companionshipOf, type Finished, mayName } from './companions/moved-together.ts';
import { namedAddress } from './companions/named-address.ts';
import { neighboursOf } from './companions/neighbours.ts';
import type { SwapTerms, VipSwapGoal } from './goal.ts';
import { type Hindrance, hindranceOf } from './hindrance.ts';
import { readProduction } from './named-resources.ts';
import { holderOf } from './record/record-holder.ts';
import { servingName } from './record/swap-journal.ts';
import { doubtTexts, lookAtRest } from './served-by.ts';

export type RollbackGoal =
  | { readonly kind: 'goal'; readonly goal: VipSwapGoal }
  | {
      readonly kind: 'hindered';
      readonly hindrance: Hindrance;
      readonly addresses: readonly PublicIpAddress[];
    }
  /** The last release was a rollback: going back once more would be a release forwards, which nobody has asked for. */
  | Extract<Preparation, { readonly kind: 'no-change' }>;

/**
 * Where production was before the last finished release, by the tag that it left.
 *
 * @param awaited whom this rollback has waited for.
 * @throws RefusedError where no release has left one.
 */
export async function rollbackGoal(
  context: Pick<StrategyContext, 'arm' | 'signal' | 'lease'>,
  terms: SwapTerms,
  awaited: AwaitedRelease | undefined,
): Promise<RollbackGoal> {
  const { arm, signal } = context;
  const addresses = await readProduction(arm, terms.productionPublicIpIds, signal);
  const hindrance = await hindranceOf(addresses, context);
  if (hindrance !== undefined) {
    return { kind: 'hindered', hindrance, addresses };
  }
  if (awaited !== undefined) {
    requireEnded(awaited, addresses);
  }
  const lasts = addresses.map((address) => ({ address, last: lastOf(address) }));
  await requireCompanions(lasts, arm, signal);
  const [first] = lasts;
  if (first === undefined) {
    throw new RefusedError('production-public-ip names no address, so there is nothing to roll back.');
  }
  if (lasts.every(({ last }) => last.kind === 'rollback')) {
    lasts.forEach(requireRolledBack);
    await requireServed(addresses, arm, signal);
    return rolledBackAlready(lasts);
  }
  if (lasts.some(({ last }) => last.kind === 'rollback')) {
    const left = lasts.filter(({ last }) => last.kind !== 'rollback').map(({ address }) => address);
    throw new RefusedError(
      `The last release of one production address was a rollback already, and that of ${listed(left)} was not. To bring the rest ` +
        `back as well, run rollback with ${naming(left)} alone.`,
    );
  }
  lasts.forEach(requireAsReleased);
  const targets = lasts.map(({ address, last }) => previousFrontend(address, last));
  const stranger = targets.find(({ loadBalancerId }) => !sameId(loadBalancerId, targets[0]?.loadBalancerId));
  if (stranger !== undefined) {
    throw new RefusedError(
      'The production addresses were on different load balancers before their last releases. Roll them back one by one.',
    );
  }
  return {
    kind: 'goal',
    goal: {
      ...terms,
      targetLoadBalancerId: targets[0]?.loadBalancerId ?? '',
      targetFrontends: targets.map(({ frontend }) => frontend),
      isFromRecord: true,
    },
  };
}

/**
 * What one release has moved together goes back together, or production would be on both sides.
 *
 * @throws RefusedError naming the addresses that are missing, or what keeps them from being known.
 */
async function requireCompanions(lasts: readonly Finished[], arm: Arm, signal: AbortSignal): Promise<void> {
  const goingBack = lasts.filter(({ last }) => last.kind !== 'rollback');
  const named = lasts.map(({ address }) => address);
  const neighbours = await neighboursOf(arm, named, signal);
  const standing = (wanted: Companionship) =>
    neighbours.addresses.filter((each) =>
      goingBack.some((finished) => companionshipOf(each, finished) === wanted),
    );
  const missing = standing('moved');
  if (missing.length > 0) {
    throw new RefusedError(
      `production-public-ip names ${listed(named)}, and the run that is to be taken back has moved ${listed(missing)} as well: ` +
        'half of it on one side and half on the other would be a mixture. Name all of them, ' +
        `${naming([...named, ...missing])}.`,
    );
  }
  const unreadable = unreadableJournals(neighbours).find((each) =>
    goingBack.some(({ last }) => mayName(last, each)),
  );
  if (unreadable !== undefined) {
    throw new RefusedError(
      `Whether the release that is to be taken back has moved ${unreadable.name} as well cannot be told, because this version cannot ` +
        'read the tags of its that begin with azure-rollout-journal. "command: status" with it tells more.',
    );
  }
  const untold = standing('untold');
  if (untold.length > 0) {
    throw new RefusedError(
      `production-public-ip names ${listed(named)}, and the run that is to be taken back has moved ${listed(untold)} as well, of which the ` +
        'tag azure-rollout-last does not say so any more: somebody has removed it, or put an older one back. Half of it on one side and ' +
        'half on the other would be a mixture. Bring all of them back by "command: run" with the target-load-balancer that shall serve, ' +
        `and ${naming([...named, ...untold])}.`,
    );
  }
}

function listed(addresses: readonly PublicIpAddress[]): string {
  return addresses.map(({ name }) => name).join(' and ');
}

function naming(addresses: readonly PublicIpAddress[]): string {
  const ids = addresses.map(({ id }) => id);
  return quotedInputs(namingInputs('production-public-ip', ids));
}

/** @throws RefusedError where somebody has moved it since, and not by a release: a rollback is to end with production served. */
function requireRolledBack({ address, last }: Finished): void {
  const holder = address.properties.ipConfiguration?.id;
  const live = servingName(holder ?? '') ?? holder;
  if (live === undefined || isMovedSince(last, live)) {
    throw new RefusedError(
      `The last finished release of ${address.name} was a rollback already, by ${last.run}, and ${address.name} is not where that has brought it: ` +
        `${live === undefined ? 'nothing has it' : `it is on ${live}${sameId(live, last.previousTarget) ? ' again' : ''}`}, by no release. ` +
        `${live === undefined ? `Give it to the frontend that shall serve: "command: recover" with ${namingText(holderOf(address))} says by which command.` : 'Use "command: run" with the target-load-balancer that shall serve.'}`,
    );
  }
}

/** @throws RefusedError where what has them may not serve them. */
async function requireServed(
  addresses: readonly PublicIpAddress[],
  arm: Arm,
  signal: AbortSignal,
): Promise<void> {
  const doubts = doubtTexts(await Promise.all(addresses.map(({ id }) => lookAtRest(arm, id, signal))));
  if (doubts.length > 0) {
    throw new RefusedError(
      `The last finished release of ${listed(addresses)} was a rollback already, and ${doubts.join('; ')}. "command: recover" with ` +
        `${naming(addresses)} brings that to a known state.`,
    );
  }
}

/** Where the tag does not say where the release has brought it, only that it is back can be told. */
function isMovedSince(last: LastRun, live: string): boolean {
  const place = asReleased(last, live);
  return place === 'elsewhere' || place === 'before';
}

/**
 * What somebody else has moved on since is not to be taken back with the release. Where they have moved it back themselves, there is
 * nothing to do; what nothing has is told by the checks of the release.
 *
 * @throws RefusedError
 */
function requireAsReleased({ address, last }: Finished): void {
  const holder = address.properties.ipConfiguration?.id ?? '';
  const live = servingName(holder) ?? holder;
  if (holder !== '' && asReleased(last, live) === 'elsewhere') {
    throw new RefusedError(
      `The last release of ${address.name}, by ${last.run}, has brought it to ${last.target}, and it is on ${live} now, by no release: a ` +
        'rollback would take back what somebody else has done since. Find out who, and use "command: run" with the target-load-balancer that ' +
        `shall serve; before that release it was on ${last.previousTarget}.`,
    );
  }
}

function rolledBackAlready(
  lasts: readonly Finished[],
): Extract<RollbackGoal, { readonly kind: 'no-change' }> {
  const sides = lasts.map(({ address }) => nameOf(topLevelId(address.properties.ipConfiguration?.id ?? '')));
  const [side = '', ...others] = distinctScopes(sides);
  const isSplit = others.length > 0;
  const places = lasts.map(({ address }, index) => `${address.name} on ${sides[index]}`).join(' and ');
  return {
    kind: 'no-change',
    subject: {
      productionAddresses: lasts.map(({ address }) => namedAddress(address)),
      ...(isSplit ? {} : { newLoadBalancer: side }),
    },
    reason:
      `the last finished release of ${rollbacksText(lasts)}; ${isSplit ? `they are on several load balancers: ${places}; ` : ''}` +
      'to go forwards again, use command: run with target-load-balancer',
  };
}

/** Once where one run has brought all of them back. */
function rollbacksText(lasts: readonly Finished[]): string {
  const by = ({ run, finishedAtEpochMs }: LastRun) =>
    `by ${run} at ${new Date(finishedAtEpochMs).toISOString()}`;
  const [first] = lasts;
  return first !== undefined && lasts.every(({ last }) => last.run === first.last.run)
    ? `${listed(lasts.map(({ address }) => address))} was a rollback already, ${by(first.last)}`
    : lasts
        .map(({ address, last }) => `${address.name} was a rollback already, ${by(last)}`)
        .join(', and that of ');
}

function lastOf({ name, tags = {} }: PublicIpAddress): LastRun {
  const last = readLastRun(tags);
  const unreadable = unreadableLast(tags);
  if (unreadable !== null) {
    throw new RefusedError(
      `Where production was before the last release of "${name}" is not known: ${unreadable}. Roll back with the version that wrote it, ` +
        'or use "command: run" with the target-load-balancer that shall serve.',
    );
  }
  if (last === undefined) {
    throw new RefusedError(
      `"${name}" has no tag azure-rollout-last, which a finished release leaves unless record is none: where production was ` +
        'before is not known. Use "command: run" with the target-load-balancer that shall serve.',
    );
  }
  return last;
}

function previousFrontend({ id, name }: PublicIpAddress, { previousTarget }: LastRun) {
  const [group, loadBalancer, frontend] = previousTarget.split('/');
  const subscriptionId = parseResourceId(id)?.subscriptionId;
  if (
    group === undefined ||
    loadBalancer === undefined ||
    frontend === undefined ||
    subscriptionId === undefined
  ) {
    throw new RefusedError(
      `The tag azure-rollout-last of "${name}" names "${previousTarget}" as the previous target, which is no ` +
        'GROUP/LOAD_BALANCER/FRONTEND. Use "command: run" with the target-load-balancer that shall serve.',
    );
  }
  return {
    loadBalancerId: resourceId(subscriptionId, group, 'Microsoft.Network/loadBalancers', loadBalancer),
    frontend,
  };
}
