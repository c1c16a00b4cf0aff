import type { AccessToken, TokenCredential } from '@azure/identity';

/** How the run proves who it is. */
export type SignIn =
  | { readonly kind: 'oidc'; readonly tenantId: string; readonly clientId: string }
  | {
      readonly kind: 'service-principal';
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    }
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  | { readonly kind: 'azure-cli'; readonly tenantId?: string };

export interface SignInOptions {
  readonly signIn: SignIn;
  /** Entra ID's host where it is not the public one's. */
  readonly authorityHost?: string;
  /** Asks GitHub for a fresh OIDC token; called whenever Entra ID wants an assertion, because one lives for minutes. */
  readonly getAssertion: () => Promise<string>;
  /** Told every token at the moment it is received, before anything else can print it. */
  readonly mask: (secret: string) => void;
}

/** @returns a credential of `@azure/identity`; nothing is sent until the first token is asked for. */
export async function createCredential(options: SignInOptions): Promise<TokenCredential> {
  return masked(await credentialOf(options), options.mask);
}

async function credentialOf({
  signIn,
  authorityHost,
  getAssertion,
}: SignInOptions): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  // An authority that is not one of Microsoft's public ones is unknown to its discovery service, which would refuse it.
  const authority = authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true };
  switch (signIn.kind) {
    case 'oidc':
      return new identity.ClientAssertionCredential(
        signIn.tenantId,
        signIn.clientId,
        getAssertion,
        authority,
      );
    case 'service-principal':
      return new identity.ClientSecretCredential(
        signIn.tenantId,
        signIn.clientId,
        signIn.clientSecret,
        authority,
      );
    case 'managed-identity':
      return new identity.ManagedIdentityCredential(
        signIn.clientId === undefined ? {} : { clientId: signIn.clientId },
      );
    case 'azure-cli':
      return new identity.AzureCliCredential(
        signIn.tenantId === undefined ? {} : { tenantId: signIn.tenantId },
      );
  }
}

function masked(credential: TokenCredential, mask: (secret: string) => void): TokenCredential {
  return {
    async getToken(scopes, options): Promise<AccessToken | null> {
      const token = await credential.getToken(scopes, options);
      if (token !== null) {
        mask(token.token);
      }
      return token;
    },
  };
}
