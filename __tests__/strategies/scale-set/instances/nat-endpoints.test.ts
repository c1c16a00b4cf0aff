import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import { expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../../../emulator/index.ts';
import { type Arm, createArm } from '../../../../src/azure/arm/arm.ts';
import { createArmTransport } from '../../../../src/azure/arm/arm-transport.ts';
import { listInstances } from '../../../../src/azure/scale-sets/scale-set-instances.ts';
import { getScaleSet } from '../../../../src/azure/scale-sets/scale-sets.ts';
import { awaitHealthy } from '../../../../src/checks/await-healthy.ts';
import { healthSourcesOf } from '../../../../src/checks/health-sources.ts';
import { looksOf } from '../../../../src/checks/instance-health.ts';
import { systemClock } from '../../../../src/engine/clock.ts';
import { anySuccess } from '../../../../src/probe/expectation.ts';
import { accessTo } from '../../../../src/strategies/scale-set/instances/access.ts';

const { signal } = new AbortController();
const silent = () => undefined;

/** The action's own client, over HTTPS. */
function armOf({ announcement, caCertificate }: Emulator): Arm {
  const { subscriptionId, resourceManagerEndpoint, msiEndpoint, msiSecret } = announcement;
  const client = createDefaultHttpClient();
  const transport = createArmTransport({
    credential: {
      async getToken() {
        const url = `${msiEndpoint}?resource=https://management.azure.com/&api-version=2019-08-01`;
        const answer = await fetch(url, { headers: { 'x-identity-header': msiSecret } });
        const { access_token: token } = (await answer.json()) as { readonly access_token: string };
        return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    subscriptionId,
    endpoint: resourceManagerEndpoint,
    clock: systemClock,
    emit: silent,
    debug: silent,
    httpClient: {
      sendRequest: (request) => client.sendRequest({ ...request, tlsSettings: { ca: caCertificate } }),
    },
  });
  return createArm({ transport, clock: systemClock, emit: silent });
}

it('reads load balancer and address once for a hundred instances that are asked at the same moment', async () => {
  await using emulator = await startEmulator({ scenario: 'zonal', profile: 'instant' });
  const arm = armOf(emulator);
  const { subscriptionId, portMap } = emulator.announcement;
  const group = `/subscriptions/${subscriptionId}/resourceGroups/zonal/providers`;
  const scaleSet = await getScaleSet(arm, `${group}/Microsoft.Compute/virtualMachineScaleSets/web`, signal);
  const instances = await listInstances(arm, scaleSet.id, signal);
  const endpoint = { protocol: 'http', port: 80, path: '/health', expectation: anySuccess } as const;
  const gate = { minHealthyTimeMs: 0, healthyDeadlineMs: 60_000, endpoint };
  const connectTo = portMap.map(({ address, port, connectHost, connectPort }) => ({
    fromHost: address,
    fromPort: port,
    toHost: connectHost,
    toPort: connectPort,
  }));
  const looks = looksOf(gate, healthSourcesOf(scaleSet), accessTo({ arm }, scaleSet), {
    connectTo,
    timeoutMs: 10_000,
  });
  const read = () =>
    emulator.arm.journal
      .entries()
      .filter(({ method, path }) => method === 'GET' && path.startsWith(`${group}/Microsoft.Network/`))
      .map(({ path }) => path.split('/').at(-1));
  expect(read()).toEqual([]);
  const checkedFromMs = systemClock.monotonicMs();
  const verdicts = await awaitHealthy(
    gate,
    instances.map(({ instanceId }) => ({ instanceId, checkedFromMs })),
    looks,
    { clock: systemClock, signal, emit: silent },
  );
  expect([...verdicts.values()].map(({ kind }) => kind)).toEqual(instances.map(() => 'healthy'));
  expect(read()).toEqual(['zonallb', 'zonalpip']);
  expect(instances).toHaveLength(100);
});
