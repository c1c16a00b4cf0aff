import type { IncomingMessage, RequestListener } from 'node:http';
import type { Scenario } from '../arm/scenario.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { readBody } from '../server/listening.ts';
import { answerUnderFaults } from './sign-in-faults.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import type { TokenAuthority } from './tokens.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Entra ID as far as MSAL and adal ask: tokens, and the metadata that leads to them.
 *
 * @param faults in force; asked for with each request.
 */
export function entraListener(
  tokens: TokenAuthority,
  scenario: Scenario,
  clock: Clock,
  faults: () => Faults,
): RequestListener {
  return (message, response) => {
    const { method = 'GET', url = '/' } = message;
    const path = url.replace(/[?].*/, '');
    answerUnderFaults(faults(), clock, { method, path }, () => answer(message, tokens, scenario, clock)).then(
      ({ status, body, headers = {} }) =>
        response
          .writeHead(status, {
            ...headers,
            'content-type': 'application/json; charset=utf-8',
            'cache-control': 'no-store',
          })
          .end(JSON.stringify(body)),
      () => response.destroy(),
    );
  };
}

async function answer(
  message: IncomingMessage,
  tokens: TokenAuthority,
  scenario: Scenario,
  clock: Pick<Clock, 'epochMs'>,
): Promise<Answer> {
  const origin = `https://${message.headers.host}`;
  const { pathname } = new URL(message.url ?? '/', origin);
  const [, tenant = '', ...rest] = pathname.split('/');
  const path = rest.join('/').toLowerCase();
  if (message.method === 'POST' && (path === 'oauth2/v2.0/token' || path === 'oauth2/token')) {
    const form = new URLSearchParams(await readBody(message));
    return answerTokenRequest(tokens, scenario, clock, tenant, path === 'oauth2/token' ? 1 : 2, form);
  }
  if (path === 'discovery/instance') return { status: 200, body: instanceMetadata(origin, scenario) };
  if (path === 'v2.0/.well-known/openid-configuration') {
    return { status: 200, body: openIdConfiguration(origin, tenant, 'v2.0/', scenario) };
  }
  if (path === '.well-known/openid-configuration') {
    return { status: 200, body: openIdConfiguration(origin, tenant, '', scenario) };
  }
  return { status: 404, body: { error: 'not_found', error_description: `${message.method} ${pathname}` } };
}

/** What MSAL asks of an authority it does not know. */
function instanceMetadata(origin: string, scenario: Scenario): unknown {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${scenario.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function openIdConfiguration(origin: string, tenant: string, version: string, scenario: Scenario): unknown {
  const base = `${origin}/${tenant}`;
  return {
    token_endpoint: `${base}/oauth2/${version}token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/${version}keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${origin}/${scenario.tenantId}/${version === '' ? '' : 'v2.0'}`,
    authorization_endpoint: `${base}/oauth2/${version}authorize`,
    device_authorization_endpoint: `${base}/oauth2/${version}devicecode`,
    end_session_endpoint: `${base}/oauth2/${version}logout`,
    tenant_region_scope: 'NA',
    cloud_instance_name: new URL(origin).host,
  };
}
