import type { Arm } from '../../../azure/arm/arm.ts';
import { findPublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { untilSettled } from '../../../azure/settled.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import type { LoadBalancerBodies } from '../load-balancer-bodies.ts';
import type { SwapJournal } from '../record/swap-journal.ts';
import type { AssignAddresses } from '../steps.ts';

export interface TakingPart {
  readonly arm: Arm;
  readonly bodies: LoadBalancerBodies;
  readonly journal: SwapJournal;
}

/**
 * Opens the window only when no operation of anybody runs on what takes part: ARM would not carry out the update that closes it
 * before that has ended, and production would be down meanwhile. Whoever begins after this look still can do that.
 */
export function whenNobodyIsAtWork(
  performer: StepPerformer,
  takingPart: TakingPart,
  { window, patienceMs }: AssignAddresses,
): StepPerformer {
  if (window !== 'opens') {
    return performer;
  }
  return {
    ...performer,
    async run(context) {
      await othersOperations(takingPart, context.signal, patienceMs);
      await performer.run(context);
    },
  };
}

async function othersOperations(
  { arm, bodies, journal }: TakingPart,
  signal: AbortSignal,
  patienceMs: number | undefined,
): Promise<void> {
  const addresses = journal.moves.flatMap((move) => [
    move.productionAddressId,
    move.targetAddressId,
    move.standIn.id,
  ]);
  await Promise.all(
    addresses.map((id) => {
      // A recovery may have found another place to park.
      const read = async () => (await findPublicIpAddress(arm, id, signal)) ?? { id, properties: {} };
      return untilSettled(arm, read, signal, patienceMs);
    }),
  );
  // Last: the update that closes the window takes its body, and its ETag, from here.
  const loadBalancers = [journal.productionLoadBalancerId, journal.targetLoadBalancerId];
  await Promise.all(loadBalancers.map((id) => bodies.read(id, signal, patienceMs)));
}
