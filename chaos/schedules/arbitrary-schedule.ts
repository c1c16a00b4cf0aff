import fc from 'fast-check';
import type { FaultEffect } from '../../emulator/faults.ts';
import {
  type Disturbance,
  type FirstRecovery,
  type Interruption,
  isMild,
  type OtherField,
  type RecoveryWay,
  type Schedule,
  sparesOwnSwap,
} from './schedule.ts';
import { isLongRunningWrite, type RequestKind, requestKinds, type SignInKind, type Spot } from './spots.ts';

const HOUR_MS = 3_600_000;

/** Mostly a few requests in a row: a storm outlasts a retry, and only rarely one that never ends. */
export const times: fc.Arbitrary<Spot['times']> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(1) },
  { weight: 5, arbitrary: fc.integer({ min: 2, max: 4 }) },
  { weight: 2, arbitrary: fc.integer({ min: 5, max: 30 }) },
  { weight: 1, arbitrary: fc.constant('always' as const) },
);

const once = fc.constant(1);

function nthOf(kind: RequestKind): fc.Arbitrary<number> {
  return fc.integer({
    min: 1,
    max: kind === 'any' || kind === 'poll' ? 90 : isLongRunningWrite(kind) ? 4 : 12,
  });
}

function spotOf(kinds: readonly RequestKind[], howOften: fc.Arbitrary<Spot['times']>): fc.Arbitrary<Spot> {
  return fc
    .constantFrom(...kinds)
    .chain((request) => fc.record({ request: fc.constant(request), nth: nthOf(request), times: howOften }));
}

/** Before ARM has carried anything out, or instead of it: any request may meet these. */
export const refusal: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc
    .constantFrom(500, 502, 503, 504, 408)
    .chain((status) =>
      fc
        .constantFrom({}, { 'retry-after': '2' }, { 'retry-after': '20' })
        .map((headers): FaultEffect => ({ effect: 'answer', status, code: 'ServerError', headers })),
    ),
  fc.option(fc.constantFrom(1, 5, 30), { nil: undefined }).map(
    (retryAfterSeconds): FaultEffect => ({
      effect: 'throttled',
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    }),
  ),
  fc.constantFrom<FaultEffect>(
    { effect: 'connection-reset' },
    { effect: 'answer-lost' },
    { effect: 'unanswered' },
    { effect: 'answer', status: 401, code: 'InvalidAuthenticationToken' },
    { effect: 'answer', status: 429, code: 'RetryableError' },
    { effect: 'answer', status: 409, code: 'AnotherOperationInProgress' },
    { effect: 'answer', status: 403, code: 'AuthorizationFailed' },
    { effect: 'answer', status: 403, code: 'RequestDisallowedByPolicy' },
    { effect: 'answer', status: 400, code: 'PublicIPCountLimitReached' },
    { effect: 'answer', status: 400, code: 'InvalidRequestFormat' },
    { effect: 'answer', status: 412, code: 'PreconditionFailed' },
    { effect: 'answer', status: 502, code: 'Html', body: '<html>Bad gateway</html>' },
  ),
  // The connection is cut at once, and ARM has the request later, by as much as a killed process's may be late.
  fc
    .constantFrom(300, 2_000, 9_000)
    .map((carriedOutAfterMs): FaultEffect => ({ effect: 'answer-lost', carriedOutAfterMs })),
  fc.record({
    effect: fc.constant('delayed' as const),
    // What a killed process has sent arrives within seconds of its death; an answer may take longer than anybody waits.
    beforeMs: fc.constantFrom(0, 800, 4_000),
    afterMs: fc.constantFrom(0, 800, 5_000, 61_000),
  }),
);

/** What becomes of an operation that was accepted, with both halves of an update that failed. */
export const operationFault: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc
    .record({
      effect: fc.constantFrom('operation-fails' as const, 'operation-canceled' as const),
      model: fc.constantFrom('changed' as const, 'unchanged' as const, 'half-changed' as const),
      dataPlaneFollows: fc.boolean(),
    })
    .map((fault): FaultEffect => fault),
  fc
    .record({
      effect: fc.constant('stuck' as const),
      model: fc.constantFrom('changed' as const, 'unchanged' as const, 'half-changed' as const),
      dataPlaneFollows: fc.boolean(),
    })
    .map((fault): FaultEffect => fault),
  fc
    .constantFrom('changed' as const, 'unchanged' as const)
    .map((model): FaultEffect => ({ effect: 'operation-superseded', model })),
);

