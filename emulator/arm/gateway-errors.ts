import { type ArmError, type ErrorBody, GatewayError } from './arm-error.ts';

/** Refused by ARM itself, before any resource provider saw the request. */
function byGateway(
  status: number,
  code: string,
  message: string,
  more: Omit<ErrorBody, 'code' | 'message'> = {},
  headers: Readonly<Record<string, string>> = {},
): ArmError {
  return new GatewayError(
    status,
    { code, message, ...more },
    { 'x-ms-failure-cause': 'gateway', ...headers },
  );
}

function throttled(message: string, retryAfterSeconds: number | undefined): ArmError {
  return new GatewayError(
    429,
    { code: 'SubscriptionRequestsThrottled', message },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

const quoted = (values: readonly string[]): string => `'${values.join(', ')}'`;

/** What ARM itself answers. */
export const gatewayErrors = {
  resourceNotFound: (type: string, name: string, resourceGroup: string) =>
    byGateway(
      404,
      'ResourceNotFound',
      `The Resource '${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
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
      `The resource type '${type}' could not be found in the namespace '${namespace}' for api version '${version}'.`,
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
  invalidTags: (message: string) => byGateway(400, 'InvalidTags', message),
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
  /** One kind of operation too often, as recorded of Microsoft.Network. */
  subscriptionThrottled: (subscriptionId: string, operation: string, retryAfterSeconds: number | undefined) =>
    throttled(
      `Number of requests for subscription '${subscriptionId}' and operation '${operation}' exceeded the backend storage limit. Please try again after '${retryAfterSeconds ?? 6}' seconds.`,
      retryAfterSeconds,
    ),
  /** An empty bucket of ARM itself, as publicly reported since 2024. */
  armTokensUsedUp: (
    subscriptionId: string,
    verb: 'read' | 'write' | 'delete',
    objectId: string,
    retryAfterSeconds: number,
  ) =>
    throttled(
      `Number of '${verb}' requests for subscription '${subscriptionId}' actor '${objectId}' exceeded. Please try again after '${retryAfterSeconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      retryAfterSeconds,
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
