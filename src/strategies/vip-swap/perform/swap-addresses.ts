import type { Arm } from '../../../azure/arm/arm.ts';
import { ArmError, ArmOperationError, UncertainWriteError } from '../../../azure/arm/arm-error.ts';
import { hasAssignments, isAsWanted } from '../../../azure/network/frontend-assignments.ts';
import { getSettled } from '../../../azure/network/load-balancers.ts';
import { NETWORK_API_VERSION } from '../../../azure/network/network-api.ts';
import { UNDO_PATIENCE_MS } from '../../../azure/settled.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { StepPerformer } from '../../../engine/run.ts';
import { LATE_SWAP_MS } from '../../late-writes.ts';
import { UnansweredWrites } from '../../unanswered-writes.ts';
import { swapPath } from '../methods/native.ts';
import type { SwapAddresses, SwapSide } from '../steps.ts';
import { requireAssignments } from './assign-addresses.ts';
import type { LooksBeforeRepeating } from './guarded.ts';
import { restoreSwap, type SwappedLoadBalancers } from './restore-swap.ts';

/** ARM's own swap was refused, or failed and left both load balancers as they were: another method may be tried. */
export class NativeSwapUnavailableError extends Error {
  override readonly name = 'NativeSwapUnavailableError';
  readonly code = 'NativeSwapUnavailable';
}

export function swapAddresses(arm: Arm, looks: LooksBeforeRepeating, step: SwapAddresses): StepPerformer {
  const unanswered = new UnansweredWrites(LATE_SWAP_MS);
  return {
    async run({ signal, clock }) {
      try {
        await unanswered.through(arm, clock).write(swapRequest(step), signal);
      } catch (error) {
        await outlast({ arm, step, clock, untilMs: unanswered.untilMs }, signal);
        const look = (limited: AbortSignal) => looks.run({ signal: limited, clock });
        const failure = await failureOf(arm, look, step, error, signal);
        if (failure !== undefined) {
          throw failure;
        }
      }
    },
    async verify({ signal }) {
      const found = await settled(arm, step, signal);
      requireAssignments(found.production, assignment(step.production, step.target.publicIpAddressId));
      requireAssignments(found.target, assignment(step.target, step.production.publicIpAddressId));
    },
    async undo({ signal, clock }) {
      const beforeRepeating = (limited: AbortSignal) => looks.undo({ signal: limited, clock });
      await restoreSwap(arm, step, await settled(arm, step, signal), beforeRepeating, signal);
      if (clock.monotonicMs() < unanswered.untilMs) {
        await clock.sleep(unanswered.untilMs - clock.monotonicMs(), signal);
        await beforeRepeating(signal);
        await restoreSwap(arm, step, await settled(arm, step, signal), beforeRepeating, signal);
      }
    },
  };
}

interface Outlasting {
  readonly arm: Arm;
  readonly step: SwapAddresses;
  readonly clock: Clock;
  readonly untilMs: number;
}

const BETWEEN_LOOKS_MS = 2_000;

/**
 * Of a swap without an answer that nothing has moved yet says nothing: ARM may have it later, and it is sent under no ETag.
 * Production is served meanwhile, so waiting costs nobody anything, and to take it for undone would be false.
 */
async function outlast({ arm, step, clock, untilMs }: Outlasting, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && clock.monotonicMs() < untilMs) {
    if (hasMoved(await settled(arm, step, signal), step)) {
      return;
    }
    await clock.sleep(Math.min(BETWEEN_LOOKS_MS, untilMs - clock.monotonicMs()), signal);
  }
}

/** LoadBalancers_SwapPublicIpAddresses: the body maps each frontend to the address that it shall have. */
function swapRequest({ subscriptionId, location, production, target }: SwapAddresses) {
  return {
    method: 'POST',
    path: swapPath(subscriptionId, location),
    apiVersion: NETWORK_API_VERSION,
    body: {
      frontendIPConfigurations: [
        { id: production.frontendId, properties: { publicIPAddress: { id: target.publicIpAddressId } } },
        { id: target.frontendId, properties: { publicIPAddress: { id: production.publicIpAddressId } } },
      ],
    },
  } as const;
}

/**
 * Whatever was said of the swap, the live state decides what has become of it: undoing one that is done would cost users a
 * second outage. Where nothing has moved, a load balancer that the operation left `Failed` is written once more, so that its
 * data plane is known before anything else is tried.
 *
 * @returns undefined where both sides have what they were to get.
 */
async function failureOf(
  arm: Arm,
  look: (signal: AbortSignal) => Promise<void>,
  step: SwapAddresses,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (signal.aborted) {
    return error;
  }
  const found = await settled(arm, step, signal);
  if (isSwapped(found, step)) {
    return undefined;
  }
  if (hasMoved(found, step) || !isOfArm(error)) {
    return error;
  }
  if (!(error instanceof ArmError)) {
    // As long as ARM may take for its swap, a recovery may have begun meanwhile.
    await look(signal);
    await restoreSwap(arm, step, found, look, signal);
  }
  return new NativeSwapUnavailableError(`${error.message} Both load balancers are as they were.`, {
    cause: error,
  });
}

function isOfArm(error: unknown): error is ArmError | ArmOperationError | UncertainWriteError {
  return (
    error instanceof ArmError || error instanceof ArmOperationError || error instanceof UncertainWriteError
  );
}

async function settled(arm: Arm, step: SwapAddresses, signal: AbortSignal): Promise<SwappedLoadBalancers> {
  const [production, target] = await Promise.all([
    getSettled(arm, step.production.loadBalancerId, signal, UNDO_PATIENCE_MS),
    getSettled(arm, step.target.loadBalancerId, signal, UNDO_PATIENCE_MS),
  ]);
  return { production, target };
}

function isSwapped(found: SwappedLoadBalancers, { production, target }: SwapAddresses): boolean {
  return (
    isAsWanted(found.production, assignment(production, target.publicIpAddressId)) &&
    isAsWanted(found.target, assignment(target, production.publicIpAddressId))
  );
}

function hasMoved(found: SwappedLoadBalancers, { production, target }: SwapAddresses): boolean {
  return !(
    hasAssignments(found.production, assignment(production, production.publicIpAddressId)) &&
    hasAssignments(found.target, assignment(target, target.publicIpAddressId))
  );
}

function assignment({ frontend }: SwapSide, publicIpAddressId: string) {
  return [{ frontend, publicIpAddressId }];
}
