type Inputs = Readonly<Record<string, string>>;

/** Scale set and new image of each scenario that is about one; ids without their subscription. */
const scaleSets: Readonly<Record<string, { readonly name: string; readonly image: string }>> = {
  canary: { name: 'canary', image: 'images/nginx-updated-image' },
  zonal: { name: 'web', image: 'galleries/zonalgallery/images/web/versions/2.0.0' },
  'never-healthy': { name: 'web', image: 'images/web-2' },
  autoscale: { name: 'web', image: 'images/web-2' },
};

/**
 * The goal that a scenario was made for, around what is given: a swap to the other load balancer, or a canary of the new
 * image. A copy of a scenario has its name.
 */
export function usualInputs(scenario: string, subscriptionId: string, given: Inputs): Inputs {
  const scaleSet = scaleSets[scenario];
  if (scaleSet === undefined) {
    // Whoever names the scale set of a scenario of their own says the rest of it too.
    if (names(given, 'scale-set')) return {};
    return {
      strategy: 'vip-swap',
      'resource-group': 'vipswap',
      'production-public-ip': 'vipswap1pip',
      'target-load-balancer': 'vipswap2lb',
    };
  }
  const { strategy = 'canary-percent', command = 'run' } = given;
  const image = `/subscriptions/${subscriptionId}/resourceGroups/${scenario}/providers/Microsoft.Compute/${scaleSet.image}`;
  const isRelease = command === 'run' || command === 'plan';
  return {
    ...(isRelease ? { strategy } : {}),
    'resource-group': scenario,
    'scale-set': scaleSet.name,
    ...(isRelease && !names(given, 'packer-manifest', 'extension') ? { image } : {}),
    ...(isRelease && strategy === 'canary-percent' && !names(given, 'instance-ids') ? { percent: '33' } : {}),
    'probe-version': 'header:x-app-version',
    ...(given.probe === 'off' ? { 'probe-version': '', 'probe-connect-to': '' } : {}),
  };
}

function names(given: Inputs, ...inputs: readonly string[]): boolean {
  return inputs.some((input) => (given[input] ?? '') !== '');
}
