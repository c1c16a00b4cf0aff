import type { AccessToken, TokenCredential, TokenCredentialOptions } from '@azure/identity';

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
  /**
   * Asks GitHub for a fresh OIDC token; called whenever Entra ID wants an assertion, because one lives for minutes. Throws
   * NoTokenError where asking again may help.
   */
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
  let credential = watched(identity, options);
  const renew = () => {
    credential = watched(identity, options);
  };
  return {
    getToken: (scopes, tokenOptions) =>
      credential.getToken(scopes, tokenOptions).catch((error: unknown) => {
        // MSAL repeats the answer of an Entra ID that was overloaded for a minute, without having asked it.
        renew();
        throw error;
      }),
    renew,
  };
}

type Policies = NonNullable<TokenCredentialOptions['additionalPolicies']>;

function credentialOf(
  identity: typeof import('@azure/identity'),
  { signIn, authorityHost, getAssertion }: SignInOptions,
  additionalPolicies: Policies,
): TokenCredential {
  // One layer retries, and it is not this one: see arm.ts.
  const once = { additionalPolicies, retryOptions: { maxRetries: 0 } };
  const authority = {
    ...once,
    // An authority that is not one of Microsoft's public ones is unknown to its discovery service, which would refuse it.
    ...(authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true }),
  };
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
        signIn.clientId === undefined
          ? { additionalPolicies }
          : { additionalPolicies, clientId: signIn.clientId },
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

/**
 * Signing in got no answer, or one that says nothing of who signs in: nothing was sent to ARM, and asking again may help. MSAL
 * tells neither from a refusal.
 */
export class NoTokenError extends Error {
  override readonly name = 'NoTokenError';
  readonly code = 'NoToken';
}

const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';

function watched(
  identity: typeof import('@azure/identity'),
  { getAssertion, ...options }: SignInOptions,
): TokenCredential {
  /** Of the last exchange: what kept an answer away that means anything. */
  let trouble: NoTokenError | undefined;
  const credential = credentialOf(
    identity,
    {
      ...options,
      getAssertion: () =>
        getAssertion().catch((error: unknown) => {
          trouble = error instanceof NoTokenError ? error : undefined;
          throw error;
        }),
    },
    [
      troubleWatch((seen) => {
        trouble = seen;
      }),
    ],
  );
  return {
    async getToken(scopes, tokenOptions): Promise<AccessToken | null> {
      trouble = undefined;
      const token = await credential.getToken(scopes, tokenOptions).catch((error: unknown) => {
        throw trouble === undefined ? refusal(error, options) : noToken(error, trouble, options);
      });
      if (token !== null) {
        options.mask(token.token);
      }
      return token;
    },
  };
}

function refusal(
  error: unknown,
  { signIn, authorityHost }: Omit<SignInOptions, 'getAssertion'>,
): SignInError {
  return new SignInError(
    `Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} failed: ${causesOf(error)}. ` +
      'Check tenant-id, client-id and what Entra ID trusts for them, and that this runner reaches that host ' +
      '(proxy, and NODE_EXTRA_CA_CERTS where its certificate is not a public one).',
    { cause: error },
  );
}

function noToken(
  error: unknown,
  trouble: NoTokenError,
  { signIn, authorityHost }: Omit<SignInOptions, 'getAssertion'>,
): NoTokenError {
  return new NoTokenError(
    `Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} got no token: ${causesOf(trouble)}. ` +
      'Nothing was sent to ARM. Check that this runner reaches that host (network, proxy).',
    { cause: error },
  );
}

/** Sees what MSAL keeps to itself: whether anybody has answered, and whether the answer was one. */
function troubleWatch(onTrouble: (trouble: NoTokenError | undefined) => void): Policies[number] {
  return {
    position: 'perCall',
    policy: {
      name: 'azureRolloutTroubleWatch',
      async sendRequest(request, next) {
        try {
          const response = await next(request);
          const { status } = response;
          onTrouble(isPassing(status) ? new NoTokenError(`it answered ${status}`) : undefined);
          return response;
        } catch (error) {
          onTrouble(isUntrusted(error) ? undefined : new NoTokenError(causesOf(error)));
          throw error;
        }
      },
    },
  };
}

/** Whether a status says nothing of the request, and the next try may get another one. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** A certificate that is not trusted now is not trusted a minute later. */
function isUntrusted(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|UNABLE_TO_VERIFY/.test(code);
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
