import { describe, expect, test } from 'vitest';
import { nativeObstacles } from '../../../src/strategies/vip-swap/preflight/index.ts';
import { address, frontend, group, loadBalancer, proposedSwap, type SwapChanges } from './preflight-swap.ts';

const dynamic = { properties: { publicIPAllocationMethod: 'Dynamic' } };

describe("obstacles to ARM's own swap", () => {
  const obstacles = (changes: SwapChanges = {}) => nativeObstacles(proposedSwap(changes).environment);
  const second = {
    productionAddress: address('shop6'),
    productionFrontend: frontend('blue', 'web6'),
    targetFrontend: frontend('green', 'web6'),
    targetAddress: address('staging6'),
  };
  const internal = frontend('green', 'web', { subnet: { id: `${group}/subnet` } });
  const two = [frontend('green', 'web'), frontend('green', 'admin')];

  test('none with one public frontend on each side and static addresses', () => {
    expect(obstacles()).toEqual([]);
  });

  test('none with dynamic addresses on both sides', () => {
    const both = { productionAddress: address('shop', dynamic), targetAddress: address('staging', dynamic) };
    expect(obstacles({ move: both })).toEqual([]);
  });

  test.each<[string, SwapChanges, string]>([
    ['a pair of addresses', { furtherMoves: [second] }, '2 addresses'],
    [
      'a second frontend',
      { target: loadBalancer('green', { properties: { frontendIPConfigurations: two } }) },
      'green has the frontends web, admin',
    ],
    [
      'an internal frontend',
      { target: loadBalancer('green', { properties: { frontendIPConfigurations: [internal] } }) },
      'green has the frontends web',
    ],
    [
      'one dynamic address',
      { move: { targetAddress: address('staging', dynamic) } },
      'staging is dynamic and shop static',
    ],
    ['another region', { target: loadBalancer('green', { location: 'northeurope' }) }, 'one region'],
  ])('%s', (_, changes, told) => {
    expect(obstacles(changes)).toEqual([expect.stringContaining(told)]);
  });
});
