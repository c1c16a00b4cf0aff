import type { Arm } from './arm/arm.ts';
import { namingAwaited } from './arm/deadline-of-call.ts';

/** For whoever cannot go on before it: nine of ten recorded updates had ended within 73 s. */
export const UNDO_PATIENCE_MS = 90_000;

const LOOK_MS = 500;

/**
 * Reads until no operation is running on a resource.
 *
 * @param patienceMs after which it is taken as it is, `Updating`: ARM lets another update supersede one that hangs.
 * @param lookMs from one read to the next. A GET of Microsoft.Network is cheap, 10,000 in 5 minutes are allowed; one of
 *   Microsoft.Compute is not (`COMPUTE_LOOK_MS`).
 */
export async function untilSettled<
  T extends { readonly id: string; readonly properties: { readonly provisioningState?: string } },
>(
  arm: Arm,
  read: () => Promise<T>,
  signal: AbortSignal,
  patienceMs = Number.POSITIVE_INFINITY,
  lookMs = LOOK_MS,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += lookMs) {
    const resource = await read();
    if (resource.properties.provisioningState !== 'Updating' || waitedMs >= patienceMs) {
      return resource;
    }
    await arm.pause(lookMs, signal).catch((error: unknown) => {
      throw namingAwaited(error, signal, () => `${resource.id}, on which an operation runs`);
    });
  }
}
