import type { ControlPlane } from './control-plane.ts';
import { errors } from './errors.ts';
import { sameId } from './resource-id.ts';

/** The types of Microsoft.Compute that ARM keeps an index of: what is not in it, no provider is asked for. */
const indexed = [
  'virtualMachineScaleSets',
  'virtualMachines',
  'availabilitySets',
  'images',
  'galleries',
  'galleries/images',
  'galleries/images/versions',
];

const ofCompute =
  /^(\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute)\/((?:(?!\/providers\/).)+?)\/?$/i;

/**
 * Refuses what is asked of a resource of Microsoft.Compute that is not there. ARM does it itself, so that it costs nothing
 * in the provider's buckets (recorded: such answers name none).
 */
export function checkKnown(plane: ControlPlane, method: string, path: string): void {
  const [, provider = '', group = '', below = ''] = ofCompute.exec(path) ?? [];
  const segments = below.split('/');
  const names = segments.filter((_, index) => index % 2 === 1);
  const types = segments.filter((_, index) => index % 2 === 0);
  // A last word of its own is an action, or a list of what is below.
  const isAboutLast = segments.length % 2 === 0 || method === 'POST';
  for (const [depth, name] of names.entries()) {
    const asked = types.slice(0, depth + 1).join('/');
    const type = indexed.find((one) => sameId(one, asked));
    if (type === undefined) return;
    if (plane.store.get(`${provider}/${segments.slice(0, 2 * depth + 2).join('/')}`) !== undefined) continue;
    if (depth < names.length - 1 || !isAboutLast) {
      throw errors.parentResourceNotFound((isAboutLast ? names.slice(0, -1) : names).join('/'));
    }
    // A PUT makes it, and a DELETE finds nothing to do.
    if (method === 'PUT' || method === 'DELETE') return;
    throw errors.resourceNotFound(typeBetween(type.split('/'), names), name, group);
  }
}

/** `Microsoft.Compute/galleries/web/images`: the last type after the names of what it is in. */
function typeBetween(types: readonly string[], names: readonly string[]): string {
  const words = types.flatMap((type, index) => (index === 0 ? [type] : [names[index - 1], type]));
  return ['Microsoft.Compute', ...words].join('/');
}
