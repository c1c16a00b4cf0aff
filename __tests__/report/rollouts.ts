import type { ArmRequestEvent } from '../../src/azure/arm/arm-events.ts';
import type { Change, Plan, Step } from '../../src/engine/plan.ts';
import type { ProbeSample } from '../../src/probe/probe-events.ts';
import type { RolloutEvent } from '../../src/report/events.ts';
import type { RunFacts } from '../../src/report/run-facts.ts';

/** A run starts here on the monotonic clock, so that a time that was not made relative shows. */
export const STARTED_AT_MS = 5_000_000;
const GROUP = '/subscriptions/0000/resourceGroups/vipswap/providers/Microsoft.Network';
export const LB1 = `${GROUP}/loadBalancers/vipswap1lb`;
export const LB2 = `${GROUP}/loadBalancers/vipswap2lb`;
export const TEMPORARY_IP = `${GROUP}/publicIPAddresses/vipswap1pip-rollout-temporary`;
export const PRODUCTION_IP = `${GROUP}/publicIPAddresses/vipswap1pip`;
export const TARGET_IP = `${GROUP}/publicIPAddresses/vipswap2pip`;
const OPERATION = '/subscriptions/0000/providers/Microsoft.Network/locations/southcentralus/operations/9d1f';

/** An address of the environment. */
export function addressId(name: string): string {
  return `/subscriptions/0000/resourceGroups/vipswap/providers/Microsoft.Network/publicIPAddresses/${name}`;
}

export const facts: RunFacts = {
  startedAtMs: STARTED_AT_MS,
  startedAtEpochMs: Date.UTC(2026, 10, 22, 3, 0, 0),
  finishedAtMs: STARTED_AT_MS + 100_000,
  strategy: 'vip-swap',
  command: 'run',
  productionAddresses: [{ id: addressId('vipswap1pip'), name: 'vipswap1pip', address: '20.1.2.3' }],
  previousLoadBalancer: 'vipswap1lb',
  newLoadBalancer: 'vipswap2lb',
  github: { runUrl: 'https://github.com/octo/shop/actions/runs/42', actor: 'octocat' },
};

function frontendChange(resource: string, from: string, to: string): Change {
  return { resource, field: 'frontendIPConfigurations/web.publicIPAddress.id', from, to };
}

function step(id: string, title: string, change: Change, window?: Step['window']): Step {
  const target = change.resource;
  return {
    id,
    kind: id,
    title,
    changes: [change],
    calls: [{ method: 'PUT', target, apiVersion: '2025-05-01' }],
    verifiedBy: `reading ${target.split('/').at(-1)} again`,
    undoneBy: `putting the former address back (${id})`,
    ...(window === undefined ? {} : { window }),
  };
}

export const temporaryIpPlan: Plan = {
  strategy: 'vip-swap',
  method: 'temporary-ip',
  methodReason: 'native was never recorded on scale sets',
  goal: '20.1.2.3 (vipswap1pip) shall serve from vipswap2lb',
  steps: [
    step('create-temporary-ip', 'Create the temporary public IP', {
      resource: TEMPORARY_IP,
      field: '(resource)',
      from: null,
      to: 'created',
    }),
    step(
      'free-target-frontend',
      'Point vipswap2lb at the temporary address',
      frontendChange(LB2, TARGET_IP, TEMPORARY_IP),
    ),
    step(
      'release-production',
      'Take vipswap1pip off vipswap1lb',
      frontendChange(LB1, PRODUCTION_IP, TARGET_IP),
      'opens',
    ),
    step(
      'attach-production',
      'Give vipswap1pip to vipswap2lb',
      frontendChange(LB2, TEMPORARY_IP, PRODUCTION_IP),
      'closes',
    ),
    {
      ...step('delete-temporary-ip', 'Delete the temporary public IP', {
        resource: TEMPORARY_IP,
        field: '(resource)',
        from: 'created',
        to: null,
      }),
      calls: [{ method: 'DELETE', target: TEMPORARY_IP, apiVersion: '2025-05-01' }],
      cleanUp: true,
    },
  ],
  expectedDowntime: { medianSeconds: 51, p90Seconds: 129, basis: 'two load balancer updates, recorded' },
  hazards: ['Outbound addresses of both sides change with the frontends.'],
  unchecked: ['Quota of public IP addresses: the identity may not read it.'],
};

