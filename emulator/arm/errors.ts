/** The body of an ARM error: what stands under `error`. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ErrorBody[];
  readonly additionalInfo?: readonly unknown[];
}

/** An answer that refuses a request. */
export class ArmError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: ErrorBody, headers: Readonly<Record<string, string>> = {}) {
    super(`${body.code}: ${body.message}`);
    this.name = 'ArmError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Refused by ARM itself, before any resource provider saw the request. */
function byGateway(
  status: number,
  code: string,
  message: string,
  more: Omit<ErrorBody, 'code' | 'message'> = {},
  headers: Readonly<Record<string, string>> = {},
): ArmError {
  return new ArmError(status, { code, message, ...more }, { 'x-ms-failure-cause': 'gateway', ...headers });
}

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

const quoted = (values: readonly string[]): string => `'${values.join(', ')}'`;

/**
 * Every error the emulator answers with. Codes and texts are recorded ones where a recording or a public report of the
 * real text was found; docs/emulator.md lists those whose wording is an assumption.
 */
export const errors = {
  resourceNotFound: (type: string, name: string, resourceGroup: string) =>
    byGateway(
      404,
      'ResourceNotFound',
      `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
  notFound: (id: string) => byNetwork(404, 'NotFound', `Resource ${id} not found.`),
  operationNotFound: (id: string) => byNetwork(404, 'OperationNotFound', `Operation ${id} not found.`),
  computeNotFound: () =>
    new ArmError(404, {
      code: 'NotFound',
      message: 'The entity was not found in this Azure location.',
    }),
  parentResourceNotFound: (parent: string) =>
    byGateway(
      404,
      'ParentResourceNotFound',
      `Can not perform requested operation on nested resource. Parent resource '${parent}' not found.`,
    ),
  resourceGroupNotFound: (name: string) =>
    byGateway(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`),
  subscriptionNotFound: (id: string) =>
    byGateway(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`),
  lockNotFound: (name: string) => byGateway(404, 'LockNotFound', `The lock '${name}' could not be found.`),
  missingApiVersion: () =>
    byGateway(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    ),
  invalidApiVersion: (version: string, supported: readonly string[]) =>
    byGateway(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`,
    ),
  noRegisteredProvider: (
    location: string,
    version: string,
    type: string,
    versions: readonly string[],
    locations: readonly string[],
  ) =>
    byGateway(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location '${location}' and API version '${version}' for type '${type}'. The supported api-versions are ${quoted(versions)}. The supported locations are ${quoted(locations)}.`,
    ),
  invalidResourceType: (namespace: string, type: string, version: string) =>
    byGateway(
      404,
      'InvalidResourceType',
      `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${version}'. The supported api-versions are ''.`,
    ),
  invalidResourceNamespace: (namespace: string) =>
    byGateway(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`),
  methodNotAllowed: (method: string) =>
    byGateway(405, 'MethodNotAllowed', `The requested resource does not support http method '${method}'.`),
  invalidRequestContent: (reason: string) =>
    byGateway(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${reason}'.`,
    ),
  locationRequired: () =>
    byGateway(400, 'LocationRequired', 'The location property is required for this definition.'),
  invalidResourceLocation: (name: string, type: string, existing: string, asked: string) =>
    byGateway(
      409,
      'InvalidResourceLocation',
      `The resource '${name}' already exists in location '${existing}' in resource group. A resource with the same name cannot be created in location '${asked}'. Please select a new resource name.`,
      { target: type },
    ),
  missingToken: () =>
    byGateway(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."),
  invalidToken: (reason: string) => byGateway(401, 'InvalidAuthenticationToken', reason),
  expiredToken: (expiredAt: string) =>
    byGateway(
      401,
      'ExpiredAuthenticationToken',
      `The access token expiry UTC time '${expiredAt}' is earlier than current UTC time.`,
    ),
  authorizationFailed: (client: string, objectId: string, action: string, scope: string) =>
    byGateway(
      403,
      'AuthorizationFailed',
      `The client '${client}' with object id '${objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ),
  linkedAuthorizationFailed: (action: string, scope: string, linkedAction: string, linkedScope: string) =>
    byGateway(
      403,
      'LinkedAuthorizationFailed',
      `The client has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action '${linkedAction}' on the linked scope '${linkedScope}'.`,
    ),
  scopeLocked: (scope: string, operation: 'write' | 'delete', lockedScopes: readonly string[]) =>
    byGateway(
      409,
      'ScopeLocked',
      `The scope '${scope}' cannot perform ${operation} operation because following scope(s) are locked: '${lockedScopes.join(',')}'. Please remove the lock and try again.`,
    ),
  disallowedByPolicy: (resourceName: string, assignment: PolicyAssignment) =>
    byGateway(
      403,
      'RequestDisallowedByPolicy',
      `Resource '${resourceName}' was disallowed by policy. Policy identifiers: '${JSON.stringify([policyIdentifiers(assignment)])}'.`,
      { target: resourceName, additionalInfo: [policyViolation(assignment)] },
    ),
  subscriptionThrottled: (subscriptionId: string, operation: string, retryAfterSeconds: number | undefined) =>
    byGateway(
      429,
      'SubscriptionRequestsThrottled',
      `Number of requests for subscription '${subscriptionId}' and operation '${operation}' exceeded the backend storage limit. Please try again after '${retryAfterSeconds ?? 6}' seconds.`,
      {},
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    ),
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

/** The assignment behind a denial, as a scenario or a fault names it. */
export interface PolicyAssignment {
  readonly name: string;
  readonly displayName: string;
  readonly id: string;
  readonly definitionName: string;
  readonly definitionDisplayName: string;
  readonly definitionId: string;
}

function policyIdentifiers(assignment: PolicyAssignment): unknown {
  return {
    policyAssignment: { name: assignment.displayName, id: assignment.id },
    policyDefinition: { name: assignment.definitionDisplayName, id: assignment.definitionId },
  };
}

function policyViolation(assignment: PolicyAssignment): unknown {
  return {
    type: 'PolicyViolation',
    info: {
      policyDefinitionDisplayName: assignment.definitionDisplayName,
      policyDefinitionId: assignment.definitionId,
      policyDefinitionName: assignment.definitionName,
      policyDefinitionEffect: 'Deny',
      policyAssignmentId: assignment.id,
      policyAssignmentName: assignment.name,
      policyAssignmentDisplayName: assignment.displayName,
      policyAssignmentScope: assignment.id.split('/providers/Microsoft.Authorization/')[0],
    },
  };
}

/** ARM prints an etag that came without the weak mark with one. */
function weak(etag: string): string {
  return etag.startsWith('W/') ? etag : `W/"${etag.replaceAll('"', '')}"`;
}

function lastSegment(id: string): string {
  return id.split('/').at(-1) ?? '';
}
