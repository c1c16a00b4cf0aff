import type { Failure } from '../../engine/events.ts';
import type { Plan } from '../../engine/plan.ts';
import type { RolloutEvent } from '../events.ts';
import type { Conclusion, SharedInputs } from '../run-facts.ts';
import type { KnownSecrets } from './known-secrets.ts';

type Conceal = KnownSecrets['conceal'];

/**
 * An event without secrets. Only sentences may quote one: names, ids and words that code compares stay as they are, whatever
 * somebody's secret is.
 */
export function concealEvent<E extends RolloutEvent>(event: E, conceal: Conceal): E;
export function concealEvent(event: RolloutEvent, conceal: Conceal): RolloutEvent {
  switch (event.type) {
    case 'plan-started':
      return { ...event, plan: concealPlan(event.plan, conceal) };
    case 'step-failed':
    case 'undo-failed':
    case 'not-as-left':
    case 'last-look-failed':
      return { ...event, failure: concealFailure(event.failure, conceal) };
    case 'plan-finished':
      return event.failure === undefined
        ? event
        : { ...event, failure: concealFailure(event.failure, conceal) };
    case 'arm-request':
      return event.result.kind === 'no-answer'
        ? { ...event, result: { ...event.result, cause: conceal(event.result.cause) } }
        : event;
    case 'instance-check':
    case 'instance-unhealthy':
      return { ...event, reasons: event.reasons.map(conceal) };
    case 'set-aside-settled':
      return event.failure === undefined
        ? event
        : { ...event, failure: concealFailure(event.failure, conceal) };
    case 'batch-finished':
    case 'instances-checked':
      return {
        ...event,
        unhealthy: event.unhealthy.map((each) => ({ ...each, reasons: each.reasons.map(conceal) })),
      };
    case 'probe-failed':
      return { ...event, cause: conceal(event.cause) };
    case 'probe-sample': {
      const { result } = event.sample;
      return result.kind === 'good'
        ? event
        : { ...event, sample: { ...event.sample, result: { ...result, cause: conceal(result.cause) } } };
    }
    case 'step-started':
    case 'step-succeeded':
    case 'undo-started':
    case 'undo-succeeded':
    case 'arm-operation':
    case 'arm-wait':
    case 'check-started':
    case 'instance-healthy':
    case 'release-seen':
    case 'record-seen':
    case 'model-raced':
    case 'upgrade-begun':
    case 'instances-away':
    case 'release-left':
    case 'batch-started':
    case 'canary-endpoints':
    case 'instances-off':
    case 'reimage-unanswered':
    case 'sick-before':
    case 'probe-started':
    case 'probe-connection':
    case 'probe-stopped':
    case 'lock-wait':
    case 'recovered':
    case 'production-seen':
    case 'production-still-served':
    case 'by-hand':
      return event;
  }
}

export function concealPlan<P extends Plan>(plan: P, conceal: Conceal): P {
  return { ...plan, hazards: plan.hazards.map(conceal), unchecked: plan.unchecked.map(conceal) };
}

export function concealFailure(failure: Failure, conceal: Conceal): Failure {
  const { message, problems } = failure;
  return {
    ...failure,
    message: conceal(message),
    ...(problems === undefined ? {} : { problems: problems.map(conceal) }),
  };
}

/** With a part of it hidden, an input would be another one: it is named then, and not printed. */
export function concealSharedInputs(shared: SharedInputs, conceal: Conceal): SharedInputs {
  return Object.fromEntries(
    Object.entries(shared).map(([name, value]) => [
      name,
      value !== null && conceal(value) === value ? value : null,
    ]),
  );
}

/** How a run has ended whose end no event tells. */
export function concealConclusion(conclusion: Conclusion, conceal: Conceal): Conclusion {
  switch (conclusion.outcome) {
    case 'planned':
      return { ...conclusion, plan: concealPlan(conclusion.plan, conceal) };
    case 'failed':
      return { ...conclusion, failure: concealFailure(conclusion.failure, conceal) };
    case 'no-change':
    case 'succeeded':
      return { ...conclusion, reason: conceal(conclusion.reason) };
    case 'reported':
      return conclusion;
  }
}
