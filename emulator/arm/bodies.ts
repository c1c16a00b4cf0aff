import type { ArmResource } from '../data-plane/contract.ts';
import type { Call } from './call.ts';
import { errors } from './errors.ts';
import { isObject, type JsonObject, textOf } from './json.ts';
import { sameLocation } from './resource-id.ts';

/** The body of a request that must have one. */
export function requiredBody(call: Call): JsonObject {
  if (isObject(call.body)) return call.body;
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
