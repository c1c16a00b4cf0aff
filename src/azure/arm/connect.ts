import type { Clock } from '../../engine/clock.ts';
import { type Arm, createArm } from './arm.ts';
import type { ArmEvent } from './arm-events.ts';
import { createArmTransport } from './arm-transport.ts';
import { createCredential, type SignInOptions } from './sign-in.ts';

export interface ConnectOptions extends SignInOptions {
  readonly subscriptionId: string;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly emit: (event: ArmEvent) => void;
  readonly debug: (message: () => string) => void;
}

/** Azure Resource Manager, signed in. Nothing is sent before the first call. */
export async function connect(options: ConnectOptions): Promise<Arm> {
  const transport = createArmTransport({
    ...options,
    credential: await createCredential(options),
  });
  return createArm({ transport, clock: options.clock, emit: options.emit });
}
