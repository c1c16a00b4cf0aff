import { hostname } from 'node:os';

/** Who a lock belongs to: the run on GitHub, its attempt included; elsewhere the machine and the process. */
export function runOwner(environment: NodeJS.ProcessEnv): string {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: attempt = '1',
  } = environment;
  return server === undefined || repository === undefined || run === undefined
    ? `${hostname()}/${process.pid}`
    : `${server}/${repository}/actions/runs/${run}/attempts/${attempt}`;
}
