import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What a runner takes from an action's metadata file. */
export interface ActionDefinition {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

/** @param actionDirectory where action.yml lies. */
export function readActionDefinition(actionDirectory: string): ActionDefinition {
  const path = join(actionDirectory, 'action.yml');
  const content: unknown = parse(readFileSync(path, 'utf8'));
  if (!isActionDefinition(content)) {
    throw new Error(`${path} is not the metadata of a JavaScript action: inputs, outputs, runs.main.`);
  }
  return content;
}

function isActionDefinition(content: unknown): content is ActionDefinition {
  if (typeof content !== 'object' || content === null) return false;
  if (!('inputs' in content && 'outputs' in content && 'runs' in content)) return false;
  return typeof content.runs === 'object' && content.runs !== null && 'main' in content.runs;
}

/**
 * The variables of a step's inputs, as a runner sets them: the given value, empty ones included, else the default. An input
 * that action.yml does not know is only a warning on GitHub; here it is an error, because it is a mistake of the caller.
 */
export function inputVariables(
  { inputs }: ActionDefinition,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const unknown = Object.keys(given).find((name) => !(name in inputs));
  if (unknown !== undefined) {
    throw new Error(`action.yml has no input '${unknown}'. It has: ${Object.keys(inputs).join(', ')}.`);
  }
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      given[name] ?? input.default ?? '',
    ]),
  );
}
