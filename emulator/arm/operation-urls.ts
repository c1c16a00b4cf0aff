import type { Call } from './call.ts';
import type { ControlPlane } from './control-plane.ts';
import type { PollSignature } from './operations.ts';

/** Recorded since late 2023: four parameters beside the api-version, opaque to the client. */
export function pollSignature(plane: ControlPlane): PollSignature {
  const opaque = (length: number): string =>
    Array.from({ length }, () => plane.random.uuid().replaceAll('-', '')).join('');
  return { t: String(Math.round(plane.clock.epochMs())), c: opaque(4), s: opaque(3), h: opaque(1) };
}

/** Where a client asks about an operation. Which of the two an answer carries depends on its method. */
export function operationHeaders(
  call: Call,
  location: string,
  id: string,
  signature: PollSignature,
): Readonly<Record<string, string>> {
  const base = `${call.origin}/subscriptions/${call.params.subscriptionId}/providers/Microsoft.Network/locations/${location}`;
  const query = new URLSearchParams({ 'api-version': call.apiVersion, ...signature }).toString();
  return {
    'azure-asyncoperation': `${base}/operations/${id}?${query}`,
    location: `${base}/operationResults/${id}?${query}`,
  };
}

/**
 * Where Microsoft.Compute is asked: both URLs are the operation's own, and the one in `Location` says `monitor=true`. `p`
 * is a guid that stays the same for all operations of a subscription (recorded).
 */
export function computeOperationHeaders(
  plane: ControlPlane,
  call: Call,
  location: string,
  id: string,
  signature: PollSignature,
): Readonly<Record<string, string>> {
  const base = `${call.origin}/subscriptions/${call.params.subscriptionId}/providers/Microsoft.Compute/locations/${location}/operations/${id}`;
  const query = (more: Readonly<Record<string, string>>) =>
    new URLSearchParams({
      p: plane.scenario.tenantId,
      ...more,
      'api-version': call.apiVersion,
      ...signature,
    }).toString();
  return {
    'azure-asyncoperation': `${base}?${query({})}`,
    location: `${base}?${query({ monitor: 'true' })}`,
  };
}
