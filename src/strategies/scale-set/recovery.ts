import { listInstances } from '../../azure/scale-set-instances.ts';
import { findExtension } from '../../azure/scale-set-model.ts';
import { changeTags } from '../../azure/scale-set-tags.ts';
import { getSettledScaleSet, type ScaleSet } from '../../azure/scale-sets.ts';
import { UNDO_PATIENCE_MS } from '../../azure/settled.ts';
import { withDeadline } from '../../engine/deadline.ts';
import type { Plan } from '../../engine/plan.ts';
import { runPlan } from '../../engine/run.ts';
import type { Journal, RecoveryDirection } from '../../record/journal.ts';
import { lockOf } from '../../record/lease.ts';
import { describeLock, isOver, LockedError } from '../../record/lock.ts';
import { readRecord, withRecord } from '../../record/record.ts';
import { RecoveredMeanwhileError } from '../come-too-late.ts';
import { LATE_WRITE_MS } from '../late-writes.ts';
import { RefusedError } from '../refused-error.ts';
import type {
  Recovered,
  RecoverTo,
  RecoveryContext,
  RecoveryControl,
  RecoveryPreparation,
} from '../strategy.ts';
import { accessTo } from './access.ts';
import { beforeRelease } from './before-release.ts';
import { describePayload } from './describe-payload.ts';
import type { RequestedPayload, TakeBackTerms } from './goal.ts';
import { settingsWithScript } from './inline-script.ts';
import { toInstance } from './instances.ts';
import { type ExtensionSources, payloadOfModel, samePayload } from './model.ts';
import { readScaleSet } from './observe.ts';
import { readRelease } from './open-release.ts';
import { recordedExtension } from './payload-text.ts';
import { scaleSetPerformers } from './performers.ts';
import { planBatches } from './plan-batches.ts';
import { findProduction } from './production.ts';
import { takeLockStep, writeRecordStep } from './record-steps.ts';
import {
  changeModelStep,
  confirmReleaseStep,
  releaseProtectionStep,
  resumeRepairsStep,
  upgradeCanariesStep,
  upgradeOutdatedStep,
} from './release-steps.ts';
import { giveUpLock, holderOf } from './scale-set-record.ts';
import { isOutdated } from './serving.ts';
import { startWatch } from './start-watch.ts';
import type { PlannedRelease, ScaleSetMethod, ScaleSetStep } from './steps.ts';
import { planTakeBack } from './take-back-plan.ts';
import type { ScaleSetTerms } from './terms.ts';
import { touchedIds } from './touched.ts';

/**
 * Brings an interrupted half of a release to its end, or takes the whole release back, by what the tags say and by Azure as it
 * is. Safe to run at any time, and by several people at once: one of them gets the lock.
 */
export async function prepareScaleSetRecovery(
  context: RecoveryContext,
  takeBack: TakeBackTerms,
  terms: ScaleSetTerms,
  recoverTo: RecoverTo,
  requested?: RequestedPayload,
): Promise<RecoveryPreparation> {
  const { scaleSetId } = takeBack;
  const scaleSet = await readScaleSet(context, scaleSetId);
  const { lock, journal, release: open } = readRecord(scaleSet.tags);
  const subject = { productionAddresses: [], scaleSet: scaleSet.name };
  if (journal === undefined) {
    const { isSwept, reason } = await sweep(context, scaleSetId, scaleSet.name);
    return { kind: isSwept ? 'swept' : 'nothing', subject, reason };
  }
  if (open === undefined) {
    throw new RefusedError(
      `The journal of scale set "${scaleSet.name}" tells of a release whose own tags are gone: what it was to bring, and what there was ` +
        'before, is not known. See how the instances are with "command: status", put them in order by hand, and remove the tags ' +
        'that begin with azure-rollout-journal.',
    );
  }
  const sources = sourcesOf(scaleSet, readRelease(scaleSetId, open), takeBack, requested);
  const recovery: Recovery = { context, takeBack, terms, recoverTo, journal, sources };
  return {
    kind: 'ready',
    subject,
    async run(control) {
      let recovered: Recovered | undefined;
      try {
        recovered = await recover(recovery, lock?.id, control);
        return recovered;
      } finally {
        if (recovered?.result.outcome !== 'succeeded' || recovered.result.cleanUpErrors.length > 0) {
          await giveUpLock(context, scaleSetId, false, control.signal);
        }
      }
    },
  };
}

