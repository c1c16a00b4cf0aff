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

/**
 * A credential that can be made to ask for a token anew, whatever the machine's clock says of the one it has. The managed
 * identity of a machine and the Azure CLI have caches of their own, which this does not reach.
 */
export interface RenewableCredential extends TokenCredential {
  renew(): void;
}

/** @returns a credential of `@azure/identity`; nothing is sent until the first token is asked for. */
export async function createCredential(options: SignInOptions): Promise<RenewableCredential> {
  const identity = await import('@azure/identity');
  let credential = watched(credentialOf(identity, options), options);
  return {
    getToken: (scopes, tokenOptions) => credential.getToken(scopes, tokenOptions),
    renew: () => {
      credential = watched(credentialOf(identity, options), options);
    },
  };
}

function credentialOf(
  identity: typeof import('@azure/identity'),
  { signIn, authorityHost, getAssertion }: SignInOptions,
): TokenCredential {
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

/** Signing in failed: nothing was sent to ARM, and asking again would not help. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly code = 'SignInFailed';
}

const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';

function watched(
  credential: TokenCredential,
  { signIn, authorityHost, mask }: SignInOptions,
): TokenCredential {
  return {
    async getToken(scopes, options): Promise<AccessToken | null> {
      const token = await credential.getToken(scopes, options).catch((error: unknown) => {
        throw new SignInError(
          `Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} failed: ${causesOf(error)}. ` +
            'Check tenant-id, client-id and what Entra ID trusts for them, and that this runner reaches that host ' +
            '(proxy, and NODE_EXTRA_CA_CERTS where its certificate is not a public one).',
          { cause: error },
        );
      });
      if (token !== null) {
        mask(token.token);
      }
      return token;
    },
  };
}

/** What is known: MSAL itself keeps the reason of a connection that failed to itself. */
function causesOf(error: unknown): string {
  const messages: string[] = [];
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const message = each.message.trim().replace(/\.$/, '');
    if (!messages.some((known) => known.includes(message))) {
      messages.push(message);
    }
  }
  return messages.join(': ');
}
