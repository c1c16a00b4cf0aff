import { describe, expect, test } from 'vitest';
import { InputError, type Inputs, readInputs, readInputsOfPost } from '../../src/inputs.ts';
import type { CanaryGoal, RolloutGoal } from '../../src/strategies/scale-set/goal.ts';

const subscription = '11111111-2222-3333-4444-555555555555';
const otherSubscription = '99999999-2222-3333-4444-555555555555';

const compute = (path: string, of = subscription) =>
  `/subscriptions/${of}/resourceGroups/shop/providers/Microsoft.Compute/${path}`;

const scaleSetId = compute('virtualMachineScaleSets/web');
const managedImage = compute('images/nginx-updated-image');
const galleryImage = compute('galleries/images/images/nginx', otherSubscription);

type Given = Readonly<Record<string, string>>;

const account: Given = {
  'subscription-id': subscription,
  'resource-group': 'shop',
  'tenant-id': 'aaaaaaaa-2222-3333-4444-555555555555',
  'client-id': 'bbbbbbbb-2222-3333-4444-555555555555',
};

const canary: Given = { strategy: 'canary-percent', 'scale-set': 'web', image: managedImage, percent: '10' };
const rollout: Given = { strategy: 'full-rollout', 'scale-set': 'web' };
const script: Given = {
  image: '',
  extension: 'install',
  'extension-settings': '{"commandToExecute": "./install.sh 2"}',
  'previous-extension-settings': '{"commandToExecute": "./install.sh 1"}',
};

const files: Given = {
  'scripts/install.sh': '#!/bin/sh\nexit 0\n',
  'empty.sh': ' \n',
  'manifest.json': JSON.stringify({
    builds: [
      {
        name: 'nginx',
        builder_type: 'azure-arm',
        artifact_id: managedImage,
        packer_run_uuid: 'bb2b0d2b-0d2b-4c39-9a06-d2e7f1b3c845',
      },
    ],
    last_run_uuid: 'bb2b0d2b-0d2b-4c39-9a06-d2e7f1b3c845',
  }),
};

function readFile(path: string): string {
  const content = files[path];
  if (content === undefined) throw new Error(`'${path}' cannot be read. Allowed: a file in the workspace.`);
  return content;
}

function sourceOf(given: Given, masked: string[] = []) {
  const values: Given = { ...account, ...given };
  return { getInput: (name: string) => values[name] ?? '', mask: (secret: string) => masked.push(secret) };
}

function read(given: Given): Inputs {
  return readInputs(sourceOf(given), readFile);
}

function canaryOf(given: Given): CanaryGoal {
  const { task } = read({ ...canary, ...given });
  expect.assert(task.strategy === 'canary-percent');
  return task.goal;
}

function rolloutOf(given: Given): RolloutGoal {
  const { task } = read({ ...rollout, ...given });
  expect.assert(task.strategy === 'full-rollout');
  return task.goal;
}

