import { describe, expect, it } from 'vitest';
import { createCredential, NoTokenError } from '../../../src/azure/arm/sign-in.ts';

describe('signing in', () => {
  it('says at which host it failed, and why, when nobody is there', async () => {
    const credential = await createCredential({
      signIn: { kind: 'service-principal', tenantId: 'contoso', clientId: 'rollout', clientSecret: 'hush' },
      authorityHost: 'https://127.0.0.1:1',
      getAssertion: async () => '',
      mask: () => undefined,
    });
    const failure = await credential
      .getToken('https://management.azure.com/.default')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoTokenError);
    expect(String(failure)).toContain(
      '"service-principal" at https://127.0.0.1:1 got no token: connect ECONNREFUSED',
    );
    expect(String(failure)).not.toContain('hush');
  });
});