interface Recovery {
  readonly context: RecoveryContext;
  readonly takeBack: TakeBackTerms;
  readonly terms: ScaleSetTerms;
  readonly recoverTo: RecoverTo;
  readonly journal: Journal;
  readonly sources: ExtensionSources;
}

/** A job that recovers before it releases has the settings of what it releases, and the release may be the same. */
function sourcesOf(
  scaleSet: ScaleSet,
  { payload }: PlannedRelease,
  { previousSettings }: TakeBackTerms,
  requested: RequestedPayload | undefined,
): ExtensionSources {
  const previous = previousSettings === undefined ? {} : { previous: previousSettings };
  if (requested?.kind !== 'extension' || payload.kind !== 'extension') {
    return previous;
  }
  const { name, ...given } = requested;
  const extension = findExtension(scaleSet, name);
  if (extension === undefined) {
    return previous;
  }
  const settings = settingsWithScript(given, extension);
  const isSame = samePayload(
    recordedExtension(
      extension.name,
      settings.settings ?? extension.properties.settings,
      payload.forceUpdateTag,
    ),
    payload,
  );
  return isSame ? { ...previous, payload: settings } : previous;
}

async function recover(
  recovery: Recovery,
  seenLockId: string | undefined,
  { signal, timeoutMs }: RecoveryControl,
): Promise<Recovered> {
  const { context } = recovery;
  const { clock } = context;
  return withDeadline({ clock, signal, timeoutMs, subject: 'the recovery' }, async (limited) => {
    await takeOver(recovery, seenLockId, limited);
    const lateWritesUntilMs = clock.monotonicMs() + LATE_WRITE_MS;
    return carryOut({ ...recovery, context: { ...context, signal: limited } }, lateWritesUntilMs);
  });
}

/**
 * Takes the lock from the interrupted run, under the ETag, also while it binds: whoever runs `recover` says that its runner is
 * lost. Should it be alive, it looks at the lock before each batch, and stops. Of two who recover one gets it.
 *
 * @param seenLockId the lock that was there when the recovery began: any other is new.
 * @throws LockedError, RecoveredMeanwhileError
 */
async function takeOver(
  { context, takeBack, journal }: Recovery,
  seenLockId: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { arm, lease, clock } = context;
  await changeTags(
    arm,
    takeBack.scaleSetId,
    ({ name, tags }) => {
      const found = readRecord(tags);
      const binds =
        found.lock !== undefined &&
        found.lock.id !== lease.id &&
        found.lock.id !== seenLockId &&
        !isOver(found.lock, lease.owner, arm.epochMs());
      if (found.lock !== undefined && binds) {
        throw new LockedError(holderOf({ name }), found.lock, 'recovery');
      }
      if (found.journal === undefined || found.journal.startedAtEpochMs !== journal.startedAtEpochMs) {
        throw new RecoveredMeanwhileError(name, { productionAddresses: [], scaleSet: name });
      }
      const lock =
        found.lock?.id === lease.id ? found.lock : lockOf(lease, clock.monotonicMs(), arm.epochMs());
      return withRecord(tags, { lock, journal: { ...found.journal, lockId: lease.id } });
    },
    signal,
  );
}

