import { type Arm, inWindow } from '../arm/arm.ts';
import { ArmError, ArmOperationError, UncertainWriteError } from '../arm/arm-error.ts';
import type { PollPace } from '../arm/long-running.ts';
import { backoffMs } from '../arm/retry.ts';
import { ForeignChangeError } from '../foreign-change-error.ts';
import { nameOf, sameId } from '../resource-id.ts';
import { frontendsOf, getLoadBalancer, getSettled, type LoadBalancer } from './load-balancers.ts';
import { NETWORK_API_VERSION } from './network-api.ts';

/** Which public IP address a frontend shall have. */
export interface FrontendAssignment {
  /** Name of the frontend IP configuration. */
  readonly frontend: string;
  /** Resource id of the public IP address. */
  readonly publicIpAddressId: string;
}

export function hasAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): boolean {
  return assignments.every(({ frontend, publicIpAddressId }) =>
    frontendsOf(loadBalancer).some(
      (each) => each.name === frontend && sameId(each.properties.publicIPAddress?.id, publicIpAddressId),
    ),
  );
}

/** What the frontends of `assignments` have now; one that has no public IP address is left out. */
export function currentAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): FrontendAssignment[] {
  return assignments.flatMap(({ frontend }) => {
    const found = frontendsOf(loadBalancer).find((each) => each.name === frontend);
    const publicIpAddressId = found?.properties.publicIPAddress?.id;
    return publicIpAddressId === undefined ? [] : [{ frontend, publicIpAddressId }];
  });
}

/** The body as it was read, with the address of the named frontends changed and nothing else. */
export function withAssignments(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
): LoadBalancer {
  const addressOf = new Map(assignments.map((each) => [each.frontend, each.publicIpAddressId]));
  const frontendIPConfigurations = frontendsOf(loadBalancer).map((frontend) => {
    const id = addressOf.get(frontend.name);
    return id === undefined
      ? frontend
      : {
          ...frontend,
          properties: {
            ...frontend.properties,
            publicIPAddress: { ...frontend.properties.publicIPAddress, id },
          },
        };
  });
  return { ...loadBalancer, properties: { ...loadBalancer.properties, frontendIPConfigurations } };
}

export interface AssignFrontends {
  /** As last read: the body that goes back, the ETag that must still hold, and what the frontends are known to have. */
  readonly loadBalancer: LoadBalancer;
  readonly assignments: readonly FrontendAssignment[];
  readonly pace: PollPace;
  /**
   * Called before a write is sent again: whoever has come between may have taken the work over, and then it throws. Before the
   * first write it is the caller's business.
   */
  readonly beforeRepeating: (signal: AbortSignal) => Promise<void>;
  /**
   * Of an update that takes production away: as long as the load balancer does not show it, production is served, and there is time for
   * the look that came before the first try; it reads the load balancer anew. Absent: production may be down.
   */
  readonly lookWhileServed?: ((signal: AbortSignal) => Promise<LoadBalancer>) | undefined;
}

/** Over half a minute: an ARM that fails to answer recovers within that, and who comes between so often is at war with us. */
const MOST_TRIES = 8;

/**
 * Production may be down meanwhile: an update of somebody else is written over, for which they are told `Canceled`. What it
 * has changed is in the model already, and goes along. Most of those without a backend have ended by then.
 */
const PATIENCE_IN_WINDOW_MS = 5_000;

/**
 * PUT loadBalancers/{name} (api-version 2026-01-01) with one field changed, under If-Match. Where another writer came
 * between (autoscale changes load balancers) or ARM did not say what became of the write, the live state decides whether
 * there is anything left to do, and the one field is changed in what is there now.
 *
 * @throws ForeignChangeError where the other writer has changed that very field; what `Arm.write` and `beforeRepeating` throw.
 */
export async function assignFrontends(
  arm: Arm,
  { loadBalancer, assignments, pace, beforeRepeating, lookWhileServed }: AssignFrontends,
  signal: AbortSignal,
): Promise<void> {
  const paced = pace === 'tight' ? inWindow(arm) : arm;
  let current = loadBalancer;
  for (let tries = 1; ; tries += 1) {
    try {
      await paced.write(
        {
          method: 'PUT',
          path: current.id,
          apiVersion: NETWORK_API_VERSION,
          body: withAssignments(current, assignments),
          ifMatch: current.etag,
          isDone: (resource) => isAsWanted(resource as LoadBalancer, assignments),
        },
        signal,
      );
      return;
    } catch (error) {
      if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {
        throw error;
      }
    }
    if (tries > 1) {
      await arm.pause(backoffMs(tries), signal);
    }
    const isServed =
      lookWhileServed !== undefined &&
      !hasAssignments(await getLoadBalancer(paced, current.id, signal), assignments);
    current = await (isServed
      ? lookWhileServed(signal)
      : settled(paced, current.id, { assignments, pace }, signal));
    if (isAsWanted(current, assignments)) {
      return;
    }
    requireUncontested(current, assignments, currentAssignments(loadBalancer, assignments));
    if (!isServed) {
      await beforeRepeating(signal);
    }
  }
}

async function settled(
  arm: Arm,
  id: string,
  { assignments, pace }: Pick<AssignFrontends, 'assignments' | 'pace'>,
  signal: AbortSignal,
): Promise<LoadBalancer> {
  const patienceMs = pace === 'tight' ? PATIENCE_IN_WINDOW_MS : undefined;
  const later = await getSettled(arm, id, signal, patienceMs);
  // An update of our own, or one that works towards the same: written over it would only begin anew.
  const isOurs = later.properties.provisioningState === 'Updating' && hasAssignments(later, assignments);
  return isOurs ? getSettled(arm, id, signal) : later;
}

/**
 * An ETag protects what was read, not what a plan was made for: a frontend that somebody else has pointed elsewhere since
 * is theirs.
 *
 * @param expected what the frontends had when the change was decided.
 * @throws ForeignChangeError where a frontend has neither that nor what it shall get.
 */
export function requireUncontested(
  loadBalancer: LoadBalancer,
  assignments: readonly FrontendAssignment[],
  expected: readonly FrontendAssignment[],
): void {
  const known = [...assignments, ...expected];
  const contested = assignments.find(
    ({ frontend }) =>
      !known.some((each) => each.frontend === frontend && hasAssignments(loadBalancer, [each])),
  );
  if (contested === undefined) {
    return;
  }
  const [found] = currentAssignments(loadBalancer, [contested]);
  const was = expected.find(({ frontend }) => frontend === contested.frontend);
  throw new ForeignChangeError(
    `Something else has pointed frontend "${contested.frontend}" of ${loadBalancer.name} at ` +
      `${nameOf(found?.publicIpAddressId ?? 'no public address')}, where ${nameOf(was?.publicIpAddressId ?? 'nothing')} ` +
      'was expected. That is left as it is: find out who writes to it, and run again.',
  );
}

function isWorthAnotherLook(error: unknown): boolean {
  return (
    error instanceof UncertainWriteError ||
    (error instanceof ArmError && error.status === 412) ||
    (error instanceof ArmOperationError && error.isSuperseded)
  );
}

/** A load balancer that is not `Succeeded` may have its new model without the data plane that belongs to it. */
export function isAsWanted(loadBalancer: LoadBalancer, assignments: readonly FrontendAssignment[]): boolean {
  return (
    loadBalancer.properties.provisioningState === 'Succeeded' && hasAssignments(loadBalancer, assignments)
  );
}
