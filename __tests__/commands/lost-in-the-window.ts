import { type InProcessCommands, runUrl } from './in-process-commands.ts';
import { run } from './swap-commands.ts';

/** The process of run 1 is killed while nobody serves production; what it has sent is carried out by the time that this resolves. */
export async function loseRunInTheWindow(world: InProcessCommands): Promise<void> {
  const victim = world.runner(runUrl(1));
  void run(victim.context, world.runOptions());
  await world.written('PUT loadBalancers/vipswap1lb');
  victim.kill();
  await world.clock.sleep(120_000);
}
