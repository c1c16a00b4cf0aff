import { nameOf } from '../../../azure/resource-id.ts';
import type { ScaleSetInstance } from '../../../azure/scale-set-instances.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import type { ScaleSetWork } from '../performers.ts';
import { seeRelease } from '../see-release.ts';
import { checkInstances, type Unhealthy, unhealthyList } from './check-instances.ts';

/** Everything has been put back, the release is over, and instances are not well with what they had before. */
export class TakenBackUnhealthyError extends Error {
  override readonly name = 'TakenBackUnhealthyError';
  readonly code = 'TakenBackUnhealthy';
}

/**
 * The last step of a rollback, after its record is written: what was to be put back is put back, whether its instances are
 * well with it or not, and nobody would have to take it back once more. Nothing is written, so it takes no lock.
 */
export function checkTakenBack(work: ScaleSetWork): StepPerformer {
  return {
    async run(context) {
      const unhealthy = await check(work, work.terms.health, context);
      await seeRelease(work, context.clock, context.signal);
      const bad = [...unhealthy].filter(([id]) => !work.before.sickIds.has(id));
      if (bad.length > 0) {
        const { releaseId, scaleSetId } = work.release;
        throw new TakenBackUnhealthyError(
          `Release ${releaseId} is taken back from scale set ${nameOf(scaleSetId)} and over, and instances are not well with what ` +
            `they had before: ${bad.map(([id, reasons]) => `instance ${id} ${reasons.join(' and ')}`).join('; ')}. See why; nothing ` +
            'is left to take back.',
        );
      }
    },
    verify: async () => undefined,
    undo: async () => undefined,
  };
}

/** Compute is asked every 15 s: in less than this nothing could be told. */
const SHORTEST_LOOK_MS = 45_000;
/** What comes after the check has to be done in time, too. */
const RESERVE_MS = 30_000;

/**
 * After a run has taken its release back, in the time that is left of the undoing. The run is red and says `rolled-back` in
 * any case: that its instances are back on what they had is so, also where one is not well with it, which is told.
 */
export async function lookAfterUndoing(
  work: ScaleSetWork,
  begunAtMs: number,
  context: StepContext,
): Promise<void> {
  const { health } = work.terms;
  const leftMs = work.undoTimeoutMs - (context.clock.monotonicMs() - begunAtMs) - RESERVE_MS;
  if (leftMs >= health.minHealthyTimeMs + SHORTEST_LOOK_MS) {
    const healthyDeadlineMs = Math.min(health.healthyDeadlineMs, leftMs);
    await check(work, { ...health, healthyDeadlineMs }, context);
  }
}

async function check(work: ScaleSetWork, gate: HealthGate, context: StepContext): Promise<Unhealthy> {
  const { previous } = work.release;
  const instanceIds = await notSwitchedOff(work, context.signal);
  if (previous === undefined || instanceIds.length === 0) {
    return new Map();
  }
  const unhealthy = await checkInstances(work, { instanceIds, payload: previous, gate }, context);
  work.emit({
    type: 'instances-checked',
    atMs: context.clock.monotonicMs(),
    since: 'take-back',
    instanceIds,
    unhealthy: unhealthyList(unhealthy),
  });
  return unhealthy;
}

/** Who is in quarantine gets the former payload, and stays off until somebody has looked at it. */
async function notSwitchedOff(
  { access, traces }: ScaleSetWork,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = [...traces.takenBackIds];
  const reads = ids.length === 0 ? [] : await access.read(ids, signal);
  return reads.filter((read) => !isSwitchedOff(read)).map(({ instanceId }) => instanceId);
}

function isSwitchedOff({ properties }: ScaleSetInstance): boolean {
  return (properties.instanceView?.statuses ?? []).some(({ code }) =>
    /^PowerState\/(?:stopped|deallocated)$/i.test(code),
  );
}
