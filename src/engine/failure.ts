import type { Failure } from './events.ts';

/** An error as plain data. Errors of ours carry a stable `code` where there is one. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { message: String(error) };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof ProblemsError ? { problems: error.problems } : {}),
  };
}

/** Everything that stands against a run is told at once. */
export class ProblemsError extends Error {
  override readonly name: string = 'ProblemsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options);
    this.problems = problems;
  }
}
