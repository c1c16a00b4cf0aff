import type { ScaleSetExtension } from '../../../azure/scale-sets/scale-sets.ts';
import { customScriptOf, handlerOf } from './custom-script.ts';
import type { ExtensionSettings } from './payload.ts';
import { sameSettings } from './same-settings.ts';

/** Whether the machines will run an extension anew, and by what. */
export type ExtensionRun =
  /** Its settings are new: the platform runs it for that. */
  | { readonly kind: 'changed' }
  /** Its settings are, as far as can be told, what they were: it runs because the release has a `forceUpdateTag` of its own. */
  | { readonly kind: 'forced'; readonly reason: string }
  /** This release has put it there already. */
  | { readonly kind: 'there' }
  | { readonly kind: 'refused'; readonly reason: string };

/** @param releaseId What the payload has as its `forceUpdateTag`. */
export function planExtensionRun(
  inModel: ScaleSetExtension,
  wanted: ExtensionSettings,
  releaseId: string,
): ExtensionRun {
  const { name, properties } = inModel;
  const isSame = sameSettings(properties.settings, wanted.settings);
  if (isSame && properties.forceUpdateTag === releaseId) {
    return { kind: 'there' };
  }
  if (wanted.protectedSettings !== undefined && (isSame || wanted.settings === undefined)) {
    const open = isSame
      ? `The public settings of the extension "${name}" are what they were`
      : `The public settings that the extension "${name}" has are not given again, so they are taken away`;
    return {
      kind: 'forced',
      reason:
        `${open}, and protected ones cannot be compared, because Azure never gives them back: forceUpdateTag ${releaseId} makes ` +
        'it run in any case.',
    };
  }
  if (!isSame) {
    return { kind: 'changed' };
  }
  if (customScriptOf(inModel) === undefined) {
    return {
      kind: 'refused',
      reason:
        `The extension "${name}" (${handlerOf(properties)}) has these settings already. A custom script can be made to run ` +
        'again with them; whether this extension does anything then is not known. Change its settings, or release nothing.',
    };
  }
  return {
    kind: 'forced',
    reason:
      `The settings of the extension "${name}" are what they were, with which the platform would not run the script again: ` +
      `forceUpdateTag ${releaseId} makes it.`,
  };
}
