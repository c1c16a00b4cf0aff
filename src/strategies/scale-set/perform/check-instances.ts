import { getScaleSet, type ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { askOnce } from '../../../checks/ask-once.ts';
import { awaitHealthy } from '../../../checks/await-healthy.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import { healthSourcesOf, judgedBy } from '../../../checks/health-sources.ts';
import { looksOf } from '../../../checks/instance-health.ts';
import type { InstanceLooks } from '../../../checks/instance-looks.ts';
import type { Reasons } from '../../../checks/reasons.ts';
import type { StepContext } from '../../../engine/run.ts';
import { payloadOfModel } from '../payload/model.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { hasRecorded } from '../payload/recorded-payload.ts';
import type { ScaleSetWork } from '../performers.ts';

/** Why each instance is not good; those that are good are not in it. */
export type Unhealthy = ReadonlyMap<string, Reasons>;

export interface InstancesToCheck {
  readonly instanceIds: readonly string[];
  /** What they are to have. */
  readonly payload: RecordedPayload;
  readonly gate: HealthGate;
}

/** Who is not good at the end of its time. */
export interface Checked {
  readonly unhealthy: Unhealthy;
  /** Those of them with whom nothing is known to be wrong: ARM has not let `check-command` be run on them, or not told where they are asked. */
  readonly unprovenIds: ReadonlySet<string>;
}

/** Waits until each is good, or its time from now on is up. Who is deleted meanwhile, by autoscale for instance, does not count. */
export async function checkInstances(
  work: ScaleSetWork,
  { instanceIds, payload, gate }: InstancesToCheck,
  { clock, signal }: StepContext,
): Promise<Checked> {
  const checkedFromMs = clock.monotonicMs();
  for (const id of instanceIds) {
    work.commandedIds.add(id);
  }
  const scaleSet = await getScaleSet(work.arm, work.release.scaleSetId, signal);
  work.emit({
    type: 'check-started',
    atMs: clock.monotonicMs(),
    judgedBy: judgedBy(healthSourcesOf(scaleSet), gate),
  });
  const verdicts = await awaitHealthy(
    gate,
    (await presentOf(work, instanceIds, signal)).map((instanceId) => ({ instanceId, checkedFromMs })),
    looks(work, { payload, gate }, scaleSet),
    { clock, signal, emit: work.emit },
  );
  const unhealthy = new Map(
    [...verdicts].flatMap(([id, verdict]) => (verdict.kind === 'healthy' ? [] : [[id, verdict.reasons]])),
  );
  const present = await presentOf(work, [...unhealthy.keys()], signal);
  return {
    unhealthy: new Map([...unhealthy].filter(([id]) => present.includes(id))),
    unprovenIds: new Set(present.filter((id) => verdicts.get(id)?.kind === 'unproven')),
  };
}

/**
 * Asks each once where `check-http` or `check-tcp` is configured, which no listing knows of.
 *
 * @returns who does not answer well. One bad answer may be nobody's fault: it is a reason to wait for it, not a verdict.
 */
export async function silentInstances(
  { access, endpointCheck, terms }: ScaleSetWork,
  instanceIds: readonly string[],
  scaleSet: ScaleSet,
  signal: AbortSignal,
): Promise<string[]> {
  const { askEndpoint } = looksOf(terms.health, healthSourcesOf(scaleSet), access, endpointCheck);
  const silent: string[] = [];
  if (askEndpoint !== undefined) {
    const hear = (id: string, reasons: Reasons) => silent.push(...(reasons.length === 0 ? [] : [id]));
    await askOnce(askEndpoint, instanceIds, { hear, miss: (id) => silent.push(id) }, signal);
  }
  return silent;
}

/** As events tell it. */
export function unhealthyList(unhealthy: Unhealthy) {
  return [...unhealthy].map(([instanceId, reasons]) => ({ instanceId, reasons }));
}

/** Those that are there still. */
async function presentOf(
  { access }: ScaleSetWork,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const reads = ids.length === 0 ? [] : await access.read(ids, signal);
  return reads
    .filter(({ properties }) => properties.provisioningState !== 'Deleting')
    .map(({ instanceId }) => instanceId);
}

/** All that makes an instance good, and that it has the payload at all. */
function looks(
  { access, endpointCheck }: ScaleSetWork,
  { payload, gate }: Pick<InstancesToCheck, 'payload' | 'gate'>,
  scaleSet: ScaleSet,
): InstanceLooks {
  const model = payloadOfModel(scaleSet, payload);
  const withoutPayload = new Set<string>();
  const read: typeof access.read = async (ids, limited) => {
    const reads = await access.read(ids, limited);
    for (const each of reads) {
      if (hasRecorded(each, payload, model)) {
        withoutPayload.delete(each.instanceId);
      } else {
        withoutPayload.add(each.instanceId);
      }
    }
    return reads;
  };
  const found = looksOf(gate, healthSourcesOf(scaleSet), { ...access, read }, endpointCheck);
  return {
    ...found,
    list: async (ids, limited) => {
      const reasons = await found.list(ids, limited);
      return new Map(
        [...reasons].map(([id, each]) => [
          id,
          withoutPayload.has(id) ? ['has not got the payload of the release', ...each] : each,
        ]),
      );
    },
  };
}
