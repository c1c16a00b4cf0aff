import type { TokenAuthority } from './tokens.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What `ACTIONS_ID_TOKEN_REQUEST_URL` answers to a job: five minutes of identity, for the audience that is asked. */
export function answerIdTokenRequest(
  tokens: TokenAuthority,
  requestToken: string,
  audience: string | null,
  authorization: string | undefined,
): Answer {
  if (authorization?.toLowerCase() !== `bearer ${requestToken}`.toLowerCase()) {
    return { status: 401, body: { message: 'The request token is missing or wrong.' } };
  }
  const value = tokens.issue(
    {
      aud: audience ?? 'https://github.com/octo-org',
      iss: 'https://token.actions.githubusercontent.com',
      sub: 'repo:octo-org/octo-repo:environment:production',
      repository: 'octo-org/octo-repo',
    },
    300,
  );
  return { status: 200, body: { count: value.length, value } };
}
