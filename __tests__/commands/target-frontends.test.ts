import { expect, it } from 'vitest';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { runUrl, startInProcessCommands } from './in-process-commands.ts';
import { run } from './swap-commands.ts';

/** The target has a second public IPv4 frontend. */
function withSecondFrontend(scenario: Scenario): Scenario {
  const resources = scenario.resources.flatMap((resource) => {
    if (resource.name === 'vipswap2pip') {
      const { dnsSettings, ipAddress, ...properties } = resource.properties as Record<string, unknown>;
      const copy = { ...resource, id: `${resource.id}-b`, name: 'vipswap2pip-b', properties };
      return [resource, copy];
    }
    if (resource.name !== 'vipswap2lb') {
      return [resource];
    }
    const { frontendIPConfigurations, ...properties } = resource.properties as {
      frontendIPConfigurations: readonly unknown[];
    };
    const second = JSON.parse(
      JSON.stringify(frontendIPConfigurations[0])
        .replaceAll('loadBalancerFrontEnd', 'second')
        .replaceAll('vipswap2pip', 'vipswap2pip-b'),
    );
    return [
      {
        ...resource,
        properties: { ...properties, frontendIPConfigurations: [...frontendIPConfigurations, second] },
      },
    ];
  });
  return { ...scenario, resources };
}

it.each([[[]], [['loadBalancerFrontEnd', 'second']]])(
  'a target with two public IPv4 frontends is refused with what one release can move, and not with what was named: %j',
  async (targetFrontends) => {
    const world = startInProcessCommands({ adapt: withSecondFrontend });
    const { context } = world.runner(runUrl(1));
    await expect(run(context, world.runOptions({ targetFrontends }))).rejects.toThrow(
      'has several public IPv4 frontends, and one release moves one IPv4 address: name one production address of that version, and one ' +
        'of the frontends as target-frontend: loadBalancerFrontEnd or second.',
    );
    expect(world.writes()).toEqual([]);
  },
);
