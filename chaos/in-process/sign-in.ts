import type { AccessToken } from '@azure/identity';
import { ConnectionCut } from '../../emulator/arm/http.ts';
import { answerUnderFaults } from '../../emulator/entra/sign-in-faults.ts';
import { isPassing, NoTokenError, SignInError } from '../../src/azure/arm/sign-in.ts';
import type { World } from './world.ts';

/** Entra ID on the virtual clock, as src/azure/arm/sign-in.ts makes of its answers: MSAL has no clock that could be given to it. */
export async function signIn({ azure, clock }: World, issue: () => AccessToken): Promise<AccessToken> {
  const { faults, scenario } = azure.plane;
  const request = { method: 'POST', path: `/${scenario.tenantId}/oauth2/v2.0/token` };
  let token: AccessToken | undefined;
  const { status } = await answerUnderFaults(faults, clock, request, () => {
    token = issue();
    return { status: 200, body: {} };
  }).catch((error: unknown) => {
    throw error instanceof ConnectionCut ? new NoTokenError(error.message, { cause: error }) : error;
  });
  if (token === undefined || status !== 200) {
    const message = `Signing in was answered with ${status}.`;
    throw isPassing(status) ? new NoTokenError(message) : new SignInError(message);
  }
  return token;
}