export const nativePlan: Plan = {
  ...temporaryIpPlan,
  method: 'native',
  methodReason: 'its documented limits hold',
  steps: [
    {
      ...step(
        'swap',
        'Swap both addresses',
        frontendChange(LB1, PRODUCTION_IP, TARGET_IP),
        'opens-and-closes',
      ),
      calls: [{ method: 'POST', target: `${LB1}/swap`, apiVersion: '2025-05-01' }],
      changes: [frontendChange(LB1, PRODUCTION_IP, TARGET_IP), frontendChange(LB2, TARGET_IP, PRODUCTION_IP)],
    },
  ],
};

export interface Write {
  readonly method?: 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  /** From sending to the answer. */
  readonly latencyMs?: number;
  /** From sending to the known end; absent where the answer closes it. */
  readonly lastsMs?: number;
  readonly status?: 'Succeeded' | 'Failed' | 'Canceled';
}

/**
 * Builds the stream of a run moment by moment: `atMs` counts from the start of the run and every call moves it on, as the
 * engine and the ARM client would.
 */
export class Rollout {
  readonly events: RolloutEvent[] = [];
  private nowMs = 0;
  private sequence = 0;

  at(nowMs: number): this {
    this.nowMs = nowMs;
    return this;
  }

  private push(event: RolloutEvent): this {
    this.events.push(event);
    return this;
  }

  private get atMs(): number {
    return STARTED_AT_MS + this.nowMs;
  }

  plan(plan: Plan): this {
    return this.push({ type: 'plan-started', atMs: this.atMs, plan });
  }

  step(stepId: string, ...writes: readonly Write[]): this {
    return this.begin(stepId).writes(writes).push({ type: 'step-succeeded', atMs: this.atMs, stepId });
  }

  failedStep(stepId: string, message: string, ...writes: readonly Write[]): this {
    return this.begin(stepId)
      .writes(writes)
      .push({ type: 'step-failed', atMs: this.atMs, stepId, failure: { message, code: 'Conflict' } });
  }

  begin(stepId: string): this {
    return this.push({ type: 'step-started', atMs: this.atMs, stepId });
  }

  undo(stepId: string, ...writes: readonly Write[]): this {
    return this.push({ type: 'undo-started', atMs: this.atMs, stepId })
      .writes(writes)
      .push({ type: 'undo-succeeded', atMs: this.atMs, stepId });
  }

  failedUndo(stepId: string, message: string): this {
    return this.push({ type: 'undo-started', atMs: this.atMs, stepId }).push({
      type: 'undo-failed',
      atMs: this.atMs,
      stepId,
      failure: { message },
    });
  }

  finish(outcome: 'succeeded' | 'rolled-back' | 'failed', message?: string): this {
    return this.push({
      type: 'plan-finished',
      atMs: this.atMs,
      outcome,
      ...(message === undefined ? {} : { failure: { message, code: 'Conflict' } }),
    });
  }

  saw(loadBalancer: string): this {
    return this.push({ type: 'production-seen', atMs: this.atMs, loadBalancer });
  }

  recovered(direction: 'finish' | 'undo'): this {
    return this.push({ type: 'recovered', atMs: this.atMs, direction });
  }

  writes(writes: readonly Write[]): this {
    return writes.reduce<this>((rollout, write) => rollout.write(write), this);
  }

  write({ method = 'PUT', path, latencyMs = 500, lastsMs, status = 'Succeeded' }: Write): this {
    const sentAtMs = this.atMs;
    this.request({ method, path, latencyMs });
    const acceptedAtMs = this.atMs;
    const endedAtMs = lastsMs === undefined ? acceptedAtMs : sentAtMs + lastsMs;
    const polls = lastsMs === undefined ? 0 : Math.max(1, Math.floor((lastsMs - latencyMs) / 500));
    for (let number = 1; number <= polls; number += 1) {
      this.at(acceptedAtMs - STARTED_AT_MS + ((endedAtMs - acceptedAtMs) * number) / polls - 100);
      this.request({ method: 'GET', path: OPERATION, latencyMs: 100, reason: { kind: 'poll', number } });
    }
    return this.at(endedAtMs - STARTED_AT_MS).push({
      type: 'arm-operation',
      atMs: endedAtMs,
      sentAtMs,
      acceptedAtMs,
      method,
      path,
      status,
      ...(status === 'Succeeded' ? {} : { errorCode: 'OperationFailed' }),
      polls,
    });
  }

