import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, ['emulator/cli.ts', ...args]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended: Promise<Ended> = once(child, 'close').then(([code]: (number | null)[]) => ({
    code: code ?? null,
    stdout,
    stderr,
  }));
  return {
    child,
    ended,
    firstOutput: () => once(child.stdout, 'data'),
    [Symbol.dispose]: () => {
      child.kill('SIGKILL');
    },
  };
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'prints one line, serves, and leaves nothing behind on %s',
  async (signal) => {
    using emulator = start('--scenario', 'vipswap', '--profile', 'instant', '--speed', '20', '--seed', '3');
    const { child, ended, firstOutput } = emulator;
    await firstOutput();
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{.*\}\n$/);
    const announcement = JSON.parse(stdout) as Record<string, unknown>;
    expect(announcement).toMatchObject({
      resourceManagerEndpoint: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
      authorityHost: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/) as string,
      msiEndpoint: expect.stringMatching(/^http:\/\//) as string,
      msiSecret: expect.any(String) as string,
      tenantId: expect.any(String) as string,
      subscriptionId: expect.any(String) as string,
      adminEndpoint: expect.stringMatching(/^http:\/\//) as string,
      publicAddresses: {
        vipswap1pip: expect.any(String) as string,
        vipswap2pip: expect.any(String) as string,
      },
      dataPlane: 'pessimistic',
      seed: 3,
    });
    expect(existsSync(String(announcement.caCertificatePath))).toBe(false);
  },
);

test.each([
  [['--speed', '0'], "--speed is '0'; it must be a number above 0."],
  [['--speed', 'fast'], "--speed is 'fast'; it must be a number above 0."],
  [['--port', '70000'], "--port is '70000'; it must be a port: a whole number from 0 to 65535."],
  [['--seed', '1.5'], "--seed is '1.5'; it must be a whole number."],
  [['--data-plane', 'magic'], "--data-plane is 'magic'; it must be one of"],
  [['--existing-connections', 'x'], "--existing-connections is 'x'; it must be one of kept, reset, hung."],
  [['--request-latency', 'x'], "--request-latency is 'x'; it must be one of none, realistic."],
  [['--public-addresses', 'x'], "--public-addresses is 'x'; it must be one of loopback, port-map."],
  [['--scenario', 'nowhere'], "--scenario is 'nowhere'; it must be one of"],
  [['--scenario', 'package.json'], "--scenario is 'package.json'; it must be a JSON file with name"],
  [['--profile', 'guess'], "--profile is 'guess'; it must be"],
  [['--frobnicate'], "Unknown option '--frobnicate'"],
])('refuses %j in one line', async (args, message) => {
  using emulator = start(...args);
  const { code, stdout, stderr } = await emulator.ended;
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

test('says with --help which options there are, and their defaults, as docs/emulator.md does', async () => {
  using emulator = start('--help');
  const { code, stdout, stderr } = await emulator.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const told = [...stdout.matchAll(/^ {2}(--\S+) .* \[(\S+)\]$/gm)].map(([, name, value]) => [name, value]);
  const documented = [
    ...readFileSync('docs/emulator.md', 'utf8').matchAll(/^\| `(--\S+)` \| `(\S+)` \|/gm),
  ].map(([, name, value]) => [name, value]);
  expect(told).toHaveLength(9);
  expect(told).toEqual(documented);
});

test('maps ports where only 127.0.0.1 is to be used', async () => {
  using emulator = start('--profile', 'instant', '--public-addresses', 'port-map');
  const [line] = (await emulator.firstOutput()) as [Buffer];
  const { portMap } = JSON.parse(line.toString()) as { portMap: { port: number; connectPort: number }[] };
  const production = portMap.find(({ port }) => port === 9000);
  const answer = await fetch(`http://127.0.0.1:${production?.connectPort}/`);
  expect(answer.status).toBe(200);
});
