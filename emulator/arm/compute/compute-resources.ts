import { isDeepStrictEqual } from 'node:util';
import type { ArmResource } from '../../data-plane/contract.ts';
import type { Call } from '../call.ts';
import type { ControlPlane } from '../control-plane.ts';
import { errors } from '../errors.ts';
import { isObject, type JsonObject, objectOf, without } from '../json.ts';
import { etagOf } from '../stamp.ts';
import { keyOf } from './protected-settings.ts';

export const scaleSetType = 'Microsoft.Compute/virtualMachineScaleSets';
export const instanceType = `${scaleSetType}/virtualMachines`;
export const interfaceType = `${instanceType}/networkInterfaces`;
export const extensionType = `${scaleSetType}/extensions`;

const provisioningStates = ['Creating', 'Updating', 'Deleting', 'Succeeded', 'Failed'] as const;

export type ComputeProvisioningState = (typeof provisioningStates)[number];

/**
 * Replaces a resource of Microsoft.Compute. Its etag is an integer that counts changes of the content: neither a state
 * nor `latestModelApplied` is content, so a write that changes nothing leaves it as it was (recorded).
 */
export function putCompute(
  plane: ControlPlane,
  resource: ArmResource,
  state: ComputeProvisioningState,
): ArmResource {
  const before = plane.store.get(resource.id);
  const failedExtensions = plane.compute.instance(resource.id)?.failedExtensions ?? [];
  const stamped = { ...withState(resource, state, failedExtensions), etag: nextEtag(before, resource) };
  plane.store.put(stamped);
  return stamped;
}

function withState(
  resource: ArmResource,
  state: ComputeProvisioningState,
  failedExtensions: readonly string[],
): ArmResource {
  const { resources } = resource;
  const extensions = Array.isArray(resources) ? resources.filter(isObject) : undefined;
  return {
    ...resource,
    ...(extensions === undefined
      ? {}
      : { resources: extensions.map((one) => stateInto(one, extensionState(one, state, failedExtensions))) }),
    properties: { ...resource.properties, provisioningState: state },
  };
}

/**
 * An extension of an instance is in the state of its instance, for nobody works on one of them alone; but where the agent
 * reports that one has failed, the others have not.
 */
export function extensionState(
  extension: JsonObject,
  ofInstance: ComputeProvisioningState,
  failed: readonly string[],
): ComputeProvisioningState {
  const isAtWork = ofInstance !== 'Succeeded' && ofInstance !== 'Failed';
  if (isAtWork || failed.length === 0) return ofInstance;
  return failed.includes(keyOf(extension)) ? 'Failed' : 'Succeeded';
}

function stateInto(extension: JsonObject, provisioningState: ComputeProvisioningState): JsonObject {
  return { ...extension, properties: { ...objectOf(extension, 'properties'), provisioningState } };
}

function nextEtag(before: ArmResource | undefined, after: ArmResource): string {
  if (before === undefined) return '"1"';
  const etag = etagOf(before);
  if (etag === '') return '"1"';
  if (isDeepStrictEqual(contentOf(before), contentOf(after))) return etag;
  return `"${Number(etag.replaceAll('"', '')) + 1}"`;
}

function contentOf(resource: ArmResource): JsonObject {
  const settled = withState(resource, 'Succeeded', []);
  return {
    ...without(settled, 'etag'),
    properties: without(settled.properties, 'latestModelApplied'),
  };
}

/** Changes nothing but the state. */
export function putState(plane: ControlPlane, id: string, state: ComputeProvisioningState): void {
  const resource = plane.store.get(id);
  if (resource !== undefined) putCompute(plane, resource, state);
}

/** 409 to whoever writes what is being deleted. */
export function checkNotDeleting(resource: ArmResource | undefined): void {
  if (resource?.properties.provisioningState === 'Deleting') throw errors.concurrentRequest();
}

/**
 * Refuses a write whose `If-Match` or `If-None-Match` does not fit (412, flat, as recorded). `exists` is about what is
 * written, where that is a part of the resource that carries the etag.
 */
export function checkComputePreconditions(
  call: Call,
  current: ArmResource | undefined,
  exists = current !== undefined,
): void {
  const ifMatch = call.request.headers['if-match'];
  const etag = current === undefined ? 'null' : etagOf(current);
  const fits = (given: string) =>
    given === '*' ? current !== undefined : given.split(',').some((one) => bare(one) === bare(etag));
  if (ifMatch !== undefined && !fits(ifMatch)) throw errors.computePreconditionFailed(ifMatch, etag);
  if (call.request.headers['if-none-match'] === '*' && exists) {
    throw errors.computeAlreadyExists();
  }
}

function bare(etag: string): string {
  return etag.trim().replace(/^W\//, '').replaceAll('"', '');
}

/** A state that is not Microsoft.Compute's counts as settled. */
export function computeStateOf(resource: ArmResource): ComputeProvisioningState {
  const { provisioningState } = resource.properties;
  return provisioningStates.find((known) => known === provisioningState) ?? 'Succeeded';
}

/** As Compute writes an instant: `2026-11-22T08:30:05.12+00:00`, without a zero at the end (recorded). */
export function timeOf(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.?0*Z$/, '+00:00');
}
