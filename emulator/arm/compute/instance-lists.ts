import type { ArmResource } from '../../data-plane/contract.ts';
import type { Call, Reply } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { listOf } from '../json.ts';
import { instanceViewOf } from './instance-view.ts';
import { findScaleSet, instancesOf } from './instances.ts';

/** How many instances a page of a list has. Nobody has recorded a list that had more than one. */
export const pageSize = 50;

/** GET of the instances of a scale set: `$filter`, `$expand=instanceView`, `$select`, in pages. */
export function listInstances(plane: ControlPlane, call: Call): Reply {
  const scaleSet = findScaleSet(plane, call);
  const wanted = filterOf(plane, call.query.get('$filter'));
  const instances = instancesOf(plane, scaleSet.id).filter(wanted);
  const skipped = Number(call.query.get('$skiptoken') ?? 0);
  const page = instances.slice(skipped, skipped + pageSize);
  const value = page.map((instance) => printInstance(plane, call, instance));
  const next = skipped + page.length;
  const nextLink = next < instances.length ? { nextLink: nextLinkOf(call, next) } : {};
  return { status: 200, body: { value, ...nextLink } };
}

function nextLinkOf(call: Call, skip: number): string {
  const query = new URLSearchParams(call.query);
  query.set('$skiptoken', String(skip));
  return `${call.origin}${call.request.path}?${query}`;
}

/** An instance as it is asked for. */
export function printInstance(plane: ControlPlane, call: Call, instance: ArmResource): ArmResource {
  if (!/\binstanceView\b/i.test(call.query.get('$expand') ?? '')) return instance;
  const view = instanceViewOf(plane, instance);
  const onlyStatuses = /^instanceView\/statuses$/i.test(call.query.get('$select') ?? '');
  const instanceView = onlyStatuses ? { statuses: view.statuses } : view;
  return { ...instance, properties: { ...instance.properties, instanceView } };
}

/** The filters that the documentation allows. */
function filterOf(plane: ControlPlane, filter: string | null): (instance: ArmResource) => boolean {
  if (filter === null || filter === '') return () => true;
  const latest = /^properties\/latestModelApplied eq (true|false)$/i.exec(filter.trim());
  if (latest !== null) {
    const applied = latest[1]?.toLowerCase() === 'true';
    return ({ properties }) => properties.latestModelApplied === applied;
  }
  const power = /^startswith\(instanceView\/statuses\/code,\s*'([^']+)'\) eq true$/i.exec(filter.trim());
  if (power?.[1] === undefined) {
    throw errors.invalidParameter('$filter', `The value '${filter}' of parameter $filter is invalid.`);
  }
  const prefix = power[1].toLowerCase();
  return (instance) =>
    listOf(instanceViewOf(plane, instance), 'statuses').some(({ code }) =>
      String(code).toLowerCase().startsWith(prefix),
    );
}
