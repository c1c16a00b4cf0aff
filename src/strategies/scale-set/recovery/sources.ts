import { findExtension } from '../../../azure/scale-sets/scale-set-model.ts';
import type { ScaleSet } from '../../../azure/scale-sets/scale-sets.ts';
import type { RequestedPayload, TakeBackTerms } from '../goal.ts';
import { settingsWithScript } from '../payload/inline-script.ts';
import { type ExtensionSources, samePayload } from '../payload/model.ts';
import { recordedExtension } from '../payload/payload-text.ts';
import type { PlannedRelease } from '../plan/steps.ts';

/** A job that recovers before it releases has the settings of what it releases, and the release may be the same. */
export function sourcesOf(
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
    recordedExtension(extension.name, settings.settings, payload.forceUpdateTag),
    payload,
  );
  return isSame ? { ...previous, payload: settings } : previous;
}
