import { withDeadline } from '../../../engine/deadline.ts';
import { hasJournal } from '../../../record/journal.ts';
import { EndlessLockError } from '../../../record/lock.ts';
import { hasOpenRelease } from '../../../record/open-release.ts';
import { readRecord } from '../../../record/record.ts';
import { RecoveredMeanwhileError } from '../../come-too-late.ts';
import { LATE_WRITE_MS } from '../../late-writes.ts';
import { RecoveryTimeoutError } from '../../recovery-timeout-error.ts';
import { RefusedError } from '../../refused-error.ts';
import type { Recovered, RecoverTo, RecoveryContext, RecoveryPreparation } from '../../strategy.ts';
import type { RequestedPayload, TakeBackTerms } from '../goal.ts';
import { readScaleSet } from '../observed/observe.ts';
import { judgedByTags, seeAsItIs } from '../observed/see-as-it-is.ts';
import { seeWhoHas } from '../observed/see-record.ts';
import type { FinishedRelease } from '../payload/wanted.ts';
import { giveBackForgotten } from '../perform/give-back-forgotten.ts';
import { noTraces } from '../performers.ts';
import { readRelease } from '../record/open-release.ts';
import { giveUpLock } from '../record/scale-set-record.ts';
import { recordedSetAside } from '../record/set-aside.ts';
import type { ScaleSetTerms } from '../terms.ts';
import { carryOut, isUnhealthy } from './carry-out.ts';
import { sourcesOf } from './sources.ts';
import { sweep } from './sweep.ts';
import { takeOver } from './take-over.ts';

const UNRECOVERED = { outcome: 'failed', cleanUpErrors: [] } as const;

/** The job that recovers first is about to release. */
export interface BeforeRelease {
  readonly payload: RequestedPayload | undefined;
  readonly tellFinished: (release: FinishedRelease) => void;
}

/**
 * Brings an interrupted half of a release to its end, or takes the whole release back, by what the tags say and by Azure as it
 * is. Safe to run at any time, and by several people at once: one of them gets the lock.
 */
export async function prepareScaleSetRecovery(
  context: RecoveryContext,
  takeBack: TakeBackTerms,
  terms: ScaleSetTerms,
  recoverTo: RecoverTo,
  before?: BeforeRelease,
): Promise<RecoveryPreparation> {
  const { clock } = context;
  const { scaleSetId } = takeBack;
  const scaleSet = await readScaleSet(context, scaleSetId);
  const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
  const { tags = {} } = scaleSet;
  if (hasJournal(tags) || hasOpenRelease(tags)) {
    context.tellSubject(subject);
  }
  const { lock, journal, release: open } = readRecord(tags);
  if (journal === undefined) {
    const { kind, notes, endless } = await sweep(context, scaleSetId, scaleSet.name);
    return endless.length === 0
      ? { kind, subject, reason: notes.join('; ') }
      : { kind: 'not-in-order', subject, error: new EndlessLockError(endless, notes) };
  }
  if (open === undefined) {
    throw new RefusedError(
      `The journal of scale set "${scaleSet.name}" tells of a release whose own tags are gone: what it was to bring, and what there was ` +
        'before, is not known. See how the instances are with "command: status", put them in order by hand, and remove the tags ' +
        'that begin with azure-rollout-journal.',
    );
  }
  const release = readRelease(scaleSetId, open);
  const sources = sourcesOf(scaleSet, release, takeBack, before?.payload);
  const traces = {
    ...noTraces({ isModelWritten: true }),
    isRecorded: true,
    setAside: recordedSetAside({ release: open }),
  };
  const seen = { release, recoverTo, journal, lock, traces };
  return {
    kind: 'ready',
    subject,
    async run({ signal, ...limit }) {
      const deadline = {
        clock,
        signal,
        ...limit,
        subject: 'the recovery; the interrupted release is not at its end',
        reasonOf: (message: string) => new RecoveryTimeoutError(message),
      };
      let recovered: Recovered | undefined;
      try {
        recovered = await withDeadline(deadline, async (limited) => {
          await takeOver(context, seen, limited);
          const lateWritesUntilMs = clock.monotonicMs() + LATE_WRITE_MS;
          const recovery = {
            takeBack,
            terms,
            recoverTo,
            journal,
            release,
            sources,
            traces,
            lateWritesUntilMs,
          };
          return carryOut({ ...context, signal: limited }, recovery);
        });
        if (recovered.result.outcome === 'interrupted') {
          await seeAsItIs({ ...context, release }, judgedByTags(release), signal);
        }
        await seeWhoHas(context, release, recovered.result, signal);
        if (recovered.direction === 'finish' && recovered.result.outcome === 'succeeded') {
          before?.tellFinished(journal);
        }
        return recovered;
      } catch (error) {
        if (!(error instanceof RecoveredMeanwhileError)) {
          await giveBackForgotten({ ...context, release, traces }, UNRECOVERED, signal);
          await seeAsItIs({ ...context, release }, judgedByTags(release), signal);
        }
        await seeWhoHas(context, release, { outcome: 'failed', error, undoErrors: [] }, signal);
        throw error;
      } finally {
        if (recovered?.result.outcome !== 'succeeded' || recovered.result.cleanUpErrors.length > 0) {
          const isStopped = recovered !== undefined && isUnhealthy(recovered);
          await giveUpLock(context, scaleSetId, isStopped, signal);
        }
      }
    },
  };
}