const writes = requestKinds.filter(isLongRunningWrite);

/** ARM's own swap has no ETag, so it may come as late as anything is waited for. */
const lateSwap: fc.Arbitrary<FaultEffect> = fc
  .constantFrom(20_000, 40_000, 58_000)
  .map((carriedOutAfterMs) => ({ effect: 'answer-lost', carriedOutAfterMs }));

export const fault: fc.Arbitrary<Disturbance> = fc
  .oneof(
    { weight: 3, arbitrary: fc.record({ at: spotOf(requestKinds, times), effect: refusal }) },
    { weight: 2, arbitrary: fc.record({ at: spotOf(writes, times), effect: refusal }) },
    { weight: 3, arbitrary: fc.record({ at: spotOf(writes, times), effect: operationFault }) },
    { weight: 1, arbitrary: fc.record({ at: spotOf(['swap-addresses'], once), effect: lateSwap }) },
  )
  .map(({ at, effect }): Disturbance => ({ kind: 'fault', at, effect }));

/** Entra ID, or GitHub, hangs, fails, is slow, or refuses. */
const signInEffect: fc.Arbitrary<FaultEffect> = fc.oneof(
  fc.constantFrom<FaultEffect>(
    { effect: 'unanswered' },
    { effect: 'unanswered' },
    { effect: 'answer', status: 503, code: 'temporarily_unavailable' },
    { effect: 'answer', status: 500, code: 'server_error' },
    { effect: 'answer', status: 400, code: 'unauthorized_client' },
    { effect: 'throttled' },
    { effect: 'connection-reset' },
    { effect: 'answer-lost' },
  ),
  fc.record({
    effect: fc.constant('delayed' as const),
    // Slower than anybody waits, too.
    beforeMs: fc.constantFrom(800, 8_000, 20_000),
  }),
);

/** From the first sign-in of a process on, or from a later one: a token that ends soon is asked for anew again and again. */
export function signInFaultOf(...kinds: readonly SignInKind[]): fc.Arbitrary<Disturbance> {
  const at = fc.record({
    request: fc.constantFrom(...kinds),
    nth: fc.integer({ min: 1, max: 6 }),
    times,
  });
  return fc.record({ kind: fc.constant('fault' as const), at, effect: signInEffect });
}

/** ARM refuses the token in the middle of a run, perhaps in its window, and there is no new one to be had. */
export function tokenLostOf(...kinds: readonly SignInKind[]): fc.Arbitrary<readonly Disturbance[]> {
  return fc
    .tuple(spotOf(requestKinds, once), fc.constantFrom(...kinds), times, signInEffect)
    .map(([at, request, times, effect]) => [
      { kind: 'fault', at, effect: { effect: 'answer', status: 401, code: 'InvalidAuthenticationToken' } },
      { kind: 'fault', at: { request, nth: 2, times }, effect },
    ]);
}

const when = fc.constantFrom('before' as const, 'after' as const);

/** Of an address. One of a load balancer took 313 s, and is the same to whoever waits for it to its end. */
const LONGEST_RECORDED_UPDATE_MS = 130_000;

export const otherField: fc.Arbitrary<Disturbance> = fc.record({
  kind: fc.constant('other-field' as const),
  at: spotOf(requestKinds, once),
  when,
  writes: fc.constantFrom<OtherField>(
    'production-load-balancer-tag',
    'target-load-balancer-tag',
    'production-load-balancer-rule',
    'target-load-balancer-rule',
    'production-address-tag',
    'target-address-tag',
  ),
  lastsMs: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1_000, max: LONGEST_RECORDED_UPDATE_MS }) },
  ),
});

