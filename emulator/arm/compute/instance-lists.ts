import type { ArmResource } from '../../data-plane/contract.ts';
import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { compact, type JsonObject, listOf, objectOf } from '../json.ts';
import { instanceViewOf } from './instance-view.ts';
import { findScaleSet, instancesOf } from './instances.ts';

/** How many instances a page of a list has. Nobody has recorded a list that had more than one. */
export const pageSize = 50;

/** Those of the specification, and the token of a `nextLink`. */
const options = ['$filter', '$select', '$expand', '$skiptoken'];

/** GET of the instances of a scale set: `$filter`, `$expand=instanceView`, `$select`, in pages. */
export function listInstances(plane: ControlPlane, call: Call): Reply {
  const scaleSet = findScaleSet(plane, call);
  const unknown = [...call.query.keys()].find((name) => name.startsWith('$') && !options.includes(name));
  if (unknown !== undefined) throw invalidOption(call, unknown);
  const select = selectionOf(call);
  const wanted = filterOf(plane, call);
  const skipped = skippedBy(call);
  const instances = instancesOf(plane, scaleSet.id).filter(wanted);
  const page = instances.slice(skipped, skipped + pageSize);
  const value = page.map((instance) => select(printInstance(plane, call, instance)));
  const next = skipped + page.length;
  const nextLink = next < instances.length ? { nextLink: nextLinkOf(call, next) } : {};
  return { status: 200, body: { value, ...nextLink } };
}

function invalidOption(call: Call, name: string): Error {
  const message = `The value '${call.query.get(name)}' of parameter ${name} is invalid.`;
  return errors.invalidParameter(name, message);
}

/** A list that ended at a token which is none would be taken for the whole one. */
function skippedBy(call: Call): number {
  const token = call.query.get('$skiptoken') ?? '0';
  if (!/^\d+$/.test(token)) throw invalidOption(call, '$skiptoken');
  return Number(token);
}

function nextLinkOf(call: Call, skip: number): string {
  const query = new URLSearchParams(call.query);
  query.set('$skiptoken', String(skip));
  return `${call.origin}${call.request.path}?${query}`;
}

/** What is left of an instance by `$select`: its names, and of its properties the view, where that is expanded. */
function selectionOf(call: Call): (instance: ArmResource) => JsonObject {
  const select = call.query.get('$select');
  if (select === null || select === '') return (instance) => instance;
  if (!/^instanceView(\/statuses)?$/i.test(select)) throw invalidOption(call, '$select');
  const onlyStatuses = /\/statuses$/i.test(select);
  return (instance) => {
    const view = objectOf(instance.properties, 'instanceView');
    const instanceView = onlyStatuses && view !== undefined ? { statuses: view.statuses } : view;
    const { id, name, type, location, instanceId } = instance;
    return compact({ name, id, type, location, instanceId, properties: compact({ instanceView }) });
  };
}

/** An instance as it is asked for. */
export function printInstance(plane: ControlPlane, call: Call, instance: ArmResource): ArmResource {
  if (!/\binstanceView\b/i.test(call.query.get('$expand') ?? '')) return instance;
  return {
    ...instance,
    properties: { ...instance.properties, instanceView: instanceViewOf(plane, instance) },
  };
}

/** The filters that the documentation allows. */
function filterOf(plane: ControlPlane, call: Call): (instance: ArmResource) => boolean {
  const filter = call.query.get('$filter');
  if (filter === null || filter === '') return () => true;
  const latest = /^properties\/latestModelApplied eq (true|false)$/i.exec(filter.trim());
  if (latest !== null) {
    const applied = latest[1]?.toLowerCase() === 'true';
    return ({ properties }) => properties.latestModelApplied === applied;
  }
  const power = /^startswith\(instanceView\/statuses\/code,\s*'([^']+)'\) eq true$/i.exec(filter.trim());
  if (power?.[1] === undefined) throw invalidOption(call, '$filter');
  const prefix = power[1].toLowerCase();
  return (instance) =>
    listOf(instanceViewOf(plane, instance), 'statuses').some(({ code }) =>
      String(code).toLowerCase().startsWith(prefix),
    );
}
