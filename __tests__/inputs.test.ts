import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDurationMs } from '../src/inputs/duration.ts';
import { InputError, type Inputs, readInputs, type Task } from '../src/inputs.ts';
import type { VipSwapGoal } from '../src/strategies/vip-swap/goal.ts';

const subscription = '11111111-2222-3333-4444-555555555555';
const otherSubscription = '99999999-2222-3333-4444-555555555555';
const tenant = 'aaaaaaaa-2222-3333-4444-555555555555';
const client = 'bbbbbbbb-2222-3333-4444-555555555555';

const network = (group: string, kind: string, name: string, of = subscription) =>
  `/subscriptions/${of}/resourceGroups/${group}/providers/Microsoft.Network/${kind}/${name}`;

const least = {
  strategy: 'vip-swap',
  'subscription-id': subscription,
  'resource-group': 'shop',
  'production-public-ip': 'shop-ip',
  'target-load-balancer': 'green-lb',
  'tenant-id': tenant,
  'client-id': client,
};

function read(given: Readonly<Record<string, string>>): Inputs {
  const values: Readonly<Record<string, string>> = { ...least, ...given };
  return readInputs({ getInput: (name) => values[name] ?? '', mask: () => undefined }, () => '');
}

function goalOf(given: Readonly<Record<string, string>>): VipSwapGoal {
  const { task } = read(given);
  expect.assert(task.strategy === 'vip-swap' && task.command === 'run');
  return task.goal;
}

