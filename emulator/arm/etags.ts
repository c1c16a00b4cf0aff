import type { Call } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { errors } from './errors.ts';
import type { JsonObject } from './json.ts';
import { etagOf } from './stamp.ts';

/** Refuses a write whose `If-Match` or `If-None-Match` does not fit what is there (412, as recorded). */
export function checkPreconditions(call: Call, id: string, current: JsonObject | undefined): void {
  const ifMatch = call.request.headers['if-match'];
  const etag = current === undefined ? 'null' : etagOf(current);
  if (ifMatch !== undefined && !(ifMatch === '*' ? current !== undefined : matches(ifMatch, etag))) {
    throw errors.preconditionFailed(ifMatch, etag, id);
  }
  if (call.request.headers['if-none-match'] === '*' && current !== undefined) throw errors.alreadyExists(id);
}

/** ARM compares without the weak mark and takes a list. */
function matches(given: string, etag: string): boolean {
  return given.split(',').some((candidate) => opaque(candidate) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, '').replaceAll('"', '');
}

export function newEtag(plane: ControlPlane): string {
  return `W/"${plane.random.uuid()}"`;
}
