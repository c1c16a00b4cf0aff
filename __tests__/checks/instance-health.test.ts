import { describe, expect, it } from 'vitest';
import { awaitHealthy } from '../../src/checks/await-healthy.ts';
import type { HealthGate } from '../../src/checks/health-gate.ts';
import { type CommandResult, type InstanceAccess, looksOf } from '../../src/checks/instance-health.ts';
import { systemClock } from '../../src/engine/clock.ts';
import type { Endpoint } from '../../src/probe/connect-to.ts';
import { anySuccess } from '../../src/probe/expectation.ts';
import { Service } from '../probe/service.ts';
import { instanceOf, status } from './instances.ts';

const gate: HealthGate = { minHealthyTimeMs: 30_000, healthyDeadlineMs: 300_000 };
const endpoint = { protocol: 'http', port: 9000, path: '/health', expectation: anySuccess } as const;
const sources = { isHealthMonitored: true, extensions: ['app'] };
const settings = { connectTo: [], timeoutMs: 5_000 };
const { signal } = new AbortController();

/** Three instances, of which 1 has failed its extension, and where each is reached. */
function access(
  endpoints: Readonly<Record<string, Endpoint>> = {},
  command: CommandResult = { kind: 'ended', exitCode: 0, error: '' },
) {
  const calls: string[] = [];
  const failed = status('ProvisioningState/failed/1', { message: 'exit status 1' });
  const reached: InstanceAccess = {
    read: async (instanceIds) => {
      calls.push('read');
      return [
        instanceOf('0'),
        instanceOf('1', { extensions: [{ name: 'app', statuses: [failed] }] }),
        instanceOf('2'),
      ].filter(({ instanceId }) => instanceIds.includes(instanceId));
    },
    natEndpointOf: async (instanceId, port) => {
      calls.push(`find ${instanceId}:${port}`);
      return endpoints[instanceId];
    },
    runCommand: async (instanceId, script) => {
      calls.push(`run '${script}' on ${instanceId}`);
      return command;
    },
  };
  return { calls, reached };
}

describe('looks at the instances of a scale set', () => {
  it('are those that the gate asks for', () => {
    const { reached } = access();
    expect(Object.keys(looksOf(gate, sources, reached, settings))).toEqual(['list']);
    expect(Object.keys(looksOf({ ...gate, endpoint, command: 'true' }, sources, reached, settings))).toEqual([
      'list',
      'askEndpoint',
      'runCommand',
    ]);
  });

  it('judge those that are asked about in one listing', async () => {
    const { reached, calls } = access();
    const { list } = looksOf(gate, sources, reached, settings);
    expect(await list(['0', '1', '7'], signal)).toEqual(
      new Map([
        ['0', []],
        ['1', ['has extension app not provisioned (ProvisioningState/failed/1: exit status 1)']],
      ]),
    );
    expect(calls).toEqual(['read']);
  });

  it('ask an instance where its inbound NAT rule leads to it', async () => {
    await using good = await Service.start();
    await using bad = await Service.start();
    bad.answer = (_, response) => response.writeHead(500).end();
    const at = ({ port }: Service) => ({ host: '127.0.0.1', port });
    const { reached, calls } = access({ 0: at(good), 1: at(bad) });
    const { askEndpoint } = looksOf({ ...gate, endpoint }, sources, reached, settings);
    expect(await askEndpoint?.('0', signal)).toEqual([]);
    expect(await askEndpoint?.('1', signal)).toEqual([expect.stringContaining('(status 500)')]);
    expect(calls).toEqual(['find 0:9000', 'find 1:9000']);
  });

  it('say that an instance cannot be asked where no rule leads to it, and look for one again', async () => {
    const { reached, calls } = access();
    const { askEndpoint } = looksOf({ ...gate, endpoint }, sources, reached, settings);
    expect(await askEndpoint?.('0', signal)).toEqual(['has no inbound NAT rule to its port 9000']);
    await askEndpoint?.('0', signal);
    expect(calls).toHaveLength(2);
  });

  it('run the command, and tell how it ended without telling the command', async () => {
    const failing = access({}, { kind: 'ended', exitCode: 3, error: 'disk\nfull\n' });
    const looks = looksOf({ ...gate, command: 'check --token s3cret' }, sources, failing.reached, settings);
    expect(await looks.runCommand?.('0', signal)).toEqual({
      kind: 'ended',
      reasons: ['fails its check command (exit status 3: disk full)'],
    });
    expect(failing.calls).toEqual(["run 'check --token s3cret' on 0"]);
    const passing = access();
    const good = looksOf({ ...gate, command: 'true' }, sources, passing.reached, settings);
    expect(await good.runCommand?.('0', signal)).toEqual({ kind: 'ended', reasons: [] });
  });

  it('tell that a command was refused from one that failed', async () => {
    const { reached } = access(
      {},
      { kind: 'held-up', why: '429 TooManyRequests:\nwait', retryAfterMs: 7_000 },
    );
    const looks = looksOf({ ...gate, command: 'true' }, sources, reached, settings);
    expect(await looks.runCommand?.('0', signal)).toEqual({
      kind: 'held-up',
      why: '429 TooManyRequests: wait',
      retryAfterMs: 7_000,
    });
  });
});

describe('a gate with everything that can be configured', () => {
  /** On the machine's own clock, because real requests are answered in real time. */
  async function pass(exitCode: number) {
    await using service = await Service.start();
    const { reached, calls } = access(
      { 0: { host: '127.0.0.1', port: service.port } },
      { kind: 'ended', exitCode, error: '' },
    );
    const open = { ...gate, minHealthyTimeMs: 0, healthyDeadlineMs: 1_000, endpoint, command: 'check' };
    const upgraded = [{ instanceId: '0', checkedFromMs: systemClock.monotonicMs() }];
    const context = { clock: systemClock, signal, emit: () => {} };
    const verdicts = await awaitHealthy(open, upgraded, looksOf(open, sources, reached, settings), context);
    return { verdict: verdicts.get('0'), calls };
  }

  it('lets an instance through that is good in all of it', async () => {
    const { verdict, calls } = await pass(0);
    expect(verdict).toMatchObject({ kind: 'healthy' });
    expect(calls.toSorted()).toEqual(['find 0:9000', 'read', "run 'check' on 0"]);
  });

  it('does not let it through where one of them says no', async () => {
    const { verdict, calls } = await pass(1);
    expect(verdict).toMatchObject({
      kind: 'unhealthy',
      reasons: ['fails its check command (exit status 1)'],
    });
    expect(calls.slice(2)).toEqual(["run 'check' on 0"]);
  });
});
