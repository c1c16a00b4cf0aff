import { describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { codesOf, VirtualArm } from './virtual-arm.ts';

const compute = 'api-version=2024-07-01';

const scaleSet = (azure: VirtualArm, name = 'vipswap1'): string =>
  `${azure.group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;

const read = (azure: VirtualArm, path = scaleSet(azure)): Promise<Answer> =>
  azure.send('GET', `${path}?${compute}`);

/** What the answer says is left of Compute's buckets, by their short names. */
function leftOf({ headers }: Answer): Record<string, number> {
  const buckets = (headers['x-ms-ratelimit-remaining-resource'] ?? '').split(',');
  return Object.fromEntries(
    buckets.map((bucket) => {
      const [name = '', left] = bucket.replace('Microsoft.Compute/', '').split(';');
      return [name, Number(left)];
    }),
  );
}

async function times(count: number, send: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index++) answers.push(await send());
  return answers;
}

describe('the buckets of Microsoft.Compute', () => {
  test('fall with every request, and fill up with time', async () => {
    const azure = await VirtualArm.open();
    const [first, second] = await times(2, () => read(azure));
    expect(first?.headers['x-ms-ratelimit-remaining-resource']).toBe(
      'Microsoft.Compute/GetVMScaleSetSubscriptionMaximum;2399,Microsoft.Compute/GetVMScaleSetResource;35',
    );
    expect(second && leftOf(second)).toEqual({
      GetVMScaleSetSubscriptionMaximum: 2398,
      GetVMScaleSetResource: 34,
    });
    azure.nowMs += 60_000;
    expect(leftOf(await read(azure)).GetVMScaleSetResource).toBe(35);
  });

  test('refuse one request too many as reported, and let it in when a token is back', async () => {
    const azure = await VirtualArm.open();
    const answers = await times(36, () => read(azure));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await read(azure);
    expect(codesOf(refused)).toEqual([429, 'OperationNotAllowed', 'TooManyRequests']);
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.body).toMatchObject({
      error: {
        details: [{ target: 'GetVMScaleSetResource' }],
        innererror: { internalErrorCode: 'TooManyRequestsReceived' },
      },
    });
    const { error } = refused.body as { error: { details: { message: string }[] } };
    expect(JSON.parse(error.details[0]?.message ?? '')).toMatchObject({
      operationGroup: 'GetVMScaleSetResource',
      allowedRequestCount: 36,
      measuredRequestCount: 37,
      startTime: expect.any(String) as string,
      endTime: new Date(Date.UTC(2026, 10, 22)).toISOString(),
    });
    azure.nowMs += 4999;
    expect((await read(azure)).status).toBe(429);
    azure.nowMs += 1;
    expect((await read(azure)).status).toBe(200);
  });

  test('cost nothing where a request is refused', async () => {
    const azure = await VirtualArm.open();
    await times(50, () => read(azure));
    const other = leftOf(await read(azure, scaleSet(azure, 'vipswap2')));
    expect(other).toEqual({ GetVMScaleSetSubscriptionMaximum: 2400 - 37, GetVMScaleSetResource: 35 });
  });

  test('count the instances of a scale set whose states are read', async () => {
    const azure = await VirtualArm.open();
    const list = await read(azure, `${scaleSet(azure)}/virtualMachines`);
    expect(list.headers['x-ms-request-charge']).toBe('3');
    expect(leftOf(list)).toEqual({
      HighCostGetVMScaleSetSubscriptionMaximum: 1079,
      HighCostGetVMScaleSetResource: 29,
      VMScaleSetVMViewsSubscriptionMaximum: 29_997,
    });
  });

  test('count the instances that a write changes, and none where it is refused before', async () => {
    const azure = await VirtualArm.open();
    const path = scaleSet(azure);
    const charges: (string | undefined)[] = [];
    const write = async (method: string, below: string, body: unknown, headers = {}) => {
      const answer = await azure.send(method, `${path}${below}?${compute}`, body, headers);
      charges.push(answer.headers['x-ms-request-charge']);
      azure.nowMs += 60_000;
    };
    await write('POST', '/manualupgrade', { instanceIds: ['0', '1'] });
    await write('PATCH', '', { properties: { virtualMachineProfile: { licenseType: 'None' } } });
    await write('POST', '/manualupgrade', { instanceIds: ['0', '1'] });
    await write('POST', '/manualupgrade', { instanceIds: ['*'] });
    await write('PATCH', '', { sku: { capacity: 5 } });
    await write('PATCH', '', { sku: { capacity: 4 } }, { 'if-match': '"99"' });
    expect(charges).toEqual(['0', '0', '2', '1', '2', undefined]);
  });

  test('are an instance’s own where one instance is read', async () => {
    const azure = await VirtualArm.open();
    const [first, second] = ['0', '1'].map((id) => `${scaleSet(azure)}/virtualMachines/${id}`);
    await read(azure, first);
    expect(leftOf(await read(azure, first)).GetVMScaleSetVMResource).toBe(34);
    expect(leftOf(await read(azure, second)).GetVMScaleSetVMResource).toBe(35);
  });

  test('are not asked for what Microsoft.Network answers', async () => {
    const azure = await VirtualArm.open();
    const { headers } = await azure.send('GET', azure.loadBalancer('vipswap1lb'));
    expect(headers['x-ms-ratelimit-remaining-resource']).toBeUndefined();
    const interfaces = await azure.send('GET', `${scaleSet(azure)}/networkInterfaces`);
    expect(interfaces).toMatchObject({ status: 200 });
    expect(interfaces.headers['x-ms-ratelimit-remaining-resource']).toBeUndefined();
  });

  test('fill up faster where everything is faster', async () => {
    const azure = await VirtualArm.open({ speed: 10 });
    await times(36, () => read(azure));
    expect((await read(azure)).headers['retry-after']).toBe('1');
    azure.nowMs += 499;
    expect((await read(azure)).status).toBe(429);
    azure.nowMs += 1;
    expect((await read(azure)).status).toBe(200);
  });
});

describe('the buckets of ARM', () => {
  const globalReads = 'x-ms-ratelimit-remaining-subscription-global-reads';

  test('fall with every request and fill up with time', async () => {
    const azure = await VirtualArm.open();
    const path = azure.publicIp('vipswap1pip');
    const answers = await times(3, () => azure.send('GET', path));
    expect(answers.map(({ headers }) => headers[globalReads])).toEqual(['3749', '3748', '3747']);
    azure.nowMs += 1000;
    expect((await azure.send('GET', path)).headers[globalReads]).toBe('3749');
  });

  test('count writes and deletions for themselves', async () => {
    const azure = await VirtualArm.open();
    const made = await azure.createPublicIp('new');
    expect(made.headers['x-ms-ratelimit-remaining-subscription-global-writes']).toBe('2999');
    const deleted = await azure.send('DELETE', azure.publicIp('new'));
    expect(deleted.headers['x-ms-ratelimit-remaining-subscription-global-deletes']).toBe('2999');
    expect(deleted.headers[globalReads]).toBeUndefined();
  });

  test('refuse the 251st read at once, until a token is back', async () => {
    const azure = await VirtualArm.open();
    const path = azure.publicIp('vipswap1pip');
    const answers = await times(250, () => azure.send('GET', path));
    expect(answers.at(-1)?.status).toBe(200);
    const refused = await azure.send('GET', path);
    expect(codesOf(refused)).toEqual([429, 'SubscriptionRequestsThrottled']);
    expect(refused.headers['retry-after']).toBe('1');
    azure.nowMs += 40;
    expect((await azure.send('GET', path)).status).toBe(200);
  });

  test('say in reported words whose requests of which kind are too many', async () => {
    const azure = await VirtualArm.open();
    await times(250, () => azure.send('GET', azure.publicIp('vipswap1pip')));
    const { objectId } = azure.scenario.application;
    expect((await azure.send('GET', azure.publicIp('vipswap1pip'))).body).toMatchObject({
      error: {
        message: `Number of 'read' requests for subscription '${azure.scenario.subscriptionId}' actor '${objectId}' exceeded. Please try again after '1' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      },
    });
  });

  test('hold what a request that ARM refuses later on has cost, and its answer tells of none', async () => {
    const azure = await VirtualArm.open();
    const missing = await azure.send('GET', azure.publicIp('none'));
    expect(missing.status).toBe(404);
    expect(missing.headers).not.toHaveProperty(globalReads);
    const { headers } = await azure.send('GET', azure.publicIp('vipswap1pip'));
    expect(headers[globalReads]).toBe('3748');
  });
});

