import { type Finding, hazard, refusal } from '../../preflight/finding.ts';
import { createdAddressIds, type ProposedSwap, participantsOf } from './proposed-swap.ts';

interface Sku {
  readonly name: string;
  readonly tier: string;
}

/**
 * ARM answers `PublicIPAndLBSkuDoNotMatch` to a mixed assignment: in the middle of the swap, were it not refused here.
 * Each address passes through either load balancer, or stands in for one that does, so all must be alike.
 */
export function checkSkus(swap: ProposedSwap): Finding[] {
  const { productionLoadBalancer } = swap.environment;
  const expected = skuOf(productionLoadBalancer);
  const mixed = participantsOf(swap)
    .filter(({ resource }) => !sameSku(skuOf(resource), expected))
    .map(({ label, resource }) =>
      refusal(
        `The ${label} has SKU ${describe(skuOf(resource))}, and the production load balancer ` +
          `"${productionLoadBalancer.name}" ${describe(expected)}: ARM refuses to mix them (PublicIPAndLBSkuDoNotMatch). ` +
          'Both load balancers and all addresses must have the same SKU and tier.',
      ),
    );
  return [...mixed, ...checkBasic(swap, expected)];
}

function checkBasic(swap: ProposedSwap, sku: Sku): Finding[] {
  if (sku.name.toLowerCase() !== 'basic') {
    return [];
  }
  const creation =
    createdAddressIds(swap).length === 0
      ? ''
      : ' Azure has created no Basic public IP address since 2025-03-31: the temporary one may be refused; spare-public-ip names one that exists.';
  return [
    hazard(
      `The load balancers have the Basic SKU, which Azure retired on 2025-09-30: it is without support and guarantees.${creation}`,
    ),
  ];
}

/** A resource without a SKU was made before there were others. */
function skuOf(resource: { readonly sku?: { readonly name?: string; readonly tier?: string } }): Sku {
  return { name: resource.sku?.name ?? 'Basic', tier: resource.sku?.tier ?? 'Regional' };
}

function sameSku(left: Sku, right: Sku): boolean {
  return describe(left).toLowerCase() === describe(right).toLowerCase();
}

function describe({ name, tier }: Sku): string {
  return `${name}/${tier}`;
}
