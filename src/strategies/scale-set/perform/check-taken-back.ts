import { isDeepStrictEqual } from 'node:util';
import { nameOf } from '../../../azure/resource-id.ts';
import { getScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { HealthGate } from '../../../checks/health-gate.ts';
import { DeadlineError, withDeadline } from '../../../engine/deadline.ts';
import type { StepContext, StepPerformer } from '../../../engine/run.ts';
import { type ReleaseRecord, readRecord } from '../../../record/record.ts';
import type { Instance } from '../instances/instance.ts';
import { isOff, powerOf } from '../instances/power.ts';
import { type SeenRelease, seeRelease } from '../observed/see-release.ts';
import type { ScaleSetWork } from '../performers.ts';
import { checkInstances, type Unhealthy, unhealthyList } from './check-instances.ts';
import { requireLeftModel } from './last-look.ts';

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
      const { arm, release } = work;
      const { tags } = await getScaleSet(arm, release.scaleSetId, context.signal);
      const found = await check(work, work.terms.health, context);
      const seen = await seeRelease(work, context.clock, context.signal);
      if (hasAnotherBegun(readRecord(tags), readRecord(seen.scaleSet.tags))) {
        return;
      }
      tell(work, found, context);
      tellSwitchedOff(work, seen, context);
      // The check takes minutes, and nobody has looked at the model since.
      requireLeftModel(work, { method: 'take-back' }, seen.scaleSet);
      const bad = [...found.unhealthy].filter(([id]) => !work.before.sickIds.has(id));
      if (bad.length > 0) {
        const { releaseId, scaleSetId } = release;
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

/** Nobody keeps the next release waiting for this check: what instances have since then, and how they are, is its doing. */
function hasAnotherBegun(before: ReleaseRecord, after: ReleaseRecord): boolean {
  return (
    after.lock !== undefined || after.release !== undefined || !isDeepStrictEqual(before.last, after.last)
  );
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
    const gate = { ...health, healthyDeadlineMs: Math.min(health.healthyDeadlineMs, leftMs) };
    const { clock, signal } = context;
    const deadline = { clock, signal, timeoutMs: leftMs, subject: 'the check of what was taken back' };
    try {
      tell(
        work,
        await withDeadline(deadline, (limited) => check(work, gate, { clock, signal: limited })),
        context,
      );
    } catch (error) {
      // A command that hangs, for instance: what was put back is there all the same, and nobody knows how it is.
      if (!(error instanceof DeadlineError)) {
        throw error;
      }
    }
  }
}

interface Checked {
  readonly instanceIds: readonly string[];
  readonly unhealthy: Unhealthy;
  /** That ARM refuses to run a command says nothing of what has been put back. */
  readonly unproven: Unhealthy;
}

async function check(work: ScaleSetWork, gate: HealthGate, context: StepContext): Promise<Checked> {
  const { previous } = work.release;
  const instanceIds = previous === undefined ? [] : await takenBackAndOn(work, context.signal);
  if (previous === undefined || instanceIds.length === 0) {
    return { instanceIds, unhealthy: new Map(), unproven: new Map() };
  }
  const { unhealthy, unprovenIds } = await checkInstances(
    work,
    { instanceIds, payload: previous, gate },
    context,
  );
  return {
    instanceIds,
    unhealthy: new Map([...unhealthy].filter(([id]) => !unprovenIds.has(id))),
    unproven: new Map([...unhealthy].filter(([id]) => unprovenIds.has(id))),
  };
}

function tell(
  { emit }: ScaleSetWork,
  { instanceIds, unhealthy, unproven }: Checked,
  { clock }: StepContext,
): void {
  if (instanceIds.length > 0) {
    emit({
      type: 'instances-checked',
      atMs: clock.monotonicMs(),
      since: 'take-back',
      instanceIds,
      unhealthy: unhealthyList(unhealthy),
      ...(unproven.size === 0 ? {} : { unproven: unhealthyList(unproven) }),
    });
  }
}

async function takenBackAndOn(
  { access, traces }: ScaleSetWork,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = [...traces.takenBackIds];
  const reads = ids.length === 0 ? [] : await access.read(ids, signal);
  return reads.filter((read) => !isOff(powerOf(read))).map(({ instanceId }) => instanceId);
}

/**
 * Who is in quarantine gets the former payload, and stays off until somebody has looked at it: whether it is well with what it
 * has now, nobody knows. A run before this one, which was killed, may have given it back.
 */
export function tellSwitchedOff(
  { emit, traces, before }: ScaleSetWork,
  { instances }: SeenRelease,
  { clock }: StepContext,
): void {
  const isBack = ({ instanceId, hasPayload }: Instance) =>
    traces.takenBackIds.has(instanceId) || (before.quarantinedIds.has(instanceId) && !hasPayload);
  const instanceIds = instances
    .filter((each) => each.isSwitchedOff && isBack(each))
    .map(({ instanceId }) => instanceId);
  if (instanceIds.length > 0) {
    emit({ type: 'instances-off', atMs: clock.monotonicMs(), since: 'take-back', instanceIds });
  }
}