const sameField: fc.Arbitrary<Disturbance> = fc.record({
  kind: fc.constant('same-field' as const),
  at: spotOf(requestKinds, once),
  when,
  side: fc.constantFrom('production' as const, 'target' as const),
});

const tagsRemoved: fc.Arbitrary<Disturbance> = fc.record({
  kind: fc.constant('tags-removed' as const),
  at: spotOf(requestKinds, once),
  when,
});

const clockJump: fc.Arbitrary<Disturbance> = fc.record({
  kind: fc.constant('clock-jump' as const),
  afterMs: fc.integer({ min: 0, max: 90_000 }),
  byMs: fc.constantFrom(-2 * HOUR_MS, -HOUR_MS / 6, -5_000, 5_000, HOUR_MS / 6, 2 * HOUR_MS),
});

/** Nobody knows of an operation any more: what has become of it shows the resource alone. */
const forgottenOperation: fc.Arbitrary<Disturbance> = spotOf(['poll'], times).map((at) => ({
  kind: 'fault',
  at,
  effect: { effect: 'answer', status: 404, code: 'OperationNotFound' },
}));

/** An operation comes to nothing, and who asks about operations is told that they have succeeded. */
const falseSuccess: fc.Arbitrary<readonly Disturbance[]> = fc
  .tuple(
    spotOf(writes, once),
    operationFault.filter(({ effect }) => effect !== 'stuck'),
    nthOf('poll'),
  )
  .map(([at, effect, nth]) => [
    { kind: 'fault', at, effect },
    {
      kind: 'fault',
      at: { request: 'poll', nth, times: 40 },
      effect: { effect: 'answer', status: 200, code: 'OK', body: { status: 'Succeeded' } },
    },
  ]);

/** What comes together stays together. */
const disturbances: fc.Arbitrary<readonly Disturbance[]> = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.tuple(fault) },
      { weight: 1, arbitrary: fc.tuple(forgottenOperation) },
      { weight: 5, arbitrary: fc.tuple(otherField) },
      { weight: 2, arbitrary: fc.tuple(sameField) },
      { weight: 1, arbitrary: fc.tuple(tagsRemoved) },
      { weight: 1, arbitrary: fc.tuple(clockJump) },
      { weight: 1, arbitrary: falseSuccess },
      { weight: 2, arbitrary: fc.tuple(signInFaultOf('sign-in')) },
      { weight: 2, arbitrary: tokenLostOf('sign-in') },
    ),
    { maxLength: 5 },
  )
  .map((groups) => groups.flat());

export const interruption: fc.Arbitrary<Interruption> = fc
  .constantFrom('requests' as const, 'writes' as const, 'writes' as const)
  .chain((counts) =>
    fc.record({
      how: fc.constantFrom('kill' as const, 'terminate' as const, 'cancel' as const),
      counts: fc.constant(counts),
      nth: fc.integer({ min: 1, max: counts === 'writes' ? 8 : 250 }),
      moment: fc.constantFrom('before' as const, 'in-flight' as const, 'after' as const),
      delayMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
      // See LONGEST_TRANSIT_MS of perform-act.ts.
      lateMs: fc.constantFrom(0, 0, 800, 9_000, 50_000),
    }),
  );

const recoveryWay: fc.Arbitrary<RecoveryWay> = fc.constantFrom('auto', 'auto', 'finish', 'undo', 're-run');

const firstRecovery: fc.Arbitrary<FirstRecovery> = fc
  .record({
    way: recoveryWay,
    interruption: fc.option(interruption, { nil: undefined, freq: 2 }),
    isDisturbed: fc.boolean(),
  })
  .map(({ interruption, ...recovery }) =>
    interruption === undefined ? recovery : { ...recovery, interruption },
  );

const circumstances = {
  scenario: fc.oneof(
    { weight: 6, arbitrary: fc.constant('vipswap' as const) },
    { weight: 2, arbitrary: fc.constant('dual-stack' as const) },
    { weight: 1, arbitrary: fc.constant('virtual-machines' as const) },
  ),
  command: fc.constantFrom('run' as const, 'run' as const, 'run' as const, 'rollback' as const),
  leavesRecord: oneIn(6).map((isNone) => !isNone),
  isSpareGiven: oneIn(5),
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
  isMachineLost: fc.boolean(),
  recovery: recoveryWay,
  recoveryNames: fc.constantFrom('all' as const, 'first' as const, 'last' as const),
  isRunAgain: oneIn(4),
};

