import fc from 'fast-check';
import { interruption, oneIn, operationFault, refusal, times } from '../../schedules/arbitrary-schedule.ts';
import type { ReleaseCommand, ReleaseInputs } from '../action.ts';
import { isImage, type Shape } from '../scenario.ts';
import {
  isMild,
  type OtherField,
  type ReleaseDisturbance,
  type ReleaseSchedule,
  type ReleaseWay,
  type ScheduledJob,
} from './schedule.ts';
import { isWrite, type ReleaseRequest, type ReleaseSpot, releaseRequests } from './spots.ts';

const HOUR_MS = 3_600_000;

function nthOf(request: ReleaseRequest): fc.Arbitrary<number> {
  const max = request === 'any' || request === 'poll' ? 120 : isWrite(request) ? 6 : 30;
  return fc.integer({ min: 1, max });
}

function spotOf(
  requests: readonly ReleaseRequest[],
  howOften: fc.Arbitrary<ReleaseSpot['times']>,
): fc.Arbitrary<ReleaseSpot> {
  return fc
    .constantFrom(...requests)
    .chain((request) => fc.record({ request: fc.constant(request), nth: nthOf(request), times: howOften }));
}

const writes = releaseRequests.filter(isWrite);

export const fault: fc.Arbitrary<ReleaseDisturbance> = fc
  .oneof(
    { weight: 3, arbitrary: fc.record({ at: spotOf(releaseRequests, times), effect: refusal }) },
    { weight: 2, arbitrary: fc.record({ at: spotOf(writes, times), effect: refusal }) },
    { weight: 3, arbitrary: fc.record({ at: spotOf(writes, times), effect: operationFault }) },
  )
  .map(({ at, effect }): ReleaseDisturbance => ({ kind: 'fault', at, effect }));

const meeting = {
  at: spotOf(releaseRequests, fc.constant(1)),
  when: fc.constantFrom('before' as const, 'after' as const),
};

export const otherField: fc.Arbitrary<ReleaseDisturbance> = fc.record({
  kind: fc.constant('other-field' as const),
  ...meeting,
  writes: fc.constantFrom<OtherField>('tag', 'tag', 'field', 'profile'),
});

/** At any time, or between a read of the model and the write of it, which follows its record. */
const sameField: fc.Arbitrary<ReleaseDisturbance> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('same-field' as const), ...meeting }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(1, 2).map(
      (nth): ReleaseDisturbance => ({
        kind: 'same-field',
        at: { request: 'write-scale-set', nth, times: 1 },
        when: 'before',
      }),
    ),
  },
);

const instanceProtected: fc.Arbitrary<ReleaseDisturbance> = fc.record({
  kind: fc.constant('instance-protected' as const),
  instanceId: fc.constantFrom('0', '1', '2'),
  nth: fc.constantFrom(1 as const, 1 as const, 2 as const),
});

const capacity: fc.Arbitrary<ReleaseDisturbance> = fc.record({
  kind: fc.constant('capacity' as const),
  ...meeting,
  by: fc.constantFrom(-1 as const, 1 as const, 2 as const),
});

const tagsRemoved: fc.Arbitrary<ReleaseDisturbance> = fc.record({
  kind: fc.constant('tags-removed' as const),
  ...meeting,
});

const clockJump: fc.Arbitrary<ReleaseDisturbance> = fc.record({
  kind: fc.constant('clock-jump' as const),
  afterMs: fc.integer({ min: 0, max: 600_000 }),
  byMs: fc.constantFrom(-2 * HOUR_MS, -HOUR_MS / 6, -5_000, 5_000, HOUR_MS / 6, 2 * HOUR_MS),
});

/**
 * An upgrade comes to nothing, and who asks about operations is told that they have succeeded. Mostly one of the first, before
 * something else ends the job, and without a trace in the state of the instance.
 */
const falseSuccess: fc.Arbitrary<readonly ReleaseDisturbance[]> = fc
  .tuple(
    fc.record({
      request: fc.constant('write-upgrade' as const),
      nth: fc.constantFrom(1, 1, 1, 2, 4),
      times: fc.constant(1),
    }),
    fc.oneof(
      fc.constant({ effect: 'operation-superseded' as const, model: 'unchanged' as const }),
      operationFault.filter(({ effect }) => effect !== 'stuck'),
    ),
  )
  .map(([at, effect]) => [
    { kind: 'fault', at, effect },
    {
      kind: 'fault',
      at: { request: 'poll', nth: 1, times: 400 },
      effect: { effect: 'answer', status: 200, code: 'OK', body: { status: 'Succeeded' } },
    },
  ]);

