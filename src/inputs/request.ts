import { refuseForeign } from './belonging.ts';
import type { Choice, Strategy } from './definitions.ts';
import { InputError } from './input-error.ts';
import { type ReadInput, readChoice } from './read.ts';

type Command = Choice<'command'>;
export type ReleaseCommand = Extract<Command, 'run' | 'plan'>;
type ScaleSetStrategy = Exclude<Strategy, 'vip-swap'>;

/** What shall be done, and with what kind of thing. */
export type Request =
  | { readonly strategy: 'vip-swap'; readonly command: Command }
  | { readonly strategy: ScaleSetStrategy; readonly command: ReleaseCommand }
  /** Which half of a release it is about stands in the tags of the scale set. */
  | { readonly strategy: 'scale-set'; readonly command: Exclude<Command, ReleaseCommand> };

/**
 * Reads what shall be done. Where a command finds the strategy in what is recorded, the input that names the thing tells where
 * to look.
 *
 * @throws InputError also for inputs of another strategy.
 */
export function readRequest(read: ReadInput): Request {
  const command = readChoice(read, 'command');
  const request: Request = isRelease(command)
    ? { strategy: readChoice(read, 'strategy'), command }
    : { strategy: readFamily(read, command), command };
  refuseForeign(read, {
    strategies: request.strategy === 'scale-set' ? ['canary-percent', 'full-rollout'] : [request.strategy],
    because: reasonFor(read, request),
  });
  return request;
}

function isRelease(command: Command): command is ReleaseCommand {
  return command === 'run' || command === 'plan';
}

/** By `strategy` where it was named, else by the one thing that was. */
function readFamily(read: ReadInput, command: Command): 'vip-swap' | 'scale-set' {
  if (read('strategy') !== '') {
    return readChoice(read, 'strategy') === 'vip-swap' ? 'vip-swap' : 'scale-set';
  }
  const scaleSet = read('scale-set');
  const address = read('production-public-ip');
  if (scaleSet !== '' && address !== '') {
    throw new InputError(
      'scale-set',
      `'${scaleSet}' contradicts production-public-ip '${address}': command '${command}' is about one of them. Leave the ` +
        'other one out.',
    );
  }
  if (scaleSet === '' && address === '') {
    throw new InputError(
      'production-public-ip',
      `is missing, and so is scale-set: one of them says what command '${command}' is about. Allowed: name or resource ID.`,
    );
  }
  return scaleSet === '' ? 'vip-swap' : 'scale-set';
}

function reasonFor(read: ReadInput, { strategy }: Request): string {
  const named = read('strategy');
  const target = strategy === 'vip-swap' ? 'production-public-ip' : 'scale-set';
  return named === '' ? `this is about ${target} '${read(target)}'` : `strategy is '${named}'`;
}
