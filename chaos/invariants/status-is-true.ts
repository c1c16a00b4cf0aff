import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import type { Told } from '../in-process/action.ts';
import { addressesIn } from './azure-as-it-is.ts';
import type { Violation } from './violation.ts';

/** Whom a `status`, or who has taken a lock away, calls live serves: in the outputs, in their JSON, and in the text. */
export function statusIsTrue(
  plane: ControlPlane,
  productionAddressIds: readonly string[],
  act: string,
  { text, outputs }: Pick<Told, 'text' | 'outputs'>,
  isServed: (addressId: string, loadBalancer: string) => boolean,
): Violation[] {
  const idOf = (name: string) => addressesIn(plane).find((each) => each.name === name)?.id ?? name;
  const untrue = (claims: readonly Claim[], where: string): Violation[] =>
    claims
      .filter(({ addressIds, loadBalancer }) => addressIds.every((id) => !isServed(id, loadBalancer)))
      .map(({ addressIds, loadBalancer }) => ({
        invariant: 'outputs-are-true',
        message: `${act} says by its ${where} that ${loadBalancer} serves, and no packets to ${addressIds.join(' or ')} come there`,
      }));
  const live = outputs['live-load-balancer'].split(',').filter((name) => name !== '');
  return [
    ...untrue(
      live.map((loadBalancer) => ({ addressIds: productionAddressIds, loadBalancer })),
      'output live-load-balancer',
    ),
    ...untrue(
      liveInStatus(outputs.status).map(({ id, live: each }) => ({ addressIds: [id], loadBalancer: each })),
      'output status',
    ),
    ...untrue(
      [...text.matchAll(SERVED)].flatMap(({ groups: { name = '', loadBalancer = '' } = {} }) => ({
        addressIds: [idOf(name)],
        loadBalancer,
      })),
      'text',
    ),
  ];
}

interface Claim {
  /** One of them is served. */
  readonly addressIds: readonly string[];
  readonly loadBalancer: string;
}

const SERVED = /\((?<name>[^)]+)\) is served by (?!no load balancer)(?<loadBalancer>[^\s;]+)/g;

function liveInStatus(status: string): { readonly id: string; readonly live: string }[] {
  const { addresses = [] } = status === '' ? {} : (JSON.parse(status) as Partial<FoundStatus>);
  return addresses.flatMap(({ id, live }) => (live === null ? [] : [{ id, live: live.loadBalancer }]));
}

interface FoundStatus {
  readonly addresses: readonly {
    readonly id: string;
    readonly live: { readonly loadBalancer: string } | null;
  }[];
}
