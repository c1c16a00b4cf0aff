import { readdir, readFile } from 'node:fs/promises';
import { isObject } from './arm/json.ts';
import type { Scenario } from './arm/scenario.ts';
import { OptionError } from './option-error.ts';

const folder = new URL('scenarios/', import.meta.url);

/** A scenario by its name, or from a file that ends in `.json`. */
export async function readScenario(nameOrPath: string): Promise<Scenario> {
  const location = nameOrPath.endsWith('.json') ? nameOrPath : new URL(`${nameOrPath}.json`, folder);
  const text = await readFile(location, 'utf8').catch(async () => {
    const names = (await readdir(folder)).map((file) => file.replace(/\.json$/, ''));
    throw new OptionError('scenario', nameOrPath, `one of ${names.join(', ')}, or the path of a JSON file`);
  });
  const scenario = parseJson(text);
  if (!isScenario(scenario)) {
    throw new OptionError(
      'scenario',
      nameOrPath,
      'a JSON file with name, subscriptionId, tenantId, application, settings, resourceGroups, resources and workloads',
    );
  }
  return scenario;
}

/** Undefined for what is no JSON: it is then no scenario either. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isScenario(value: unknown): value is Scenario {
  return (
    isObject(value) &&
    ['name', 'subscriptionId', 'tenantId', 'subscriptionName'].every(
      (member) => typeof value[member] === 'string',
    ) &&
    ['application', 'settings'].every((member) => isObject(value[member])) &&
    ['resourceGroups', 'resources', 'workloads'].every((member) => Array.isArray(value[member]))
  );
}
