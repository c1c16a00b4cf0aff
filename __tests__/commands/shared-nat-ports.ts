import { expect } from 'vitest';
import { group } from '../emulator/arm/compute/scale-set-world.ts';
import type { ScaleSetCommands } from './scale-set-commands.ts';

/** A rule with a range of ports for the whole pool, as newer load balancers have it. */
export function shareNatPorts({ emulated }: ScaleSetCommands, backendPort = 8080): void {
  const { store } = emulated.plane;
  const loadBalancer = store.get(`${group}/providers/Microsoft.Network/loadBalancers/weblb`);
  expect.assert(loadBalancer !== undefined);
  const { id, properties } = loadBalancer;
  const rule = {
    id: `${id}/inboundNatRules/to-${backendPort}`,
    name: `to-${backendPort}`,
    properties: {
      frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/front` },
      backendAddressPool: { id: `${id}/backendAddressPools/pool` },
      protocol: 'Tcp',
      frontendPortRangeStart: backendPort + 20,
      frontendPortRangeEnd: backendPort + 119,
      backendPort,
    },
  };
  const rules = Array.isArray(properties.inboundNatRules) ? properties.inboundNatRules : [];
  store.put({ ...loadBalancer, properties: { ...properties, inboundNatRules: [...rules, rule] } });
}