/** An upgrade fails, so that the one try from a fresh disk comes, and what becomes of that nobody is told. */
const lostReimage: fc.Arbitrary<readonly ReleaseDisturbance[]> = fc
  .constantFrom(undefined, 300, 2_000, 9_000)
  .map((carriedOutAfterMs) => [
    {
      kind: 'fault',
      at: { request: 'write-upgrade', nth: 1, times: 1 },
      effect: { effect: 'operation-fails', model: 'changed' },
    },
    {
      kind: 'fault',
      at: { request: 'write-reimage', nth: 1, times: 1 },
      effect: { effect: 'answer-lost', ...(carriedOutAfterMs === undefined ? {} : { carriedOutAfterMs }) },
    },
  ]);

/** What comes together stays together. */
const disturbances: fc.Arbitrary<readonly ReleaseDisturbance[]> = fc.oneof(
  { weight: 1, arbitrary: falseSuccess },
  { weight: 1, arbitrary: lostReimage },
  {
    weight: 15,
    arbitrary: fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fault },
        { weight: 4, arbitrary: otherField },
        { weight: 3, arbitrary: capacity },
        { weight: 2, arbitrary: sameField },
        { weight: 2, arbitrary: instanceProtected },
        { weight: 4, arbitrary: tagsRemoved },
        { weight: 1, arbitrary: clockJump },
      ),
      { maxLength: 5 },
    ),
  },
);

const capacities = [3, 5] as const;

const shape: fc.Arbitrary<Shape> = fc
  .record({
    capacity: fc.constantFrom(...capacities),
    isZonal: oneIn(4),
    repairs: fc.constantFrom('none' as const, 'none' as const, 'running' as const, 'suspended' as const),
    isScaled: oneIn(3),
    hasPolicies: fc.boolean(),
    protectedId: fc.option(fc.constantFrom('0', '1', '2'), { nil: undefined, freq: 3 }),
    sickId: fc.option(fc.constantFrom('0', '1', '2'), { nil: undefined, freq: 3 }),
  })
  .map(({ protectedId, sickId, ...rest }) => ({
    ...rest,
    ...(protectedId === undefined ? {} : { protectedId }),
    ...(sickId === undefined ? {} : { sickId }),
  }));

const inputs: fc.Arbitrary<ReleaseInputs> = fc.record({
  payload: fc.constantFrom('image' as const, 'image-over-unpinned' as const, 'extension' as const),
  hasPreviousSettings: oneIn(4).map((isOmitted) => !isOmitted),
  suspendRepairs: fc.boolean(),
  onUnhealthy: fc.constantFrom('rollback' as const, 'stop' as const, 'quarantine' as const),
  mostUnhealthy: fc.constantFrom(0, 0, 1),
  onFailure: oneIn(5).map((isStopped) => (isStopped ? ('stop' as const) : ('rollback' as const))),
  leavesRecord: oneIn(5).map((isNone) => !isNone),
});

const canary: fc.Arbitrary<ReleaseCommand> = fc.record({
  kind: fc.constant('canary' as const),
  percent: fc.constantFrom(10, 30, 50),
});

const rollout: fc.Arbitrary<ReleaseCommand> = fc.record({
  kind: fc.constant('rollout' as const),
  batchSize: fc.constantFrom(1, 2),
  names: fc.boolean(),
});

const rollback = fc.constant<ReleaseCommand>({ kind: 'rollback' });

const namedRollout: fc.Arbitrary<ReleaseCommand> = fc.record({
  kind: fc.constant('rollout' as const),
  batchSize: fc.constantFrom(1, 2),
  names: fc.constant(true),
});

/** Canary, and then promote, reject, a larger canary, or nothing; or everybody at once. */
const commands: fc.Arbitrary<readonly ReleaseCommand[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(canary) },
  { weight: 3, arbitrary: fc.tuple(canary, rollout) },
  { weight: 3, arbitrary: fc.tuple(canary, rollback) },
  { weight: 2, arbitrary: fc.tuple(canary, canary, fc.oneof(rollout, rollback)) },
  { weight: 2, arbitrary: fc.tuple(namedRollout) },
  { weight: 1, arbitrary: fc.tuple(namedRollout, rollback) },
);

