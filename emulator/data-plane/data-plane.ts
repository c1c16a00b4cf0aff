import { seededRandom } from '../random.ts';
import type { DataPlane, DataPlaneOptions } from './contract.ts';
import { ForwardingModel } from './forwarding-model.ts';
import { Frontends } from './frontends.ts';
import { GroundTruthLog } from './ground-truth.ts';
import { HealthProbes } from './health-probes.ts';
import { Instances } from './instances.ts';
import { claimLoopbackNetwork } from './loopback-network.ts';
import { type EndpointFollower, ModelDrivenDataPlane } from './model-driven-data-plane.ts';
import { timingOf } from './timing.ts';

/** Documentation's network: without sockets an address is only a name. */
const nominalNetwork = '203.0.113';

/** A data plane whose addresses really listen. It takes its own network of 127.0.0.0/8 and one worker thread. */
export async function createDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const core = coreOf(options);
  const network = await claimLoopbackNetwork(options.publicAddresses);
  const follower = await Frontends.open({
    ...core,
    network,
    clock: options.clock,
    seed: options.seed ?? 1,
    existingConnections: options.existingConnections ?? 'hung',
    onSocketError: options.onSocketError ?? ((error) => process.emitWarning(error)),
  });
  return new ModelDrivenDataPlane(options.clock, {
    ...core,
    follower,
    network: network.network,
    followsClock: true,
  });
}

/** The same data plane without sockets, timers or threads, on any clock: its log is exact and cheap. */
export function createVirtualDataPlane(options: DataPlaneOptions): DataPlane {
  const core = coreOf(options);
  return new ModelDrivenDataPlane(options.clock, {
    ...core,
    follower: recordOnly(core.log),
    network: nominalNetwork,
    followsClock: false,
  });
}

function coreOf({ resources, timing = 'pessimistic', speed = 1, seed = 1 }: DataPlaneOptions) {
  const random = seededRandom(seed);
  const instances = new Instances();
  const probes = new HealthProbes(instances, random, speed);
  const drawTiming = timingOf(timing, random);
  const model = new ForwardingModel({ resources, instances, probes, drawTiming, speed });
  return { instances, model, log: new GroundTruthLog() };
}

/** Records what the model says, at the instant that it says it. */
function recordOnly(log: GroundTruthLog): EndpointFollower {
  return {
    follow: (endpoint, state, atMs) => log.record(endpoint, atMs, state),
    loseInstance: () => {},
    drop: (endpoint, atMs) => log.end(endpoint, atMs),
    settled: async () => {},
    portMap: () => [],
    unansweredRequests: () => [],
    [Symbol.asyncDispose]: async () => {},
  };
}
