import type { ArmResource, ResourceChange, ResourceReader } from '../../data-plane/contract.ts';
import { referenceOf, textOf, without } from '../json.ts';
import { parentId, sameId } from '../resource-id.ts';
import { childrenOf } from './load-balancer-model.ts';

interface Binding {
  readonly publicIpId: string;
  readonly frontendId: string;
}

/**
 * The public IP addresses whose back-reference (`ipConfiguration`) changes with load balancers. Addresses that are let
 * go are freed before others are taken, so that a swap of two works out.
 */
export function rebind(
  resources: ResourceReader,
  changes: readonly ResourceChange[],
): readonly ArmResource[] {
  const bindings = new Map<string, string | undefined>();
  for (const { before } of changes) {
    for (const { publicIpId, frontendId } of bindingsOf(before)) {
      const bound = referenceOf(resources.get(publicIpId)?.properties, 'ipConfiguration');
      if (bound !== undefined && sameId(parentId(parentId(bound)), parentId(parentId(frontendId)))) {
        bindings.set(publicIpId.toLowerCase(), undefined);
      }
    }
  }
  for (const { after } of changes) {
    for (const { publicIpId, frontendId } of bindingsOf(after)) {
      bindings.set(publicIpId.toLowerCase(), frontendId);
    }
  }
  return [...bindings].flatMap(([publicIpId, frontendId]) => {
    const publicIp = resources.get(publicIpId);
    if (publicIp === undefined) return [];
    if (sameId(referenceOf(publicIp.properties, 'ipConfiguration') ?? '', frontendId ?? '')) return [];
    return [withBinding(publicIp, frontendId)];
  });
}

export function withBinding(publicIp: ArmResource, frontendId: string | undefined): ArmResource {
  const properties = without(publicIp.properties, 'ipConfiguration');
  return {
    ...publicIp,
    properties:
      frontendId === undefined ? properties : { ...properties, ipConfiguration: { id: frontendId } },
  };
}

export function bindingsOf(loadBalancer: ArmResource | undefined): readonly Binding[] {
  return childrenOf(loadBalancer, 'frontendIPConfigurations').flatMap((frontend) => {
    const publicIpId = referenceOf(frontend.properties, 'publicIPAddress');
    const frontendId = textOf(frontend, 'id');
    return publicIpId === undefined || frontendId === undefined ? [] : [{ publicIpId, frontendId }];
  });
}
