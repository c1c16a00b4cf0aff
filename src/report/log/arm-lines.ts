import type { ArmOperationEvent, ArmRequestEvent, ArmWaitEvent } from '../../azure/arm/arm-events.ts';
import { countOf, readableDuration, readableResource } from '../readable.ts';
import { lowQuotas } from '../summary/quota.ts';
import type { LineReader, LogLine } from './log-line.ts';

/**
 * One line for every request that matters to a reader; polls only at debug, and one line for the end of what was
 * polled. A repetition says what it repeats: the warning is for the first one, the rest are plain lines, because GitHub
 * shows ten warnings of a step and a throttled run has more.
 */
export function armLines(): LineReader {
  const lastResults = new Map<string, string>();
  const announced = new Set<string>();
  return (event) => {
    if (event.type === 'arm-operation') {
      return operationLines(event);
    }
    if (event.type === 'arm-wait') {
      return [waitLine(event)];
    }
    if (event.type !== 'arm-request') {
      return [];
    }
    const key = `${event.method} ${event.path}`;
    const lines = requestLines(event, lastResults.get(key));
    lastResults.set(key, resultText(event));
    return [...lines, ...quotaLines(event, announced)];
  };
}

function waitLine({ atMs, method, path, because, waitMs, leftMs, isInVain }: ArmWaitEvent): LogLine {
  const wish = `ARM wants to be left alone with ${method} ${readableResource(path)} for ${readableDuration(waitMs)} (${because})`;
  if (isInVain) {
    return {
      level: 'warning',
      atMs,
      text: `${wish}, which is longer than the ${readableDuration(leftMs ?? 0)} that are left for it: given up`,
    };
  }
  const end = leftMs === undefined ? '' : `; the time for it is up in ${readableDuration(leftMs)}`;
  return { level: 'info', atMs, text: `${wish}: waiting until then${end}` };
}

function requestLines(event: ArmRequestEvent, lastResult: string | undefined): LogLine[] {
  const { atMs, reason } = event;
  const text = `${event.method} ${readableResource(event.path)} ${answerText(event)}`;
  switch (reason.kind) {
    case 'call':
      return [{ level: 'info', atMs, text }];
    case 'poll':
      return [{ level: wentWrong(event) ? 'info' : 'debug', atMs, text: `${text} (poll ${reason.number})` }];
    case 'retry': {
      const because = lastResult === undefined ? '' : ` because of ${lastResult}`;
      const level = reason.number === 1 ? 'warning' : 'info';
      return [{ level, atMs, text: `${text} (repetition ${reason.number}${because})` }];
    }
  }
}

function wentWrong({ result }: ArmRequestEvent): boolean {
  return result.kind === 'no-answer' || result.status >= 400;
}

function answerText(event: ArmRequestEvent): string {
  const requestId = event.requestId === undefined ? '' : ` req=${event.requestId}`;
  return `${resultText(event)} ${readableDuration(event.atMs - event.sentAtMs)}${requestId}`;
}

function resultText({ result }: ArmRequestEvent): string {
  if (result.kind === 'no-answer') {
    return `no answer (${result.cause})`;
  }
  return [result.status, result.errorCode].filter((part) => part !== undefined).join(' ');
}

/** Nothing where the answer to the write has said it all already. */
function operationLines(event: ArmOperationEvent): LogLine[] {
  const { atMs, sentAtMs, method, path, status, errorCode, polls } = event;
  if (polls === 0 && status === 'Succeeded') {
    return [];
  }
  const ending = [status, errorCode].filter((part) => part !== undefined).join(' ');
  const text = `${method} ${readableResource(path)} ${ending} after ${readableDuration(atMs - sentAtMs)}, ${countOf(polls, 'poll')}`;
  return [{ level: 'info', atMs, text }];
}

/** A poll hardly changes what is left, and there are hundreds: only what runs low is told of them. */
function quotaLines({ atMs, remaining, reason }: ArmRequestEvent, announced: Set<string>): LogLine[] {
  const fresh = lowQuotas(remaining).filter(({ name }) => !announced.has(name));
  for (const { name } of fresh) {
    announced.add(name);
  }
  const all = Object.entries(reason.kind === 'poll' ? {} : remaining).map(
    ([name, value]) => `${name} ${value}`,
  );
  return [
    ...fresh.map(({ name, left }) => ({
      level: 'warning' as const,
      atMs,
      text: `Azure has little quota left: ${name} ${left}. It refills within minutes; until then it may answer 429.`,
    })),
    ...(all.length === 0 ? [] : [{ level: 'debug' as const, atMs, text: `remaining: ${all.join(', ')}` }]),
  ];
}
