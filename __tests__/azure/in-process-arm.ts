import { readFileSync } from 'node:fs';
import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { createArm as createEmulatedArm, type Arm as EmulatedArm } from '../../emulator/arm/arm.ts';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import { ResourceStore } from '../../emulator/arm/store.ts';
import type { DataPlane } from '../../emulator/data-plane/contract.ts';
import { createVirtualDataPlane } from '../../emulator/data-plane/data-plane.ts';
import { durationProfiles } from '../../emulator/durations/profiles.ts';
import type { Fault } from '../../emulator/faults.ts';
import { type Arm, createArm } from '../../src/azure/arm/arm.ts';
import type { ArmEvent } from '../../src/azure/arm/arm-events.ts';
import { type ArmTransportOptions, createArmTransport } from '../../src/azure/arm/arm-transport.ts';
import { VirtualClock } from '../engine/virtual-clock.ts';

/** The action's own client of ARM, over the SDK's pipeline, to the emulator's control plane in this process. */
export interface InProcessArm {
  readonly arm: Arm;
  readonly emulated: EmulatedArm;
  readonly dataPlane: DataPlane;
  readonly clock: VirtualClock;
  readonly events: ArmEvent[];
  /** Every request that was sent, in order. */
  readonly requests: SentRequest[];
  /** Writes that reached the control plane, `PUT loadBalancers/vipswap1lb`, in order. */
  writes(): string[];
  /** A process of its own on another machine, which can be killed. @param hear is told what its client says. */
  process(hear?: (event: ArmEvent) => void): InProcess;
}

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  /** Empty where there is none. */
  readonly body: string;
}

export interface InProcess {
  readonly arm: Arm;
  /** From now on it sends nothing more and hears nothing more; what it has sent is on its way all the same. */
  kill(): void;
}

export interface InProcessArmOptions {
  readonly scenario?: string;
  readonly adapt?: (scenario: Scenario) => Scenario;
  readonly faults?: readonly Fault[];
  readonly profile?: string;
  readonly requestLatency?: 'none' | 'realistic';
  /** Signs in. Default: at once, and for good. */
  readonly credential?: ArmTransportOptions['credential'];
  readonly clock?: VirtualClock;
  /** What the log has at debug level. */
  readonly debug?: ArmTransportOptions['debug'];
}

export function startInProcessArm(options: InProcessArmOptions = {}): InProcessArm {
  const { clock = new VirtualClock() } = options;
  const scenario = readScenario(options.scenario ?? 'vipswap');
  const adapted = options.adapt?.(scenario) ?? scenario;
  const store = new ResourceStore();
  const dataPlane = createVirtualDataPlane({ resources: store, clock });
  const emulated = createEmulatedArm({
    scenario: { ...adapted, faults: options.faults ?? [] },
    dataPlane,
    store,
    clock,
    seed: 1,
    profile: profileOf(options.profile ?? 'recorded'),
    requestLatency: options.requestLatency ?? 'none',
  });
  for (const workload of adapted.workloads) {
    dataPlane.placeWorkload(workload);
  }
  // Without sockets there is nothing to wait for: the model is effective when the call returns.
  void dataPlane.start();
  const events: ArmEvent[] = [];
  const requests: SentRequest[] = [];
  const emit = (event: ArmEvent) => void events.push(event);
  const clientOf = (httpClient: HttpClient, hear: (event: ArmEvent) => void = () => undefined) => {
    const tell = (event: ArmEvent) => {
      emit(event);
      hear(event);
    };
    const transport = createArmTransport({
      credential: options.credential ?? {
        getToken: async () => ({ token: 'token', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
      },
      subscriptionId: scenario.subscriptionId,
      endpoint: 'https://arm.test',
      clock,
      emit: tell,
      debug: options.debug ?? (() => undefined),
      httpClient,
    });
    return createArm({ transport, clock, emit: tell });
  };
  return {
    arm: clientOf(httpClientOf(emulated, requests)),
    emulated,
    dataPlane,
    clock,
    events,
    requests,
    writes: () =>
      events.flatMap((event) =>
        event.type === 'arm-request' && event.method !== 'GET'
          ? [`${event.method} ${event.path.split('/').slice(-2).join('/')}`]
          : [],
      ),
    process(hear) {
      const live = httpClientOf(emulated, requests);
      let isDead = false;
      const silence = new Promise<never>(() => undefined);
      const httpClient: HttpClient = {
        async sendRequest(request) {
          const answer = isDead ? silence : await live.sendRequest(request);
          return isDead ? silence : answer;
        },
      };
      return { arm: clientOf(httpClient, hear), kill: () => (isDead = true) };
    },
  };
}

function readScenario(name: string): Scenario {
  const file = new URL(`../../emulator/scenarios/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Scenario;
}

function profileOf(name: string) {
  const profile = durationProfiles[name];
  if (profile === undefined) {
    throw new Error(`There is no duration profile "${name}".`);
  }
  return profile;
}

function httpClientOf(emulated: EmulatedArm, sent: SentRequest[]): HttpClient {
  return {
    async sendRequest(request: PipelineRequest) {
      // As Node's own client: what is given up before it is sent is not sent.
      if (request.abortSignal?.aborted) {
        throw new Error('The request was aborted.');
      }
      const url = new URL(request.url);
      const { method } = request;
      const path = decodeURIComponent(url.pathname);
      const body = typeof request.body === 'string' ? request.body : '';
      sent.push({ method, path, body });
      const answering = emulated.handle({
        method,
        path,
        query: url.search.slice(1),
        headers: request.headers.toJSON(),
        body,
      });
      const answer = await Promise.race([answering, aborted(request)]);
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(answer.headers),
        bodyAsText: answer.body,
      };
    },
  };
}

/** Nobody waits for the answer any more; what was sent has reached ARM all the same. */
function aborted({ abortSignal }: PipelineRequest): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('The request was aborted.'));
  if (abortSignal?.aborted) {
    abort();
  }
  abortSignal?.addEventListener('abort', abort);
  return promise;
}
