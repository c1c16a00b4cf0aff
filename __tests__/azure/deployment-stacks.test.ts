import { expect, test } from 'vitest';
import { listDeploymentStacks } from '../../src/azure/deployment-stacks.ts';
import { scriptedArm } from './scripted-arm.ts';

test('stacks are listed at one scope, page by page', async () => {
  const path = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Resources/deploymentStacks';
  const next = `${path}?api-version=2024-03-01&$skiptoken=2`;
  const [first, second] = ['first', 'second'].map((name) => ({
    id: `${path}/${name}`,
    name,
    properties: {},
  }));
  const { arm, requests } = scriptedArm({
    [`GET ${path}`]: [
      { body: { value: [first], nextLink: `https://arm.test${next}` } },
      { body: { value: [second] } },
    ],
  });
  const { signal } = new AbortController();
  expect(await listDeploymentStacks(arm, '/subscriptions/s/resourceGroups/g', signal)).toEqual([
    first,
    second,
  ]);
  expect(requests).toEqual([`GET ${path}?api-version=2024-03-01`, `GET ${next}`]);
});
