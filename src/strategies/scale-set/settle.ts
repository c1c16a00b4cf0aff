import { getScaleSet, type ScaleSet } from '../../azure/scale-sets/scale-sets.ts';
import { withDeadline } from '../../engine/deadline.ts';
import { HandOverError } from '../../engine/hand-over.ts';
import { settleInterrupted } from '../../engine/interrupted.ts';
import type { Plan } from '../../engine/plan.ts';
import { GoalLostError, type RunResult } from '../../engine/run.ts';
import type { OpenRelease } from '../../record/open-release.ts';
import { readRecord } from '../../record/record.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import { unwatched } from '../production-watch.ts';
import type { Left, SettleContext, Unsettled } from '../unsettled.ts';
import { accessTo } from './instances/access.ts';
import { noTrouble } from './instances/troubled.ts';
import { UNHEALTHY_INSTANCES } from './instances/unhealthy-error.ts';
import { beforeRelease } from './observed/before-release.ts';
import { isToLookAgain, judgedByTags, LONGEST_LOOK_MS, seeAsItIs } from './observed/see-as-it-is.ts';
import { seeWhoHas } from './observed/see-record.ts';
import type { ExtensionSettings } from './payload/payload.ts';
import { endOf, giveBackForgotten } from './perform/give-back-forgotten.ts';
import { setAsideBy } from './perform/set-aside.ts';
import { noTraces, type ScaleSetWork, scaleSetPerformers, type Traces } from './performers.ts';
import { asFoundIn, goesOn, isScaleSetStep, releaseIn, type ScaleSetStep, setAsideIn } from './plan/steps.ts';
import { giveUpLock } from './record/scale-set-record.ts';

/**
 * Brings a release to an end that was cancelled, or whose process was killed: taken back, or its clean-up finished. What takes
 * longer than `post` is given is left to `command: recover`, or `rollback`.
 *
 * @param previousSettings of an extension, which no saved state may hold.
 */
export async function settleScaleSet(
  context: SettleContext,
  unsettled: Unsettled,
  previousSettings: ExtensionSettings | undefined,
): Promise<RunResult> {
  const { arm, clock, emit, lease } = context;
  const { timeoutMs, mayHaveLateWrites } = unsettled;
  const plan = planOfScaleSet(unsettled.plan);
  const release = releaseIn(plan);
  const endsAtMs = clock.monotonicMs() + timeoutMs;
  const lateWritesUntilMs = clock.monotonicMs() + (mayHaveLateWrites ? LATE_WRITE_MS : 0);
  const deadline = {
    clock,
    signal: new AbortController().signal,
    timeoutMs,
    subject: `what ARM says of the scale set, to settle "${plan.goal}"`,
    reasonOf: () => new HandOverError(),
  };
  const scaleSet = await withDeadline(deadline, async (signal) => {
    // A write on its way is seen only when it has arrived.
    await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
    // Nobody else takes back what this one leaves, so it asks for as long as it has time.
    return getScaleSet(arm, release.scaleSetId, signal, 'endless');
  }).catch(async (error: unknown) => {
    await giveUpLock({ arm, clock, lease }, release.scaleSetId, false, AbortSignal.any([]));
    throw error;
  });
  const asFound = asFoundIn(plan);
  const work: ScaleSetWork = {
    arm,
    clock,
    emit,
    watch: unwatched,
    lease,
    release,
    terms: {
      health: { minHealthyTimeMs: 0, healthyDeadlineMs: 0 },
      maxUnhealthy: { kind: 'count', count: 0 },
      onUnhealthy: 'stop',
      suspendRepairs: false,
    },
    sources: previousSettings === undefined ? {} : { previous: previousSettings },
    access: accessTo({ arm }, scaleSet),
    endpointCheck: { connectTo: [], timeoutMs: 2_000 },
    before: beforeRelease([], [], releaseIfReadable(scaleSet)),
    lateWritesUntilMs,
    isLockNeeded: false,
    undoTimeoutMs: 0,
    hasJudged: false,
    traces: {
      ...tracesOf(plan, unsettled.startedStepIds),
      isFoundUnhealthy: isFoundUnhealthy(unsettled),
      begunIds: new Set(unsettled.begunIds),
    },
    asFound,
    troubled: noTrouble(),
    commandedIds: new Set(),
  };
  const result = await settleInterrupted({
    ...unsettled,
    plan,
    direction: 'undo',
    performerOf: scaleSetPerformers(work),
    clock,
    timeoutMs: endsAtMs - clock.monotonicMs(),
    emit,
  });
  const never = AbortSignal.any([]);
  // Without time to give it back there is time to see what is left.
  const forgotten = await giveBackForgotten(
    work,
    result,
    never,
    Math.max(endsAtMs - clock.monotonicMs(), LONGEST_LOOK_MS),
  );
  // What it has lost it has seen by the model alone.
  if (isToLookAgain(result) || result.error instanceof GoalLostError) {
    await seeAsItIs({ arm, clock, emit, release }, judgedByTags(release), never);
  }
  if (forgotten === undefined) {
    await seeWhoHas({ arm, clock, emit, lease }, release, result, never);
  }
  if (result.outcome === 'failed' || result.cleanUpErrors.length > 0) {
    await giveUpLock({ arm, clock, lease }, release.scaleSetId, false, never);
  }
  return endOf(result, forgotten);
}

