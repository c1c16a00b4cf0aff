import type { Clock } from '../clock.ts';
import type { DataPlane } from '../data-plane/contract.ts';
import { type DurationProfile, secondsAt } from '../durations/profile.ts';
import { type FaultEffect, Faults, isOperationFault } from '../faults.ts';
import { type Random, seededRandom } from '../random.ts';
import { admit } from './admission.ts';
import { lockRoutes } from './authorization/locks.ts';
import { Permissions } from './authorization/permissions.ts';
import { authorizationRoutes } from './authorization/routes.ts';
import type { Principal, Reply } from './call.ts';
import { ComputeState } from './compute/compute-state.ts';
import { extensionImageRoutes } from './compute/extension-images.ts';
import { imageRoutes } from './compute/image-routes.ts';
import { managedRunCommandRoutes } from './compute/managed-run-commands.ts';
import { marketplaceImageRoutes } from './compute/marketplace-images.ts';
import { computeRoutes } from './compute/routes.ts';
import { runCommandRoutes } from './compute/run-command.ts';
import type { ControlPlane } from './control-plane.ts';
import { ArmError, GatewayError } from './errors.ts';
import { publishAnswer } from './exchanges.ts';
import { foreignWrites, replyByFault } from './fault-effects.ts';
import { type ArmRequest, type ArmResponse, ConnectionCut } from './http.ts';
import { autoscaleRoutes } from './insights/autoscale-settings.ts';
import { Journal } from './journal.ts';
import { type RequestLatency, requestLatency } from './latency.ts';
import { loadScenario } from './load-scenario.ts';
import { networkRoutes } from './network/routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { Operations } from './operations.ts';
import { resourcesRoutes } from './resources/routes.ts';
import { responseHeaders } from './response-headers.ts';
import { createRouter, type Router } from './router.ts';
import type { Scenario } from './scenario.ts';
import { ResourceStore } from './store.ts';
import { chargeArm } from './throttling/arm-buckets.ts';
import { chargeCompute } from './throttling/compute-buckets.ts';
import { Throttling } from './throttling/throttling.ts';

export interface ArmOptions {
  readonly scenario: Scenario;
  readonly dataPlane: DataPlane;
  readonly clock: Clock;
  readonly seed: number;
  readonly profile: DurationProfile;
  /** Divides every duration. Default 1. */
  readonly speed?: number;
  /** Default `none`. */
  readonly requestLatency?: RequestLatency;
  /** Where the data plane reads; made by the caller, because the data plane is made before the control plane. */
  readonly store?: ResourceStore;
  /** Who sends a request. Default: the scenario's application, whatever the headers say. */
  readonly authenticate?: (headers: ArmRequest['headers']) => Principal;
}

/** ARM's control plane as an object in this process: no socket, no timer, no clock of its own. */
export interface Arm {
  /** Rejects with `ConnectionCut` where a fault cuts the client's connection. */
  handle(request: ArmRequest): Promise<ArmResponse>;
  readonly plane: ControlPlane;
  readonly journal: Journal;
}

export function createArm(options: ArmOptions): Arm {
  const random = seededRandom(options.seed);
  const plane = createPlane(options, random);
  const router = createRouter([
    ...lockRoutes(plane),
    ...authorizationRoutes(plane),
    ...resourcesRoutes(plane),
    ...operationRoutes(plane),
    ...networkRoutes(plane),
    ...computeRoutes(plane),
    ...extensionImageRoutes(plane),
    ...imageRoutes(plane),
    ...marketplaceImageRoutes(plane),
    ...runCommandRoutes(plane),
    ...managedRunCommandRoutes(plane),
    ...autoscaleRoutes(plane),
  ]);
  loadScenario(plane);
  const journal = new Journal();
  const { application } = options.scenario;
  const authenticate = options.authenticate ?? (() => application);
  return {
    plane,
    journal,
    handle: (request) =>
      handle({ plane, router, journal, authenticate, latency: options.requestLatency ?? 'none' }, request),
  };
}

function createPlane(options: ArmOptions, random: Random): ControlPlane {
  const speed = options.speed ?? 1;
  const faults = new Faults();
  for (const fault of options.scenario.faults ?? []) faults.add(fault);
  return {
    scenario: options.scenario,
    store: options.store ?? new ResourceStore(),
    operations: new Operations(),
    permissions: new Permissions(options.scenario.settings.permissions),
    faults,
    throttling: new Throttling(options.clock, speed),
    dataPlane: options.dataPlane,
    compute: new ComputeState(),
    clock: options.clock,
    random,
    drawDurationMs: (kind) =>
      (secondsAt(options.profile.distributions[kind], random.uniform(kind)) * 1000) / speed,
    scaled: (durationMs) => durationMs / speed,
    // Whole seconds are all the header can say: at a speed it may ask for longer than the operation lasts.
    retryAfter: (seconds) => String(Math.ceil(seconds / speed)),
  };
}