function refusalOf(given: Readonly<Record<string, string>>): InputError {
  try {
    read(given);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('readInputs', () => {
  test('takes the least that can be said, and the documented defaults', () => {
    expect(read({})).toEqual({
      command: 'run',
      strategy: 'vip-swap',
      subscriptionId: subscription,
      task: {
        strategy: 'vip-swap',
        command: 'run',
        goal: {
          subscriptionId: subscription,
          productionPublicIpIds: [network('shop', 'publicIPAddresses', 'shop-ip')],
          targetLoadBalancerId: network('shop', 'loadBalancers', 'green-lb'),
          targetFrontends: [],
          swapMethod: 'auto',
          sparePublicIpIds: [],
          temporaryIpTags: {},
          targetCheck: { kind: 'own-address' },
          allowAddressChange: false,
          allowSmallerTarget: false,
        },
        lockTimeoutMs: 0,
        onInterrupted: 'fail',
      },
      probe: {
        kind: 'on',
        connectTo: [],
        intervalMs: 250,
        timeoutMs: 2000,
        expectation: { kind: 'status', from: 200, to: 399 },
      },
      timeoutMs: 3_600_000,
      verifyTimeoutMs: 120_000,
      onFailure: 'rollback',
      record: 'last',
      shared: {},
      signIn: { kind: 'oidc', tenantId: tenant, clientId: client },
      resourceManagerEndpoint: 'https://management.azure.com',
    });
  });

  test('takes a value of every input of a swap', () => {
    const inputs = read({
      command: 'plan',
      'production-public-ip': 'shop-ip, shop-ip6',
      'target-frontend': 'v4\nv6',
      'swap-method': 'temporary-ip',
      'spare-public-ip': network('spares', 'publicIPAddresses', 'spare'),
      'temporary-ip-tags': '{"cost-center": "42"}',
      'target-check': 'http://10.0.0.4:8080/ready',
      'allow-address-change': 'true',
      'allow-smaller-target': 'True',
      'probe-url': 'https://shop.example.com/health',
      'probe-connect-to': '203.0.113.7:80:127.0.0.1:18080',
      'probe-interval': '100ms',
      'probe-timeout': '1s500ms',
      'probe-expect': '200',
      'probe-version': 'header:x-app-version',
      'max-downtime': '5s',
      timeout: '1h',
      'verify-timeout': '30s',
      'on-failure': 'stop',
      'on-interrupted': 'recover',
      'lock-timeout': '10m',
      record: 'none',
      auth: 'service-principal',
      'client-secret': 'hush',
      'resource-manager-endpoint': 'https://127.0.0.1:4433/',
      'authority-host': 'http://localhost:4434',
      'report-path': 'out/report.json',
    });
    expect(inputs).toEqual({
      command: 'plan',
      strategy: 'vip-swap',
      subscriptionId: subscription,
      task: {
        strategy: 'vip-swap',
        command: 'plan',
        goal: {
          subscriptionId: subscription,
          productionPublicIpIds: ['shop-ip', 'shop-ip6'].map((name) =>
            network('shop', 'publicIPAddresses', name),
          ),
          targetLoadBalancerId: network('shop', 'loadBalancers', 'green-lb'),
          targetFrontends: ['v4', 'v6'],
          swapMethod: 'temporary-ip',
          sparePublicIpIds: [network('spares', 'publicIPAddresses', 'spare')],
          temporaryIpTags: { 'cost-center': '42' },
          targetCheck: { kind: 'url', url: 'http://10.0.0.4:8080/ready' },
          allowAddressChange: true,
          allowSmallerTarget: true,
        },
        lockTimeoutMs: 600_000,
        onInterrupted: 'recover',
      },
      probe: {
        kind: 'on',
        url: new URL('https://shop.example.com/health'),
        connectTo: [{ fromHost: '203.0.113.7', fromPort: 80, toHost: '127.0.0.1', toPort: 18080 }],
        intervalMs: 100,
        timeoutMs: 1500,
        expectation: { kind: 'status', from: 200, to: 200 },
        versionMarker: { kind: 'header', name: 'x-app-version' },
        maxDowntimeMs: 5000,
      },
      timeoutMs: 3_600_000,
      verifyTimeoutMs: 30_000,
      onFailure: 'stop',
      record: 'none',
      shared: {},
      signIn: { kind: 'service-principal', tenantId: tenant, clientId: client, clientSecret: 'hush' },
      resourceManagerEndpoint: 'https://127.0.0.1:4433',
      authorityHost: 'http://localhost:4434',
      reportPath: 'out/report.json',
    });
  });

  test('needs neither subscription nor group where every resource is given by its id', () => {
    const goal = goalOf({
      'subscription-id': '',
      'resource-group': '',
      'production-public-ip': network('addresses', 'publicIPAddresses', 'shop-ip'),
      'target-load-balancer': network('green', 'loadBalancers', 'green-lb'),
    });
    expect(goal.subscriptionId).toBe(subscription);
    expect(goal.productionPublicIpIds).toEqual([network('addresses', 'publicIPAddresses', 'shop-ip')]);
  });

  test('takes ids and the subscription in any case, as ARM does', () => {
    const id = network('shop', 'loadBalancers', 'green-lb').toUpperCase();
    const goal = goalOf({
      'target-load-balancer': id,
      'subscription-id': subscription.toUpperCase(),
    });
    expect(goal.targetLoadBalancerId).toBe(id);
  });

  test('takes an empty input as one that was not given: its default stands', () => {
    expect(read({ 'probe-interval': ' ', command: '', auth: '' })).toEqual(read({}));
  });

  const addresses = {
    subscriptionId: subscription,
    productionPublicIpIds: [network('shop', 'publicIPAddresses', 'shop-ip')],
    temporaryIpTags: {},
  };
  test.each<[Record<string, string>, Partial<Task>]>([
    [{ command: 'status' }, { command: 'status', ...addresses }],
    [{ command: 'recover' }, { command: 'recover', recoverTo: 'auto', ...addresses }],
    [
      { command: 'recover', 'recover-to': 'undo' },
      { command: 'recover', recoverTo: 'undo', ...addresses },
    ],
    [
      { command: 'unlock', 'unlock-reason': 'its runner died' },
      { command: 'unlock', reason: 'its runner died', ...addresses },
    ],
  ])('finds out by itself where production goes: %o', (given, task) => {
    const inputs = read({ strategy: '', 'target-load-balancer': '', ...given });
    expect(inputs).toMatchObject({ strategy: '', subscriptionId: subscription });
    expect(inputs.task).toEqual({ strategy: 'vip-swap', ...task });
  });

  test('a rollback takes the terms of a swap, and no target', () => {
    const { task } = read({
      command: 'rollback',
      strategy: '',
      'target-load-balancer': '',
      'swap-method': 'native',
    });
    expect.assert(task.strategy === 'vip-swap' && task.command === 'rollback');
    expect(task.terms).toMatchObject({
      swapMethod: 'native',
      productionPublicIpIds: addresses.productionPublicIpIds,
    });
  });

  test.each([
    ['on', { kind: 'own-address' }],
    ['off', { kind: 'off' }],
    ['https://green.example.com', { kind: 'url', url: 'https://green.example.com/' }],
  ])('target-check: %s', (value, targetCheck) => {
    expect(goalOf({ 'target-check': value }).targetCheck).toEqual(targetCheck);
  });

  test.each([
    ['one a line', ' cost-center = 42 \nowner=web=team', { 'cost-center': '42', owner: 'web=team' }],
    ['JSON', '{"cost-center":"42","empty":""}', { 'cost-center': '42', empty: '' }],
  ])('tags: %s', (_, value, tags) => {
    expect(goalOf({ 'temporary-ip-tags': value }).temporaryIpTags).toEqual(tags);
  });

  test.each([
    [{ auth: 'managed-identity', 'tenant-id': '', 'client-id': '' }, { kind: 'managed-identity' }],
    [
      { auth: 'managed-identity', 'tenant-id': '' },
      { kind: 'managed-identity', clientId: client },
    ],
    [{ auth: 'azure-cli', 'tenant-id': '', 'client-id': '' }, { kind: 'azure-cli' }],
    [
      { auth: 'azure-cli', 'tenant-id': 'contoso.onmicrosoft.com', 'client-id': '' },
      { kind: 'azure-cli', tenantId: 'contoso.onmicrosoft.com' },
    ],
  ])('signs in: %j', (given, signIn) => {
    expect(read(given).signIn).toEqual(signIn);
  });

  test('knows of production without a probe only how anything else that is asked is reached', () => {
    expect(read({ probe: 'off' }).probe).toEqual({ kind: 'off', connectTo: [], timeoutMs: 2_000 });
    const given = {
      probe: 'off',
      'probe-connect-to': '203.0.113.7:80:127.0.0.1:18080',
      'probe-timeout': '5s',
    };
    expect(read(given).probe).toMatchObject({
      kind: 'off',
      connectTo: [{ toHost: '127.0.0.1', toPort: 18080 }],
      timeoutMs: 5_000,
    });
  });
});

describe('readInputs refuses', () => {
  const noIds = { 'client-id': '', 'tenant-id': '' };
  test.each<[input: string, given: Record<string, string>, problem: string]>([
    ['strategy', { strategy: '' }, 'is missing. Allowed: vip-swap, canary-percent, full-rollout.'],
    ['strategy', { strategy: 'canary' }, "'canary' is not known. Allowed: vip-swap, canary-percent, full-ro"],
    [
      'command',
      { command: 'swap' },
      "'swap' is not known. Allowed: run, plan, status, rollback, recover, unlock.",
    ],
    ['target-load-balancer', { 'target-load-balancer': '' }, 'is missing. Allowed: name or resource ID'],
    ['production-public-ip', { command: 'recover', 'production-public-ip': '' }, 'is missing.'],
    ['on-interrupted', { 'on-interrupted': 'go' }, 'Allowed: fail, recover.'],
    ['recover-to', { command: 'recover', 'recover-to': 'blue' }, 'Allowed: auto, finish, undo.'],
    ['lock-timeout', { 'lock-timeout': '25h' }, 'is out of range. Allowed: from 0s to 24h.'],
    ['record', { record: 'all' }, 'Allowed: last, none.'],
    ['unlock-reason', { command: 'unlock' }, 'is missing, and command unlock takes away'],
    ['swap-method', { 'swap-method': 'lb-rule' }, 'Allowed: auto, native, temporary-ip.'],
    ['on-failure', { 'on-failure': 'retry' }, 'Allowed: rollback, stop.'],
    ['probe', { probe: 'true' }, "'true' is not known. Allowed: on, off."],
    ['auth', { auth: 'password' }, 'Allowed: oidc, service-principal, managed-identity, azure-cli.'],
    ['allow-address-change', { 'allow-address-change': 'yes' }, 'Allowed: true, false.'],

    ['production-public-ip', { 'production-public-ip': '' }, 'is missing'],
    ['production-public-ip', { 'production-public-ip': ' , ' }, "',' is not understood"],
    ['production-public-ip', { 'production-public-ip': 'shop-ip,SHOP-IP' }, "'SHOP-IP' is named twice"],
    [
      'production-public-ip',
      { 'production-public-ip': `shop-ip,${network('shop', 'publicIPAddresses', 'shop-ip')}` },
      'by its name and its id',
    ],
    ['production-public-ip', { 'production-public-ip': 'a name' }, "'a name' is not understood"],
    ['target-load-balancer', { 'target-load-balancer': '' }, 'is missing'],
    ['target-load-balancer', { 'target-load-balancer': 'green/lb' }, 'providers/Microsoft.Network/loadBal'],
    [
      'target-load-balancer',
      { 'target-load-balancer': `${network('shop', 'loadBalancers', 'lb')}/frontendIPConfigurations/web` },
      'is not understood',
    ],
    [
      'target-load-balancer',
      { 'target-load-balancer': network('shop', 'loadBalancers', 'lb', 'production') },
      'is not understood',
    ],
    [
      'target-load-balancer',
      { 'target-load-balancer': network('shop', 'publicIPAddresses', 'ip') },
      'is the id of a Microsoft.Network/publicIPAddresses',
    ],
    [
      'target-load-balancer',
      { 'target-load-balancer': network('shop', 'loadBalancers', 'lb', otherSubscription) },
      `outside of subscription ${subscription}`,
    ],
    [
      'spare-public-ip',
      { 'spare-public-ip': network('shop', 'publicIPAddresses', 'ip', otherSubscription) },
      'outside of subscription',
    ],
    ['subscription-id', { 'subscription-id': 'production' }, 'a GUID'],
    ['subscription-id', { 'subscription-id': '' }, "production-public-ip 'shop-ip' is a name in it"],
    ['resource-group', { 'resource-group': '' }, "production-public-ip 'shop-ip' is a name in it"],
    ['resource-group', { 'resource-group': '/subscriptions/x' }, 'not its id'],

    ['target-frontend', { 'target-frontend': 'v4,v6' }, 'at most one for each address'],
    ['spare-public-ip', { 'spare-public-ip': 'one,two' }, 'at most one for each address'],
    ['spare-public-ip', { 'spare-public-ip': 'shop-ip' }, 'is a production-public-ip too'],
    ['spare-public-ip', { 'spare-public-ip': 'one', 'swap-method': 'native' }, "contradicts swap-method 'n"],
    ['temporary-ip-tags', { 'temporary-ip-tags': 'a=b', 'spare-public-ip': 'one' }, 'contradicts spare-publ'],
    ['temporary-ip-tags', { 'temporary-ip-tags': 'cost-center' }, "'cost-center' is not understood"],
    ['temporary-ip-tags', { 'temporary-ip-tags': '{"a":1}' }, 'a JSON object of strings'],
    ['temporary-ip-tags', { 'temporary-ip-tags': '{"a"' }, 'a JSON object of strings'],
    ['temporary-ip-tags', { 'temporary-ip-tags': 'a/b=c' }, "the name 'a/b'"],
    ['temporary-ip-tags', { 'temporary-ip-tags': '=c' }, "the name ''"],
    ['temporary-ip-tags', { 'temporary-ip-tags': `a=${'b'.repeat(257)}` }, 'at most 256 characters'],
    ['temporary-ip-tags', { 'temporary-ip-tags': 'a=1\nA=2' }, 'each name once'],
    ['target-check', { 'target-check': 'maybe' }, "'maybe' is not understood. Allowed: on, off, or http"],
    ['target-check', { 'target-check': 'tcp://10.0.0.4:22' }, 'is not understood'],

    [
      'probe-url',
      { 'probe-url': 'shop.example.com' },
      "'shop.example.com' is not understood. Allowed: http:",
    ],
    ['probe-connect-to', { 'probe-connect-to': 'nowhere' }, 'HOST1:PORT1:HOST2:PORT2'],
    ['probe-expect', { 'probe-expect': 'good' }, "'good' is not understood"],
    ['probe-version', { 'probe-version': 'x-app-version' }, 'header:x-app-version'],
    ['probe-expect', { 'probe-url': 'tcp://shop.example.com:22', 'probe-expect': '200' }, 'no answer to lo'],
    [
      'probe-version',
      { 'probe-url': 'tcp://shop.example.com:22', 'probe-version': 'header:x-app-version' },
      "contradicts probe-url 'tcp://shop.example.com:22'",
    ],
    ['probe-url', { probe: 'off', 'probe-url': 'http://shop.example.com' }, "contradicts probe 'off'"],
    ['probe-expect', { probe: 'off', 'probe-expect': '200' }, "'200' contradicts probe 'off'"],
    ['max-downtime', { probe: 'off', 'max-downtime': '5s' }, "'5s' contradicts probe 'off'"],

    ['probe-interval', { 'probe-interval': '250' }, "'250' is not understood. Allowed: whole hours"],
    ['probe-interval', { 'probe-interval': '1ms' }, "'1ms' is out of range. Allowed: from 10ms to 1m."],
    ['probe-timeout', { 'probe-timeout': '2 s' }, "'2 s' is not understood"],
    ['max-downtime', { 'max-downtime': '1.5s' }, "'1.5s' is not understood"],
    ['timeout', { timeout: 'P1D' }, "'P1D' is not understood"],
    ['timeout', { timeout: '25h' }, 'from 1s to 24h'],
    ['verify-timeout', { 'verify-timeout': '4s' }, 'from 5s to 1h'],

    ['tenant-id', { ...noIds }, "is missing, and auth 'oidc' needs it"],
    ['client-id', { 'client-id': '' }, "is missing, and auth 'oidc' needs it"],
    ['client-id', { 'client-id': 'my-app' }, "'my-app' is not understood. Allowed: a GUID"],
    ['tenant-id', { 'tenant-id': 'https://contoso' }, 'is not understood'],
    ['client-secret', { auth: 'service-principal' }, "is missing, and auth 'service-principal' needs it"],
    ['tenant-id', { auth: 'managed-identity' }, "contradicts auth 'managed-identity'"],
    ['client-id', { auth: 'azure-cli' }, "contradicts auth 'azure-cli'"],

    ['resource-manager-endpoint', { 'resource-manager-endpoint': 'management' }, 'https://HOST'],
    ['resource-manager-endpoint', { 'resource-manager-endpoint': 'http://arm.example' }, 'in clear text'],
    ['authority-host', { 'authority-host': 'ftp://login.example' }, 'is not understood'],
    ['authority-host', { 'authority-host': 'http://127.0.0.1.example' }, 'in clear text'],
  ])('%s of %j', (input, given, problem) => {
    const error = refusalOf(given);
    expect(error.input).toBe(input);
    expect(error.message.startsWith(`${input}: `)).toBe(true);
    expect(error.message).toContain(problem);
  });

  test.each([
    [{ 'client-secret': 'hush-hush' }],
    [{ auth: 'managed-identity', ...noIds, 'client-secret': 'hush-hush' }],
    [{ 'probe-url': 'https://user:hush-hush@shop.example.com' }],
    [{ 'target-check': 'https://user:hush-hush@shop.example.com' }],
    [{ 'authority-host': 'https://user:hush-hush@login.example.com' }],
  ])('a secret without repeating it: %j', (given) => {
    expect(refusalOf(given).message).not.toContain('hush-hush');
  });
});

describe('a duration', () => {
  test.each([
    ['250ms', 250],
    ['2s', 2000],
    ['1m30s', 90_000],
    ['10m', 600_000],
    ['1h1ms', 3_600_001],
    ['0s', 0],
  ])('%s is %i ms', (text, durationMs) => {
    expect(parseDurationMs(text)).toBe(durationMs);
  });

  test.each(['', '1', 's', '1d', '30s1m', '1s1s', '-1s', '1e3s', 'PT1S', '1 s'])('%j is none', (text) => {
    expect(parseDurationMs(text)).toBeUndefined();
  });

  test('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(), (durationMs) => {
        expect(parseDurationMs(formatDuration(durationMs))).toBe(durationMs);
      }),
    );
  });
});
