import {
  ArmError,
  ArmOperationError,
  ArmOperationTimeoutError,
  NoAnswerError,
  UncertainWriteError,
} from '../../azure/arm/arm-error.ts';
import { type Finding, unchecked } from './finding.ts';

/** A scope at which a read did not succeed, and why. */
export interface UnreadScope {
  readonly scope: string;
  readonly cause: string;
}

export interface ScopeReads<T> {
  readonly read: readonly { readonly scope: string; readonly value: T }[];
  readonly unread: readonly UnreadScope[];
}

/**
 * Reads the same thing at several scopes at once. What ARM does not let us read is told and not thrown: a release must not
 * fail because nobody may look at its locks.
 */
export async function readScopes<T>(
  scopes: readonly string[],
  read: (scope: string) => Promise<T>,
): Promise<ScopeReads<T>> {
  const results = await Promise.all(
    scopes.map((scope) =>
      read(scope).then(
        (value) => ({ kind: 'read', scope, value }) as const,
        (error: unknown) => ({ kind: 'unread', scope, cause: causeOf(error) }) as const,
      ),
    ),
  );
  return {
    read: results.filter((each) => each.kind === 'read'),
    unread: results.filter((each) => each.kind === 'unread'),
  };
}

/** @param subject what was not checked, in the plural. */
export function notChecked(subject: string, action: string, unread: readonly UnreadScope[]): Finding[] {
  if (unread.length === 0) {
    return [];
  }
  const scopes = unread.map(({ scope }) => scope).join(', ');
  const causes = [...new Set(unread.map(({ cause }) => cause))].join('; ');
  return [
    unchecked(`${subject} were not checked at ${scopes}: ${causes}. Reading them takes ${action} there.`),
  ];
}

/** @throws what is not ARM's answer: cancellation, a failed sign-in, a mistake of ours. */
function causeOf(error: unknown): string {
  if (error instanceof ArmError) {
    // The message of a 403 says over half a line what the sentence around the cause says too.
    return error.status === 403
      ? `403 ${error.code}`
      : `${error.status} ${error.code} (${firstSentence(error.facts.body.message)})`;
  }
  if (
    error instanceof ArmOperationError ||
    error instanceof NoAnswerError ||
    error instanceof ArmOperationTimeoutError ||
    error instanceof UncertainWriteError
  ) {
    return error.message;
  }
  throw error;
}

/** ARM lists, after it, everything that it would have taken instead. */
function firstSentence(message: string): string {
  return message.split('. ', 1).join('');
}
