import type { Scenario } from '../arm/scenario.ts';
import type { Clock } from '../clock.ts';
import { accessTokenSeconds, issueAccessToken } from './access-tokens.ts';
import type { TokenAuthority } from './tokens.ts';

export interface IdentityRequest {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The App Service protocol of managed identities, in both its versions: 2017-09-01 (`MSI_ENDPOINT`, header `secret`) and
 * 2019-08-01 (`IDENTITY_ENDPOINT`, header `X-IDENTITY-HEADER`).
 */
export function answerIdentityRequest(
  tokens: TokenAuthority,
  scenario: Scenario,
  clock: Pick<Clock, 'epochMs'>,
  msiSecret: string,
  { query, headers }: IdentityRequest,
): Answer {
  const version = query.get('api-version');
  const resource = query.get('resource');
  const secret = version === '2017-09-01' ? headers.secret : headers['x-identity-header'];
  if (version !== '2017-09-01' && version !== '2019-08-01') {
    return failure(400, `The api-version '${version}' is not supported.`);
  }
  if (secret !== msiSecret) return failure(401, 'The secret header is missing or wrong.');
  if (resource === null) return failure(400, 'The resource parameter is missing.');
  const expiresAtSeconds = Math.floor(clock.epochMs() / 1000) + accessTokenSeconds;
  return {
    status: 200,
    body: {
      access_token: issueAccessToken(tokens, scenario, resource),
      expires_on: version === '2017-09-01' ? dateOf(expiresAtSeconds) : String(expiresAtSeconds),
      resource,
      token_type: 'Bearer',
      ...(version === '2017-09-01' ? {} : { client_id: scenario.application.appId }),
    },
  };
}

function failure(statusCode: number, message: string): Answer {
  return { status: statusCode, body: { statusCode, message } };
}

/** `09/14/2017 00:00:00 +00:00`, as the older version writes it. */
function dateOf(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)} +00:00`;
}
