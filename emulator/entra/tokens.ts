import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isObject, type JsonObject } from '../arm/json.ts';
import type { Clock } from '../clock.ts';

/** Issues and reads the emulator's tokens. The key lives as long as the emulator. */
export interface TokenAuthority {
  issue(claims: JsonObject, lifetimeSeconds: number): string;
  /** The claims of a token that this authority issued; undefined for any other text. Says nothing about expiry. */
  read(token: string): JsonObject | undefined;
}

export function createTokenAuthority(clock: Pick<Clock, 'epochMs'>): TokenAuthority {
  const key = randomBytes(32);
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    issue: (claims, lifetimeSeconds) => {
      const now = Math.floor(clock.epochMs() / 1000);
      const times = { iat: now, nbf: now, exp: now + lifetimeSeconds };
      const text = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ ...times, ...claims })}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    read: (token) => {
      const at = token.lastIndexOf('.');
      const given = Buffer.from(token.slice(at + 1), 'base64url');
      const expected = sign(token.slice(0, at));
      return given.length === expected.length && timingSafeEqual(given, expected)
        ? claimsOf(token)
        : undefined;
    },
  };
}

/** The claims of any JWT, unverified. */
export function claimsOf(token: string): JsonObject | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
