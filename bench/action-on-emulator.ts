import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announcement } from '../emulator/index.ts';
import { type ActionRun, runAction } from '../scripts/runner/run-action.ts';

export const probeIntervalMs = 250;

export interface ActionGoal {
  readonly command?: 'run' | 'plan';
  readonly method: 'temporary-ip' | 'native';
  readonly targetLoadBalancer: string;
  /** Absolute. */
  readonly reportPath: string;
}

/** Values of `with:` for a swap of the `vipswap` scenario. */
export function actionInputs(announcement: Announcement, goal: ActionGoal): Record<string, string> {
  const { subscriptionId, tenantId, clientId, resourceManagerEndpoint, authorityHost } = announcement;
  return {
    strategy: 'vip-swap',
    command: goal.command ?? 'run',
    'subscription-id': subscriptionId,
    'resource-group': 'vipswap',
    'production-public-ip': 'vipswap1pip',
    'target-load-balancer': goal.targetLoadBalancer,
    'swap-method': goal.method,
    'probe-interval': `${probeIntervalMs}ms`,
    'probe-version': 'header:x-app-version',
    'probe-connect-to': connectTo(announcement).join('\n'),
    'tenant-id': tenantId,
    'client-id': clientId,
    'resource-manager-endpoint': resourceManagerEndpoint,
    'authority-host': authorityHost,
    'report-path': goal.reportPath,
  };
}

/** Mappings in curl's meaning for a machine that has only 127.0.0.1; else none. */
export function connectTo({ portMap }: Announcement): string[] {
  return portMap.map((each) => `${each.address}:${each.port}:${each.connectHost}:${each.connectPort}`);
}

/** What a runner's job has beside the inputs: GitHub's ID token service, and trust in the emulator's certificate. */
export function actionEnvironment(announcement: Announcement): Record<string, string> {
  const { caCertificatePath, oidcRequestUrl, oidcRequestToken, dataPlane, speed } = announcement;
  return {
    NODE_EXTRA_CA_CERTS: caCertificatePath,
    ACTIONS_ID_TOKEN_REQUEST_URL: oidcRequestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidcRequestToken,
    AZURE_ROLLOUT_EMULATOR: `${dataPlane}@${speed}`,
  };
}

/**
 * Runs the bundled action as a runner would, to move production to vipswap2lb, and keeps nothing of what it wrote.
 *
 * @throws Error with its log where it ends red.
 */
export async function runOnEmulator(
  announcement: Announcement,
  goal: Pick<ActionGoal, 'command' | 'method'>,
  environment: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-bench-'));
  try {
    const reportPath = join(directory, 'report.json');
    const run = await runAction({
      actionDirectory: join(import.meta.dirname, '..'),
      directory,
      inputs: actionInputs(announcement, { ...goal, targetLoadBalancer: 'vipswap2lb', reportPath }),
      environment: { ...actionEnvironment(announcement), ...environment },
    });
    if (run.exitCode !== 0)
      throw new Error(`The action ended with exit code ${run.exitCode}:\n${run.stdout}`);
    return run;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
