/** The api-versions that a resource provider answers to. One resource shape serves them all. */
const network = [
  ...['2015-05-01-preview', '2015-06-15', '2016-03-30', '2016-06-01', '2016-07-01', '2016-08-01'],
  ...['2016-09-01', '2016-10-01', '2016-11-01', '2016-12-01', '2017-03-01', '2017-04-01', '2017-06-01'],
  ...['2017-08-01', '2017-09-01', '2017-10-01', '2017-11-01', '2018-01-01', '2018-02-01', '2018-03-01'],
  ...['2018-04-01', '2018-05-01', '2018-06-01', '2018-07-01', '2018-08-01', '2018-10-01', '2018-11-01'],
  ...['2018-12-01', '2019-02-01', '2019-04-01', '2019-06-01', '2019-07-01', '2019-08-01', '2019-09-01'],
  ...['2019-11-01', '2019-12-01', '2020-01-01', '2020-03-01', '2020-04-01', '2020-05-01', '2020-06-01'],
  ...['2020-07-01', '2020-08-01', '2020-11-01', '2021-01-01', '2021-02-01', '2021-03-01', '2021-04-01'],
  ...['2021-05-01', '2021-06-01', '2021-08-01', '2021-12-01', '2022-01-01', '2022-05-01', '2022-07-01'],
  ...['2022-09-01', '2022-11-01', '2023-02-01', '2023-04-01', '2023-05-01', '2023-06-01', '2023-09-01'],
  ...['2023-11-01', '2024-01-01', '2024-03-01', '2024-05-01', '2024-07-01', '2024-10-01', '2025-01-01'],
  ...['2025-03-01', '2025-05-01', '2025-07-01', '2026-01-01'],
];

const compute = [
  ...['2015-06-15', '2016-03-30', '2016-04-30-preview', '2017-03-30', '2017-12-01', '2018-04-01'],
  ...['2018-06-01', '2018-10-01', '2019-03-01', '2019-07-01', '2019-12-01', '2020-06-01', '2020-12-01'],
  ...['2021-03-01', '2021-04-01', '2021-07-01', '2021-11-01', '2022-03-01', '2022-08-01', '2022-11-01'],
  ...['2023-03-01', '2023-07-01', '2023-09-01', '2024-03-01', '2024-07-01', '2024-11-01', '2025-04-01'],
  ...['2026-04-01'],
];

const resources = [
  ...['2014-04-01', '2014-04-01-preview', '2015-01-01', '2015-11-01', '2016-02-01', '2016-06-01'],
  ...['2016-07-01', '2016-09-01', '2017-05-10', '2018-02-01', '2018-05-01', '2019-03-01', '2019-05-01'],
  ...['2019-05-10', '2019-06-01', '2019-07-01', '2019-08-01', '2019-10-01', '2019-11-01', '2020-01-01'],
  ...['2020-06-01', '2020-08-01', '2020-10-01', '2021-01-01', '2021-04-01', '2022-01-01', '2022-09-01'],
  ...['2022-12-01', '2023-07-01', '2024-03-01', '2024-07-01', '2024-11-01', '2025-03-01', '2025-04-01'],
];

const locks = ['2015-01-01', '2015-05-01-preview', '2015-06-01', '2016-09-01', '2017-04-01', '2020-05-01'];
const permissions = ['2015-07-01', '2018-01-01-preview', '2018-07-01', '2022-04-01', '2022-05-01-preview'];

const galleries = [
  ...['2018-06-01', '2019-03-01', '2019-07-01', '2019-12-01', '2020-09-30', '2021-07-01', '2021-10-01'],
  ...['2022-01-03', '2022-03-03', '2022-08-03', '2023-07-03', '2024-03-03', '2025-03-03', '2025-12-03'],
];

const autoscaleSettings = ['2014-04-01', '2015-04-01', '2021-05-01-preview', '2022-10-01'];

const swapVersions = network.slice(network.indexOf('2020-11-01'));

/** By the beginning of a resource type, lower case; the first one counts. */
const byType: readonly (readonly [string, readonly string[]])[] = [
  ['microsoft.network/locations/setloadbalancerfrontendpublicipaddresses', swapVersions],
  ['microsoft.authorization/locks', locks],
  ['microsoft.authorization/permissions', permissions],
  // Microsoft.Network answers for the interfaces and addresses of scale sets, under Microsoft.Compute's name.
  ['microsoft.compute/virtualmachinescalesets/networkinterfaces', [...compute, ...network].toSorted()],
  ['microsoft.compute/virtualmachinescalesets/publicipaddresses', [...compute, ...network].toSorted()],
  [
    'microsoft.compute/virtualmachinescalesets/virtualmachines/networkinterfaces',
    [...compute, ...network].toSorted(),
  ],
  ['microsoft.compute/galleries', galleries],
  ['microsoft.insights', autoscaleSettings],
  ['microsoft.network', network],
  ['microsoft.compute', compute],
  ['microsoft.resources', resources],
];

/** Undefined for a namespace that no provider here serves. */
export function apiVersionsOf(type: string): readonly string[] | undefined {
  const wanted = type.toLowerCase();
  return byType.find(([prefix]) => wanted === prefix || wanted.startsWith(`${prefix}/`))?.[1];
}

export const servedTypes: readonly { readonly namespace: string; readonly types: readonly string[] }[] = [
  {
    namespace: 'Microsoft.Network',
    types: [
      'loadBalancers',
      'publicIPAddresses',
      'virtualNetworks',
      'networkInterfaces',
      'networkSecurityGroups',
      'locations/usages',
      'locations/operations',
      'locations/operationResults',
      'locations/setLoadBalancerFrontendPublicIpAddresses',
    ],
  },
  {
    namespace: 'Microsoft.Compute',
    types: [
      'virtualMachineScaleSets',
      'virtualMachineScaleSets/extensions',
      'virtualMachineScaleSets/virtualMachines',
      'virtualMachines',
      'availabilitySets',
      'images',
      'galleries',
      'galleries/images',
      'galleries/images/versions',
      'locations/publishers',
      'locations/operations',
    ],
  },
  { namespace: 'Microsoft.Insights', types: ['autoscalesettings'] },
  { namespace: 'Microsoft.Authorization', types: ['locks', 'permissions'] },
  {
    namespace: 'Microsoft.Resources',
    types: ['subscriptions', 'resourceGroups', 'tenants', 'providers', 'deploymentStacks'],
  },
];
