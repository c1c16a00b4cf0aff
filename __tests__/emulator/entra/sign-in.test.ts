import { ClientAssertionCredential } from '@azure/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claimsOf } from '../../../emulator/entra/tokens.ts';
import type { Fault, FaultEffect } from '../../../emulator/faults.ts';
import { type Emulator, startEmulator } from '../../../emulator/index.ts';
import { sendRaw } from '../https.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ profile: 'instant' });
});

afterAll(() => emulator[Symbol.asyncDispose]());

/** The token endpoint's answer to a form. */
async function askForToken(
  form: Record<string, string>,
  tenant = emulator.announcement.tenantId,
  version = '/v2.0',
) {
  return sendRaw(emulator, `${emulator.announcement.authorityHost}/${tenant}/oauth2${version}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
}

async function idToken(audience: string): Promise<string> {
  const { oidcRequestUrl, oidcRequestToken } = emulator.announcement;
  const response = await fetch(`${oidcRequestUrl}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${oidcRequestToken}` },
  });
  return ((await response.json()) as { value: string }).value;
}

function jwt(claims: Record<string, unknown>): string {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode(claims)}.`;
}

describe('client secret', () => {
  const form = (more: Record<string, string> = {}): Record<string, string> => ({
    grant_type: 'client_credentials',
    client_id: emulator.announcement.clientId,
    client_secret: emulator.announcement.clientSecret,
    scope: 'https://management.azure.com/.default',
    ...more,
  });

  test('gets a token for the audience of its scope', async () => {
    const { status, body } = await askForToken(form());
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(claimsOf((body as { access_token: string }).access_token)).toMatchObject({
      aud: 'https://management.azure.com',
      tid: emulator.announcement.tenantId,
      appid: emulator.announcement.clientId,
    });
  });

  test('version 1 answers in text, for a resource', async () => {
    const resource = 'https://management.core.windows.net/';
    const { body } = await askForToken({ ...form(), resource }, undefined, '');
    expect(body).toMatchObject({ expires_in: '3599', resource });
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['an unknown application', { client_id: 'somebody' }, 400, 'unauthorized_client', 700016],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  ])('%s is refused', async (_, more, status, error, code) => {
    const answer = await askForToken(form(more));
    expect(answer).toMatchObject({ status, body: { error, error_codes: [code] } });
    expect((answer.body as { error_description: string }).error_description).toMatch(`AADSTS${code}: `);
  });

  test('another tenant is refused', async () => {
    expect(await askForToken(form(), 'nowhere')).toMatchObject({
      status: 400,
      body: { error_codes: [90002] },
    });
  });

  test('no credential at all is refused', async () => {
    const { client_secret: _, ...rest } = form();
    expect(await askForToken(rest)).toMatchObject({ status: 401, body: { error_codes: [7000216] } });
  });
});

describe('federated credential', () => {
  const assertion = (value: string): Promise<{ status: number; body: unknown }> =>
    askForToken({
      grant_type: 'client_credentials',
      client_id: emulator.announcement.clientId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: value,
      scope: 'https://management.azure.com/.default',
    });
  const now = (): number => Math.floor(Date.now() / 1000);

  test('GitHub’s id token signs the unchanged SDK in', async () => {
    const { tenantId, clientId, authorityHost } = emulator.announcement;
    const credential = new ClientAssertionCredential(
      tenantId,
      clientId,
      () => idToken('api://AzureADTokenExchange'),
      { authorityHost, disableInstanceDiscovery: true, tlsOptions: { ca: emulator.caCertificate } },
    );
    const { token } = await credential.getToken('https://management.azure.com/.default');
    expect(claimsOf(token)).toMatchObject({ aud: 'https://management.azure.com' });
  });

  test('an assertion for somebody else is refused', async () => {
    expect(await assertion(await idToken('sigstore'))).toMatchObject({
      status: 401,
      body: { error_codes: [700212] },
    });
  });

  test('an expired assertion is refused', async () => {
    const expired = jwt({ aud: 'api://AzureADTokenExchange', nbf: now() - 700, exp: now() - 400 });
    expect(await assertion(expired)).toMatchObject({ status: 401, body: { error_codes: [700024] } });
  });

  test('what is no JWT is refused', async () => {
    expect(await assertion('nonsense')).toMatchObject({ status: 401, body: { error_codes: [50027] } });
  });

  test('an id token is only for the job that has the request token', async () => {
    const response = await fetch(emulator.announcement.oidcRequestUrl, {
      headers: { authorization: 'bearer guess' },
    });
    expect(response.status).toBe(401);
  });
});

describe('managed identity', () => {
  const ask = (query: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${emulator.announcement.msiEndpoint}?${query}`, { headers });
  const resource = 'resource=https%3A%2F%2Fmanagement.azure.com';

  test.each([
    ['2017-09-01', 'secret', /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d \+00:00$/],
    ['2019-08-01', 'x-identity-header', /^\d+$/],
  ])('version %s', async (version, header, expiresOn) => {
    const { msiSecret } = emulator.announcement;
    const response = await ask(`api-version=${version}&${resource}`, { [header]: msiSecret });
    expect(await response.json()).toMatchObject({
      token_type: 'Bearer',
      resource: 'https://management.azure.com',
      expires_on: expect.stringMatching(expiresOn) as string,
    });
    expect((await ask(`api-version=${version}&${resource}`, { [header]: 'guess' })).status).toBe(401);
  });

  test('an unknown version or no resource is refused', async () => {
    const headers = { 'x-identity-header': emulator.announcement.msiSecret };
    expect((await ask(`api-version=2030-01-01&${resource}`, headers)).status).toBe(400);
    expect((await ask('api-version=2019-08-01', headers)).status).toBe(400);
  });
});

test('MSAL finds its way: the documents of discovery name the endpoints that answer', async () => {
  const { authorityHost, tenantId } = emulator.announcement;
  const { body } = await sendRaw(
    emulator,
    `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
  );
  expect(body).toMatchObject({ token_endpoint: `${authorityHost}/${tenantId}/oauth2/v2.0/token` });
  const instance = await sendRaw(emulator, `${authorityHost}/common/discovery/instance?api-version=1.1`);
  expect(instance.body).toMatchObject({
    tenant_discovery_endpoint: `${authorityHost}/${tenantId}/v2.0/.well-known/openid-configuration`,
  });
});

describe('a fault', () => {
  const ENTRA = 'oauth2/v2.0/token$';
  const GITHUB = '/oidc/token$';

  const underFault = async <T>(fault: Fault, act: () => Promise<T>): Promise<T> => {
    const { faults } = emulator.arm.plane;
    const { id } = faults.add(fault);
    try {
      return await act();
    } finally {
      faults.remove(id);
    }
  };
  const signIn = () => askForToken({ client_id: emulator.announcement.clientId });

  test('answers instead of Entra ID, and only as often as it says', () =>
    underFault({ match: { path: ENTRA }, effect: 'answer', status: 503, code: 'busy' }, async () => {
      expect(await signIn()).toMatchObject({ status: 503, body: { error: 'busy' } });
      expect((await signIn()).status).toBe(400);
    }));

  test.each<FaultEffect['effect']>(['connection-reset', 'answer-lost'])(
    '%s cuts off who asks GitHub',
    (effect) =>
      underFault({ match: { path: GITHUB }, effect } as Fault, async () => {
        await expect(idToken('sigstore')).rejects.toThrow('fetch failed');
        expect(await idToken('sigstore')).not.toBe('');
      }),
  );

  test.each([ENTRA, GITHUB])('leaves who asks %s without an answer', (path) =>
    underFault({ match: { path }, effect: 'unanswered' }, async () => {
      const asking = path === ENTRA ? signIn() : idToken('sigstore');
      const answer = asking.then(
        () => 'answered',
        () => 'cut off',
      );
      // Whoever asks after it is answered, and it still waits.
      await (path === ENTRA ? signIn() : idToken('sigstore'));
      expect(await Promise.race([answer, Promise.resolve('waiting')])).toBe('waiting');
    }),
  );

  test('without a path is one of ARM, and neither meets nor counts a request for a token', () =>
    underFault({ match: {}, effect: 'connection-reset' }, async () => {
      expect((await signIn()).status).toBe(400);
      expect(emulator.arm.plane.faults.list()).toMatchObject([{ matched: 0 }]);
    }));
});
