import type { Principal } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import type { ArmRequest } from '../http.ts';
import { operationOf } from '../request-words.ts';
import type { BucketLimit } from './token-bucket.ts';

type Verb = 'read' | 'write' | 'delete';

/** Since 2024: one bucket for each principal, subscription and region. No answer tells what is left of it. */
const regional: Readonly<Record<Verb, BucketLimit>> = {
  read: { name: 'subscription-reads', capacity: 250, refillPerMinute: 25 * 60 },
  write: { name: 'subscription-writes', capacity: 200, refillPerMinute: 10 * 60 },
  delete: { name: 'subscription-deletes', capacity: 200, refillPerMinute: 10 * 60 },
};

/** The one of the whole subscription is 15 times as large, and stands in every answer. */
const global: Readonly<Record<Verb, BucketLimit>> = {
  read: fifteenfold('subscription-global-reads', regional.read),
  write: fifteenfold('subscription-global-writes', regional.write),
  delete: fifteenfold('subscription-global-deletes', regional.delete),
};

/** Microsoft.Network counts for itself, over five minutes, and tells nobody what is left. */
const network: Readonly<Record<Verb, BucketLimit>> = {
  read: { name: 'Microsoft.Network/reads', capacity: 10_000, refillPerMinute: 2000 },
  write: { name: 'Microsoft.Network/writes', capacity: 1000, refillPerMinute: 200 },
  delete: { name: 'Microsoft.Network/writes', capacity: 1000, refillPerMinute: 200 },
};

/**
 * Counts a request where ARM counts it, before anybody else sees it.
 *
 * @returns the header that says what is left.
 * @throws ArmError 429 where a bucket is empty.
 */
export function chargeArm(
  plane: ControlPlane,
  request: ArmRequest,
  principal: Principal,
): Readonly<Record<string, string>> {
  const verb = verbOf(request.method);
  const subscription = `/subscriptions/${plane.scenario.subscriptionId}`;
  const limits = [global[verb], regional[verb], ...(ofNetwork(request.path) ? [network[verb]] : [])];
  const taken = plane.throttling.take(limits.map((limit) => ({ limit, scope: subscription, tokens: 1 })));
  if (taken.kind === 'refused') {
    const { subscriptionId } = plane.scenario;
    const retryAfterSeconds = Math.ceil(taken.retryAfterMs / 1000);
    throw taken.limit.name === network[verb].name
      ? errors.subscriptionThrottled(subscriptionId, operationOf(request), retryAfterSeconds)
      : errors.armTokensUsedUp(subscriptionId, verb, principal.objectId, retryAfterSeconds);
  }
  return { [`x-ms-ratelimit-remaining-${global[verb].name}`]: String(taken.left[0]?.left ?? 0) };
}

function fifteenfold(name: string, { capacity, refillPerMinute }: BucketLimit): BucketLimit {
  return { name, capacity: 15 * capacity, refillPerMinute: 15 * refillPerMinute };
}

function verbOf(method: string): Verb {
  if (method === 'GET' || method === 'HEAD') return 'read';
  return method === 'DELETE' ? 'delete' : 'write';
}

function ofNetwork(path: string): boolean {
  return /\/providers\/microsoft\.network\//i.test(path);
}
