import { atVersion, isVersionOf, modelOf, sameImage } from '../../../azure/images/image-reference.ts';
import { compareVersions, isVersion } from '../../../azure/images/image-versions.ts';
import type { ScaleSetInstance } from '../../../azure/scale-sets/scale-set-instances.ts';
import type { ImageReference } from '../../../azure/scale-sets/scale-sets.ts';
import type { PlannedRelease } from '../plan/steps.ts';
import { isFloating } from './describe-image.ts';

/**
 * Where the model names its image without a version, a release that is taken back has to bring the one that instances run: left
 * open it would be the newest, which is the rejected one as a rule. Of several versions it is the newest that is not the
 * payload. The same of the record of a former version, which has the reference as it was.
 *
 * @returns with the reference as it is where no instance tells of a version.
 */
export function withPinnedPrevious<Release extends Pick<PlannedRelease, 'payload' | 'previous'>>(
  release: Release,
  reads: readonly ScaleSetInstance[],
): Release {
  const { payload, previous } = release;
  if (previous?.kind !== 'image' || !isFloating(previous.image)) {
    return release;
  }
  const { image: unpinned } = previous;
  const newest = reads
    .flatMap(pinnedOf)
    .filter(({ image }) => isVersionOf(image, unpinned))
    .filter(({ image }) => payload.kind !== 'image' || !sameImage(image, payload.image))
    .toSorted((left, right) => compareVersions(left.version, right.version))
    .at(-1);
  return newest === undefined
    ? release
    : { ...release, previous: { kind: 'image', image: newest.image, inModel: 'unpinned' } };
}

/** None for a machine of which ARM tells no version. */
function pinnedOf({
  properties,
}: ScaleSetInstance): { readonly image: ImageReference; readonly version: string }[] {
  const image = properties.storageProfile?.imageReference;
  const version = image?.exactVersion;
  return image === undefined || version === undefined || !isVersion(version)
    ? []
    : [{ image: atVersion(modelOf(image), version), version }];
}
