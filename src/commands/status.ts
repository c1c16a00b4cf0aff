import { readStatus } from '../strategies/vip-swap/index.ts';
import type { CommandContext, CommandEnd } from './command.ts';

/** Who is live, since when and by which run, and what is under way or left over. Writes nothing. */
export async function status(
  context: CommandContext,
  productionPublicIpIds: readonly string[],
): Promise<CommandEnd> {
  const found = await readStatus(context, productionPublicIpIds);
  const [first] = found.addresses;
  context.tellSubject({
    productionAddresses: found.addresses.map(({ name, address }) => ({ name, address })),
    ...(first === undefined || first.live === null ? {} : { newLoadBalancer: first.live.loadBalancer }),
  });
  return { kind: 'reported', status: found };
}
