import { LISTING_INTERVAL_MS } from './health-gate.ts';
import { type InstanceLooks, lookOrTell } from './instance-looks.ts';
import {
  type CheckContext,
  type HealthTimes,
  type HealthVerdict,
  InstanceWatch,
  type UpgradedInstance,
} from './instance-watch.ts';
import type { Reasons } from './reasons.ts';

/**
 * Waits until every instance is healthy or given up, each on its own clock: one that is slow, or ill, changes nothing for
 * the others.
 *
 * @throws the signal's reason when it aborts, and nothing else: what a look throws is a reason why an instance is not good.
 */
export async function awaitHealthy(
  times: HealthTimes,
  instances: readonly UpgradedInstance[],
  looks: InstanceLooks,
  context: CheckContext,
): Promise<ReadonlyMap<string, HealthVerdict>> {
  const undecided = new Set(instances.map((instance) => new InstanceWatch(instance, times, looks, context)));
  const ended = new AbortController();
  const verdicts = [...undecided].map(async (watch): Promise<[string, HealthVerdict]> => {
    const verdict = await watch.decide();
    undecided.delete(watch);
    return [watch.instanceId, verdict];
  });
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const listing = listAgainAndAgain(undecided, looks, { ...context, signal });
  try {
    return new Map(await Promise.all(verdicts));
  } finally {
    ended.abort();
    await listing;
  }
}

/** One listing for all that are undecided, until nobody is, or the signal aborts. */
async function listAgainAndAgain(
  undecided: ReadonlySet<InstanceWatch>,
  looks: InstanceLooks,
  { clock, signal }: CheckContext,
): Promise<void> {
  try {
    while (undecided.size > 0) {
      const asked = [...undecided];
      const askedAtMs = clock.monotonicMs();
      const reasonsOf = await list(asked, looks, signal);
      const answeredAtMs = clock.monotonicMs();
      for (const watch of asked) {
        watch.hearView({ askedAtMs, answeredAtMs, reasons: reasonsOf(watch.instanceId) });
      }
      await clock.sleep(LISTING_INTERVAL_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  }
}

function list(
  asked: readonly InstanceWatch[],
  looks: InstanceLooks,
  signal: AbortSignal,
): Promise<(instanceId: string) => Reasons> {
  const look = async () => {
    const ids = asked.map(({ instanceId }) => instanceId);
    const listed = await looks.list(ids, signal);
    return (instanceId: string) => listed.get(instanceId) ?? ['is not among the instances of the scale set'];
  };
  return lookOrTell(look, (error) => () => [`ARM does not say how it is: ${error}`], signal);
}
