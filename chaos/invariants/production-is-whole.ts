import type { ControlPlane } from '../../emulator/arm/control-plane.ts';
import { sameId } from '../../emulator/arm/resource-id.ts';
import {
  addressesIn,
  holderOf,
  loadBalancersIn,
  nameOf,
  placementIn,
  printPlacement,
} from './azure-as-it-is.ts';
import type { AzureBefore } from './azure-before.ts';
import type { Violation } from './violation.ts';

/** What holds whatever happened, also where somebody else has taken a frontend, or ARM refuses for ever. */
export function neverBroken(plane: ControlPlane, before: AzureBefore): Violation[] {
  const addresses = addressesIn(plane);
  return [
    ...before.addressIds
      .filter((id) => !addresses.some((address) => sameId(address.id, id)))
      .map((id): Violation => ({ invariant: 'address-kept', message: `${nameOf(id)} is gone` })),
    ...placementIn(plane)
      .filter(({ addressId }) => !addresses.some(({ id }) => sameId(id, addressId)))
      .map(
        ({ loadBalancer, addressId }): Violation => ({
          invariant: 'frontend-has-address',
          message: `${loadBalancer} has "${nameOf(addressId)}", which is not there`,
        }),
      ),
  ];
}

/** What holds as soon as a run has ended whole by its own words: nothing is half done. */
export function productionIsWhole(plane: ControlPlane, before: AzureBefore): Violation[] {
  return [
    ...neverBroken(plane, before),
    ...assigned(plane, before),
    ...oneSide(plane, before),
    ...settled(plane),
    ...nothingLeftOver(plane, before),
  ];
}

function assigned(plane: ControlPlane, before: AzureBefore): Violation[] {
  const placement = placementIn(plane);
  return before.placement
    .filter(({ addressId }) => holderOf(placement, addressId) === undefined)
    .map(({ addressId }) => ({
      invariant: 'address-assigned',
      message: `${nameOf(addressId)} is assigned to nothing (${printPlacement(placement)})`,
    }));
}

/** By the model, and by what packets really do: an update that failed may have left the one without the other. */
function oneSide(plane: ControlPlane, before: AzureBefore): Violation[] {
  const placement = placementIn(plane);
  const holders = new Set(before.productionAddressIds.map((id) => holderOf(placement, id)));
  if (holders.size > 1) {
    return [{ invariant: 'one-side-serves', message: `a mixture: ${printPlacement(placement)}` }];
  }
  const [holder] = holders;
  return plane.dataPlane
    .groundTruth()
    .filter(
      ({ publicIpAddressId, toMs }) =>
        toMs === undefined && before.productionAddressIds.some((id) => sameId(id, publicIpAddressId)),
    )
    .filter(
      ({ state, loadBalancerId = '' }) =>
        state !== 'served' || nameOf(loadBalancerId).toLowerCase() !== holder?.toLowerCase(),
    )
    .map(({ publicIpAddressId, port, state, loadBalancerId = 'nobody' }) => ({
      invariant: 'one-side-serves',
      message: `packets to ${nameOf(publicIpAddressId)}:${port} are ${state} by ${nameOf(loadBalancerId)}, and the model says ${holder}`,
    }));
}

function settled(plane: ControlPlane): Violation[] {
  return [...loadBalancersIn(plane), ...addressesIn(plane)]
    .filter(({ properties }) => properties.provisioningState !== 'Succeeded')
    .map(({ name, properties }) => ({
      invariant: 'settled',
      message: `${name} is ${properties.provisioningState}`,
    }));
}

const OWN_TAG = /^azure-rollout-/i;
/** What a finished run leaves on purpose. */
const RECORD_TAG = 'azure-rollout-last';

function nothingLeftOver(plane: ControlPlane, before: AzureBefore): Violation[] {
  const strangers = addressesIn(plane)
    .filter(({ id }) => !before.addressIds.some((known) => sameId(known, id)))
    .map(({ name }) => `the address ${name}`);
  const tags = [...loadBalancersIn(plane), ...addressesIn(plane)]
    .filter(({ id }) => !strangers.includes(`the address ${nameOf(id)}`))
    .flatMap(({ name, tags = {} }) =>
      Object.keys(tags)
        .filter((tag) => OWN_TAG.test(tag) && tag !== RECORD_TAG)
        .map((tag) => `the tag ${tag} of ${name}`),
    );
  return [...strangers, ...tags].map((what) => ({
    invariant: 'nothing-left-over',
    message: `${what} is left over`,
  }));
}