/** The steps say why it cannot be read. */
function releaseIfReadable({ tags }: ScaleSet): OpenRelease | undefined {
  try {
    return readRecord(tags).release;
  } catch {
    return undefined;
  }
}

/** Then the whole release was to be taken back, the work of former jobs included. */
function isFoundUnhealthy({ cause }: Unsettled): boolean {
  return cause.kind === 'failed' && cause.failure.code === UNHEALTHY_INSTANCES;
}

/** A lock that was only begun may never have been written; a record that it had begun to close may be gone by that. */
function isRecordedBy(plan: Plan<ScaleSetStep>, started: readonly ScaleSetStep[]): boolean {
  const isOpened = goesOn(plan) || started.some(({ kind }) => kind !== 'take-lock');
  return isOpened && !started.some(({ kind }) => kind === 'write-record');
}

/** What a process that is gone may have left. */
function tracesOf(plan: Plan<ScaleSetStep>, startedStepIds: readonly string[]): Traces {
  const started = plan.steps.filter(({ id }) => startedStepIds.includes(id));
  return {
    ...noTraces({ isModelWritten: true }),
    isRecorded: isRecordedBy(plan, started),
    setAside: setAsideBy(started, setAsideIn(plan)),
  };
}

/** `post` has no longer, and there is a look to be had after it. */
const LONGEST_LEAVING_MS = 180_000;

/** `on-failure: stop`: all stays as it is, how that is is read, and whoever recovers need not wait for this run. */
export async function leaveScaleSet(
  context: SettleContext,
  { plan: left, startedStepIds, mayHaveLateWrites }: Left,
): Promise<void> {
  const plan = planOfScaleSet(left);
  const release = releaseIn(plan);
  const never = AbortSignal.any([]);
  await context.clock.sleep(mayHaveLateWrites ? LATE_WRITE_MS : 0, never);
  const traces = tracesOf(plan, startedStepIds);
  const end = { outcome: 'failed', cleanUpErrors: [] } as const;
  await giveBackForgotten({ ...context, release, traces }, end, never, LONGEST_LEAVING_MS);
  await seeAsItIs({ ...context, release }, judgedByTags(release), never);
  await giveUpLock(context, release.scaleSetId, false, never);
}

/** @throws Error for the plan of another strategy, or of another version. */
function planOfScaleSet(plan: Plan): Plan<ScaleSetStep> {
  const steps = plan.steps.filter(isScaleSetStep);
  if (steps.length !== plan.steps.length) {
    throw new Error(
      `The interrupted plan "${plan.goal}" is not one of a scale set, so it cannot be undone here.`,
    );
  }
  return { ...plan, steps };
}
