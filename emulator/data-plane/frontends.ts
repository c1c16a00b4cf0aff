import type { Socket } from 'node:net';
import { BlackHoles } from './black-holes.ts';
import { ClientConnection, swallow } from './client-connection.ts';
import type { DataPlaneClock, ExistingConnections, PortMapping, UnansweredRequest } from './contract.ts';
import type { Endpoint } from './endpoint.ts';
import { flowOf } from './flow.ts';
import type { Destination, ForwardingModel } from './forwarding-model.ts';
import { FrontendListener } from './frontend-listener.ts';
import type { EndpointState, GroundTruthLog } from './ground-truth.ts';
import { InstanceServer } from './instance-server.ts';
import type { Instances } from './instances.ts';
import { ListenerDrain } from './listener-drain.ts';
import type { LoopbackNetwork } from './loopback-network.ts';
import type { EndpointFollower } from './model-driven-data-plane.ts';
import { UnansweredRequests } from './unanswered-requests.ts';

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
  readonly #drain = new ListenerDrain();
  readonly #server: InstanceServer;
  readonly #listeners = new Map<Endpoint, FrontendListener>();
  readonly #clients = new Map<Endpoint, Set<Socket>>();
  readonly #connections = new Map<Socket, ClientConnection>();
  readonly #unanswered = new UnansweredRequests();

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

  loseInstance(instance: string, fate: 'reset' | 'hung'): void {
    for (const [client, connection] of this.#connections) {
      if (connection.instance !== instance) continue;
      connection.loseInstance(fate);
      this.#connections.delete(client);
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

  unansweredRequests(): readonly UnansweredRequest[] {
    return this.#unanswered.list();
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
      drain: this.#drain,
      nowMs: () => clock.monotonicMs(),
      onConnection: (socket) => this.#accept(endpoint, socket),
      onApplied: (state, sinceMs) => log.record(endpoint, sinceMs, state),
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
    this.#track(endpoint, socket);
    const client = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    const destination = this.#parts.model.choose(endpoint, flowOf(client, this.#parts.seed));
    if (destination === undefined) swallow(socket);
    else this.#forward(endpoint, socket, destination);
  }

  #forward(endpoint: Endpoint, socket: Socket, destination: Destination): void {
    const { instances, clock } = this.#parts;
    const { route, backend } = destination;
    const instance = instances.at(backend)?.workload.instance;
    // Once the connection is cut nobody knows it any more.
    const clientPort = socket.remotePort ?? 0;
    const lose = (atMs: number, fate: UnansweredRequest['fate']) =>
      this.#unanswered.add(endpoint, destination, {
        ...(instance === undefined ? {} : { instance }),
        clientPort,
        atMs,
        fate,
      });
    const reaction = instances.reaction(backend, route.instancePort);
    // The kernel has completed the handshake by now: a refusal can only be a reset, a swallow only silence.
    if (reaction === 'refuses') {
      lose(clock.monotonicMs(), 'refused');
      socket.resetAndDestroy();
    } else if (reaction === 'swallows' || instance === undefined) {
      lose(clock.monotonicMs(), 'swallowed');
      swallow(socket);
    } else {
      const connection = new ClientConnection(socket, {
        loadBalancerId: route.loadBalancerId,
        instance,
        nowMs: () => clock.monotonicMs(),
        onUnanswered: lose,
      });
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
