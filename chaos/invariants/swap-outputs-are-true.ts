import type { Outputs } from '../in-process/action.ts';
import { holderOf, type Placed, printPlacement } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/**
 * What the outputs of a swap say beside `outcome`, by which a workflow goes on.
 *
 * @param placement at the end of the process, as far as it could see it.
 */
export function swapOutputsAreTrue(
  placement: readonly Placed[],
  before: AzureBefore,
  act: string,
  outputs: Outputs,
): Violation[] {
  const violation = (message: string): Violation => ({
    invariant: 'outputs-are-true',
    message: `${act} says ${outputs.outcome}, and ${message}`,
  });
  const live = outputs['live-load-balancer'];
  const holders = new Set(before.productionAddressIds.map((id) => holderOf(placement, id)));
  const isLiveTrue = live === '' || (holders.size === 1 && holders.has(live));
  const downtime = outputs['downtime-seconds'];
  return [
    ...(isLiveTrue
      ? []
      : [violation(`live-load-balancer is ${live}, where it is ${printPlacement(placement)}`)]),
    // Nobody has asked production anything: an outage of no length at all was measured by nobody.
    ...(outputs['downtime-source'] === 'probe' || Number(downtime || Number.NaN) === 0
      ? [
          violation(
            `downtime-seconds is "${downtime}" by ${outputs['downtime-source']}, and there was no probe`,
          ),
        ]
      : []),
  ];
}
