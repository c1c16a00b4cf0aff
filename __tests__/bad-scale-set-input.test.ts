import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../emulator/index.ts';
import { emulatorInputs, emulatorVariables } from '../scripts/runner/emulator-connection.ts';
import { runAction } from '../scripts/runner/run-action.ts';

const actionDirectory = join(import.meta.dirname, '..');
let directory: string;
let emulator: Emulator;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'bad-scale-set-input-test-'));
  emulator = await startEmulator();
  return async () => {
    await emulator[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true });
  };
});

type Given = Readonly<Record<string, string>>;

const image = 'Canonical:ubuntu-24_04-lts:server:latest';
const canary: Given = { strategy: 'canary-percent', 'scale-set': 'web', image, percent: '10' };
const rollout: Given = { strategy: 'full-rollout', 'scale-set': 'web' };
const script: Given = { ...canary, image: '', extension: 'install', 'allow-no-rollback': 'true' };

async function run(given: Given) {
  const { announcement, arm } = emulator;
  const before = arm.journal.entries().length;
  const { exitCode, annotations, masks, outputs, stdout } = await runAction({
    actionDirectory,
    directory: mkdtempSync(join(directory, 'run-')),
    inputs: {
      auth: 'service-principal',
      'subscription-id': announcement.subscriptionId,
      'tenant-id': announcement.tenantId,
      'client-id': announcement.clientId,
      'client-secret': announcement.clientSecret,
      'resource-group': 'vipswap',
      ...emulatorInputs(announcement),
      ...given,
    },
    environment: emulatorVariables(announcement),
    runsPost: false,
  });
  const errors = annotations.filter(({ level }) => level === 'error');
  return { exitCode, errors, masks, outputs, stdout, requests: arm.journal.entries().slice(before) };
}

describe('bad input for a scale set ends the bundled action before any request', () => {
  test.each<[input: string, given: Given, problem: string]>([
    ['percent', { ...canary, percent: '0' }, "'0' is out of range. Allowed: a whole number from 1 to 100."],
    ['percent', { ...canary, percent: '101' }, "'101' is out of range"],
    ['percent', { ...canary, percent: 'a tenth' }, "'a tenth' is not understood"],
    ['instance-ids', { ...canary, 'instance-ids': '3' }, "'3' contradicts percent '10'"],
    ['percent', { ...rollout, percent: '10' }, 'belongs to strategy canary-percent'],
    ['batch-size', { ...rollout, 'batch-size': '0%' }, "'0%' is out of range"],
    ['extension', { ...canary, extension: 'install' }, `'install' contradicts image '${image}'`],
    ['image', { ...canary, image: '' }, 'Set image, packer-manifest or extension.'],
    [
      'packer-manifest',
      { ...canary, image: '', 'packer-manifest': 'none.json' },
      "'none.json' cannot be read",
    ],
    [
      'extension-script',
      { ...script, 'extension-script': import.meta.filename },
      'lies outside of the workspace',
    ],
    ['scale-set', { ...canary, 'scale-set': '' }, 'is missing'],
    [
      'release-id',
      { command: 'rollback', 'scale-set': 'web', 'release-id': 'the last one' },
      "'the last one' is not understood. Allowed: what the output release-id of a run says",
    ],
    [
      'release-id',
      {
        command: 'rollback',
        'production-public-ip': 'vipswap1pip',
        'release-id': '20261126T031415Z-46d6718b',
      },
      "belongs to strategy full-rollout, and this is about production-public-ip 'vipswap1pip'",
    ],
    [
      'scale-set',
      { command: 'status', 'scale-set': 'web', 'production-public-ip': 'vipswap1pip' },
      "'web' contradicts production-public-ip 'vipswap1pip'",
    ],
  ])('%s of %j', async (input, given, problem) => {
    const { exitCode, errors, outputs, requests } = await run(given);
    expect(exitCode).toBe(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(`${input}: `);
    expect(errors[0]?.message).toContain(problem);
    expect(outputs.outcome).toBe('failed');
    expect(requests).toEqual([]);
  });

  test('masks protected settings, and tells of one that is broken without showing it', async () => {
    const { errors, masks, stdout } = await run({
      ...script,
      'extension-protected-settings': '{"storageAccountKey": hush-hush}',
      'previous-extension-protected-settings': '{"storageAccountKey": "quiet"}',
    });
    expect(errors.map(({ message }) => message).join()).toContain('extension-protected-settings: ');
    expect(masks).toEqual(expect.arrayContaining(['{"storageAccountKey": hush-hush}', 'quiet']));
    const shown = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
    expect(shown.join('\n')).not.toContain('hush-hush');
  });
});
