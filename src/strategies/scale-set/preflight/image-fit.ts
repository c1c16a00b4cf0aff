import { ArmError } from '../../../azure/arm/arm-error.ts';
import { isOfMarketplace } from '../../../azure/images/image-reference.ts';
import { resolveImage } from '../../../azure/images/images.ts';
import { ImageError, type ResolvedImage } from '../../../azure/images/resolved-image.ts';
import { imageOf } from '../../../azure/scale-sets/scale-set-model.ts';
import type { ImageReference, ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { StrategyContext } from '../../strategy.ts';
import { describeImage } from '../payload/describe-image.ts';
import type { RecordedPayload } from '../payload/payload-text.ts';
import { subscriptionOf } from '../record/open-release.ts';

export interface ImageFit {
  readonly refusals: readonly string[];
  readonly hazards: readonly string[];
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
  previous?: RecordedPayload,
): Promise<ImageFit> {
  // What would be put back, where the model leaves its version open.
  const present = previous?.kind === 'image' ? previous.image : imageOf(scaleSet);
  const osType = scaleSet.properties.virtualMachineProfile?.storageProfile?.osDisk?.osType;
  const known = [
    ...compare('OS', osType, wanted.osType, wanted),
    ...securityRefusals(scaleSet, wanted),
    ...osStateRefusals(scaleSet, wanted),
    ...(present === undefined ? [] : kindRefusals(scaleSet, present, wanted.image)),
  ];
  if (present === undefined) {
    return { refusals: known, hazards: [], unchecked: ['The image of the model, for it has none.'] };
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
      hazards: [],
      unchecked: [],
    };
  } catch (error) {
    if (!(error instanceof ImageError) && !(error instanceof ArmError)) {
      throw error;
    }
    return {
      refusals: known,
      hazards: lostHazards(present, error),
      unchecked: [
        `Whether the generation of ${describeImage(wanted.image)} is that of the present image ${describeImage(present)}, which could ` +
          `not be looked up: ${error.message}`,
      ],
    };
  }
}

/**
 * Reported of an image by id in place of one of the marketplace, read, changed and written back by PUT: no report says that a PATCH, or the
 * other way round, fares better, and a release that is refused at its first write has taken its lock already.
 */
function kindRefusals({ name }: ScaleSet, present: ImageReference, wanted: ImageReference): string[] {
  const [isNow, isWanted] = [isOfMarketplace(present), isOfMarketplace(wanted)];
  const kind = (isMarketplace: boolean) =>
    isMarketplace ? 'an image of the marketplace' : 'a managed or gallery image';
  return isNow === isWanted
    ? []
    : [
        `The model of scale set "${name}" has ${kind(isNow)}, ${describeImage(present)}, and ${describeImage(wanted)} is ${kind(isWanted)}: ARM ` +
          'does not let a scale set go from one kind to the other ("The Image type for a Virtual Machine Scale Set may not be changed."). ' +
          `Release ${kind(isNow)}, or make a new scale set of ${describeImage(wanted)} and move production to it (vip-swap).`,
      ];
}

/** Of an image that is not there any more ARM lets machines run, and a model keep it; it makes none, nor puts it into a model again. */
function lostHazards(present: ImageReference, error: ImageError | ArmError): string[] {
  return error instanceof ImageError
    ? [
        `The image that the instances have now, ${describeImage(present)}, cannot be used any more (${error.message}), so what is upgraded could not ` +
          'get it back: a rollback would fail. Put one that can be used into the model before, if there has to be a way back.',
      ]
    : [];
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
  { image, securityType = 'Standard' }: ResolvedImage,
): string[] {
  const present = properties.virtualMachineProfile?.securityProfile?.securityType ?? 'Standard';
  return isMadeFor(securityType, present)
    ? []
    : [
        `The scale set "${name}" has the security type ${present}, for which the image ${describeImage(image)} is not made (it is for ` +
          `${securityType}): ARM refuses it. Release an image that supports ${present}, or make a new scale set and move production to it ` +
          '(vip-swap).',
      ];
}

/**
 * `TrustedLaunchSupported`, `TrustedLaunchAndConfidentialVmSupported`, ...: a machine may be any of those that are named, or a
 * standard one. `TrustedLaunch` and `ConfidentialVM` are a demand: no machine of another type can be made of it.
 */
function isMadeFor(securityType: string, present: string): boolean {
  const [offered, asked] = [securityType.toLowerCase(), present.toLowerCase()];
  return offered.includes(asked) || (asked === 'standard' && offered.endsWith('supported'));
}

/** A specialized image brings its users and name along, and an OS profile is what gives them to any other. */
function osStateRefusals({ properties, name }: ScaleSet, { image, osState }: ResolvedImage): string[] {
  const hasOsProfile = properties.virtualMachineProfile?.osProfile !== undefined;
  const fitting = hasOsProfile ? 'Generalized' : 'Specialized';
  return osState === undefined || osState === fitting
    ? []
    : [
        `The image ${describeImage(image)} is ${osState.toLowerCase()}, and the scale set "${name}" has ${hasOsProfile ? 'an' : 'no'} OS profile, ` +
          `which goes with ${fitting.toLowerCase()} images only: ARM refuses it. Release a ${fitting.toLowerCase()} image.`,
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
