import { ArmError } from '../../../azure/arm/arm-error.ts';
import { resolveImage } from '../../../azure/images/images.ts';
import type { ResolvedImage } from '../../../azure/images/resolved-image.ts';
import { ImageError } from '../../../azure/images/resolved-image.ts';
import { findExtension } from '../../../azure/scale-sets/scale-set-model.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import { readable } from '../../existing.ts';
import { RefusedError } from '../../refused-error.ts';
import type { StrategyContext } from '../../strategy.ts';
import type { RequestedPayload } from '../goal.ts';
import { subscriptionOf } from '../record/open-release.ts';
import { describeImage } from './describe-image.ts';
import { planExtensionRun } from './force-run.ts';
import { settingsWithScript } from './inline-script.ts';
import type { ExtensionSources } from './model.ts';
import { type RecordedPayload, recordedExtension } from './payload-text.ts';

/** What was asked for, pinned: what the model is to have, and where its settings come from. */
export interface ResolvedPayload {
  readonly recorded: RecordedPayload;
  readonly sources: Pick<ExtensionSources, 'payload'>;
  /** Of an image: what is to be compared with the scale set. */
  readonly resolvedImage?: ResolvedImage;
  readonly refusals: readonly string[];
  readonly hazards: readonly string[];
}

/**
 * @param releaseId what an extension gets as its `forceUpdateTag`.
 * @throws RefusedError where there is no such image or extension.
 */
export async function resolvePayload(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSet: ScaleSet,
  requested: RequestedPayload,
  releaseId: string,
): Promise<ResolvedPayload> {
  if (requested.kind === 'extension') {
    return resolveExtension(scaleSet, requested, releaseId);
  }
  const place = { subscriptionId: subscriptionOf(scaleSet.id), region: scaleSet.location };
  try {
    const resolvedImage = await readable(
      `${requested.input ?? 'image'} "${describeImage(requested.image)}"`,
      resolveImage(arm, requested.image, place, signal),
    );
    return {
      recorded: { kind: 'image', image: resolvedImage.image },
      sources: {},
      resolvedImage,
      refusals: [],
      hazards: [],
    };
  } catch (error) {
    throw error instanceof ImageError ? refused(error, requested.input ?? 'image') : error;
  }
}

/** The image is named in the error; what Azure was asked for knows of no inputs. */
function refused(error: ImageError, input: 'image' | 'packer-manifest'): RefusedError {
  const isAbsent = error.cause instanceof ArmError;
  const allowed =
    'Allowed: a managed image, a gallery image or a version of one, or publisher:offer:sku:version, that exists and that the identity may read.';
  return new RefusedError(`${input}: ${error.message}${isAbsent ? ` ${allowed}` : ''}`, { cause: error });
}

function resolveExtension(
  scaleSet: ScaleSet,
  { name, ...requested }: Extract<RequestedPayload, { kind: 'extension' }>,
  releaseId: string,
): ResolvedPayload {
  const extension = findExtension(scaleSet, name);
  if (extension === undefined) {
    const names = (scaleSet.properties.virtualMachineProfile?.extensionProfile?.extensions ?? []).map(
      (each) => each.name,
    );
    throw new RefusedError(
      `The model of scale set "${scaleSet.name}" has no extension "${name}"; it has ${names.join(', ') || 'none'}. Add it to the ` +
        'model first (az vmss extension set): a release changes the settings of one that is there.',
    );
  }
  const settings = settingsWithScript(requested, extension);
  const run = planExtensionRun(extension, settings, releaseId);
  return {
    recorded: recordedExtension(extension.name, settings.settings, releaseId),
    sources: { payload: settings },
    refusals: run.kind === 'refused' ? [run.reason] : [],
    hazards: run.kind === 'forced' ? [run.reason] : [],
  };
}
