import { registerHooks } from 'node:module';

/** One safeguard of the product, switched off in its source. */
export interface Mutant {
  readonly file: string;
  /** Has to be in the file exactly once: a mutant that no longer mutates proves nothing. */
  readonly snippet: string;
  readonly replacement: string;
}

export const mutants = {
  /** Every update of a load balancer goes through whatever has happened to it since it was read. */
  'if-match': {
    file: 'src/azure/frontend-assignments.ts',
    snippet: 'ifMatch: current.etag,',
    replacement: '',
  },
  /** A step that fails leaves everything as it is. */
  undo: {
    file: 'src/engine/run.ts',
    snippet: 'const undoErrors = await undoSteps(run, started);',
    replacement: 'const undoErrors: unknown[] = [];',
  },
  /** Once the last step has succeeded, nobody looks at Azure again. */
  'final-re-read': {
    file: 'src/strategies/vip-swap/perform/confirm-production.ts',
    snippet: 'requireAssignments(await getSettled(arm, step.loadBalancerId, signal), step.assignments);',
    replacement: 'signal.throwIfAborted();',
  },
  /** A write whose answer was lost is taken for done, instead of being compared with the live state. */
  'lost-answer': {
    file: 'src/azure/frontend-assignments.ts',
    snippet: 'if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {',
    replacement:
      'if (error instanceof UncertainWriteError) {\n        return;\n      }\n      if (!isWorthAnotherLook(error) || tries === MOST_TRIES) {',
  },
} as const satisfies Record<string, Mutant>;

export type MutantName = keyof typeof mutants;

export const mutantNames = Object.keys(mutants) as readonly MutantName[];

const root = new URL('../../', import.meta.url);

/** Changes the source when it is loaded, in this thread only. Nothing of it may be loaded before. */
export function applyMutant(name: MutantName): void {
  const { file, snippet, replacement }: Mutant = mutants[name];
  const url = new URL(file, root).href;
  registerHooks({
    load(loaded, context, nextLoad) {
      const result = nextLoad(loaded, context);
      return loaded === url
        ? { ...result, source: mutated(String(result.source), name, snippet, replacement) }
        : result;
    },
  });
}

export function mutated(source: string, name: string, snippet: string, replacement: string): string {
  const [before, after, ...more] = source.split(snippet);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The mutant ${name} does not fit any more: its snippet has to be in the source once.`);
  }
  return before + replacement + after;
}
