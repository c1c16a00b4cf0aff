import { type Arm, createArm } from '../../../emulator/arm/arm.ts';
import type { Scenario } from '../../../emulator/arm/scenario.ts';
import type { ArmResource, DataPlane } from '../../../emulator/data-plane/contract.ts';
import { always, type DurationProfile, operationKinds } from '../../../emulator/durations/profile.ts';
import type { Exchange } from './exchange.ts';
import type { Json } from './json.ts';

/** What is sent. The host is left out: there is only one. */
export interface StagedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** The emulator's control plane for one recording: no socket, and a clock that only moves when it is told to. */
export interface Stage {
  readonly arm: Arm;
  send(request: StagedRequest): Promise<Exchange>;
  /** Lets every running operation come to its end. */
  finishOperations(): void;
}

export interface StageOptions {
  readonly subscriptionId: string;
  readonly resourceGroups?: Scenario['resourceGroups'];
  readonly resources?: readonly ArmResource[];
  readonly settings?: Partial<Scenario['settings']>;
}

const operationMs = 60_000;

export function openStage(options: StageOptions): Stage {
  let nowMs = 0;
  const clock = {
    monotonicMs: () => nowMs,
    epochMs: () => Date.UTC(2026, 10, 22) + nowMs,
    sleep: async (durationMs: number) => {
      nowMs += durationMs;
    },
  };
  const arm = createArm({
    scenario: describeScenario(options),
    dataPlane: unattachedDataPlane(),
    clock,
    seed: 1,
    profile: { name: 'even', distributions: evenDistributions() },
  });
  return {
    arm,
    send: (request) => send(arm, request),
    finishOperations: () => {
      nowMs += operationMs;
    },
  };
}

async function send(arm: Arm, { method, url, headers, body }: StagedRequest): Promise<Exchange> {
  const [path = '', query = ''] = url.split('?', 2);
  const response = await arm.handle({
    method,
    path: decodeURIComponent(path),
    query,
    headers,
    body: body === undefined ? '' : JSON.stringify(body),
  });
  return {
    method,
    url,
    requestHeaders: headers,
    requestBody: body,
    status: response.status,
    responseHeaders: response.headers,
    responseBody: response.body === '' ? undefined : JSON.parse(response.body),
  };
}

function describeScenario(options: StageOptions): Scenario {
  return {
    name: 'recording',
    tenantId: '54826b22-38d6-4fb2-bad9-b7b93a3e9c5a',
    subscriptionId: options.subscriptionId,
    subscriptionName: 'Recording',
    application: {
      appId: '6a2d2a2e-4a8c-4a55-9c0b-0c1b8ba5e0a1',
      objectId: '12f8ea5c-1212-449e-b31c-0a574f43076e',
      displayName: 'recorder',
      clientSecret: 'recorder',
    },
    settings: { basicSku: 'accepted', publicIpLimit: 1000, swapOperation: 'available', ...options.settings },
    resourceGroups: options.resourceGroups ?? [],
    resources: options.resources ?? [],
    workloads: [],
  };
}

function evenDistributions() {
  const lasting = always(operationMs / 1000);
  return Object.fromEntries(
    operationKinds.map((kind) => [kind, lasting]),
  ) as DurationProfile['distributions'];
}

/** Gives addresses and forwards nothing: what is on stage is the control plane alone. */
function unattachedDataPlane(): DataPlane {
  const given = new Map<string, string>();
  return {
    assignAddress: (id) => {
      const address = given.get(id) ?? `20.0.0.${given.size + 1}`;
      given.set(id, address);
      return address;
    },
    releaseAddress: (id) => void given.delete(id),
    accepted: () => {},
    ruleHealth: () => [],
    start: async () => {},
    placeWorkload: () => {},
    removeWorkload: () => {},
    setInstanceCondition: () => {},
    planInstances: () => {},
    conditionOf: () => 'healthy',
    answersLocally: () => true,
    groundTruth: () => [],
    unansweredRequests: () => [],
    portMap: () => [],
    settled: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
