import { giveAddressCommand } from '../../azure/network/frontend-commands.ts';
import type { Change } from '../../engine/plan.ts';

const FRONTEND_ADDRESS = /^frontendIPConfigurations\/(?<frontend>.+)\.publicIPAddress\.id$/;

/** Azure CLI commands that make changes of frontends, in their order; none for what changes something else. */
export function makeCommands(changes: readonly Change[]): string[] {
  return changes.flatMap(({ resource, field, to }) => {
    const frontend = FRONTEND_ADDRESS.exec(field)?.groups?.frontend;
    return frontend === undefined || to === null ? [] : [giveAddressCommand(resource, frontend, to)];
  });
}