describe('what is not there', () => {
  const gallery = 'providers/Microsoft.Compute/galleries/none';
  test.each([
    ['GET', 'virtualMachineScaleSets/none', 'ResourceNotFound'],
    ['PATCH', 'virtualMachineScaleSets/none', 'ResourceNotFound'],
    ['POST', 'virtualMachineScaleSets/none/manualupgrade', 'ResourceNotFound'],
    ['GET', 'virtualMachineScaleSets/none/virtualMachines', 'ParentResourceNotFound'],
    ['GET', 'virtualMachineScaleSets/none/instanceView', 'ParentResourceNotFound'],
    ['PUT', 'virtualMachineScaleSets/none/extensions/install', 'ParentResourceNotFound'],
    ['POST', 'virtualMachineScaleSets/none/virtualMachines/0/reimage', 'ParentResourceNotFound'],
    ['GET', 'images/none', 'ResourceNotFound'],
  ])('costs nothing in the buckets of Microsoft.Compute: %s %s', async (method, below, code) => {
    const azure = await VirtualArm.open();
    const path = `${azure.group}/providers/Microsoft.Compute/${below}?${compute}`;
    const answer = await azure.send(method, path, method === 'GET' ? undefined : {});
    expect(codesOf(answer)).toEqual([404, code]);
    expect(answer.headers).not.toHaveProperty('x-ms-ratelimit-remaining-resource');
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining("none'") as string } });
    const names = azure.arm.plane.throttling.levels().map(({ name }) => name);
    expect(names.filter((name) => !/^subscription-/.test(name))).toEqual([]);
  });

  test('costs nothing in a gallery either, and the group that is not there is named before it', async () => {
    const azure = await VirtualArm.open();
    const of = (group: string) => `${group}/${gallery}?api-version=2023-07-03`;
    expect(codesOf(await azure.send('GET', of(azure.group)))).toEqual([404, 'ResourceNotFound']);
    const elsewhere = await azure.send('GET', of(azure.group.replace('/vipswap', '/elsewhere')));
    expect(codesOf(elsewhere)).toEqual([404, 'ResourceGroupNotFound']);
    expect(azure.arm.plane.throttling.levels().map(({ name }) => name)).toEqual([
      'subscription-global-reads',
      'subscription-reads',
    ]);
  });

  test('costs what any other answer of Compute costs where an instance of a scale set is missing', async () => {
    const azure = await VirtualArm.open();
    const missing = await read(azure, `${scaleSet(azure)}/virtualMachines/99/instanceView`);
    expect(codesOf(missing)).toEqual([404, 'NotFound']);
    expect(leftOf(missing)).toMatchObject({ GetVMScaleSetVMResource: 35 });
  });
});

test('a test can ask how low every bucket has been, and what was refused for it', async () => {
  const azure = await VirtualArm.open();
  await times(40, () => read(azure));
  azure.nowMs += 600_000;
  const level = (name: string, scope: string) =>
    azure.arm.plane.throttling.levels().find((each) => each.name === name && each.scope === scope);
  expect(level('GetVMScaleSetResource', scaleSet(azure))).toEqual({
    name: 'GetVMScaleSetResource',
    scope: scaleSet(azure),
    capacity: 36,
    refillPerMinute: 12,
    left: 36,
    lowest: 0,
    refused: 4,
  });
  const subscription = `/subscriptions/${azure.scenario.subscriptionId}`;
  expect(level('subscription-reads', subscription)).toMatchObject({ capacity: 250, lowest: 210, refused: 0 });
  expect(level('subscription-global-reads', subscription)).toMatchObject({ capacity: 3750, lowest: 3710 });
});
