import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError } from '../../../azure/arm/arm-error.ts';
import { giveAddressCommand } from '../../../azure/network/frontend-commands.ts';
import { getLoadBalancer } from '../../../azure/network/load-balancers.ts';
import { findPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { existing } from '../../existing.ts';
import { SIDES, type Side } from '../methods/moves.ts';
import { frontendOf, type JournalledMove, type SwapJournal } from '../record/swap-journal.ts';
import { givingText } from './fitting-frontends.ts';

/** What can be put in order of an interrupted swap. */
export interface WhatIsLeft {
  /**
   * Of the production addresses that there are still; at least one. Where somebody has deleted what one was to be exchanged for, its
   * stand-in is that for good.
   */
  readonly swap: SwapJournal;
  /** As they are, in the order of the moves. */
  readonly addresses: readonly PublicIpAddress[];
  /** Moves whose production address somebody has deleted since. */
  readonly gone: readonly JournalledMove[];
  /** Moves whose exchanged address somebody has deleted since, as the journal has them. */
  readonly unexchanged: readonly JournalledMove[];
}

/** A load balancer of the release was deleted: neither end of it can be reached. */
export class LoadBalancerGoneError extends Error {
  override readonly name = 'LoadBalancerGoneError';
  readonly code = 'LoadBalancerGone';
}

/** @throws LoadBalancerGoneError saying where production is, and how to bring it back by hand; MayNotReadError. */
export async function whatIsLeft(
  arm: Arm,
  journalled: SwapJournal,
  signal: AbortSignal,
): Promise<WhatIsLeft> {
  const found = await Promise.all(
    journalled.moves.map(async (move) => ({
      move,
      address: await findAddress(arm, move.productionAddressId, signal),
      exchanged: await findAddress(arm, move.targetAddressId, signal),
    })),
  );
  const left = found.flatMap(({ address, ...rest }) => (address === undefined ? [] : [{ ...rest, address }]));
  const moves = left.map(({ move, exchanged }) =>
    exchanged === undefined ? exchangedForStandIn(move) : move,
  );
  const swap = { ...journalled, moves };
  const addresses = left.map(({ address }) => address);
  await requireLoadBalancers(arm, { swap, addresses }, signal);
  return {
    swap,
    addresses,
    gone: found.flatMap(({ move, address }) => (address === undefined ? [move] : [])),
    unexchanged: left.flatMap(({ move, exchanged }) => (exchanged === undefined ? [move] : [])),
  };
}

function findAddress(arm: Arm, id: string, signal: AbortSignal): Promise<PublicIpAddress | undefined> {
  return existing("the interrupted release's address", id, (each) => findPublicIpAddress(arm, each, signal));
}

/** A frontend always has an address: it keeps the stand-in, which is nobody's to delete then. */
function exchangedForStandIn(move: JournalledMove): JournalledMove {
  const { id } = move.standIn;
  return { ...move, targetAddressId: id, standIn: { id, isTemporary: false } };
}

async function requireLoadBalancers(
  arm: Arm,
  { swap, addresses }: Pick<WhatIsLeft, 'swap' | 'addresses'>,
  signal: AbortSignal,
): Promise<void> {
  const ids = idsOf(swap);
  const exist = await Promise.all(SIDES.map((side) => exists(arm, ids[side], signal)));
  const missing = SIDES.filter((_, index) => exist[index] === false);
  if (missing.length === 0) {
    return;
  }
  const isOne = missing.length === 1;
  const live = SIDES.find((side) => !missing.includes(side));
  throw new LoadBalancerGoneError(
    [
      `${missing.map((side) => `Load balancer "${nameOf(ids[side])}", ${PART[side]},`).join(' and ')} ${isOne ? 'does' : 'do'} not ` +
        'exist any more, so the interrupted release can be neither finished nor undone.',
      ...addresses.map(({ name, properties }) => {
        const holder = properties.ipConfiguration?.id;
        return `${name} is held by ${holder ?? 'nothing, so nobody serves it'}.`;
      }),
      ...(live === undefined
        ? await Promise.all(addresses.map((address) => givingText(arm, address, signal)))
        : [`To have it served by ${nameOf(ids[live])}: ${commandsOf(swap, live, ids[live])}.`]),
      `Then remove the tags that begin with azure-rollout-journal and azure-rollout-lock from ${addresses.map(({ name }) => name).join(' and ')}.`,
    ].join(' '),
  );
}

const PART: Readonly<Record<Side, string>> = {
  production: 'from which the release was to move production',
  target: 'to which the release was to move production',
};

function idsOf({
  productionLoadBalancerId,
  targetLoadBalancerId,
}: SwapJournal): Readonly<Record<Side, string>> {
  return { production: productionLoadBalancerId, target: targetLoadBalancerId };
}

function exists(arm: Arm, id: string, signal: AbortSignal): Promise<boolean> {
  return existing("the interrupted release's load balancer", id, async (each) => {
    try {
      await getLoadBalancer(arm, each, signal);
      return true;
    } catch (error) {
      if (error instanceof ArmError && error.status === 404) {
        return false;
      }
      throw error;
    }
  });
}

function commandsOf({ moves }: SwapJournal, side: Side, loadBalancerId: string): string {
  return moves
    .map((move) => giveAddressCommand(loadBalancerId, frontendOf(move, side), move.productionAddressId))
    .join('; ');
}
