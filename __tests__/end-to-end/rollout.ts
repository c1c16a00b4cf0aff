import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { always, type DurationProfile } from '../../emulator/durations/profile.ts';
import { instant } from '../../emulator/durations/profiles.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.ts';
import { type ActionRun, type RunActionOptions, runAction } from '../../scripts/runner/run-action.ts';
import type { Report } from '../../src/report/report.ts';

export interface Rollout extends AsyncDisposable {
  readonly emulator: Emulator;
  /** Runs the bundled action as a runner would; inputs beside the usual ones. */
  run(inputs?: Readonly<Record<string, string>>, options?: Partial<RunActionOptions>): Promise<ActionRun>;
  /** Names of the addresses that the load balancer's frontends have. */
  addressesOf(loadBalancer: string): string[];
  publicIpNames(): string[];
  /** Requests that change something, `PUT loadBalancers/vipswap1lb`. */
  writes(): string[];
  /** Tags of the production address that the action has written. */
  record(): Record<string, string>;
}

const root = join(import.meta.dirname, '../..');

/** An emulator of the seed's environment and the bundled action beside it. */
export async function startRollout(options: EmulatorOptions = {}): Promise<Rollout> {
  const emulator = await startEmulator({ profile, speed: SPEED, ...options });
  const directories: string[] = [];
  const store = emulator.arm.plane.store;
  const group = `/subscriptions/${emulator.announcement.subscriptionId}/resourceGroups/vipswap/providers/Microsoft.Network`;
  return {
    emulator,
    run(inputs = {}, runOptions = {}) {
      const directory = mkdtempSync(join(tmpdir(), 'azure-rollout-test-'));
      directories.push(directory);
      return runAction({
        actionDirectory: root,
        directory,
        inputs: { ...usualInputs(emulator), ...inputs },
        ...runOptions,
        environment: { ...environmentOf(emulator), ...runOptions.environment },
      });
    },
    addressesOf(name) {
      const frontends = store.get(`${group}/loadBalancers/${name}`)?.properties.frontendIPConfigurations;
      return (frontends as { properties: { publicIPAddress?: { id: string } } }[]).map(
        (frontend) => frontend.properties.publicIPAddress?.id.split('/').at(-1) ?? '',
      );
    },
    publicIpNames: () => store.list('Microsoft.Network/publicIPAddresses').map((each) => each.name),
    writes: () =>
      emulator.arm.journal
        .entries()
        .filter((entry) => entry.method !== 'GET' && !entry.path.endsWith('/health'))
        .map((entry) => `${entry.method} ${entry.path.split('/').slice(-2).join('/')}`),
    record() {
      const tags = (store.get(`${group}/publicIPAddresses/vipswap1pip`) as { tags?: Record<string, string> })
        .tags;
      return Object.fromEntries(
        Object.entries(tags ?? {}).filter(([name]) => name.startsWith('azure-rollout-')),
      );
    },
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
      for (const directory of directories) {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

/** Every operation lasts two seconds at the speed of the tests: long enough for requests to fail, and no longer. */
const profile: DurationProfile = {
  name: 'end-to-end',
  distributions: {
    ...instant.distributions,
    'public-ip-put': always(0),
    'public-ip-delete': always(0),
    'load-balancer-put': always(20),
    'load-balancer-delete': always(0),
    'backend-pool-put': always(0),
    'swap-public-ip-addresses': always(20),
    'rule-health': always(0),
  },
};
const SPEED = 10;

/** Acts once, as soon as the emulator has seen the write for the nth time. */
export function whenWritten(rollout: Rollout, write: string, act: () => void, nth = 1): void {
  const watch = setInterval(() => {
    if (rollout.writes().filter((each) => each === write).length >= nth) {
      clearInterval(watch);
      act();
    }
  }, 20);
}

function usualInputs({ announcement }: Emulator): Record<string, string> {
  return {
    strategy: 'vip-swap',
    'subscription-id': announcement.subscriptionId,
    'resource-group': 'vipswap',
    'production-public-ip': 'vipswap1pip',
    'target-load-balancer': 'vipswap2lb',
    'swap-method': 'temporary-ip',
    'probe-interval': '100ms',
    'probe-timeout': '500ms',
    'probe-version': 'header:x-app-version',
    'resource-manager-endpoint': announcement.resourceManagerEndpoint,
    'authority-host': announcement.authorityHost,
    'client-id': announcement.clientId,
    'tenant-id': announcement.tenantId,
  };
}

function environmentOf({ announcement }: Emulator): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: announcement.caCertificatePath,
    ACTIONS_ID_TOKEN_REQUEST_URL: announcement.oidcRequestUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: announcement.oidcRequestToken,
    AZURE_ROLLOUT_EMULATOR: `${announcement.dataPlane}@${announcement.speed}`,
  };
}

export function readReport(run: ActionRun): Report {
  return JSON.parse(readFileSync(run.outputs['report-path'] ?? '', 'utf8')) as Report;
}
