import type { PublicIpAddress } from '../../../azure/network/public-ip-addresses.ts';
import { type Finding, hazard } from '../../preflight/finding.ts';
import type { AddressMove } from '../environment.ts';
import type { ProposedSwap } from './proposed-swap.ts';

interface AddressSettings extends Pick<PublicIpAddress['properties'], 'ipAddress'> {
  readonly dnsSettings?: { readonly fqdn?: string };
  readonly ddosSettings?: { readonly protectionMode?: string };
  readonly ipTags?: readonly { readonly ipTagType?: string; readonly tag?: string }[];
}

/** DNS label, DDoS protection and IP tags belong to the address, and go with it to the other load balancer. */
export function findAddressSettings({ environment }: ProposedSwap): Finding[] {
  const { productionLoadBalancer, targetLoadBalancer, moves } = environment;
  return moves.flatMap((move) => [
    ...dnsName(move.productionAddress, targetLoadBalancer.name),
    ...dnsName(move.targetAddress, productionLoadBalancer.name),
    ...ddosProtection(move),
    ...ipTags(move),
  ]);
}

function dnsName(address: PublicIpAddress, nextLoadBalancer: string): Finding[] {
  const fqdn = settingsOf(address).dnsSettings?.fqdn;
  return fqdn === undefined
    ? []
    : [
        hazard(
          `The DNS name ${fqdn} stays with "${address.name}": after the swap it leads to ${nextLoadBalancer}.`,
        ),
      ];
}

function ddosProtection({ productionAddress, targetAddress }: AddressMove): Finding[] {
  const modes = [productionAddress, targetAddress].map(
    (address) => settingsOf(address).ddosSettings?.protectionMode ?? 'VirtualNetworkInherited',
  );
  return modes[0] === modes[1]
    ? []
    : [
        hazard(
          `DDoS protection of "${productionAddress.name}" is ${modes[0]}, of "${targetAddress.name}" ${modes[1]}: ` +
            'the mode stays with the address, so the two environments change their protection.',
        ),
      ];
}

function ipTags({ productionAddress, targetAddress }: AddressMove): Finding[] {
  const [production, target] = [tagsOf(productionAddress), tagsOf(targetAddress)];
  return production === target
    ? []
    : [
        hazard(
          `"${productionAddress.name}" has ${production}, "${targetAddress.name}" has ${target}: ` +
            'whether ARM lets addresses of different routing change places is not known. If it refuses, the swap is undone.',
        ),
      ];
}

function tagsOf(address: PublicIpAddress): string {
  const tags = (settingsOf(address).ipTags ?? []).map(({ ipTagType, tag }) => `${ipTagType}=${tag}`);
  return tags.length === 0 ? 'no IP tags' : `the IP tags ${tags.toSorted().join(', ')}`;
}

function settingsOf(address: PublicIpAddress): AddressSettings {
  return address.properties;
}
