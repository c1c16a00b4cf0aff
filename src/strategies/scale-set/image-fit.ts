import { ArmError } from '../../azure/arm-error.ts';
import { resolveImage } from '../../azure/images.ts';
import { ImageError, type ResolvedImage } from '../../azure/resolved-image.ts';
import { imageOf } from '../../azure/scale-set-model.ts';
import type { ScaleSet } from '../../azure/scale-sets.ts';
import type { StrategyContext } from '../strategy.ts';
import { describeImage } from './describe-image.ts';
import { subscriptionOf } from './open-release.ts';

export interface ImageFit {
  readonly refusals: readonly string[];
  readonly unchecked: readonly string[];
}

/**
 * Whether machines of this scale set can be made of an image: what a machine cannot change is compared with what the image
 * of the model has. ARM refuses a mismatch only when the model is written, or, of a generation, when the first instance is
 * upgraded.
 */
export async function checkImageFit(
  { arm, signal }: Pick<StrategyContext, 'arm' | 'signal'>,
  scaleSet: ScaleSet,
  wanted: ResolvedImage,
): Promise<ImageFit> {
  const present = imageOf(scaleSet);
  const osType = scaleSet.properties.virtualMachineProfile?.storageProfile?.osDisk?.osType;
  const known = [...compare('OS', osType, wanted.osType, wanted), ...securityRefusals(scaleSet, wanted)];
  if (present === undefined) {
    return { refusals: known, unchecked: ['The image of the model, for it has none.'] };
  }
  const place = { subscriptionId: subscriptionOf(scaleSet.id), region: scaleSet.location };
  try {
    const current = await resolveImage(arm, present, place, signal);
    return {
      refusals: [
        ...known,
        ...compare('generation', current.generation, wanted.generation, wanted),
        ...compare('architecture', current.architecture, wanted.architecture, wanted),
        ...planRefusals(current, wanted),
      ],
      unchecked: [],
    };
  } catch (error) {
    if (!(error instanceof ImageError) && !(error instanceof ArmError)) {
      throw error;
    }
    return {
      refusals: known,
      unchecked: [
        `Whether the generation of ${describeImage(wanted.image)} is that of the present image ${describeImage(present)}, which could ` +
          `not be looked up: ${error.message}`,
      ],
    };
  }
}

function compare(
  what: string,
  present: string | undefined,
  wanted: string | undefined,
  { image }: ResolvedImage,
): string[] {
  return present === undefined || wanted === undefined || present.toLowerCase() === wanted.toLowerCase()
    ? []
    : [
        `The image ${describeImage(image)} has the ${what} ${wanted}, and the instances of the scale set have ${present}: a machine cannot ` +
          `change it. Release an image of ${what} ${present}, or make a new scale set and move production to it (vip-swap).`,
      ];
}

function securityRefusals(
  { properties, name }: ScaleSet,
  { image, securityType = '' }: ResolvedImage,
): string[] {
  const needed = properties.virtualMachineProfile?.securityProfile?.securityType ?? 'Standard';
  // `TrustedLaunchSupported`, `TrustedLaunchAndConfidentialVmSupported`, ...: a machine may be any of those that are named.
  const isOffered = needed === 'Standard' || securityType.toLowerCase().includes(needed.toLowerCase());
  return isOffered
    ? []
    : [
        `The scale set "${name}" has the security type ${needed}, for which the image ${describeImage(image)} is not made ` +
          `(${securityType === '' ? 'no security type is named' : securityType}): ARM refuses it. Release an image that supports ${needed}.`,
      ];
}

/** A purchase plan is a part of the scale set that cannot be changed after it was made. */
function planRefusals(current: ResolvedImage, wanted: ResolvedImage): string[] {
  const text = ({ plan }: ResolvedImage) =>
    plan === undefined ? 'no plan' : `${plan.publisher}/${plan.product}/${plan.name}`;
  return text(current).toLowerCase() === text(wanted).toLowerCase()
    ? []
    : [
        `The image ${describeImage(wanted.image)} is sold with ${text(wanted)}, and the scale set was made with ${text(current)}: ARM does not ` +
          'let a purchase plan change. Release an image of the same plan, or make a new scale set.',
      ];
}