function refusalOf(given: Given): InputError {
  try {
    read(given);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const defaults = {
  scaleSetId,
  health: { minHealthyTimeMs: 30_000, healthyDeadlineMs: 600_000 },
  maxUnhealthy: { kind: 'count', count: 0 },
  onUnhealthy: 'rollback',
  suspendRepairs: false,
  allowNoRollback: false,
};

describe('the goal of a scale set release', () => {
  test('of a canary takes the least that can be said, and the documented defaults', () => {
    expect(read(canary)).toMatchObject({
      command: 'run',
      strategy: 'canary-percent',
      subscriptionId: subscription,
    });
    expect(read(canary).task).toEqual({
      strategy: 'canary-percent',
      command: 'run',
      lockTimeoutMs: 0,
      onInterrupted: 'fail',
      goal: {
        strategy: 'canary-percent',
        ...defaults,
        payload: { kind: 'image', image: { id: managedImage } },
        share: { kind: 'percent', percent: 10 },
      },
    });
  });

  test('of a rollout needs no payload: the open release has one', () => {
    expect(read({ ...rollout, command: 'plan' }).task).toEqual({
      strategy: 'full-rollout',
      command: 'plan',
      lockTimeoutMs: 0,
      onInterrupted: 'fail',
      goal: {
        strategy: 'full-rollout',
        ...defaults,
        batchSize: { kind: 'percent', percent: 20 },
        pauseBetweenBatchesMs: 0,
      },
    });
  });

  test('takes a value of every input', () => {
    const goal = rolloutOf({
      'scale-set': scaleSetId.toUpperCase(),
      'subscription-id': '',
      'resource-group': '',
      extension: 'install',
      'extension-settings': '{"timestamp": 2}',
      'extension-protected-settings': '{"storageAccountKey": "hush"}',
      'extension-script': 'scripts/install.sh',
      'previous-extension-settings': '{"timestamp": 1}',
      'previous-extension-protected-settings': '{"storageAccountKey": "sssh"}',
      'allow-no-rollback': 'true',
      'batch-size': '1',
      'pause-between-batches': '5m',
      'min-healthy-time': '1m',
      'healthy-deadline': '15m',
      'check-http': '8080/ready?deep=1',
      'check-expect': '/ready/i',
      'check-command': 'systemctl is-active nginx',
      'max-unhealthy': '5%',
      'on-unhealthy': 'quarantine',
      'suspend-repairs': 'true',
    });
    expect(goal).toEqual({
      strategy: 'full-rollout',
      scaleSetId: scaleSetId.toUpperCase(),
      payload: {
        kind: 'extension',
        name: 'install',
        settings: { timestamp: 2 },
        protectedSettings: { storageAccountKey: 'hush' },
        script: { kind: 'inline', fileName: 'install.sh', content: '#!/bin/sh\nexit 0\n' },
      },
      batchSize: { kind: 'count', count: 1 },
      pauseBetweenBatchesMs: 300_000,
      health: {
        minHealthyTimeMs: 60_000,
        healthyDeadlineMs: 900_000,
        endpoint: {
          protocol: 'http',
          port: 8080,
          path: '/ready?deep=1',
          expectation: { kind: 'body', pattern: /ready/i },
        },
        command: 'systemctl is-active nginx',
      },
      maxUnhealthy: { kind: 'percent', percent: 5 },
      onUnhealthy: 'quarantine',
      suspendRepairs: true,
      previousSettings: { settings: { timestamp: 1 }, protectedSettings: { storageAccountKey: 'sssh' } },
      allowNoRollback: true,
    });
  });

  test.each([
    [managedImage, { id: managedImage }],
    [galleryImage, { id: galleryImage }],
    [`${galleryImage}/versions/1.2.3`, { id: `${galleryImage}/versions/1.2.3` }],
    [`${galleryImage}/versions/latest`, { id: galleryImage }],
    [
      'Canonical:ubuntu-24_04-lts:server:latest',
      { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
    ],
    [
      'Canonical:ubuntu-24_04-lts:server:24.04.202511',
      { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: '24.04.202511' },
    ],
  ])('knows the image %s', (image, reference) => {
    expect(canaryOf({ image }).payload).toEqual({ kind: 'image', image: reference });
  });

  test('takes the image from a manifest of Packer', () => {
    expect(canaryOf({ image: '', 'packer-manifest': 'manifest.json' }).payload).toEqual({
      kind: 'image',
      input: 'packer-manifest',
      image: { id: managedImage },
    });
  });

  test('names single instances instead of a share', () => {
    expect(canaryOf({ percent: '', 'instance-ids': '0, 17\n4' }).share).toEqual({
      kind: 'instances',
      instanceIds: ['0', '17', '4'],
    });
  });

  test('takes a script by its URI', () => {
    const uri = 'https://store.example/install.sh?sv=1&sig=hush';
    expect(canaryOf({ ...script, 'extension-settings': '', 'extension-script': uri }).payload).toEqual({
      kind: 'extension',
      name: 'install',
      script: { kind: 'uri', uri },
    });
  });

  test('releases an extension without a way back where that is asked for', () => {
    const goal = canaryOf({ ...script, 'previous-extension-settings': '', 'allow-no-rollback': 'true' });
    expect(goal).toMatchObject({ allowNoRollback: true });
    expect(goal).not.toHaveProperty('previousSettings');
  });

  test.each([
    [
      { 'check-http': '8080' },
      { protocol: 'http', port: 8080, path: '/', expectation: { from: 200, to: 399 } },
    ],
    [
      { 'check-http': '80/', 'check-expect': '204' },
      { path: '/', expectation: { from: 204, to: 204 } },
    ],
    [{ 'check-tcp': '22' }, { protocol: 'tcp', port: 22 }],
  ])('asks an instance by %j', (given, endpoint) => {
    expect(canaryOf(given).health.endpoint).toMatchObject(endpoint);
  });
});

describe('a command about a scale set', () => {
  const previous = { 'previous-extension-settings': '{"timestamp": 1}' };
  const terms = {
    scaleSetId,
    health: defaults.health,
    suspendRepairs: false,
    previousSettings: { settings: { timestamp: 1 } },
  };
  const of = { strategy: 'scale-set' };
  test.each([
    [{ command: 'status' }, { ...of, command: 'status', scaleSetId }],
    [
      { command: 'unlock', 'unlock-reason': 'its runner died' },
      { ...of, command: 'unlock', scaleSetId, reason: 'its runner died' },
    ],
    [
      { command: 'recover', 'recover-to': 'undo', ...previous },
      { ...of, command: 'recover', recoverTo: 'undo', terms },
    ],
    [
      { command: 'rollback', 'lock-timeout': '10m', ...previous },
      { ...of, command: 'rollback', lockTimeoutMs: 600_000, onInterrupted: 'fail', terms },
    ],
    [
      { command: 'status', strategy: 'full-rollout' },
      { ...of, command: 'status', scaleSetId },
    ],
  ])('finds out by itself which half of a release it meets: %j', (given, task) => {
    const inputs = read({ 'scale-set': 'web', ...given });
    expect(inputs.task).toEqual(task);
    expect(inputs).toMatchObject({ command: given.command, subscriptionId: subscription });
  });

  test('takes the release that is meant, by a rollback and by a promotion', () => {
    const releaseId = '20261126T031415Z-46d6718b';
    const rollback = read({ command: 'rollback', 'scale-set': 'web', 'release-id': releaseId });
    expect(rollback.task).toMatchObject({ terms: { releaseId } });
    expect(rolloutOf({ 'release-id': releaseId })).toMatchObject({ releaseId });
  });

  test('is not about a scale set where an address is named', () => {
    expect(read({ command: 'status', 'production-public-ip': 'shop-ip' }).task.strategy).toBe('vip-swap');
  });

  test('takes inputs of either half: one workflow may pass them to every command', () => {
    const { task } = read({ command: 'rollback', 'scale-set': 'web', percent: '10', 'batch-size': '1' });
    expect(task.strategy).toBe('scale-set');
  });
});

describe('readInputs refuses', () => {
  const status = { command: 'status' };
  test.each<[input: string, given: Given, problem: string]>([
    // What belongs to another strategy, or to none.
    [
      'percent',
      { ...rollout, percent: '10' },
      "'10' belongs to strategy canary-percent, and strategy is 'full-r",
    ],
    ['instance-ids', { ...rollout, 'instance-ids': '1' }, 'belongs to strategy canary-percent'],
    [
      'batch-size',
      { ...canary, 'batch-size': '5' },
      "'5' belongs to strategy full-rollout, and strategy is 'can",
    ],
    [
      'release-id',
      { ...canary, 'release-id': '20261126T031415Z-46d6718b' },
      "'20261126T031415Z-46d6718b' belongs to strategy full-rollout, and strategy is 'can",
    ],
    [
      'release-id',
      { command: 'rollback', 'scale-set': 'web', 'release-id': '46d6718b' },
      "'46d6718b' is not understood. Allowed: what the output release-id of a run says (20261126T031415Z-46d6718b).",
    ],
    ['target-load-balancer', { ...canary, 'target-load-balancer': 'lb' }, 'belongs to strategy vip-swap'],
    ['production-public-ip', { ...canary, 'production-public-ip': 'ip' }, 'belongs to strategy vip-swap'],
    ['swap-method', { ...rollout, 'swap-method': 'native' }, 'belongs to strategy vip-swap'],
    [
      'scale-set',
      {
        strategy: 'vip-swap',
        'production-public-ip': 'ip',
        'target-load-balancer': 'lb',
        'scale-set': 'web',
      },
      "'web' belongs to strategies canary-percent and full-rollout, and strategy is 'vip-swap'",
    ],
    ['swap-method', { ...status, 'scale-set': 'web', 'swap-method': 'native' }, "is about scale-set 'web'"],
    [
      'image',
      { ...status, 'production-public-ip': 'ip', image: 'a:b:c:1.0.0' },
      "about production-public-ip 'ip'",
    ],
    [
      'scale-set',
      { ...status, 'production-public-ip': 'ip', 'scale-set': 'web' },
      'contradicts production-public',
    ],
    [
      'production-public-ip',
      status,
      "is missing, and so is scale-set: one of them says what command 'status'",
    ],
    [
      'scale-set',
      { ...status, strategy: 'canary-percent' },
      'is missing. Allowed: name or resource ID of a virt',
    ],
    ['unlock-reason', { command: 'unlock', 'scale-set': 'web' }, 'is missing'],

    [
      'scale-set',
      { ...canary, 'scale-set': '' },
      'is missing. Allowed: name or resource ID of a virtual machine',
    ],
    ['scale-set', { ...canary, 'scale-set': 'a web' }, "'a web' is not understood"],
    ['scale-set', { ...canary, 'scale-set': managedImage }, 'is the id of a Microsoft.Compute/images'],
    [
      'scale-set',
      { ...canary, 'scale-set': compute('virtualMachineScaleSets/web', otherSubscription) },
      `outside of subscription ${subscription}`,
    ],

    // Payload.
    ['image', { ...canary, image: '' }, 'is missing, and a canary needs something new'],
    ['extension', { ...canary, extension: 'install' }, `'install' contradicts image '${managedImage}'`],
    ['packer-manifest', { ...canary, 'packer-manifest': 'manifest.json' }, "contradicts image '"],
    ['extension-settings', { ...canary, 'extension-settings': '{}' }, `contradicts image '${managedImage}'`],
    [
      'extension-script',
      { ...rollout, 'extension-script': 'a.sh' },
      'none is named. Leave it out, or set exten',
    ],
    [
      'previous-extension-settings',
      { ...canary, 'previous-extension-settings': '{}' },
      "contradicts image '",
    ],
    [
      'image',
      { ...canary, image: 'Ubuntu2404' },
      "'Ubuntu2404' is not understood. Allowed: the resource ID of",
    ],
    ['image', { ...canary, image: 'Canonical:ubuntu:server' }, 'publisher:offer:sku:version'],
    [
      'image',
      { ...canary, image: 'Canonical:ubuntu:server:24' },
      "has the version '24'. Allowed: three numbers",
    ],
    ['image', { ...canary, image: `${galleryImage}/versions/v1` }, "has the version 'v1'"],
    ['image', { ...canary, image: `${managedImage}/versions/1.0.0` }, 'is not understood'],
    ['image', { ...canary, image: compute('disks/os') }, 'is not understood'],
    [
      'packer-manifest',
      { ...canary, image: '', 'packer-manifest': 'none.json' },
      "'none.json' cannot be read",
    ],
    [
      'packer-manifest',
      { ...canary, image: '', 'packer-manifest': 'scripts/install.sh' },
      'scripts/install.sh',
    ],
    ['extension', { ...canary, ...script, extension: 'a/b' }, "'a/b' is not understood"],
    ['extension', { ...canary, ...script, 'extension-settings': '' }, "'install' gets nothing new"],
    ['extension-settings', { ...canary, ...script, 'extension-settings': '[1]' }, "'[1]' is not understood"],
    ['extension-settings', { ...canary, ...script, 'extension-settings': '{a' }, 'Allowed: a JSON object'],
    [
      'extension-script',
      { ...canary, ...script, 'extension-script': 'http://a.example/b.sh' },
      'https://HOST',
    ],
    [
      'extension-settings',
      { ...canary, ...script, 'extension-script': 'scripts/install.sh' },
      '"commandToExecute" in it',
    ],
    [
      'extension-script',
      { ...canary, ...script, 'extension-settings': '', 'extension-script': 'empty.sh' },
      "'empty.sh' is empty",
    ],
    [
      'extension-script',
      { ...canary, ...script, 'extension-settings': '', 'extension-script': '../x.sh' },
      "'../x.sh' cannot be read",
    ],
    [
      'previous-extension-settings',
      { ...canary, ...script, 'previous-extension-settings': '' },
      "is missing, and without it the release of extension 'install' could not be taken back",
    ],

    // How much, and how fast.
    ['percent', { ...canary, percent: '' }, 'is missing, and nothing else chooses the canaries'],
    ['percent', { ...canary, percent: '0' }, "'0' is out of range. Allowed: a whole number from 1 to 100."],
    ['percent', { ...canary, percent: '101' }, "'101' is out of range"],
    [
      'percent',
      { ...canary, percent: 'ten' },
      "'ten' is not understood. Allowed: a whole number from 1 to 100.",
    ],
    ['percent', { ...canary, percent: '-5' }, "'-5' is not understood"],
    ['percent', { ...canary, percent: '12.5' }, "'12.5' is not understood"],
    ['instance-ids', { ...canary, 'instance-ids': '1' }, "'1' contradicts percent '10'"],
    ['instance-ids', { ...canary, percent: '', 'instance-ids': 'web_3' }, "'web_3' is not understood"],
    ['instance-ids', { ...canary, percent: '', 'instance-ids': '*' }, 'for all: percent 100'],
    ['instance-ids', { ...canary, percent: '', 'instance-ids': '1,1' }, "'1' is named twice"],
    [
      'batch-size',
      { ...rollout, 'batch-size': '0' },
      "'0' is out of range. Allowed: a number of instances from 1",
    ],
    ['batch-size', { ...rollout, 'batch-size': '101%' }, "'101%' is out of range"],
    ['batch-size', { ...rollout, 'batch-size': 'all' }, "'all' is not understood"],
    ['max-unhealthy', { ...rollout, 'max-unhealthy': '-1' }, 'a percentage from 0% to 100%'],
    ['on-unhealthy', { ...canary, 'on-unhealthy': 'go-on' }, 'Allowed: rollback, stop, quarantine.'],
    [
      'pause-between-batches',
      { ...rollout, 'pause-between-batches': '60m' },
      "leaves no time of timeout '60m'",
    ],
    ['pause-between-batches', { ...rollout, 'pause-between-batches': '5' }, "'5' is not understood"],
    ['suspend-repairs', { ...canary, 'suspend-repairs': 'on' }, 'Allowed: true, false.'],

    // Health.
    [
      'healthy-deadline',
      { ...canary, 'min-healthy-time': '10m' },
      "'10m' is too short for min-healthy-time '10m'",
    ],
    [
      'healthy-deadline',
      { ...canary, 'min-healthy-time': '1s', 'healthy-deadline': '29s' },
      'Allowed: 30s and more, or a shorter min-healthy-time.',
    ],
    [
      'healthy-deadline',
      { ...canary, 'min-healthy-time': '16s', 'healthy-deadline': '44s' },
      'Allowed: 45s and more',
    ],
    ['healthy-deadline', { ...canary, 'healthy-deadline': '0s' }, 'is out of range'],
    [
      'check-http',
      { ...canary, 'check-http': '/health' },
      "'/health' is not understood. Allowed: PORT[/PATH]",
    ],
    ['check-http', { ...canary, 'check-http': '70000/' }, "'70000' is out of range"],
    ['check-http', { ...canary, 'check-http': 'http://10.0.0.4/' }, 'is not understood'],
    [
      'check-tcp',
      { ...canary, 'check-tcp': '0' },
      "'0' is out of range. Allowed: a whole number from 1 to 65535.",
    ],
    ['check-tcp', { ...canary, 'check-tcp': '22', 'check-http': '80' }, "'22' contradicts check-http '80'"],
    ['check-expect', { ...canary, 'check-expect': '200' }, 'without that nothing is asked'],
    ['check-expect', { ...canary, 'check-tcp': '22', 'check-expect': '200' }, 'no answer to look at'],
    [
      'check-expect',
      { ...canary, 'check-http': '80', 'check-expect': 'ok' },
      "'ok' is not understood. Allowed: a s",
    ],
  ])('%s of %j', (input, given, problem) => {
    const error = refusalOf(given);
    expect(error.input).toBe(input);
    expect(error.message.startsWith(`${input}: `)).toBe(true);
    expect(error.message).not.toMatch(/^[\w-]+: [\w-]+: /);
    expect(error.message).toContain(problem);
  });
});

describe('a secret', () => {
  const secrets = {
    ...canary,
    ...script,
    'extension-settings': '',
    'extension-protected-settings':
      '{"commandToExecute": "./run --key hush", "nested": [{"key": "sssh"}], "n": 7, "e": ""}',
    'previous-extension-protected-settings': '{"storageAccountKey": "quiet"}',
  };
  const strings = ['./run --key hush', 'sssh', 'quiet'];

  test('is masked wherever it is read: every string of the settings, in main and in post', () => {
    const inMain: string[] = [];
    readInputs(sourceOf(secrets, inMain), readFile);
    expect(inMain).toEqual(strings);
    const inPost: string[] = [];
    readInputsOfPost(sourceOf(secrets, inPost));
    expect(inPost).toEqual(strings);
  });

  test('is masked where it is a number, too, if that is not a part of many others', () => {
    const masked: string[] = [];
    const numbers = '{"pin": 48151623, "retries": 3, "nested": [{"code": -123}], "quiet": true}';
    readInputs(sourceOf({ ...secrets, 'extension-protected-settings': numbers }, masked), readFile);
    expect(masked).toEqual(['48151623', '-123', 'quiet']);
  });

  test('is masked before anything is refused, and where it is not understood', () => {
    const masked: string[] = [];
    const broken = { ...secrets, command: 'deploy', 'extension-protected-settings': '{"key": hush' };
    expect(() => readInputs(sourceOf(broken, masked), readFile)).toThrow(InputError);
    expect(masked).toEqual(['{"key": hush', 'quiet']);
  });

  test('in the query of a URI is masked, as it is written and as it is meant', () => {
    const masked: string[] = [];
    const uri = 'https://store.example/install.sh?sv=1&sig=hu%2Fsh';
    const given = { ...canary, ...script, 'extension-settings': '', 'extension-script': uri };
    readInputs(sourceOf(given, masked), readFile);
    expect(masked).toEqual(['sv=1&sig=hu%2Fsh', 'hu%2Fsh', 'hu/sh']);
  });

  test.each<[Given]>([
    [{ ...secrets, 'extension-protected-settings': '{"key": hush-hush}' }],
    [{ ...secrets, 'extension-protected-settings': '"hush-hush"' }],
    [{ ...secrets, 'previous-extension-protected-settings': 'hush-hush' }],
    [
      {
        ...secrets,
        'extension-protected-settings': '{"script": "hush-hush"}',
        'extension-script': 'scripts/install.sh',
      },
    ],
    [{ ...canary, 'extension-protected-settings': '{"key": "hush-hush"}' }],
    [
      {
        command: 'status',
        'production-public-ip': 'ip',
        'extension-protected-settings': '{"a": "hush-hush"}',
      },
    ],
    [
      {
        command: 'status',
        'production-public-ip': 'ip',
        'extension-script': 'https://a.example/b?sig=hush-hush',
      },
    ],
    [{ ...canary, ...script, 'extension-script': 'http://a.example/b.sh?sig=hush-hush' }],
    [{ ...canary, ...script, 'extension-script': 'https://user:hush-hush@a.example/b.sh' }],
    [{ ...canary, ...script, 'extension-script': 'https://a.example/b.sh?sig=hush-hush' }],
  ])('is in no error: %j', (given) => {
    expect(refusalOf(given).message).not.toContain('hush-hush');
  });
});

describe('what post reads', () => {
  test('needs no file of the workspace, which may be gone by then, and has what no saved state may hold', () => {
    const given = {
      ...canary,
      ...script,
      'extension-settings': '',
      'extension-script': 'gone.sh',
      'on-failure': 'stop',
    };
    expect(readInputsOfPost(sourceOf(given))).toMatchObject({
      command: 'run',
      strategy: 'canary-percent',
      subscriptionId: subscription,
      onFailure: 'stop',
      previousSettings: { settings: { commandToExecute: './install.sh 1' } },
    });
  });

  test('of a swap is what main has read', () => {
    const swap = { strategy: 'vip-swap', 'production-public-ip': 'ip', 'target-load-balancer': 'lb' };
    const { task: _, ...common } = read(swap);
    expect(readInputsOfPost(sourceOf(swap))).toEqual(common);
  });
});
