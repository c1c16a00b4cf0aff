import { readFileSync } from 'node:fs';
import { isObject, without } from '../../emulator/arm/json.ts';
import type { Scenario } from '../../emulator/arm/scenario.ts';
import type { ArmResource } from '../../emulator/data-plane/contract.ts';
import { FOREIGN_ADDRESS } from './foreign-changes.ts';
import type { Schedule } from './schedule.ts';

/** A free address that the user may name. */
export const SPARE_ADDRESS = 'spare';

const known = new Map<Schedule['scenario'], Scenario>();

/** The emulator's scenario and two free addresses beside: the user's spare one, and another writer's. */
export function scenarioOf(name: Schedule['scenario']): Scenario {
  const read = known.get(name) ?? withFreeAddresses(readScenario(name));
  known.set(name, read);
  return read;
}

function readScenario(name: Schedule['scenario']): Scenario {
  const file = new URL(`../../emulator/scenarios/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Scenario;
}

function withFreeAddresses(scenario: Scenario): Scenario {
  const original = scenario.resources.find(({ name }) => name === 'vipswap1pip');
  if (original === undefined) {
    throw new Error(`The scenario ${scenario.name} has no vipswap1pip.`);
  }
  return {
    ...scenario,
    resources: [
      ...scenario.resources,
      ...[SPARE_ADDRESS, FOREIGN_ADDRESS].map((name) => likeOf(original, name)),
    ],
  };
}

function likeOf(original: ArmResource, name: string): ArmResource {
  const properties = isObject(original.properties) ? original.properties : {};
  return {
    ...original,
    id: original.id.replace(/[^/]+$/, name),
    name,
    properties: without(properties, 'ipConfiguration', 'dnsSettings', 'ipAddress', 'resourceGuid'),
  };
}
