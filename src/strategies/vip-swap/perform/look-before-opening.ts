import type { LoadBalancer } from '../../../azure/network/load-balancers.ts';
import { findPublicIpAddress, getPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { untilAllSettled } from '../../../azure/settled.ts';
import type { LoadBalancerBodies } from '../load-balancer-bodies.ts';
import type { AssignAddresses } from '../steps.ts';
import { type Guard, requireLockIn } from './guarded.ts';

/** ARM was asked to take production away, and a look has found that it has not done so yet. */
export interface StillServedEvent {
  readonly type: 'production-still-served';
  readonly atMs: number;
}

/**
 * The last look before production is taken away, all of it in one pass: the lock is still ours, and no operation of anybody runs on
 * what takes part. ARM would not carry out the update that closes the window before that has ended, and production would be down
 * meanwhile. Whoever begins after this look still can do that. Both updates take body and ETag from here.
 *
 * @returns the load balancer that serves production.
 * @throws LockLostError.
 */
export async function lookBeforeOpening(
  guard: Guard,
  bodies: LoadBalancerBodies,
  { loadBalancerId, patienceMs }: AssignAddresses,
  signal: AbortSignal,
): Promise<LoadBalancer> {
  const { arm, journal } = guard;
  const production = journal.moves.map((move) => move.productionAddressId);
  const others = journal.moves.flatMap((move) => [move.targetAddressId, move.standIn.id]);
  const loadBalancers = [journal.productionLoadBalancerId, journal.targetLoadBalancerId];
  const readAll = () =>
    Promise.all([
      ...production.map((id) => getPublicIpAddress(arm, id, signal)),
      // A recovery may have found another place to park.
      ...others.map(async (id) => (await findPublicIpAddress(arm, id, signal)) ?? { id, properties: {} }),
      ...loadBalancers.map((id) => bodies.read(arm, id, signal)),
    ]);
  const seen = await untilAllSettled(arm, readAll, signal, patienceMs);
  requireLockIn(guard, seen.slice(0, production.length));
  return bodies.lastRead(arm, loadBalancerId, signal);
}
