import { isObject, type JsonObject, objectOf, without } from '../json.ts';
import { imageReferenceOf } from './images.ts';

const readOnly = ['provisioningState', 'uniqueId', 'timeCreated'];

/**
 * What a PUT or a PATCH leaves of what was there: objects are merged, lists replaced, and so are the tags as a whole. A
 * PUT without a profile keeps the profile (recorded).
 */
export function mergeScaleSet(before: JsonObject, body: JsonObject): JsonObject {
  // A PUT with another location is refused, and an update has no such member.
  const place = before.location === undefined ? [] : ['location'];
  const merged = merge(
    without(before, 'tags'),
    without(body, 'tags', 'etag', 'id', 'name', 'type', ...place),
  );
  const tags = isObject(body.tags) ? textsOf(body.tags) : before.tags;
  const given = objectOf(body, 'properties') ?? {};
  const former = objectOf(before, 'properties') ?? {};
  const properties = merge(former, without(given, ...readOnly));
  return {
    ...merged,
    ...(tags === undefined ? {} : { tags }),
    properties: withImage(properties, former, given),
  };
}

function textsOf(tags: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}

function merge(before: JsonObject, after: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(after)) {
    const former = before[name];
    if (value === null) delete merged[name];
    else merged[name] = isObject(value) && isObject(former) ? merge(former, value) : value;
  }
  return merged;
}

/** Two ways to name an image do not mix: a reference by id replaces the whole, and so does one by publisher. */
function withImage(properties: JsonObject, former: JsonObject, given: JsonObject): JsonObject {
  const asked = imageReferenceOf(objectOf(given, 'virtualMachineProfile'));
  const before = imageReferenceOf(objectOf(former, 'virtualMachineProfile'));
  const image = asked.id !== undefined || before.id !== undefined ? asked : { ...before, ...asked };
  if (Object.keys(asked).length === 0) return properties;
  const profile = objectOf(properties, 'virtualMachineProfile') ?? {};
  return {
    ...properties,
    virtualMachineProfile: {
      ...profile,
      storageProfile: {
        ...objectOf(profile, 'storageProfile'),
        imageReference: without(image, 'exactVersion'),
      },
    },
  };
}