async function carryOut(recovery: Recovery, lateWritesUntilMs: number): Promise<Recovered> {
  const { context, takeBack, terms, recoverTo, journal, sources } = recovery;
  const { arm, clock, signal, emit, lease } = context;
  // What the killed process had sent last has arrived by then, and its operation is waited for.
  await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
  const scaleSet = await getSettledScaleSet(arm, takeBack.scaleSetId, signal, UNDO_PATIENCE_MS);
  const open = readRecord(scaleSet.tags).release;
  if (open === undefined) {
    throw new RecoveredMeanwhileError(scaleSet.name, {
      productionAddresses: [],
      scaleSet: scaleSet.name,
    });
  }
  const release = readRelease(takeBack.scaleSetId, open);
  const reads = await listInstances(arm, scaleSet.id, signal);
  const instances = reads.map((read) => toInstance(read, { scaleSet, payload: release.payload }));
  const method = methodOf(journal);
  const reach = method === 'batches' || open.strategy === 'full-rollout' ? 'all' : 'canaries';
  const touched = touchedIds(reads, release, reach);
  const left = (
    method === 'canary'
      ? instances.filter(
          ({ instanceId, hasPayload }) => release.canaryIds.includes(instanceId) && !hasPayload,
        )
      : instances.filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions)
  ).length;
  const isWayForwards =
    release.payload.kind === 'image' ||
    sources.payload !== undefined ||
    samePayload(payloadOfModel(scaleSet, release.payload), release.payload);
  const { previous } = release;
  const isWayBack =
    previous !== undefined &&
    (previous.kind === 'image' ||
      sources.previous !== undefined ||
      samePayload(payloadOfModel(scaleSet, previous), previous));
  const chosen = chooseDirection(recoverTo, {
    method,
    left,
    touched: touched.length,
    release,
    isWayForwards,
    isWayBack,
  });
  const production = await findProduction(context, scaleSet, terms.probe.url);
  const watch = await startWatch({ clock, emit, command: 'run' }, production, terms);
  const plan: Plan<ScaleSetStep> =
    chosen.direction === 'undo'
      ? planTakeBack({
          release,
          open,
          reach,
          touchedIds: touched,
          leavesRecord: terms.leavesRecord,
          reason: chosen.reason,
        })
      : planFinish({
          release,
          method,
          instances,
          protectedIds: open.protectedIds,
          terms,
          reason: chosen.reason,
        });
  const result = await runPlan({
    plan: { ...plan, unchecked: [...plan.unchecked, ...watch.unchecked] },
    performerOf: scaleSetPerformers({
      arm,
      emit,
      // What was away before this process began to look is in no figure of it.
      watch: { ...watch.watch, downtime: () => null },
      lease,
      release,
      terms: { health: takeBack.health, maxUnhealthy: { kind: 'count', count: 0 }, onUnhealthy: 'stop' },
      sources,
      access: accessTo(context, scaleSet),
      endpointCheck: { connectTo: terms.probe.connectTo, timeoutMs: terms.probe.timeoutMs },
      before: beforeRelease(instances, true),
      lateWritesUntilMs,
      isLockNeeded: false,
      troubled: { unhealthy: new Map(), quarantined: new Set() },
    }),
    clock,
    signal,
    timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
    undoTimeoutMs: 0,
    // Half of a recovery is nearer to the end than where it began: it is taken up again.
    onFailure: () => 'stop',
    emit,
  }).finally(() => watch.watch.stop());
  return { direction: chosen.direction, result };
}

/** The recovery as a whole has a deadline. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;

function methodOf({ method }: Journal): ScaleSetMethod {
  return method === 'canary' || method === 'batches' ? method : 'take-back';
}

interface Choice {
  readonly method: ScaleSetMethod;
  /** Instances that finishing has yet to upgrade. */
  readonly left: number;
  /** Instances that undoing has to take back. */
  readonly touched: number;
  readonly release: PlannedRelease;
  /** Whether what there was is in the model, or can be written into it. */
  readonly isWayBack: boolean;
  /** Whether what the release brings is in the model, or can be written into it. */
  readonly isWayForwards: boolean;
}

