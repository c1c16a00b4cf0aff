import type { Principal } from '../arm/call.ts';
import { errors } from '../arm/errors.ts';
import type { ArmRequest } from '../arm/http.ts';
import { numberOf, textOf } from '../arm/json.ts';
import type { Scenario } from '../arm/scenario.ts';
import type { Clock } from '../clock.ts';
import type { TokenAuthority } from './tokens.ts';

/** What Entra ID answers with for an application. An hour and a minute, as Azure's own. */
export const accessTokenSeconds = 3599;

export function issueAccessToken(tokens: TokenAuthority, scenario: Scenario, audience: string): string {
  const { application, tenantId } = scenario;
  return tokens.issue(
    {
      aud: audience,
      iss: `https://sts.windows.net/${tenantId}/`,
      appid: application.appId,
      appidacr: '1',
      idtyp: 'app',
      oid: application.objectId,
      sub: application.objectId,
      tid: tenantId,
      ver: '1.0',
    },
    accessTokenSeconds,
  );
}

/** Who sends a request to ARM: the bearer of a token that this emulator issued and that has not expired. */
export function bearerOf(
  tokens: TokenAuthority,
  clock: Pick<Clock, 'epochMs'>,
  challenge: string,
): (headers: ArmRequest['headers']) => Principal {
  const refuse = (error: ReturnType<typeof errors.missingToken>): never => {
    Object.assign(error.headers, { 'www-authenticate': challenge });
    throw error;
  };
  return (headers) => {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer') return refuse(errors.missingToken());
    const claims = tokens.read(token);
    if (claims === undefined) return refuse(errors.invalidToken('The access token is invalid.'));
    const expiresAtMs = (numberOf(claims, 'exp') ?? 0) * 1000;
    if (expiresAtMs <= clock.epochMs()) {
      return refuse(errors.expiredToken(new Date(expiresAtMs).toUTCString()));
    }
    return { appId: textOf(claims, 'appid') ?? '', objectId: textOf(claims, 'oid') ?? '' };
  };
}
