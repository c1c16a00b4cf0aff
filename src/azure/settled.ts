import type { Arm } from './arm/arm.ts';
import { namingAwaited } from './arm/deadline-of-call.ts';

/** For whoever cannot go on before it: nine of ten recorded updates had ended within 73 s. */
export const UNDO_PATIENCE_MS = 90_000;

const LOOK_MS = 500;

interface Settling {
  readonly id: string;
  readonly properties: { readonly provisioningState?: string };
}

/**
 * Reads until no operation is running on a resource.
 *
 * @param patienceMs after which it is taken as it is, `Updating`: ARM lets another update supersede one that hangs.
 * @param lookMs from one read to the next. A GET of Microsoft.Network is cheap, 10,000 in 5 minutes are allowed; one of
 *   Microsoft.Compute is not (`COMPUTE_LOOK_MS`).
 */
export async function untilSettled<T extends Settling>(
  arm: Arm,
  read: () => Promise<T>,
  signal: AbortSignal,
  patienceMs?: number,
  lookMs?: number,
): Promise<T> {
  const [resource] = await untilAllSettled<[T]>(arm, async () => [await read()], signal, patienceMs, lookMs);
  return resource;
}

/** As `untilSettled`, of several at the same time: one that was settled may be at work again when another one has become so. */
export async function untilAllSettled<T extends readonly Settling[]>(
  arm: Arm,
  readAll: () => Promise<T>,
  signal: AbortSignal,
  patienceMs = Number.POSITIVE_INFINITY,
  lookMs = LOOK_MS,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    const resources = await readAll();
    const updating = resources.find(({ properties }) => properties.provisioningState === 'Updating');
    if (updating === undefined || waitedMs >= patienceMs) {
      return resources;
    }
    await arm.pause(lookMs, signal).catch((error: unknown) => {
      throw namingAwaited(error, signal, () => `${updating.id}, on which an operation runs`);
    });
  }
}
