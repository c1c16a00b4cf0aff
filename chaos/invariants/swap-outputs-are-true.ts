import type { Outputs } from '../in-process/action.ts';
import { holderOf, type Placed, printPlacement } from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/** Once at the beginning of an outage and once at its end, an answer may be late on a busy machine by so much. */
const LATE_MS = 250;

/**
 * What the outputs of a swap say beside `outcome`, by which a workflow goes on.
 *
 * @param placement at the end of the process, as far as it could see it.
 * @param isServed whether packets to a production address come to a load balancer then.
 * @param downMs for how long packets to production came to nobody until then. Absent: production was not asked.
 */
export function swapOutputsAreTrue(
  placement: readonly Placed[],
  before: AzureBefore,
  act: string,
  outputs: Outputs,
  isServed: (addressId: string, loadBalancer: string) => boolean,
  downMs?: number,
): Violation[] {
  const violation = (message: string): Violation => ({
    invariant: 'outputs-are-true',
    message: `${act} says ${outputs.outcome}, and ${message}`,
  });
  const live = outputs['live-load-balancer'];
  const holders = new Set(before.productionAddressIds.map((id) => holderOf(placement, id)));
  const isLiveTrue = live === '' || (holders.size === 1 && holders.has(live));
  const unserved = before.productionAddressIds.filter((id) => live !== '' && !isServed(id, live));
  return [
    ...(isGreen(outputs) &&
    before.productionAddressIds.some((id) => !isServed(id, holderOf(placement, id) ?? ''))
      ? [violation(`production is not served: ${printPlacement(placement)}`)]
      : []),
    ...(isLiveTrue && unserved.length > 0
      ? [violation(`live-load-balancer is ${live}, where no packets to ${unserved.join(' or ')} come`)]
      : []),
    ...(isLiveTrue
      ? []
      : [violation(`live-load-balancer is ${live}, where it is ${printPlacement(placement)}`)]),
    ...(isDowntimeTrue(outputs, downMs)
      ? []
      : [
          violation(
            `downtime-seconds is "${outputs['downtime-seconds']}" by ${outputs['downtime-source']}, where ${downMs === undefined ? 'nobody has asked' : `it was ${downMs} ms`}`,
          ),
        ]),
  ];
}

/** Whoever moves production on, or finds nothing to do, may leave nobody without it. */
function isGreen({ outcome }: Outputs): boolean {
  return outcome === 'succeeded' || outcome === 'no-change';
}

/** An outage of no length is told by whoever has asked all the time, and by nobody else; one that is told is not told shorter than it was. */
function isDowntimeTrue(outputs: Outputs, downMs: number | undefined): boolean {
  const { 'downtime-seconds': seconds, 'downtime-source': source } = outputs;
  if (seconds === '') {
    return true;
  }
  if (source !== 'probe') {
    return Number(seconds) > 0;
  }
  const toleranceMs = 2 * (Number(outputs['probe-resolution-ms']) + LATE_MS);
  return downMs !== undefined && Number(seconds) * 1000 + toleranceMs >= downMs;
}
