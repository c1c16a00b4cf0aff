import type { ArmEvent } from '../azure/arm/arm-events.ts';
import type { RecordEvent } from '../record/record-events.ts';
import type { StrategyEvent } from '../strategies/strategy.ts';

/** The one stream: the log, the summary, the report and the outputs are all readers of it. */
export type RolloutEvent = StrategyEvent | ArmEvent | RecordEvent;