export function oneIn(count: number): fc.Arbitrary<boolean> {
  return fc.integer({ min: 1, max: count }).map((draw) => draw === count);
}

const mildDisturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  { weight: 6, arbitrary: fault.filter(isMild) },
  { weight: 1, arbitrary: signInFaultOf('sign-in').filter(isMild) },
  { weight: 2, arbitrary: otherField },
  { weight: 1, arbitrary: clockJump },
  { weight: 1, arbitrary: tagsRemoved },
);

/** Drawn last: who only looks leaves the rest of a schedule as it is. */
const onlookers = {
  looksAfterMs: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.integer({ min: 0, max: 150_000 }), { minLength: 1, maxLength: 3 }),
    },
  ),
  isUnlocked: oneIn(8),
};

/** A run has to get over these by itself. */
function mildScheduleOf(method: Schedule['method'], disturbance: fc.Arbitrary<Disturbance>) {
  return fc
    .record({ ...circumstances, disturbances: fc.array(disturbance, { maxLength: 5 }), ...onlookers })
    .map((schedule): Schedule => fitting({ ...schedule, method, onFailure: 'rollback' }));
}

/** Of an operation that nothing but its polls tells of: several bad answers in a row are none of its own. */
const failingPolls: fc.Arbitrary<Disturbance> = fc
  .record({ at: spotOf(['poll'], fc.integer({ min: 3, max: 4 })), effect: refusal })
  .map(({ at, effect }): Disturbance => ({ kind: 'fault', at, effect }))
  .filter(isMild);

const mildOfOwnSwap = fc.oneof(
  { weight: 2, arbitrary: mildDisturbance.filter(sparesOwnSwap) },
  { weight: 1, arbitrary: failingPolls },
);

const mildSchedule: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 3, arbitrary: mildScheduleOf('temporary-ip', mildDisturbance) },
  { weight: 2, arbitrary: mildScheduleOf('native', mildOfOwnSwap) },
  { weight: 1, arbitrary: mildScheduleOf('auto', mildOfOwnSwap) },
);

const wildSchedule: fc.Arbitrary<Schedule> = fc
  .record({
    ...circumstances,
    method: fc.constantFrom('temporary-ip' as const, 'native' as const, 'auto' as const),
    onFailure: oneIn(8).map((isStopped) => (isStopped ? ('stop' as const) : ('rollback' as const))),
    disturbances,
    interruption: fc.option(interruption, { nil: undefined }),
    postInterruption: fc.option(interruption, { nil: undefined, freq: 2 }),
    firstRecovery: fc.option(firstRecovery, { nil: undefined, freq: 2 }),
    ...onlookers,
  })
  .map(({ interruption, postInterruption, firstRecovery, ...schedule }) =>
    fitting({
      ...schedule,
      ...(interruption === undefined ? {} : { interruption }),
      ...(postInterruption === undefined ? {} : { postInterruption }),
      ...(firstRecovery === undefined ? {} : { firstRecovery }),
    }),
  );

function fitting(schedule: Schedule): Schedule {
  const isDual = schedule.scenario === 'dual-stack';
  return {
    ...schedule,
    leavesRecord: schedule.leavesRecord || schedule.command === 'rollback',
    // ARM's own swap takes one pair of addresses, and makes no use of a spare one.
    method: isDual ? 'temporary-ip' : schedule.method,
    isSpareGiven: schedule.isSpareGiven && !isDual && schedule.method !== 'native',
    // The other writer's whole list of frontends would put back the second one of a dual stack, as ARM would not let them.
    disturbances: schedule.disturbances.filter(({ kind }) => kind !== 'same-field' || !isDual),
  };
}

/** Every schedule that there may be, likelier the more it has to do with what can break. */
export const arbitrarySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 7, arbitrary: wildSchedule },
  { weight: 3, arbitrary: mildSchedule },
);