/** @throws RefusedError for a way that is not open. */
function chooseDirection(
  recoverTo: RecoverTo,
  { method, left, touched, release, isWayForwards, isWayBack }: Choice,
): { readonly direction: RecoveryDirection; readonly reason: string } {
  if (method === 'take-back') {
    if (recoverTo === 'finish') {
      throw new RefusedError(
        'What was interrupted is a rollback, which is brought to its end by recover-to: undo or auto. To go forwards again, let it ' +
          'end, and release anew.',
      );
    }
    return { direction: 'undo', reason: 'a rollback was interrupted: it is brought to its end' };
  }
  if (recoverTo === 'undo' && !isWayBack) {
    throw new RefusedError(
      `Release ${release.releaseId} cannot be taken back: what the instances had before is not known, or its settings are not given ` +
        '(previous-extension-settings, previous-extension-protected-settings). recover-to: finish goes on with it.',
    );
  }
  if (!isWayForwards && (recoverTo === 'finish' || !isWayBack)) {
    throw new RefusedError(
      `Release ${release.releaseId} cannot be finished by a recovery: its settings are not in the model, and in no record, because they ` +
        'may be secret. ' +
        (isWayBack
          ? 'recover-to: undo takes it back; or run the job of the release again with on-interrupted: recover, which has them.'
          : 'Run the job of the release again with on-interrupted: recover, which has them; or give previous-extension-settings ' +
            'and previous-extension-protected-settings, to take it back.'),
    );
  }
  if (recoverTo !== 'auto') {
    return { direction: recoverTo, reason: `recover-to is ${recoverTo}` };
  }
  if (!isWayForwards) {
    return { direction: 'undo', reason: 'the settings that the release was to bring are in no record' };
  }
  if (!isWayBack) {
    return { direction: 'finish', reason: 'there is no way back that is known' };
  }
  const counts = `finishing has ${left} instances to upgrade, undoing ${touched} to take back`;
  return touched < left
    ? { direction: 'undo', reason: `${counts}: fewer go down by undoing` }
    : { direction: 'finish', reason: `${counts}: no fewer would go down by undoing` };
}

function planFinish({
  release,
  method,
  instances,
  protectedIds,
  terms,
  reason,
}: {
  readonly release: PlannedRelease;
  readonly method: ScaleSetMethod;
  readonly instances: Parameters<typeof planBatches>[0];
  readonly protectedIds: readonly string[];
  readonly terms: ScaleSetTerms;
  readonly reason: string;
}): Plan<ScaleSetStep> {
  const isCanary = method === 'canary';
  const strategy = isCanary ? 'canary-percent' : 'full-rollout';
  const releasing = { release, strategy, method } as const;
  const batchSize = { kind: 'percent', percent: 20 } as const;
  const { batches, explanation } = planBatches(
    instances,
    batchSize,
    release.scaleSetId.split('/').at(-1) ?? '',
  );
  const goal = isCanary
    ? `the canaries ${release.canaryIds.join(', ')} shall have ${describePayload(release.payload)}`
    : `every instance shall have ${describePayload(release.payload)}`;
  return {
    strategy,
    method,
    methodReason: reason,
    goal,
    steps: [
      takeLockStep(releasing, { kind: 'goes-on', canaryIds: [], unreachedIds: [] }),
      changeModelStep(release),
      ...(isCanary
        ? [
            upgradeCanariesStep(release, 'as they were chosen'),
            confirmReleaseStep(release, 'canaries', 'canaries'),
          ]
        : [
            upgradeOutdatedStep(release, { batchSize, pauseBetweenBatchesMs: 0 }, batches, explanation),
            confirmReleaseStep(release, 'all', 'all'),
            releaseProtectionStep(release, protectedIds),
            resumeRepairsStep(release),
          ]),
      writeRecordStep(releasing, isCanary ? 'open-release' : terms.leavesRecord ? 'last' : 'nothing'),
    ],
    expectedDowntime: {
      medianSeconds: null,
      p90Seconds: null,
      basis: 'instances go down one batch at a time',
    },
    hazards: [],
    unchecked: [],
  };
}

/** Where no release was interrupted: a lock that is over, which an older run has left. */
async function sweep(
  { arm, lease, signal }: RecoveryContext,
  scaleSetId: string,
  name: string,
): Promise<{ readonly isSwept: boolean; readonly reason: string }> {
  const done: string[] = [];
  let isSwept = false;
  await changeTags(
    arm,
    scaleSetId,
    ({ tags }) => {
      const { lock } = readRecord(tags);
      if (lock === undefined) {
        return undefined;
      }
      if (!isOver(lock, lease.owner, arm.epochMs())) {
        done.push(`${name} is locked ${describeLock(lock)}: "command: recover" sweeps it when that is over`);
        return undefined;
      }
      isSwept = true;
      done.push(`a lock that was over is removed from ${name}`);
      return withRecord(tags, { lock: null });
    },
    signal,
  );
  return { isSwept, reason: [`no release of ${name} was interrupted`, ...new Set(done)].join('; ') };
}
