import { isObject, type JsonObject, listOf, objectOf, textOf, without } from '../json.ts';

/** By the name of the extension, in lower case. */
export type ProtectedSettings = ReadonlyMap<string, JsonObject>;

/** What no GET returns and no resource in the store holds. */
const secretMembers = ['protectedSettings', 'protectedSettingsFromKeyVault'] as const;

/** What a profile's extensions keep to themselves. */
export function protectedSettingsOf(profile: unknown): ProtectedSettings {
  return new Map(
    extensionsOf(profile).flatMap((extension) => {
      const secrets = secretsOf(extension);
      return secrets === undefined ? [] : [[keyOf(extension), secrets] as const];
    }),
  );
}

export function keyOf(extension: JsonObject): string {
  return (textOf(extension, 'name') ?? '').toLowerCase();
}

export function secretsOf(extension: JsonObject): JsonObject | undefined {
  const given = Object.entries(objectOf(extension, 'properties') ?? {}).filter(([name]) =>
    secretMembers.some((member) => member === name),
  );
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

export function extensionsOf(profile: unknown): readonly JsonObject[] {
  return listOf(isObject(profile) ? objectOf(profile, 'extensionProfile') : undefined, 'extensions');
}

export function withoutSecrets(extension: JsonObject): JsonObject {
  return { ...extension, properties: without(objectOf(extension, 'properties') ?? {}, ...secretMembers) };
}

/** No settings and empty ones are one thing, public and protected ones alike. */
export function withoutEmptySettings(extension: JsonObject): JsonObject {
  const properties = objectOf(extension, 'properties') ?? {};
  const empty = ['settings', 'protectedSettings'].filter((name) => {
    const settings = objectOf(properties, name);
    return settings !== undefined && Object.keys(settings).length === 0;
  });
  return { ...extension, properties: without(properties, ...empty) };
}

export function withSecrets(extension: JsonObject, secrets: ProtectedSettings): JsonObject {
  return {
    ...extension,
    properties: { ...objectOf(extension, 'properties'), ...secrets.get(keyOf(extension)) },
  };
}

/** The profile with its extensions changed, or as it is where it has none. */
export function mapExtensions(
  profile: JsonObject,
  change: (extension: JsonObject) => JsonObject,
): JsonObject {
  const extensionProfile = objectOf(profile, 'extensionProfile');
  if (extensionProfile === undefined) return profile;
  return {
    ...profile,
    extensionProfile: { ...extensionProfile, extensions: extensionsOf(profile).map(change) },
  };
}
