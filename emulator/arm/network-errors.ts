import { ArmError, type ErrorBody } from './arm-error.ts';

/** Refused by Microsoft.Network: its bodies always carry `details`. */
function byNetwork(
  status: number,
  code: string,
  message: string,
  details: readonly ErrorBody[] = [],
  headers: Readonly<Record<string, string>> = {},
): ArmError {
  return new ArmError(status, { code, message, details }, headers);
}

/** What Microsoft.Network answers. */
export const networkErrors = {
  notFound: (id: string) => byNetwork(404, 'NotFound', `Resource ${id} not found.`),
  operationNotFound: (id: string) => byNetwork(404, 'OperationNotFound', `Operation ${id} not found.`),
  preconditionFailed: (given: string, current: string, id: string) =>
    byNetwork(412, 'PreconditionFailed', 'Precondition failed.', [
      {
        code: 'PreconditionFailedEtagMismatch',
        message: `Etag provided in if-match header ${weak(given)} does not match etag ${current} of resource ${id} in NRP data store.`,
      },
    ]),
  alreadyExists: (id: string) =>
    byNetwork(412, 'PreconditionFailed', 'Precondition failed.', [
      {
        code: 'PreconditionFailedResourceAlreadyExists',
        message: `If-None-Match header was given as * and resource ${id} exists in NRP data store.`,
      },
    ]),
  referencedResourceNotProvisioned: (referenced: string, id: string, state: string, operation: string) =>
    byNetwork(429, 'RetryableError', 'A retryable error occurred.', [
      {
        code: 'ReferencedResourceNotProvisioned',
        message: `Cannot proceed with operation because resource ${referenced} used by resource ${id} is not in Succeeded state. Resource is in ${state} state and the last operation that updated/is updating the resource is ${operation}.`,
      },
    ]),
  invalidReference: (referenced: string, id: string) =>
    byNetwork(
      400,
      'InvalidResourceReference',
      `Resource ${referenced} referenced by resource ${id} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    ),
  invalidRequestFormat: (code: string, message: string) =>
    byNetwork(400, 'InvalidRequestFormat', 'Cannot parse the request.', [{ code, message }]),
  invalidValue: (code: string, message: string) => byNetwork(400, code, message),
  publicIpInUse: (ipConfiguration: string, publicIp: string, other: string) =>
    byNetwork(
      400,
      'PublicIPAddressInUse',
      `Resource ${ipConfiguration} is referencing public IP address ${publicIp} that is already allocated to resource ${other}.`,
    ),
  publicIpReferencedTwice: (publicIp: string, loadBalancer: string) =>
    byNetwork(
      400,
      'PublicIPReferencedByMultipleIPConfigs',
      `Public ip address ${publicIp} is referenced by multiple ipconfigs in resource ${loadBalancer}.`,
    ),
  publicIpCannotBeDeleted: (publicIp: string, ipConfiguration: string) =>
    byNetwork(
      400,
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${publicIp} can not be deleted since it is still allocated to resource ${ipConfiguration}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.`,
    ),
  publicIpInUseCannotUpdate: (publicIp: string, ipConfiguration: string) =>
    byNetwork(
      400,
      'PublicIPAddressInUseCannotUpdate',
      `Public IP address ${publicIp} is in use by ipconfig ${ipConfiguration} and cannot be updated.`,
    ),
  publicIpCountLimit: (limit: number) =>
    byNetwork(
      400,
      'PublicIPCountLimitReached',
      `Cannot create more than ${limit} public IP addresses for this subscription in this region.`,
    ),
  basicPublicIpCountLimit: () =>
    byNetwork(
      400,
      'IPv4BasicSkuPublicIpCountLimitReached',
      'Cannot create more than 0 IPv4 Basic SKU public IP addresses for this subscription in this region.',
    ),
  skuMismatch: (loadBalancerSku: string, loadBalancer: string, publicIpSku: string, publicIp: string) =>
    byNetwork(
      400,
      'PublicIPAndLBSkuDoNotMatch',
      `${loadBalancerSku} sku load balancer ${loadBalancer} cannot reference ${publicIpSku} sku publicIP ${publicIp}.`,
    ),
  skuCannotChange: (from: string, to: string, id: string) =>
    byNetwork(
      400,
      'SkuCannotBeChangedOnUpdate',
      `Sku property is set at creation time and cannot be changed from ${from} to ${to} on resource update for resource ${id}`,
    ),
  frontendWithoutAddress: (frontend: string) =>
    byNetwork(
      400,
      'FrontendIPConfigHasNoSubnetOrPublicIP',
      `Frontend IP Configuration ${frontend} must reference either a Subnet or a Public IP Address.`,
    ),
  frontendWithBoth: (frontend: string) =>
    byNetwork(
      400,
      'FrontendIPConfigHasBothSubnetAndPublicIP',
      `Frontend IP Configuration ${frontend} must not reference both a Subnet and a Public IP Address.`,
    ),
  frontendZones: (frontend: string, count: number, publicIp: string) =>
    byNetwork(
      400,
      'LoadBalancerFrontendIPConfigCannotHaveZoneWhenReferencingPublicIPAddress',
      `Load balancer frontendIPConfiguration ${frontend} has ${count} zone specified and is referencing a publicIPAddress ${publicIp}. Networking supports zones only for frontendIpconfigurations which reference a subnet.`,
    ),
  zonesCannotChange: (id: string, from: readonly string[], to: readonly string[]) =>
    byNetwork(
      400,
      'ResourceAvailabilityZonesCannotBeModified',
      `Resource ${id} has an existing availability zone constraint ${from.join(', ')} and the request has availability zone constraint ${to.join(', ')}, which do not match. Zones cannot be added/updated/removed once the resource is created. The resource cannot be updated from regional to zonal or vice-versa.`,
    ),
  loadBalancerInUse: (loadBalancer: string, scaleSet: string) =>
    byNetwork(
      400,
      'LoadBalancerInUseByVirtualMachineScaleSet',
      `Cannot delete load balancer ${loadBalancer} since its child resources ${lastSegment(loadBalancer)} are in use by virtual machine scale set ${scaleSet}.`,
    ),
};

/** ARM prints an etag that came without the weak mark with one. */
function weak(etag: string): string {
  return etag.startsWith('W/') ? etag : `W/"${etag.replaceAll('"', '')}"`;
}

function lastSegment(id: string): string {
  return id.split('/').at(-1) ?? '';
}
