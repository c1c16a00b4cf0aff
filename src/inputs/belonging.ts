import { type InputDefinition, type InputName, inputDefinitions, type Strategy } from './definitions.ts';
import { InputError } from './input-error.ts';
import { isGiven, type ReadInput } from './read.ts';
import { quoted } from './secrets.ts';

/** What a run is about, as far as inputs tell. */
export interface Aim {
  /** Those that it may be part of: more than one where a command finds out from what is recorded. */
  readonly strategies: readonly Strategy[];
  /** The input that says so, as the error quotes it: `strategy is 'vip-swap'`. */
  readonly because: string;
}

/**
 * Refuses inputs that say nothing to what is done: somebody believes that they do.
 *
 * @throws InputError for the first of them, in the order of action.yml.
 */
export function refuseForeign(read: ReadInput, { strategies, because }: Aim): void {
  for (const name of Object.keys(inputDefinitions) as InputName[]) {
    const { belongsTo }: InputDefinition = inputDefinitions[name];
    if (belongsTo === undefined || belongsTo.some((each) => strategies.includes(each))) continue;
    if (isGiven(read, name)) {
      const owner = `${belongsTo.length > 1 ? 'strategies' : 'strategy'} ${belongsTo.join(' and ')}`;
      throw new InputError(
        name,
        `${quoted(name, read(name))}belongs to ${owner}, and ${because}. Leave it out, or choose another strategy.`,
      );
    }
  }
}
