import { assignFrontends } from '../../../azure/network/frontend-assignments.ts';
import { rewriteCommand } from '../../../azure/network/frontend-commands.ts';
import { getLoadBalancer } from '../../../azure/network/load-balancers.ts';
import { getPublicIpAddress, type PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { nameOf } from '../../../azure/resource-id.ts';
import { toFailure } from '../../../engine/failure.ts';
import type { RecoveryContext } from '../../strategy.ts';
import { doubtTexts, type Look, lookAtRest, type Serving, serves } from '../served-by.ts';
import { underSweepingLock } from './sweep.ts';

/** Production may be down, and what has it could not be brought to a known state. */
export class UncertainError extends Error {
  override readonly name = 'UncertainError';
  readonly code = 'Uncertain';
}

export interface HoldersAtRest {
  readonly looks: readonly Look[];
  /** What was written. */
  readonly notes: readonly string[];
  /** Why something could not be. */
  readonly failures: readonly string[];
}

/**
 * Where no journal says what was to become of production: what has its addresses shall serve them. An update that has failed may have
 * left the new model and the old data plane, so the load balancer is written once more, as it is; one that runs is waited for, and
 * written over where it hangs.
 */
export async function bringHoldersToRest(
  context: RecoveryContext,
  addressIds: readonly string[],
): Promise<HoldersAtRest> {
  const { arm, signal } = context;
  const looks: Look[] = [];
  const notes: string[] = [];
  const failures: string[] = [];
  // One after the other: two of them may be on one load balancer.
  for (const id of addressIds) {
    let look = await lookAtRest(arm, id, signal);
    const { address, serving } = look;
    if (serving.kind === 'uncertain' && isToBeWritten(serving)) {
      try {
        await rewrite(context, address, serving.loadBalancerId);
        notes.push(
          `${nameOf(serving.loadBalancerId)}, which has ${address.name}, is written once more: ${serving.doubt.text}`,
        );
      } catch (error) {
        signal.throwIfAborted();
        failures.push(
          `To write ${nameOf(serving.loadBalancerId)} once more has failed: ${toFailure(error).message}`,
        );
      }
      look = await lookAtRest(arm, id, signal);
    }
    looks.push(look);
  }
  return { looks, notes, failures };
}

type Uncertain = Extract<Serving, { readonly kind: 'uncertain' }>;

function isToBeWritten({ doubt: { because } }: Uncertain): boolean {
  return because === 'not-succeeded' || because === 'updating';
}

/** Under the lock: what begins now would take production away from a load balancer that an update of somebody else's runs on. */
function rewrite(context: RecoveryContext, address: PublicIpAddress, loadBalancerId: string): Promise<void> {
  const { arm, signal } = context;
  return underSweepingLock(context, address.id, async (requireLock) => {
    const [loadBalancer, { properties }] = await Promise.all([
      getLoadBalancer(arm, loadBalancerId, signal),
      getPublicIpAddress(arm, address.id, signal),
    ]);
    const frontendId = properties.ipConfiguration?.id ?? '';
    if (frontendId !== address.properties.ipConfiguration?.id || serves(loadBalancer, address)) {
      return;
    }
    const assignments = [{ frontend: nameOf(frontendId), publicIpAddressId: address.id }];
    await assignFrontends(
      arm,
      { loadBalancer, assignments, pace: 'tight', beforeRepeating: requireLock },
      signal,
    );
  });
}

/** @returns what there is to say where it is not certain that production is served. */
export function uncertainError(
  { looks, failures }: HoldersAtRest,
  notes: readonly string[],
): UncertainError | undefined {
  const doubts = doubtTexts(looks);
  if (doubts.length === 0) {
    return undefined;
  }
  const commands = looks.flatMap(({ serving }) =>
    serving.kind === 'uncertain' && isToBeWritten(serving) ? [rewriteCommand(serving.loadBalancerId)] : [],
  );
  const byHand =
    commands.length === 0
      ? ''
      : ` To write it once more by hand, where nobody is at work on it: ${[...new Set(commands)].join('; ')}`;
  const [first = '', ...others] = doubts;
  return new UncertainError(
    `${[`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...others].join('; ')}. ` +
      `${[...failures, ''].join(' ')}Found: ${notes.join('; ')}.${byHand}`,
  );
}
