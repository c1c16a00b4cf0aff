import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { OUTPUT_NAMES, toOutputs, writeOutputs } from '../src/outputs.ts';
import { buildReport } from '../src/report/report.ts';
import { addressId, facts, rolledBackSwap, temporaryIpPlan, temporaryIpSwap } from './report/rollouts.ts';

const swapped = buildReport({ ...facts, maxDowntimeMs: 45_000 }, temporaryIpSwap().events);

describe('outputs', () => {
  it('tell the story of a swap in plain strings', () => {
    expect(toOutputs(swapped, '/tmp/report.json')).toEqual({
      outcome: 'succeeded',
      'swap-method': 'temporary-ip',
      'downtime-seconds': '61.000',
      'downtime-source': 'probe',
      'probe-resolution-ms': '250',
      'requests-sent': '315',
      'requests-failed': '244',
      'control-plane-downtime-seconds': '60.500',
      'operation-count': '5',
      'production-address': '20.1.2.3',
      'report-path': '/tmp/report.json',
      'max-downtime-exceeded': 'true',
      'recovered-to': '',
      'live-load-balancer': 'vipswap2lb',
      state: '',
      status: '',
      'release-id': '',
      'previous-payload': '',
      'canary-instances': '',
      'canary-instances-count': '',
      'updated-instances': '',
      'updated-instances-count': '',
      'outdated-instances': '',
      'outdated-instances-count': '',
      'quarantined-instances': '',
      'quarantined-instances-count': '',
      'unhealthy-instances': '',
      'unhealthy-instances-count': '',
      'canary-endpoints': '',
    });
  });

  it('are empty where nothing was measured, never 0', () => {
    const report = buildReport({ ...facts, maxDowntimeMs: 45_000 }, [], {
      outcome: 'planned',
      plan: temporaryIpPlan,
    });
    expect(toOutputs(report, '')).toMatchObject({
      outcome: 'planned',
      'swap-method': 'temporary-ip',
      'downtime-seconds': '',
      'downtime-source': '',
      'probe-resolution-ms': '',
      'requests-sent': '',
      'requests-failed': '',
      'control-plane-downtime-seconds': '',
      'operation-count': '0',
      'max-downtime-exceeded': 'false',
    });
  });

  it('say that a number comes from the control plane', () => {
    const events = rolledBackSwap().events.filter(({ type }) => !type.startsWith('probe'));
    expect(toOutputs(buildReport(facts, events), '')).toMatchObject({
      outcome: 'rolled-back',
      'downtime-seconds': '27.000',
      'downtime-source': 'control-plane',
      'probe-resolution-ms': '',
    });
  });

  it('list both addresses of two stacks', () => {
    const addresses = [...facts.productionAddresses, { id: addressId('v6'), name: 'v6', address: '2603::1' }];
    const report = buildReport({ ...facts, productionAddresses: addresses }, []);
    expect(toOutputs(report, '')['production-address']).toBe('20.1.2.3,2603::1');
  });
});

describe('writing outputs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
  const before = process.env.GITHUB_OUTPUT;

  afterEach(() => {
    if (before === undefined) {
      delete process.env.GITHUB_OUTPUT;
    } else {
      process.env.GITHUB_OUTPUT = before;
    }
    rmSync(folder, { recursive: true });
  });

  it('hands every one of them to the runner', () => {
    const file = join(folder, 'output');
    writeFileSync(file, '');
    process.env.GITHUB_OUTPUT = file;
    writeOutputs(swapped, '/tmp/report.json');
    const written = [...readFileSync(file, 'utf8').matchAll(/^([\w-]+)<<(.+)\n(.*)\n\2$/gm)];
    const outputs = toOutputs(swapped, '/tmp/report.json');
    expect(written.map(([, name, , value]) => [name, value])).toEqual(
      OUTPUT_NAMES.map((name) => [name, outputs[name]]),
    );
  });
});
