import type {
  ArmResource,
  DataPlane,
  DataPlaneOptions,
  GroundTruthInterval,
  Workload,
} from '../../../emulator/data-plane/contract.ts';
import { createVirtualDataPlane } from '../../../emulator/data-plane/data-plane.ts';
import { loadBalancer, publicIp, Resources, workloads } from './environment.ts';

/** An interval with short names, as assertions want it. */
export interface Served {
  readonly from: number;
  readonly to: number | undefined;
  readonly state: GroundTruthInterval['state'];
  readonly by: string | undefined;
}

/** A data plane without sockets on a clock that the test moves. Time begins at 0. */
export class VirtualEnvironment {
  readonly resources = new Resources();
  readonly dataPlane: DataPlane;
  nowMs = 0;

  constructor(
    options: Partial<DataPlaneOptions> & {
      readonly loadBalancers?: readonly ArmResource[];
      readonly otherResources?: readonly ArmResource[];
      readonly workloads?: readonly Workload[];
    } = {},
  ) {
    const { loadBalancers, otherResources = [], workloads: placed, ...rest } = options;
    this.resources.put(...(loadBalancers ?? vipswap()), ...otherResources);
    const clock = { monotonicMs: () => this.nowMs, sleep: () => Promise.reject(new Error('never called')) };
    this.dataPlane = createVirtualDataPlane({ resources: this.resources, clock, ...rest });
    for (const name of ['pip1', 'pip2', 'temp']) this.dataPlane.assignAddress(publicIp(name));
    for (const workload of placed ?? [...workloads('blue', '1.0'), ...workloads('green', '2.0')]) {
      this.dataPlane.placeWorkload(workload);
    }
    void this.dataPlane.start();
  }

  /** Accepts a write now. */
  write(durationMs: number, ...changed: readonly ArmResource[]): void {
    this.dataPlane.accepted(this.resources.write({ acceptedAtMs: this.nowMs, durationMs }, ...changed));
  }

  /** What one address did on a port until `nowMs`, given as the time to move the clock to. */
  history(publicIpName: string, nowMs: number, port = 9000): Served[] {
    this.nowMs = nowMs;
    return this.dataPlane
      .groundTruth()
      .filter((interval) => interval.publicIpAddressId === publicIp(publicIpName) && interval.port === port)
      .map(({ fromMs, toMs, state, loadBalancerId: id }) => ({
        from: fromMs,
        to: toMs,
        state,
        by: id?.split('/').at(-1),
      }));
  }
}

export function vipswap(): ArmResource[] {
  return [
    loadBalancer('lb1', { publicIp: 'pip1', scaleSet: 'blue' }),
    loadBalancer('lb2', { publicIp: 'pip2', scaleSet: 'green' }),
  ];
}

export const blue = (publicIpName: string | undefined): ArmResource =>
  loadBalancer('lb1', { publicIp: publicIpName, scaleSet: 'blue' });

export const green = (publicIpName: string | undefined): ArmResource =>
  loadBalancer('lb2', { publicIp: publicIpName, scaleSet: 'green' });

/** How long an address was not served by anyone, between the first and the last time that it was. */
export function darkMs(history: readonly Served[]): number {
  const dark = history.slice(1, -1).filter(({ state }) => state === 'swallowed' || state === 'refused');
  return dark.reduce((total, { from, to }) => total + ((to ?? from) - from), 0);
}
