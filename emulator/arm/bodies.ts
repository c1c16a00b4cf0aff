import type { ArmResource } from '../data-plane/contract.ts';
import type { Call } from './call.ts';
import { errors } from './errors.ts';
import { isObject, type JsonObject, textOf } from './json.ts';
import { sameLocation } from './resource-id.ts';

/** The body of a request that must have one. */
export function requiredBody(call: Call): JsonObject {
  if (isObject(call.body)) {
    checkTags(call.body);
    return call.body;
  }
  throw errors.invalidRequestContent(
    call.body === undefined
      ? 'The request content is empty'
      : 'Cannot deserialize the current JSON value into a resource because the type requires a JSON object',
  );
}

/** A resource is made in one place and stays there. */
export function checkLocation(body: JsonObject, type: string, before: ArmResource | undefined): void {
  const location = textOf(body, 'location');
  if (location === undefined || location === '') throw errors.locationRequired();
  if (before !== undefined && !sameLocation(before.location, location)) {
    throw errors.invalidResourceLocation(before.name, type, before.location ?? '', location);
  }
}

/** As documented: of one resource, in characters. */
const mostTags = 50;
const longestTagName = 512;
const longestTagValue = 256;

/** What ARM answers to tags beyond its limits nobody has recorded: see the assumptions in docs/emulator.md. */
function checkTags({ tags }: JsonObject): void {
  if (tags === undefined || tags === null) return;
  if (!isObject(tags)) throw errors.invalidRequestContent('The tags are no JSON object');
  const all = Object.entries(tags);
  if (all.length > mostTags) {
    throw errors.invalidTags(`A resource has ${mostTags} tags at most, and ${all.length} were given.`);
  }
  for (const [name, value] of all) {
    if (isObject(value) || Array.isArray(value)) {
      throw errors.invalidRequestContent(`The value of the tag '${name}' is no string`);
    }
    if (name.length > longestTagName) {
      throw errors.invalidTags(
        `The tag name '${name.slice(0, 40)}...' has more than ${longestTagName} characters.`,
      );
    }
    if (String(value).length > longestTagValue) {
      throw errors.invalidTags(`The value of the tag '${name}' has more than ${longestTagValue} characters.`);
    }
  }
}
