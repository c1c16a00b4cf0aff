import type { StrategyContext } from '../../strategy.ts';
import type { ScaleSetGoal } from '../goal.ts';
import type { Before } from '../instances/unhealthy-budget.ts';
import type { Observation } from '../observed/observe.ts';
import { describePayload } from '../payload/describe-payload.ts';
import { isUnpinnedFormOf, payloadOfModel } from '../payload/model.ts';
import { refusedPreviousSettings } from '../payload/previous-settings.ts';
import { shortSecretHazards } from '../payload/short-secrets.ts';
import { canGoBack, type Wanted } from '../payload/wanted.ts';
import type { PlannedSteps } from '../plan/plan-release.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { describeForeignModel, describePutBack, modelOfRelease } from './foreign-model.ts';
import { findHazards } from './hazards.ts';
import { checkImageFit } from './image-fit.ts';
import { type AccessFindings, checkAccess } from './index.ts';
import { timeFindings } from './time-findings.ts';

export interface Findings extends AccessFindings {
  readonly hazards: readonly string[];
}

export async function findingsOf(
  context: StrategyContext,
  goal: ScaleSetGoal,
  observation: Observation,
  wanted: Wanted,
  { planned, before }: { readonly planned: PlannedSteps; readonly before: Before },
): Promise<Findings> {
  const { scaleSet, surroundings, unchecked } = observation;
  const { resolved, release } = wanted;
  const payload = goal.payload?.kind ?? (wanted.open === undefined ? 'model' : release.payload.kind);
  const { strategy, suspendRepairs, health } = goal;
  const hasSuspendedRepairs = wanted.open?.hasSuspendedRepairs === true;
  const found = findHazards(surroundings, {
    strategy,
    suspendRepairs,
    payload,
    health,
    hasSuspendedRepairs,
  });
  const fit =
    resolved?.resolvedImage === undefined
      ? { refusals: [], hazards: [], unchecked: [] }
      : await checkImageFit(context, scaleSet, resolved.resolvedImage, release.previous);
  const image = goal.payload?.kind === 'image' ? (goal.payload.input ?? 'image') : 'image';
  const access = await checkAccess(context, { observation, release, steps: planned.steps, before, ...goal });
  const time = timeFindings(context, goal, planned);
  return {
    refusals: [
      ...found.refusals,
      ...(resolved?.refusals ?? []),
      ...fit.refusals.map((refusal) => `${image}: ${refusal}`),
      ...noWayBack(goal, wanted),
      ...noWayForwards(scaleSet, wanted),
      ...foreignModel(observation, wanted),
      ...refusedPreviousSettings(release.previous, wanted.sources.previous),
      ...access.refusals,
      ...time.refusals,
    ],
    hazards: [
      ...found.hazards,
      ...(resolved?.hazards ?? []),
      ...fit.hazards,
      ...unpinnedModel(scaleSet, release),
      ...oneWay(wanted),
      ...shortSecretHazards(wanted.sources),
      ...time.hazards,
    ],
    unchecked: [...unchecked, ...fit.unchecked, ...access.unchecked],
    natLoadBalancers: access.natLoadBalancers,
  };
}

/**
 * Where the model has the payload before the release begins, what the instances had is in no record. What an extension had
 * stands in the inputs of each half, and nowhere else.
 */
function noWayBack({ strategy, allowNoRollback }: ScaleSetGoal, wanted: Wanted): string[] {
  const { previous } = wanted.release;
  if (allowNoRollback || canGoBack(wanted)) {
    return [];
  }
  if (previous?.kind === 'extension') {
    return [
      `The former settings of extension "${previous.name}" are not given, so this half of the release could not be taken back. Set ` +
        'previous-extension-settings, previous-extension-protected-settings, or both, to what it had before the release; or set ' +
        'allow-no-rollback: true.',
    ];
  }
  if (previous !== undefined && wanted.open !== undefined) {
    // Nothing that could be given in this half would tell it.
    return [];
  }
  if (previous !== undefined) {
    return [
      `The model has ${describePayload(previous)} without a version, and Azure tells of no instance that runs another one than the payload, so ` +
        'what there is now is not known, and could not be put back: it would be whatever is the newest by then. Pin a version in the model ' +
        'first, or set allow-no-rollback: true.',
    ];
  }
  return strategy === 'canary-percent'
    ? [
        'A canary that cannot be taken back is no canary: the model has this payload already, so there is nothing to go back to. Put the ' +
          'former payload back into the model first, or set allow-no-rollback: true.',
      ]
    : [];
}

function oneWay(wanted: Wanted): string[] {
  const { previous } = wanted.release;
  if (canGoBack(wanted)) {
    return [];
  }
  return previous?.kind === 'extension'
    ? [
        `What extension "${previous.name}" had before is not given (previous-extension-settings, previous-extension-protected-settings), so ` +
          'nothing can be taken back by this run: a failure stops it where it is.',
      ]
    : [
        'What the instances have now is not known to this release, so nothing of it can be taken back: a failure stops it where it is.',
      ];
}

/** An open release goes on from where it is: what somebody else has put there meanwhile, nobody has asked to take away. */
function foreignModel({ scaleSet, reads }: Observation, { release, open }: Wanted): string[] {
  const found = describeForeignModel(scaleSet, release) ?? describePutBack(scaleSet, reads, release);
  return open === undefined || found === undefined ? [] : [found];
}

/** Put back as it was it would bring whatever is the newest by then: the very version that is taken back, as a rule. */
function unpinnedModel(scaleSet: Observation['scaleSet'], { payload, previous }: PlannedRelease): string[] {
  const model = payloadOfModel(scaleSet, payload);
  return model !== undefined && previous !== undefined && isUnpinnedFormOf(model, previous)
    ? [
        `The model has ${describePayload(model)}, without a version. From this release on it names one: ${describePayload(payload)}, and where ` +
          `that is taken back ${describePayload(previous)}, the newest that instances run now.`,
      ]
    : [];
}

/**
 * An open release whose extension was never written, or was put back: its settings are in no record. Where somebody has put another one there
 * it can be neither promoted nor rejected, and that is said instead.
 */
function noWayForwards(scaleSet: Observation['scaleSet'], { release, sources }: Wanted): string[] {
  const { payload, releaseId } = release;
  return payload.kind === 'image' ||
    sources.payload !== undefined ||
    modelOfRelease(scaleSet, release) !== 'previous'
    ? []
    : [
        `The settings that release ${releaseId} was to bring for extension "${payload.name}" are not in the model, and in no record, because ` +
          'they may be secret. Give them again (extension, extension-settings, extension-protected-settings), or reject the release with ' +
          '"command: rollback".',
      ];
}