function silence(): Promise<never> {
  return new Promise(() => undefined);
}

interface Pipeline {
  readonly plane: ControlPlane;
  readonly router: Router;
  readonly journal: Journal;
  readonly authenticate: (headers: ArmRequest['headers']) => Principal;
  readonly latency: RequestLatency;
}

/**
 * One request. It is carried out in the middle of its latency, reads and writes alike: half of the time goes by on the
 * way there, half on the way back.
 */
async function handle(pipeline: Pipeline, request: ArmRequest): Promise<ArmResponse> {
  const { plane, journal } = pipeline;
  const body = parseBody(request.body);
  const sequence = journal.receive({
    method: request.method,
    path: request.path,
    query: request.query,
    receivedAtMs: plane.clock.monotonicMs(),
    ...(body === undefined ? {} : { requestBody: body }),
    ...(request.headers['if-match'] === undefined ? {} : { ifMatch: request.headers['if-match'] }),
  });
  const effects = plane.faults.meet(request.method, request.path, body);
  const { beforeMs, afterMs } = requestLatency(pipeline.latency, plane.random, request.method, effects);
  await pause(plane.clock, beforeMs);
  if (effects.some(({ effect }) => effect === 'unanswered')) {
    return silence();
  }
  const lateMs = carriedOutAfterMs(effects);
  if (lateMs !== undefined) {
    journal.answer(sequence, plane.clock.monotonicMs());
    void plane.clock.sleep(lateMs).then(() => carryOutUnheard(pipeline, request, body, effects));
    throw new ConnectionCut(request.method, request.path);
  }
  try {
    const reply = carryOut(pipeline, request, body, effects);
    await pause(plane.clock, afterMs);
    const answeredAtMs = plane.clock.monotonicMs();
    if (effects.some(({ effect }) => effect === 'answer-lost')) {
      throw new ConnectionCut(request.method, request.path);
    }
    journal.answer(sequence, answeredAtMs, reply.status);
    const response = {
      status: reply.status,
      headers: { ...responseHeaders(plane, request), ...reply.headers },
      body: reply.body === undefined ? '' : JSON.stringify(reply.body),
    };
    publishAnswer({ request, response });
    return response;
  } catch (error) {
    journal.answer(sequence, plane.clock.monotonicMs());
    throw error;
  }
}

async function pause(clock: Clock, durationMs: number): Promise<void> {
  if (durationMs > 0) await clock.sleep(durationMs);
}

/** As of a request that hangs in a proxy when the connection of its client is cut. */
function carriedOutAfterMs(effects: readonly FaultEffect[]): number | undefined {
  const lost = effects.find((each) => each.effect === 'answer-lost');
  return lost?.effect === 'answer-lost' ? lost.carriedOutAfterMs : undefined;
}

function carryOutUnheard(...carried: Parameters<typeof carryOut>): void {
  try {
    carryOut(...carried);
  } catch {
    // Nobody is there any more who could be told.
  }
}

/** The one instant in which a request meets the model. */
function carryOut(
  pipeline: Pipeline,
  request: ArmRequest,
  body: unknown,
  effects: readonly FaultEffect[],
): Reply {
  const { plane } = pipeline;
  plane.operations.settle(plane.clock.monotonicMs());
  if (effects.some(({ effect }) => effect === 'connection-reset')) {
    throw new ConnectionCut(request.method, request.path);
  }
  foreignWrites(plane, effects, 'before');
  const headers: Record<string, string> = {};
  try {
    const principal = pipeline.authenticate(request.headers);
    Object.assign(headers, chargeArm(plane, request, principal));
    const faulty = replyByFault(plane, request, effects);
    if (faulty !== undefined) return withHeaders(faulty, headers);
    const call = admit(plane, pipeline.router, request, body, principal);
    Object.assign(headers, chargeCompute(plane, request, body));
    const operationFault = effects.find(isOperationFault);
    const reply = call.handler({ ...call, operationFault });
    foreignWrites(plane, effects, 'after');
    return withHeaders(reply, headers);
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const reply = { status: error.status, headers: error.headers, body: { error: error.body } };
    return error instanceof GatewayError ? reply : withHeaders(reply, ofRefusal(request, headers));
  }
}

/** Where Compute refuses a write before it has come to instances, it counts none (recorded). */
function ofRefusal({ method }: ArmRequest, headers: Readonly<Record<string, string>>) {
  const { 'x-ms-request-charge': charge, ...others } = headers;
  const countsNone = charge === '0' || ['PUT', 'PATCH', 'DELETE'].includes(method);
  return countsNone ? others : headers;
}

/** What is left in the buckets stands in every answer but the gateway's own refusals, beside what the answer says itself. */
function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

/** A body that is no JSON stays text: the handler that wants an object refuses it as ARM does. */
function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
