import type { Socket } from 'node:net';
import { BlackHoles } from './black-holes.ts';
import { ClientConnection, swallow } from './client-connection.ts';
import type { DataPlaneClock, ExistingConnections, PortMapping } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { flowOf } from './flow.ts';
import type { ForwardingModel } from './forwarding-model.ts';
import { FrontendListener } from './frontend-listener.ts';
import type { EndpointState, GroundTruthLog } from './ground-truth.ts';
import { InstanceServer } from './instance-server.ts';
import type { Instances } from './instances.ts';
import type { LoopbackNetwork } from './loopback-network.ts';
import type { EndpointFollower } from './model-driven-data-plane.ts';

export interface FrontendsParts {
  readonly network: LoopbackNetwork;
  readonly model: ForwardingModel;
  readonly instances: Instances;
  readonly log: GroundTruthLog;
  readonly clock: DataPlaneClock;
  readonly seed: number;
  readonly existingConnections: ExistingConnections;
  readonly onSocketError: (error: Error) => void;
}

/** Listening sockets for every endpoint. */
export class Frontends implements EndpointFollower {
  readonly #parts: FrontendsParts;
  readonly #blackHoles: BlackHoles;
  readonly #server: InstanceServer;
  readonly #listeners = new Map<Endpoint, FrontendListener>();
  readonly #clients = new Map<Endpoint, Set<Socket>>();
  readonly #connections = new Map<Socket, ClientConnection>();

  private constructor(parts: FrontendsParts, blackHoles: BlackHoles) {
    this.#parts = parts;
    this.#blackHoles = blackHoles;
    this.#server = new InstanceServer(parts.instances);
  }

  static async open(parts: FrontendsParts): Promise<Frontends> {
    return new Frontends(parts, await BlackHoles.create());
  }

  follow(endpoint: Endpoint, state: EndpointState): void {
    this.#cutMovedConnections(endpoint);
    this.#listener(endpoint).follow(state);
  }

  loseInstance(instance: string, fate: ExistingConnections): void {
    for (const connection of this.#connections.values()) {
      if (connection.instance === instance) connection.suffer(fate);
    }
  }

  drop(endpoint: Endpoint, atMs: number): void {
    this.#parts.log.end(endpoint, atMs);
    for (const client of this.#clients.get(endpoint) ?? []) client.destroy();
    void this.#listeners
      .get(endpoint)
      ?.close()
      .then(() => this.#listeners.delete(endpoint));
  }

  async settled(): Promise<void> {
    await Promise.all(Array.from(this.#listeners.values(), (listener) => listener.settled()));
  }

  portMap(): readonly PortMapping[] {
    return this.#parts.network.portMap();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Array.from(this.#listeners.values(), (listener) => listener.close()));
    for (const client of [...this.#clients.values()].flatMap((clients) => [...clients])) client.destroy();
    await this.#blackHoles[Symbol.asyncDispose]();
    await this.#parts.network[Symbol.asyncDispose]();
  }

  #listener(endpoint: Endpoint): FrontendListener {
    const known = this.#listeners.get(endpoint);
    if (known !== undefined) return known;
    const { network, log, clock, onSocketError } = this.#parts;
    const listener = new FrontendListener({
      bind: () => network.bind(endpoint),
      blackHoles: this.#blackHoles,
      onConnection: (socket) => this.#accept(endpoint, socket),
      onApplied: (state) => log.record(endpoint, clock.monotonicMs(), state),
      onError: (cause) => {
        log.end(endpoint, clock.monotonicMs());
        const { address, port, publicIpAddressId } = endpoint;
        const what = `The data plane cannot listen as ${address}:${port} (${publicIpAddressId})`;
        onSocketError(new Error(`${what}: ${cause.message}`, { cause }));
      },
    });
    this.#listeners.set(endpoint, listener);
    return listener;
  }

  #accept(endpoint: Endpoint, socket: Socket): void {
    const { model, instances, seed } = this.#parts;
    this.#track(endpoint, socket);
    const client = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    const destination = model.choose(endpoint, flowOf(client, seed));
    const { route, backend } = destination ?? {};
    const reaction = route && backend ? instances.reaction(backend, route.instancePort) : 'swallows';
    const instance = backend && instances.at(backend)?.workload.instance;
    // The kernel has completed the handshake by now: a refusal can only be a reset, a swallow only silence.
    if (reaction === 'refuses') socket.resetAndDestroy();
    else if (reaction === 'swallows' || route === undefined || !instance) swallow(socket);
    else {
      const connection = new ClientConnection(socket, { loadBalancerId: route.loadBalancerId, instance });
      this.#connections.set(socket, connection);
      this.#server.accept(connection.instanceEnd, instance);
    }
  }

  #track(endpoint: Endpoint, socket: Socket): void {
    const clients = this.#clients.get(endpoint) ?? new Set();
    this.#clients.set(endpoint, clients.add(socket));
    socket.on('error', () => {});
    socket.on('close', () => {
      clients.delete(socket);
      this.#connections.delete(socket);
    });
  }

  #cutMovedConnections(endpoint: Endpoint): void {
    const { model, existingConnections } = this.#parts;
    const owners = model.owners(endpoint);
    for (const client of this.#clients.get(endpoint) ?? []) {
      const connection = this.#connections.get(client);
      if (connection === undefined || owners.includes(connection.loadBalancerId)) continue;
      connection.suffer(existingConnections);
      if (existingConnections !== 'kept') this.#connections.delete(client);
    }
  }
}