/** At most one job is interrupted: the first that does not end whole is the last. */
const jobs: fc.Arbitrary<readonly ScheduledJob[]> = commands.chain((all) =>
  fc.tuple(
    ...all.map((command) =>
      fc
        .record({
          interruption: fc.option(interruption, { nil: undefined, freq: 2 }),
          postInterruption: fc.option(interruption, { nil: undefined, freq: 2 }),
          isMachineLost: fc.boolean(),
        })
        .map(
          ({ interruption, postInterruption, isMachineLost }): ScheduledJob => ({
            command,
            isMachineLost,
            ...(interruption === undefined ? {} : { interruption }),
            ...(postInterruption === undefined ? {} : { postInterruption }),
          }),
        ),
    ),
  ),
);

const calmJobs: fc.Arbitrary<readonly ScheduledJob[]> = commands.map((all) =>
  all.map((command) => ({ command, isMachineLost: false })),
);

const way = fc.constantFrom<ReleaseWay>('auto', 'auto', 'finish', 'undo', 're-run', 'rollback');

const circumstances = {
  shape,
  inputs,
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  requestLatency: fc.constantFrom('none' as const, 'realistic' as const),
  dataPlane: fc.constantFrom(
    'pessimistic' as const,
    'optimistic' as const,
    'late' as const,
    'random' as const,
  ),
  isDebug: oneIn(10),
  tokenLifetimeSeconds: fc.constantFrom(3_599, 40),
  recovery: way,
  ending: fc.constantFrom('promote' as const, 'reject' as const),
};

const wildSchedule: fc.Arbitrary<ReleaseSchedule> = fc
  .record({
    ...circumstances,
    jobs,
    disturbances,
    firstRecovery: fc.option(
      fc
        .record({
          way,
          interruption: fc.option(interruption, { nil: undefined, freq: 2 }),
          isDisturbed: fc.boolean(),
        })
        .map(({ interruption, ...rest }) => (interruption === undefined ? rest : { ...rest, interruption })),
      { nil: undefined, freq: 2 },
    ),
  })
  .map(({ firstRecovery, ...schedule }) =>
    fitting(firstRecovery === undefined ? schedule : { ...schedule, firstRecovery }),
  );

/** A run has to get over these by itself. */
const mildSchedule: fc.Arbitrary<ReleaseSchedule> = fc
  .record({
    ...circumstances,
    jobs: calmJobs,
    disturbances: fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fault.filter(isMild) },
        { weight: 2, arbitrary: otherField.filter(isMild) },
        { weight: 1, arbitrary: clockJump },
      ),
      { maxLength: 5 },
    ),
  })
  .map(({ shape: { sickId: _, ...shape }, ...schedule }) => fitting({ ...schedule, shape }));

function fitting(drawn: ReleaseSchedule): ReleaseSchedule {
  const schedule = drawn.disturbances.some(({ kind }) => kind === 'instance-protected')
    ? // Only then does a release write policies, and more than its own member of them.
      { ...drawn, shape: { ...drawn.shape, isScaled: true, hasPolicies: true } }
    : drawn;
  const { shape, inputs, recovery, ending } = schedule;
  const isSick = shape.sickId !== undefined;
  const isWayBack = isImage(inputs.payload) || inputs.hasPreviousSettings;
  // Without one or the other, nothing but the same job once more, or a person, brings it to an end.
  const { sickId: _, ...well } = shape;
  const whole = isSick && !isWayBack ? { ...schedule, shape: well } : schedule;
  return {
    ...whole,
    // Who is added while the model leaves the version open has the newest, by nobody's doing.
    disturbances: schedule.disturbances.filter(
      ({ kind }) => kind !== 'capacity' || inputs.payload !== 'image-over-unpinned',
    ),
    jobs: schedule.jobs.filter(
      ({ command }, index, jobs) =>
        command.kind !== 'rollback' || (isWayBack && isRemembered(jobs[index - 1], inputs)),
    ),
    inputs: {
      ...inputs,
      // Replacing the sick is refused beside a canary.
      suspendRepairs: inputs.suspendRepairs || shape.repairs === 'running',
    },
    // An instance that never gets healthy can only be taken back.
    recovery: isSick && isWayBack && recovery !== 'rollback' ? 'undo' : isWayBack ? recovery : 're-run',
    ending: isWayBack ? (isSick ? 'reject' : ending) : 'promote',
  };
}

/** What cannot be taken back is not rejected, and of a release that is over and has left no record nobody knows what was before it. */
function isRemembered(former: ScheduledJob | undefined, { leavesRecord }: ReleaseInputs): boolean {
  return leavesRecord || former?.command.kind !== 'rollout';
}

/** Every schedule that there may be, likelier the more it has to do with what can break. */
export const arbitraryReleaseSchedule: fc.Arbitrary<ReleaseSchedule> = fc.oneof(
  { weight: 4, arbitrary: wildSchedule },
  { weight: 1, arbitrary: mildSchedule },
);