  request(request: {
    readonly method?: ArmRequestEvent['method'];
    readonly path: string;
    readonly latencyMs?: number;
    readonly reason?: ArmRequestEvent['reason'];
    readonly result?: ArmRequestEvent['result'];
    readonly remaining?: Readonly<Record<string, string>>;
  }): this {
    const { method = 'GET', path, latencyMs = 100, reason = { kind: 'call' }, remaining = {} } = request;
    const sentAtMs = this.atMs;
    this.nowMs += latencyMs;
    this.sequence += 1;
    return this.push({
      type: 'arm-request',
      atMs: this.atMs,
      sentAtMs,
      sequence: this.sequence,
      method,
      path,
      apiVersion: '2025-05-01',
      reason,
      result: request.result ?? { kind: 'answer', status: 200 },
      requestId: `request-${this.sequence}`,
      correlationId: `correlation-${this.sequence}`,
      remaining,
    });
  }

  refusedWrite(path: string, status: number, errorCode: string): this {
    return this.request({ method: 'PUT', path, result: { kind: 'answer', status, errorCode } });
  }

  /** Adds a prober that asks every 250 ms from `fromMs` to `untilMs` and is not answered in the gaps. */
  probed(fromMs: number, untilMs: number, gaps: readonly (readonly [number, number])[] = []): this {
    const samples: RolloutEvent[] = [];
    for (let dueMs = fromMs; dueMs <= untilMs; dueMs += 250) {
      const isDown = gaps.some(([downMs, upMs]) => dueMs >= downMs && dueMs < upMs);
      const sample = probeSample(dueMs, isDown);
      samples.push({ type: 'probe-sample', atMs: sample.completedAtMs, sample });
    }
    this.events.push(
      {
        type: 'probe-started',
        atMs: STARTED_AT_MS + fromMs,
        target: { protocol: 'http', url: 'http://20.1.2.3:9000/health', source: 'load-balancing rule web' },
        intervalMs: 250,
        timeoutMs: 2_000,
      },
      ...samples,
      { type: 'probe-stopped', atMs: STARTED_AT_MS + untilMs + 2_000 },
    );
    this.events.sort((a, b) => a.atMs - b.atMs);
    return this;
  }
}

export function probeSample(dueMs: number, isDown: boolean): ProbeSample {
  const dueAtMs = STARTED_AT_MS + dueMs;
  const base = { dueAtMs, sentAtMs: dueAtMs + 1 };
  return isDown
    ? { ...base, completedAtMs: dueAtMs + 251, result: { kind: 'failed', cause: 'timed out' } }
    : { ...base, completedAtMs: dueAtMs + 21, result: { kind: 'good', status: 200 } };
}

/** The seed's case: two load balancer updates of about 30 s, and an outage of 61 s. */
export function temporaryIpSwap(): Rollout {
  return new Rollout()
    .at(300)
    .request({ path: LB1 })
    .request({ path: LB2 })
    .at(3_000)
    .plan(temporaryIpPlan)
    .step('create-temporary-ip', { path: TEMPORARY_IP, lastsMs: 1_500 })
    .step('free-target-frontend', { path: LB2, lastsMs: 8_000 })
    .at(13_000)
    .step('release-production', { path: LB1, lastsMs: 30_000 })
    .step('attach-production', { path: LB2, lastsMs: 30_500 })
    .at(79_000)
    .step('delete-temporary-ip', { method: 'DELETE', path: TEMPORARY_IP, lastsMs: 11_000 })
    .finish('succeeded')
    .probed(500, 79_000, [[13_000, 74_000]]);
}

/** The second update of the window fails, and the first is undone. */
export function rolledBackSwap(): Rollout {
  return new Rollout()
    .at(3_000)
    .plan(temporaryIpPlan)
    .step('create-temporary-ip', { path: TEMPORARY_IP, lastsMs: 1_500 })
    .step('free-target-frontend', { path: LB2, lastsMs: 8_000 })
    .at(13_000)
    .step('release-production', { path: LB1, lastsMs: 10_000 })
    .failedStep('attach-production', 'vipswap2lb could not be updated', {
      path: LB2,
      lastsMs: 5_000,
      status: 'Failed',
    })
    .undo('attach-production')
    .undo('release-production', { path: LB1, lastsMs: 12_000 })
    .undo('free-target-frontend', { path: LB2, lastsMs: 6_000 })
    .undo('create-temporary-ip', { method: 'DELETE', path: TEMPORARY_IP })
    .finish('rolled-back', 'vipswap2lb could not be updated')
    .probed(500, 60_000, [[13_000, 40_500]]);
}
