import { numberOf, textOf } from '../arm/json.ts';
import type { Scenario } from '../arm/scenario.ts';
import type { Clock } from '../clock.ts';
import { accessTokenSeconds, issueAccessToken } from './access-tokens.ts';
import { type EntraError, entraError } from './entra-errors.ts';
import { claimsOf, type TokenAuthority } from './tokens.ts';

/** What a federated credential must be meant for. */
const assertionAudience = 'api://AzureADTokenExchange';
/**
 * The tenant of Azure Stack with its own directory. Older `az` asks Microsoft's cloud about every authority that it does
 * not know, except one of this name.
 */
const activeDirectoryFederation = 'adfs';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** POST /{tenant}/oauth2/v2.0/token, and the endpoint of version 1 that the clients of 2017 use. */
export function answerTokenRequest(
  tokens: TokenAuthority,
  scenario: Scenario,
  clock: Pick<Clock, 'epochMs'>,
  tenant: string,
  version: 1 | 2,
  form: URLSearchParams,
): Answer {
  const refusal = refuse(scenario, clock, tenant, form);
  if (refusal !== undefined) return refusal;
  const resource = form.get('resource') ?? (form.get('scope') ?? '').replace(/\/\.default.*$/, '');
  const token = issueAccessToken(tokens, scenario, resource);
  if (version === 2) {
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: accessTokenSeconds,
        ext_expires_in: accessTokenSeconds,
        access_token: token,
      },
    };
  }
  const now = Math.floor(clock.epochMs() / 1000);
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: String(accessTokenSeconds),
      ext_expires_in: String(accessTokenSeconds),
      expires_on: String(now + accessTokenSeconds),
      not_before: String(now),
      resource,
      access_token: token,
    },
  };
}

function refuse(
  scenario: Scenario,
  clock: Pick<Clock, 'epochMs'>,
  tenant: string,
  form: URLSearchParams,
): EntraError | undefined {
  const { application, tenantId } = scenario;
  const clientId = form.get('client_id') ?? '';
  if (tenant.toLowerCase() !== tenantId && tenant.toLowerCase() !== activeDirectoryFederation) {
    return entraError(
      400,
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    );
  }
  if (form.get('grant_type') !== 'client_credentials') {
    return entraError(
      400,
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${form.get('grant_type')}'.`,
    );
  }
  if (clientId.toLowerCase() !== application.appId) {
    return entraError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory 'Default Directory'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    );
  }
  return refuseCredential(scenario, clock, form);
}

function refuseCredential(
  { application }: Scenario,
  clock: Pick<Clock, 'epochMs'>,
  form: URLSearchParams,
): EntraError | undefined {
  const assertion = form.get('client_assertion');
  const secret = form.get('client_secret');
  if (assertion !== null && form.get('client_assertion_type') === assertionType) {
    return refuseAssertion(assertion, clock);
  }
  if (secret === null) {
    return entraError(
      401,
      'invalid_client',
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    );
  }
  if (secret === application.clientSecret) return undefined;
  return entraError(
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.appId}'.`,
  );
}

/** Any issuer is trusted; audience and lifetime are checked. */
function refuseAssertion(assertion: string, clock: Pick<Clock, 'epochMs'>): EntraError | undefined {
  const claims = claimsOf(assertion);
  if (claims === undefined) {
    return entraError(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.');
  }
  if (claims.aud !== assertionAudience) {
    return entraError(
      401,
      'invalid_client',
      700212,
      `No matching federated identity record found for presented assertion audience '${textOf(claims, 'aud')}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
    );
  }
  const nowSeconds = clock.epochMs() / 1000;
  const expiry = numberOf(claims, 'exp') ?? 0;
  const start = numberOf(claims, 'nbf') ?? 0;
  if (nowSeconds < expiry && nowSeconds >= start - 300) return undefined;
  return entraError(
    401,
    'invalid_client',
    700024,
    `Client assertion is not within its valid time range. Current time: ${new Date(nowSeconds * 1000).toISOString()}, assertion valid from ${new Date(start * 1000).toISOString()}, expiry time of assertion ${new Date(expiry * 1000).toISOString()}.`,
  );
}
