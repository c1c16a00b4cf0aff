import { isDeepStrictEqual } from 'node:util';
import { type JsonObject, objectOf, textOf } from '../json.ts';
import { extensionsOf, keyOf, withoutEmptySettings } from './protected-settings.ts';

/** The extensions of a profile that run a script when they are installed. */
export function customScriptsOf(profile: unknown): readonly JsonObject[] {
  return extensionsOf(profile).filter((extension) =>
    /^CustomScript/i.test(textOf(objectOf(extension, 'properties'), 'type') ?? ''),
  );
}

/** Whether an upgrade from one profile to another runs a script: one that is new, or whose input has changed. */
export function runsScript(before: unknown, after: unknown): boolean {
  const former = new Map(customScriptsOf(before).map((script) => [keyOf(script), inputOf(script)]));
  return customScriptsOf(after).some(
    (script) => !isDeepStrictEqual(inputOf(script), former.get(keyOf(script))),
  );
}

/** What decides whether a script runs again. The `timestamp` is one of the settings. */
function inputOf(script: JsonObject): JsonObject {
  const { settings, protectedSettings, protectedSettingsFromKeyVault, forceUpdateTag } =
    objectOf(withoutEmptySettings(script), 'properties') ?? {};
  return { settings, protectedSettings, protectedSettingsFromKeyVault, forceUpdateTag };
}

/** The inputs of all scripts as a scenario's payload is matched with them; inline scripts once more, decoded. */
export function scriptText(profile: unknown): string {
  const inputs = customScriptsOf(profile).map(inputOf);
  const inline = inputs.flatMap(({ settings, protectedSettings }) =>
    [settings, protectedSettings].flatMap((one) => textOf(one, 'script') ?? []),
  );
  return [JSON.stringify(inputs), ...inline.map(decode)].join('\n');
}

/** Base64, as the extension takes it. One that is packed as well stays as it is. */
function decode(script: string): string {
  return Buffer.from(script, 'base64').toString('utf8');
}
