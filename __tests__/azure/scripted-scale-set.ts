import type { ScaleSet } from '../../src/azure/scale-sets/scale-sets.ts';
import {
  LOST,
  PRECONDITION_FAILED,
  refused,
  type ScriptedAnswer,
  type SentRequest,
  scriptedArm,
} from './scripted-arm.ts';

export const scaleSetId =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web';

export const signal = new AbortController().signal;

/** What becomes of one write. Absent, or past the end: it is carried out, and answered. */
export type Fate =
  | 'carried-out'
  /** Carried out, and the answer never comes. */
  | 'answer-lost'
  /** It never reaches ARM. */
  | 'request-lost'
  /** Accepted, in the model, and its operation ends as `Failed`. */
  | 'failed'
  | 'conflict'
  /** Somebody else writes first, by `others` of the options. */
  | 'raced';

export interface ScriptedScaleSetOptions {
  readonly scaleSet?: Partial<ScaleSet> & { readonly properties?: ScaleSet['properties'] };
  readonly fates?: readonly Fate[];
  readonly others?: (scaleSet: ScaleSet) => ScaleSet;
}

/** A scale set that keeps what is written into it, under ETags as Microsoft.Compute has them. */
export function scriptedScaleSet({ scaleSet, fates = [], others }: ScriptedScaleSetOptions = {}) {
  let current: ScaleSet = {
    id: scaleSetId,
    name: 'web',
    location: 'westeurope',
    etag: '"1"',
    ...scaleSet,
    properties: { provisioningState: 'Succeeded', ...scaleSet?.properties },
  };
  let writes = 0;
  const store = (next: ScaleSet, provisioningState = 'Succeeded') => {
    current = {
      ...next,
      etag: `"${Number(JSON.parse(current.etag ?? '"0"')) + 1}"`,
      properties: { ...next.properties, provisioningState },
    };
  };
  const change =
    (apply: (scaleSet: ScaleSet, body: unknown) => ScaleSet) =>
    (request: SentRequest): ScriptedAnswer | typeof LOST => {
      const fate = fates[writes] ?? 'carried-out';
      writes += 1;
      if (fate === 'raced') {
        store(others?.(current) ?? current);
      }
      if (fate === 'request-lost') {
        return LOST;
      }
      if (fate === 'conflict') {
        return refused(409, 'Conflict', 'The request failed due to conflict with a concurrent request.');
      }
      if (request.ifMatch !== undefined && request.ifMatch !== current.etag) {
        return PRECONDITION_FAILED;
      }
      store(apply(current, request.body), fate === 'failed' ? 'Failed' : 'Succeeded');
      if (fate === 'answer-lost') {
        return LOST;
      }
      return { body: current, headers: { 'azure-asyncoperation': `https://arm.test/operations/${fate}` } };
    };
  const scripted = scriptedArm({
    [`GET ${scaleSetId}`]: () => ({ body: current }),
    [`PATCH ${scaleSetId}`]: change((found, body) => merged(found, body) as ScaleSet),
    [`PUT ${scaleSetId}/extensions/deploy`]: change((found, body) => withExtension(found, body)),
    [`PATCH ${scaleSetId}/extensions/deploy`]: change((found) => found),
    'GET /operations/carried-out': [{ body: { status: 'Succeeded' } }],
    'GET /operations/raced': [{ body: { status: 'Succeeded' } }],
    'GET /operations/failed': [{ body: { status: 'Failed', error: { code: 'Broken', message: 'Broken.' } } }],
  });
  return { ...scripted, current: () => current };
}

/** Tags and images are replaced as a whole. */
const WHOLE = ['tags', 'imageReference'];

function merged(target: unknown, patch: unknown): unknown {
  if (typeof target !== 'object' || typeof patch !== 'object' || target === null || patch === null) {
    return patch;
  }
  const members = Object.entries(patch).map(([name, value]) => [
    name,
    WHOLE.includes(name) ? value : merged((target as Record<string, unknown>)[name], value),
  ]);
  return { ...target, ...Object.fromEntries(members) };
}

/** ARM never prints protected settings. */
function withExtension(scaleSet: ScaleSet, body: unknown): ScaleSet {
  const { name, properties } = body as { name: string; properties: Record<string, unknown> };
  const { protectedSettings, ...printed } = properties;
  const profile = scaleSet.properties.virtualMachineProfile;
  const extensions = (profile?.extensionProfile?.extensions ?? []).map((each) =>
    each.name === name ? { name, properties: printed } : each,
  );
  return {
    ...scaleSet,
    properties: {
      ...scaleSet.properties,
      virtualMachineProfile: { ...profile, extensionProfile: { extensions } },
    },
  };
}
