import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const quick = ['--profile', 'instant', '--speed', '20'];

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rehearse-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

const script = join(import.meta.dirname, '../scripts/rehearse.ts');

/** TMPDIR, so that the test can delete what a user wants to keep. */
function rehearse(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], {
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: directory },
  });
  const outputs = Object.fromEntries(
    [...stdout.matchAll(/^ {2}([a-z-]+) +(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
  const lies = /^report\.json and summary\.md lie in (.*)$/m.exec(stdout)?.[1] ?? directory;
  return { status, stderr, stdout, outputs, lies };
}

test('moves production of the default scenario, and says where report and summary lie', () => {
  const { status, stdout, stderr, outputs, lies } = rehearse(...quick, 'swap-method=temporary-ip');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(outputs).toMatchObject({ outcome: 'succeeded', 'swap-method': 'temporary-ip' });
  expect(stdout).not.toContain('::debug::');
  expect(JSON.parse(readFileSync(join(lies, 'report.json'), 'utf8'))).toMatchObject({
    outcome: 'succeeded',
    emulator: expect.anything(),
  });
  expect(readFileSync(join(lies, 'summary.md'), 'utf8')).toContain('vipswap2lb');
});

test.each([
  ['canary', ['min-healthy-time=0s', 'probe=off'], { outcome: 'succeeded', 'canary-instances': '["0"]' }],
  ['zonal', ['strategy=full-rollout', 'command=plan'], { outcome: 'planned', 'swap-method': 'batches' }],
  ['autoscale', ['command=status'], { outcome: 'reported', state: 'idle' }],
])('knows what the scenario %s is for, around %j', (scenario, words, expected) => {
  const { status, outputs, stdout } = rehearse('--scenario', scenario, ...quick, ...words);
  expect({ status, outputs }, stdout).toMatchObject({ status: 0, outputs: expected });
});

test('ends red where the action does', () => {
  const { status, outputs, lies } = rehearse(...quick, 'target-load-balancer=nowhere');
  expect({ status, outcome: outputs.outcome }).toEqual({ status: 1, outcome: 'failed' });
  expect(readFileSync(join(lies, 'summary.md'), 'utf8')).toContain('nowhere');
});

test('takes values that have an equals sign', () => {
  const { status, outputs } = rehearse(...quick, 'command=plan', 'temporary-ip-tags=owner=shop\nrelease=1');
  expect({ status, outcome: outputs.outcome }).toEqual({ status: 0, outcome: 'planned' });
});

test.each([
  ['an input that action.yml has not', ['target=vipswap2lb'], "action.yml has no input 'target'"],
  ['an option that the emulator has not', ['--fast'], "Unknown option '--fast'"],
  ['a word that is neither', ['vipswap2lb'], "Unexpected argument 'vipswap2lb'"],
])('refuses %s', (_, words, complaint) => {
  const { status, stderr } = rehearse(...words);
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(complaint) });
});

test('Ctrl-C cancels the run, which puts production back, and leaves nothing running', async () => {
  const words = ['--speed', '20', 'swap-method=temporary-ip'];
  const child = spawn(process.execPath, [script, ...words], {
    // A process group of its own, as a terminal gives it.
    detached: true,
    env: { ...process.env, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The rehearsal did not start.');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const wasOpen = printed.includes('The downtime window opened');
    printed += text;
    if (!wasOpen && printed.includes('The downtime window opened')) process.kill(-pid, 'SIGINT');
  });
  const [status] = await once(child, 'close');
  expect(status).toBe(1);
  expect(printed).toMatch(/^::notice title=[^:]*rolled back::/m);
  expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
});

test('says with --help what it takes', () => {
  expect(rehearse('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('INPUT=VALUE') });
});
