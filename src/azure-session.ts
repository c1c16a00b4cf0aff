import { debug, getIDToken, isDebug } from '@actions/core';
import type { Arm } from './azure/arm/arm.ts';
import type { ArmEvent } from './azure/arm/arm-events.ts';
import { connect } from './azure/arm/connect.ts';
import { isPassing, NoTokenError } from './azure/arm/sign-in.ts';
import type { Clock } from './engine/clock.ts';
import type { CommonInputs } from './inputs.ts';

/** What Entra ID expects as audience of a federated token. */
const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** Who is told what ARM's client says, and what has to stay secret. */
export interface ArmListener {
  readonly emit: (event: ArmEvent) => void;
  readonly mask: (secret: string) => void;
  readonly conceal: (text: string) => string;
}

/** ARM as the inputs describe it; GitHub gives the OIDC token, and every token is hidden. */
export function openArm(
  inputs: CommonInputs,
  clock: Clock,
  { emit, mask, conceal }: ArmListener,
): Promise<Arm> {
  return connect({
    signIn: inputs.signIn,
    ...(inputs.authorityHost === undefined ? {} : { authorityHost: inputs.authorityHost }),
    endpoint: inputs.resourceManagerEndpoint,
    subscriptionId: inputs.subscriptionId,
    clock,
    emit,
    debug: (message) => (isDebug() ? debug(conceal(message())) : undefined),
    getAssertion: async () => {
      const token = await githubToken();
      mask(token);
      return token;
    },
    mask,
  });
}

async function githubToken(): Promise<string> {
  try {
    return await getIDToken(TOKEN_EXCHANGE_AUDIENCE);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw isRefusal(said)
      ? new Error(
          'auth oidc: GitHub gave no OIDC token. Add to the job: "permissions: { id-token: write }". ' +
            `GitHub said: ${said}`,
          { cause: error },
        )
      : new NoTokenError(`GitHub gave no OIDC token: ${said.replaceAll(/\s+/g, ' ')}`, { cause: error });
  }
}

/** The toolkit has no more than words: a variable that a job without the permission lacks, or the status of GitHub's answer. */
function isRefusal(said: string): boolean {
  const status = /Error Code : (?<status>\d+)/.exec(said)?.groups?.status;
  return /Unable to get \w+ env variable/.test(said) || (status !== undefined && !isPassing(Number(status)));
}
