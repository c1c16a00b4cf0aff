import { requiredBody } from './bodies.ts';
import type { Call, Reply } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import { checkPreconditions, newEtag } from './etags.ts';
import { isObject } from './json.ts';
import { findResource, printResource } from './reading.ts';
import { stamp, stateOf } from './stamp.ts';

/**
 * PATCH `{"tags": {…}}`, the only thing that PATCH changes on Microsoft.Network resources: synchronous, and all tags are
 * replaced. The network does not hear of it.
 */
export function patchTags(plane: ControlPlane, call: Call, type: string): Reply {
  const before = findResource(plane, call, type);
  checkPreconditions(call, before.id, before);
  const { tags } = requiredBody(call);
  const given = Object.entries(isObject(tags) ? tags : {}).map(([name, value]) => [name, String(value)]);
  const after = { ...before, tags: Object.fromEntries(given) as Record<string, string> };
  plane.store.put(stamp(after, stateOf(before), newEtag(plane)));
  return printResource(findResource(plane, call, type));
}
